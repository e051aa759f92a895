"""Logging a fault without the private words that its message may hold."""

from __future__ import annotations

import logging
import secrets
import traceback

log = logging.getLogger("encore")


def log_fault(error: Exception, where: str) -> str:
    """Log a fault's kind and the lines that it passed through, never its message; return its reference."""
    reference = secrets.token_hex(4)
    trace = "".join(traceback.format_tb(error.__traceback__))
    log.error("fault %s at %s: %s\n%s", reference, where, type(error).__name__, trace)
    return reference
