"""What `encore doctor` finds, on whichever platform it looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `ok` is None when it could not be told; none of it is secret."""

    name: str
    ok: bool | None
    words: str
    remedy: str = ""
