"""Native commands, made from the registry, and what Discord sends back of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic.fields import FieldInfo

from adapters.discord.limits import (
    CHOICE_TEXT,
    CHOICES,
    COMMAND_DESCRIPTION,
    COMMAND_OPTIONS,
    OptionType,
    length,
    shorten,
)  # fmt: skip
from adapters.discord.markdown import on_one_line
from bot.commands.command import Command
from bot.commands.reference import group_of, options_of
from bot.invocation import Invocation
from bot.reply import Choice

TYPES = {
    "string": OptionType.STRING,
    "integer": OptionType.INTEGER,
    "boolean": OptionType.BOOLEAN,
    "number": OptionType.NUMBER,
}
_FILE = OptionType.ATTACHMENT.value
TAKEN = {
    "type": _FILE,
    "name": "file",
    "description": "An invitation as a file: a calendar's (.ics) or an e-mail (.eml)",
    "required": False,
}
"""The option of a command that a file can be handed over with."""
GUILD, USER = 0, 1
"""Where the application is installed. Source: resources/application, "Application Integration Types"."""
IN_GUILD, IN_BOT_DM, IN_OTHER_DM = 0, 1, 2
"""Where a command can be run. Source: interactions/receiving-and-responding, "Interaction Context Types"."""
MANAGE_GUILD = 1 << 5
"""The permission of those who run a server. Source: topics/permissions."""


def commands(registry: Mapping[str, Command]) -> list[dict[str, Any]]:
    """Return the body of the bulk overwrite: every listed command, those of one first word as its subcommands.

    A group all of whose commands are for admins is offered to those who manage the server, and only there.
    """
    trees: dict[str, list[Command]] = {}
    for command in registry.values():
        if command.listed:
            trees.setdefault(command.path.partition(" ")[0], []).append(command)
    return [_tree(name, members) for name, members in trees.items()]


def fingerprint(definitions: Sequence[Mapping[str, Any]]) -> str:
    """Return what changes only with the definitions, so that they are sent only then."""
    canonical = json.dumps(definitions, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def invocation(data: Mapping[str, Any]) -> Invocation:
    """Return what a command's interaction `data` asks for, every value as text; a file comes beside it."""
    path, options = _path(data)
    return Invocation(path, {one["name"]: _text(one["value"]) for one in options if one["type"] != _FILE})


def focused(data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the path, the option and what was typed of it so far, for an autocompletion's `data`.

    Raises ValueError when no option has the focus.
    """
    path, options = _path(data)
    for option in options:
        if option.get("focused"):
            return path, option["name"], _text(option["value"])
    raise ValueError(f"no option of {path!r} has the focus")


def choices(suggested: Sequence[Choice]) -> list[dict[str, str]]:
    """Return suggestions as Discord takes them: at most 25, none twice.

    One whose value is too long is left out, since a part of it would stand for something else.
    """
    named: dict[str, str] = {}
    for choice in suggested:
        name = shorten(on_one_line(choice.label) or on_one_line(choice.value), CHOICE_TEXT)
        if name and choice.value.strip() and length(choice.value) <= CHOICE_TEXT:
            named.setdefault(name, choice.value)
    return [{"name": name, "value": value} for name, value in list(named.items())[:CHOICES]]


def _tree(name: str, members: Sequence[Command]) -> dict[str, Any]:
    admin = all(command.admin for command in members)
    alone = members[0] if len(members) == 1 and members[0].path == name else None
    tree: dict[str, Any] = {
        "name": name,
        "type": 1,
        "description": _described(alone.summary if alone else group_of(members[0])),
        "options": _options(alone) if alone else [_subcommand(command) for command in members],
        "integration_types": [GUILD] if admin else [GUILD, USER],
        "contexts": [IN_GUILD] if admin else [IN_GUILD, IN_BOT_DM, IN_OTHER_DM],
    }
    return {**tree, "default_member_permissions": MANAGE_GUILD} if admin else tree


def _subcommand(command: Command) -> dict[str, Any]:
    return {
        "type": OptionType.SUBCOMMAND.value,
        "name": command.path.partition(" ")[2],
        "description": _described(command.summary),
        "options": _options(command),
    }


def _options(command: Command) -> list[dict[str, Any]]:
    schema = command.options.model_json_schema()
    fields = command.options.model_fields
    options = [
        _option(command, reference.name, fields[reference.name], _form(schema, reference.name))
        for reference in options_of(command)
    ]
    files = [dict(TAKEN)] if command.takes_file else []
    ordered = sorted(options, key=lambda option: not option["required"])
    return [*ordered[: COMMAND_OPTIONS - len(files)], *files]


def _option(command: Command, name: str, field: FieldInfo, form: Mapping[str, Any]) -> dict[str, Any]:
    kind = TYPES.get(form.get("type", ""), OptionType.STRING)
    option: dict[str, Any] = {
        "type": kind.value,
        "name": name,
        "description": _described(field.description or name),
        "required": field.is_required(),
    }
    values = form.get("enum", [form["const"]] if "const" in form else [])
    if 0 < len(values) <= CHOICES:
        option["choices"] = [{"name": str(value), "value": value} for value in values]
    elif name in command.completers and kind is not OptionType.BOOLEAN:
        option["autocomplete"] = True
    return option | _range(kind, form)


def _range(kind: OptionType, form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the least and the most that an option takes, in Discord's words for its type."""
    whole = kind is OptionType.INTEGER
    known = {
        "min_value": form.get(
            "minimum", form["exclusiveMinimum"] + 1 if whole and "exclusiveMinimum" in form else None
        ),
        "max_value": form.get(
            "maximum", form["exclusiveMaximum"] - 1 if whole and "exclusiveMaximum" in form else None
        ),
        "min_length": form.get("minLength"),
        "max_length": form.get("maxLength"),
    }
    return {name: value for name, value in known.items() if value is not None}


def _form(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an option's own form in its model's JSON schema: the one that is not null, references followed."""
    found: Mapping[str, Any] = schema["properties"][name]
    for form in found.get("anyOf", (found,)):
        target = str(form.get("$ref", "")).rpartition("/")[2]
        resolved: Mapping[str, Any] = schema["$defs"][target] if target else form
        if resolved.get("type") != "null":
            return resolved
    return found


def _described(words: str) -> str:
    return shorten(on_one_line(words), COMMAND_DESCRIPTION)


def _path(data: Mapping[str, Any]) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """Return a command's whole path and its own options, from under its groups."""
    path, options = data["name"], data.get("options", ())
    while options and options[0]["type"] in {OptionType.SUBCOMMAND, OptionType.SUBCOMMAND_GROUP}:
        path, options = f"{path} {options[0]['name']}", options[0].get("options", ())
    return path, options


def _text(value: object) -> str:
    """Return a value as it would have been typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
