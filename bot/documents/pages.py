"""Pages to print."""

from __future__ import annotations

from bot.domain.brief import Brief


def brief_page(brief: Brief) -> bytes:
    """Return the one page as a PDF."""
    raise NotImplementedError(brief)
