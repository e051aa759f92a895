"""Thin adapters: each decodes what its platform sends and renders what the core answers."""
