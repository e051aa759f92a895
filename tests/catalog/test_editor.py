"""What an editor makes of the published schemas: our own files pass, and a coach's slip is underlined.

The keywords are those that the schemas use, read as in JSON Schema 2020-12; YAML's plain words as in its 1.2 core
schema, which the editor's language server goes by: a date is text there, and so is 08:00.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalog.json_schema import json_schemas
from bot.catalog.location import builtin_packs

STARTER = builtin_packs() / "second-interview"
TYPES: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "object": (dict,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
KNOWN = frozenset(
    [
        "$defs",
        "$ref",
        "additionalProperties",
        "anyOf",
        "const",
        "default",
        "description",
        "enum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "pattern",
        "properties",
        "required",
        "title",
        "type",
    ]
)


def value_of(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: value_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value_of(child) for child in node.value]
    if node.style is None and re.fullmatch(r"[-+]?\d+", node.value):
        return int(node.value)
    if node.style is None and node.value in {"true", "false", "null", "~", ""}:
        return {"true": True, "false": False}.get(node.value)
    return node.value


def read(text: str) -> Any:
    return value_of(yaml.compose(text, Loader=yaml.BaseLoader))


def faults(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], way: str = "") -> Iterator[str]:
    assert schema.keys() <= KNOWN, f"{way}: this test does not know {sorted(schema.keys() - KNOWN)}"
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, way)
    if "anyOf" in schema:
        tried = [list(faults(value, choice, root, way)) for choice in schema["anyOf"]]
        yield from [] if [] in tried else tried[0]
    if "enum" in schema and value not in schema["enum"]:
        yield f"{way}: {value!r} is not one of the words"
    if "const" in schema and value != schema["const"]:
        yield f"{way}: {value!r} is not {schema['const']!r}"
    if "type" in schema and (
        not isinstance(value, TYPES[schema["type"]])
        or (isinstance(value, bool) and schema["type"] == "integer")
    ):
        yield f"{way}: {value!r} is no {schema['type']}"
    elif isinstance(value, str):
        yield from _text(value, schema, way)
    elif isinstance(value, list):
        yield from _list(value, schema, root, way)
    elif isinstance(value, dict):
        yield from _object(value, schema, root, way)
    elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{way}: {value} is too much or too little"


def _text(value: str, schema: Mapping[str, Any], way: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{way}: has {len(value)} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{way}: {value!r} has another shape"


def _list(value: list[Any], schema: Mapping[str, Any], root: Mapping[str, Any], way: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{way}: has {len(value)} entries"
    for place, part in enumerate(value):
        yield from faults(part, schema.get("items", {}), root, f"{way}[{place}]")


def _object(
    value: dict[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], way: str
) -> Iterator[str]:
    fields = schema.get("properties", {})
    yield from (f"{way}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, part in value.items():
        if name in fields:
            yield from faults(part, fields[name], root, f"{way}.{name}".lstrip("."))
        elif schema.get("additionalProperties", True) is False:
            yield f"{way}: {name} is no field"


def kind_of(file: Path) -> str:
    return file.stem if file.parent == STARTER else file.parent.name


@pytest.mark.parametrize("kind", sorted(json_schemas()))
def test_our_own_files_are_not_underlined(kind: str) -> None:
    schema = json_schemas()[kind]
    files = [file for file in sorted(STARTER.rglob("*.yaml")) if kind_of(file) == kind]

    found = [
        f"{file.name}: {fault}"
        for file in files
        for fault in faults(read(file.read_text(encoding="utf-8")), schema, schema)
    ]

    assert files
    assert found == []


TIP = (STARTER / "tips" / "trust.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("topic: trust", "topic: trsut", "[0].topic: 'trsut' is not one of the words"),
        ("  minutes:", "  minuts:", "[0]: minuts is no field"),
        ("  minutes:", "  # minutes:", "[0]: minutes is missing"),
        ("id: tip-trust-001", "id: tip-1", "[0].id: 'tip-1' has another shape"),
        ("title: ", f"title: {'long ' * 12}", "[0].title: has "),
        ("lead: ", "lead: T-4 # ", "[0].lead: 'T-4' is not one of the words"),
        ("proofs: [trust]", "proofs: trust", "[0].proofs: 'trust' is no array"),
        ("reviewed: 2026", "reviewed: 26", None),
    ],
)
def test_a_slip_is_underlined(old: str, new: str, fault: str | None) -> None:
    assert old in TIP
    schema = json_schemas()["tips"]

    found = list(faults(read(TIP.replace(old, new, 1)), schema, schema))

    assert any(one.startswith(fault) for one in found) if fault else found == []


@pytest.mark.parametrize("kind", sorted(json_schemas()))
def test_every_field_says_what_belongs_in_it(kind: str) -> None:
    schema = json_schemas()[kind]
    models = [schema, *schema.get("$defs", {}).values()]
    fields = [(name, field) for model in models for name, field in model.get("properties", {}).items()]

    assert fields
    assert [name for name, field in fields if not field.get("description")] == []
    assert all(model.get("additionalProperties") is False for model in models if "properties" in model)
    json.dumps(schema)
