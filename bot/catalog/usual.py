"""What a new item has until somebody sets it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.catalog.rules.unfinished import UNWRITTEN
from bot.domain.content import Purpose, Topic

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

PURPOSES: Mapping[Purpose, Topic] = MappingProxyType(
    {
        Purpose.AGENDA: Topic.DECODE_STAGE,
        Purpose.ADJUSTMENT: Topic.ACCESS,
        Purpose.RESCHEDULE: Topic.LOGISTICS_ONSITE,
        Purpose.THANKS: Topic.THANKS_FOLLOWUP,
        Purpose.FOLLOW_UP: Topic.THANKS_FOLLOWUP,
        Purpose.REFEREE: Topic.REFERENCES,
        Purpose.PAY_RANGE: Topic.PAY_OFFER,
        Purpose.NEGOTIATE: Topic.PAY_OFFER,
        Purpose.MORE_TIME: Topic.DECISIONS,
        Purpose.DECLINE: Topic.DECISIONS,
        Purpose.FEEDBACK: Topic.OUTCOMES,
    }
)
"""What a message is about, where no topic is named."""
