"""What the commands are, read from their specifications: for help, and for the page that documents them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic.fields import FieldInfo

from bot.commands.command import Audience, Command

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "prep": "Your interviews",
        "interview": "Your interviews",
        "tip": "Practice",
        "question": "Practice",
        "encore": "You and Encore",
    }
)
"""By the first word of a path; another first word is a group of its own."""
TYPES: Mapping[str, str] = MappingProxyType(
    {"string": "text", "integer": "a number", "number": "a number", "boolean": "yes or no"}
)
AUDIENCES: Mapping[Audience, str] = MappingProxyType(
    {
        Audience.PRIVATE: "Only you see the answer.",
        Audience.PUBLIC: "Everyone in the channel sees the answer.",
    }
)
HEAD = """# Commands

This page is written from the commands themselves: change those, not this.

Everything is also reachable behind `/encore`, and `/prep` followed by words understands them all. A line without
a slash, sent to Encore privately, is read as if `/prep` stood before it. What only buttons and forms lead to is
not listed.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionReference:
    """One input of a command. `kind` is what to give, in words; `choices` is empty when it is free."""

    name: str
    description: str
    kind: str
    choices: tuple[str, ...] = ()
    required: bool = False


def group_of(command: Command) -> str:
    """Return the heading under which a command is listed."""
    first = command.path.partition(" ")[0]
    return GROUPS.get(first, first.capitalize())


def grouped(commands: Iterable[Command]) -> dict[str, list[Command]]:
    """Return the listed commands by heading, in the order of the registry."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        if command.listed:
            groups.setdefault(group_of(command), []).append(command)
    return groups


def options_of(command: Command) -> tuple[OptionReference, ...]:
    """Return a command's inputs, without those that only buttons and forms fill."""
    schema = command.options.model_json_schema()
    definitions = schema.get("$defs", {})
    return tuple(
        _option(name, field, schema["properties"][name], definitions)
        for name, field in command.options.model_fields.items()
        if not _hidden(field)
    )


def render(commands: Sequence[Command]) -> str:
    """Return the command reference as Markdown, ending in a line break."""
    lines = [HEAD.rstrip()]
    for heading, members in grouped(commands).items():
        lines += ["", f"## {heading}"]
        for command in members:
            lines += ["", *_section(command)]
    return "\n".join(lines) + "\n"


def _section(command: Command) -> Iterator[str]:
    yield f"### `/{command.path}`"
    yield ""
    yield f"{command.summary}. {AUDIENCES[command.audience]}"
    options = options_of(command)
    if options:
        yield ""
        yield "| option | what to give | meaning |"
        yield "|---|---|---|"
        for option in options:
            given = ", ".join(f"`{choice}`" for choice in option.choices) or option.kind
            needed = "; needed" if option.required else ""
            yield f"| `{option.name}` | {given}{needed} | {_cell(option.description)} |"
    if command.examples:
        yield ""
        yield "```text"
        yield from command.examples
        yield "```"


def _option(
    name: str, field: FieldInfo, schema: Mapping[str, Any], definitions: Mapping[str, Any]
) -> OptionReference:
    forms = [_resolved(form, definitions) for form in schema.get("anyOf", [schema])]
    choices = tuple(str(choice) for form in forms for choice in form.get("enum", ()))
    longest = next((form["maxLength"] for form in forms if "maxLength" in form), None)
    kind = next((TYPES[form["type"]] for form in forms if form.get("type") in TYPES), "text")
    return OptionReference(
        name=name,
        description=field.description or "",
        kind=f"{kind}, up to {longest} characters" if longest else kind,
        choices=choices,
        required=field.is_required(),
    )


def _resolved(form: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = str(form.get("$ref", "")).rpartition("/")[2]
    return definitions[reference] if reference else form


def _hidden(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("hidden"))


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
