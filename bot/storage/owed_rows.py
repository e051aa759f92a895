"""From rows owed to the domain's dataclasses, and back: a kind's own fields in one column, whatever they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from bot.domain.calendar import aware
from bot.domain.members import Platform
from bot.domain.owed import Channel, Owed, Status
from bot.storage.mapping import CONVERTER

Row = TypeVar("Row", bound=Owed)
SHARED = frozenset(field.name for field in fields(Owed))
AS_THEY_ARE = tuple(SHARED - {"member_id", "channel", "status"})
"""Fields that every kind has, with a column of their own name and type."""


@cache
def _own(kind: type[Owed]) -> tuple[tuple[str, Any, Callable[[Any, Any], Any], Callable[[Any], Any]], ...]:
    """Return of each of a kind's own fields the name, the type, and how it is read and written."""
    types = get_type_hints(kind)
    own = ((field.name, types[field.name]) for field in fields(kind) if field.name not in SHARED)
    return tuple(
        (name, of, CONVERTER.get_structure_hook(of), CONVERTER.get_unstructure_hook(of)) for name, of in own
    )


def owed_of(row: Mapping[str, Any], kind: type[Row]) -> Row:
    """Return the row of a kind that lies in a row of `owed`. A field that came later has its default there."""
    details = json.loads(row["details"])
    return kind(
        **{name: row[name] for name in AS_THEY_ARE},
        **{
            name: read(details[name], as_)
            for name, as_, read, _ in _own(cast("Any", kind))
            if name in details
        },
        member_id=row["member_id"] or "",
        channel=row["channel"] and Channel(Platform(row["platform"]), row["group"], row["channel"]),
        status=Status(row["status"]),
    )


def owed_values(row: Owed, platform: str = "", group: str = "") -> dict[str, Any]:
    """Return the columns of a row that nobody has tried to send yet; `platform` and `group` are its member's."""
    to = row.channel
    details = {name: write(getattr(row, name)) for name, _, _, write in _own(cast("Any", type(row)))}
    return {
        **{name: getattr(row, name) for name in AS_THEY_ARE},
        "kind": row.kind,
        "subject": row.subject,
        "member_id": row.member_id or None,
        "platform": str(to.platform) if to else platform,
        "group": to.group if to else group,
        "channel": to and to.id,
        "details": json.dumps(details, separators=(",", ":"), default=_instant),
        "status": str(row.status),
        "receipt": "",
        "held_until": row.due_at,
        "owner": "",
    }


def _instant(value: datetime) -> str:
    return aware(value).isoformat()
