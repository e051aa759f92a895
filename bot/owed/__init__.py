"""The kinds of what is owed, one a file: what their rows say, whether they may join, when they are of no use."""
