"""Taking an interview in: adding, importing, moving and updating it, one question at a time."""
