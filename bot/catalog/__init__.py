"""Content packs: read from YAML, checked, and laid over one another for the core to query."""
