"""The schema, the frozen data and the published JSON schema agree with one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.catalog.json_schema import json_schemas, rendered_schemas
from bot.catalog.schema import KINDS, Model, PackModel
from bot.domain.content import Evidence
from bot.domain.content import Status as ItemStatus

SCHEMAS = Path(__file__).parent.parent.parent / "content" / "schema"
LONGEST_CARD = 1500


def models(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for field in model.model_fields.values():
        for part in get_args(field.annotation):
            if isinstance(part, type) and issubclass(part, Model):
                yield from models(part)


ALL = sorted({found for model in (*KINDS.values(), PackModel) for found in models(model)}, key=str)


@pytest.mark.parametrize("model", ALL)
def test_a_model_and_what_it_becomes_have_the_same_fields(model: type[Model]) -> None:
    assert set(model.model_fields) == {field.name for field in fields(model.becomes)}


@pytest.mark.parametrize("model", ALL)
def test_a_default_is_the_same_on_both_sides(model: type[Model]) -> None:
    defaults = {field.name: field.default for field in fields(model.becomes) if field.default is not MISSING}

    assert defaults == {name: model.model_fields[name].default for name in defaults}


@pytest.mark.parametrize("kind", ["tips", "questions", "tasks", "asks", "templates"])
def test_the_limits_alone_keep_every_card_under_1500_characters(kind: str) -> None:
    """Each text on a line of its own."""
    schema = json_schemas()[kind]
    (item,) = (found for name, found in schema["$defs"].items() if name.endswith("Model"))

    longest = sum(_longest(field) for field in item["properties"].values())

    assert 0 < longest < LONGEST_CARD


def _longest(field: dict[str, Any]) -> int:
    if "maxLength" in field:
        return int(field["maxLength"]) + 1
    each = field.get("items", {}).get("maxLength")
    return (each + 1) * int(field["maxItems"]) if each else 0


@pytest.mark.parametrize("name", sorted(rendered_schemas()))
def test_the_published_schema_is_fresh(name: str) -> None:
    """When stale, call `bot.catalog.json_schema.write_schemas(Path("content/schema"))`."""
    assert (SCHEMAS / name).read_text(encoding="utf-8") == rendered_schemas()[name]


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == set(rendered_schemas())


def test_every_vocabulary_is_closed_in_the_published_schema() -> None:
    words = json_schemas()["tips"]["$defs"]

    assert words["Evidence"]["enum"] == list(Evidence)
    assert words["Status"]["enum"] == list(ItemStatus)
