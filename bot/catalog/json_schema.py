"""JSON Schema of each kind of file, so that an editor can help while a pack is being written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.catalog.guidance import FIELDS
from bot.catalog.packs import SINGLE
from bot.catalog.schema import KINDS, PackModel

EDITOR_LINE = "# yaml-language-server: $schema="
"""What a file begins with, before its schema's place, for editors that know YAML.

Source: the README of redhat-developer/yaml-language-server, "Using inlined schema".
"""


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return a schema for each kind of file, by the name of its folder (or, for `pack` and `sources`, its own)."""
    schemas = {"pack": PackModel.model_json_schema()}
    for kind, model in KINDS.items():
        adapter: TypeAdapter[Any] = TypeAdapter(model if kind == SINGLE else list[model])  # type: ignore[valid-type]  # a list of whichever model it is
        schemas[kind] = adapter.json_schema()
    return {kind: _explained(schema) for kind, schema in schemas.items()}


def _explained(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose every field says what belongs in it."""
    for name, part in {schema.get("title", ""): schema, **schema.get("$defs", {})}.items():
        for field, about in FIELDS.get(name, {}).items():
            part["properties"][field]["description"] = about
    return schema


def rendered_schemas() -> Mapping[str, str]:
    """Return the text of each schema's file, by the file's name."""
    return {
        f"{kind}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for kind, schema in json_schemas().items()
    }


def write_schemas(folder: Path) -> None:
    """Write every schema into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in rendered_schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
