"""What Encore knows, as frozen data and pure functions; standard library alone."""
