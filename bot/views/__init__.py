"""What happened, as meaning, and its layout in a small closed set of blocks."""
