"""Claim, send, record: the engine behind the delivery promise."""
