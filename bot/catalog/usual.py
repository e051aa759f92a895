"""What a new item has until somebody sets it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.catalog.rules.unfinished import UNWRITTEN

USUAL: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "tip": {"evidence": "none", "lead": "any", "minutes": "5"},
        "question": {"kind": "behavioural", "difficulty": "2", "asker": "[manager]", "target_seconds": "90"},
        "task": {"lead": "any", "minutes": "5", "depends_on": "[]", "modality": "[any]"},
        "template": {"slots": "[]"},
        "source": {"grade": "C", "url": f"{UNWRITTEN}example"},
    }
)
"""Fields by the kind of item, as YAML."""
