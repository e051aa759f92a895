"""Timers that wake things up, nothing else."""
