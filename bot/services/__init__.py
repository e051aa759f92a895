"""Use cases, one noun a file; they never commit."""
