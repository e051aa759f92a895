"""What the scenarios share with the tests of each platform."""

from __future__ import annotations

from tests.slack.conftest import patient

__all__ = ["patient"]
