"""Encore on Discord: payloads as Discord takes them, and the connection that carries them."""
