"""Encore at a terminal."""
