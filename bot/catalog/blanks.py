"""A new item as YAML, with what is to be written in angle brackets: it can be read at once, and is no use yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import get_args

from pydantic.fields import FieldInfo

from bot.catalog.guidance import FIELDS
from bot.catalog.rules.unfinished import OPENING
from bot.catalog.schema import Model

LONG = 50
"""A text that may be longer than this gets lines of its own, where a colon or a brace in it does no harm."""
AS_BROKEN = frozenset({("TemplateModel", "body")})
"""Texts whose lines stay as their author broke them; those of any other are joined."""
NOTES: Mapping[str, str] = MappingProxyType({"status": "live when it is written"})
"""Remarks that stand behind a value."""


def item_lines(model: type[Model], values: Mapping[str, str]) -> list[str]:
    """Return the lines of a new item of a list, with its hyphen, without an indent.

    `values` are YAML; each goes into its field. Every other text is left to be written, and any other field out.
    """
    lines = list(_fields(model, values))
    return [f"{'- ' if place == 0 else '  '}{line}" for place, line in enumerate(lines)]


def _fields(model: type[Model], values: Mapping[str, str]) -> Iterator[str]:
    for name in _order(model, values):
        field = model.model_fields[name]
        if name in values:
            note = f" # {NOTES[name]}" if name in NOTES else ""
            yield f"{name}: {values[name]}{note}"
        elif row := _rows(field):
            yield f"{name}:"
            for _ in range(_least(field)):
                yield from (f"  {line}" for line in item_lines(row, {}))
        elif _is_list(field):
            yield f"{name}:"
            yield from (f"  - {blank(model, name)}" for _ in range(_least(field)))
        elif _most(field) > LONG:
            yield f"{name}: {'|-' if (model.__name__, name) in AS_BROKEN else '>-'}"
            yield f"  {blank(model, name)}"
        else:
            yield f"{name}: {blank(model, name)}"


def blank(model: type[Model], name: str) -> str:
    """Return what stands in a text until somebody has written it."""
    return f"{OPENING}{FIELDS[model.__name__][name].rstrip('.')}>"


def _order(model: type[Model], values: Mapping[str, str]) -> list[str]:
    """Return the fields to fill in: the id, what is given, then what is to be written, each as the model has them."""
    names = list(model.model_fields)
    given = [name for name in names if name in values]
    to_write = [name for name in names if name not in values and model.model_fields[name].is_required()]
    return [*(["id"] if "id" in given else []), *(name for name in given if name != "id"), *to_write]


def _is_list(field: FieldInfo) -> bool:
    return str(field.annotation).startswith("tuple")


def _rows(field: FieldInfo) -> type[Model] | None:
    parts = get_args(field.annotation)
    return next((part for part in parts if isinstance(part, type) and issubclass(part, Model)), None)


def _least(field: FieldInfo) -> int:
    return next((limit.min_length for limit in field.metadata if hasattr(limit, "min_length")), 1)


def _most(field: FieldInfo) -> int:
    return next((limit.max_length for limit in field.metadata if hasattr(limit, "max_length")), 0)
