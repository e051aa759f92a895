"""Registered application commands: what Discord refuses at registration, and finding one by its path."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.discord.fake.errors import Refusal
from tests.discord.fake.ids import Clock
from tests.discord.fake.payloads import APPLICATION
from tests.discord.fake.state import Json

NAME = re.compile(r"[-_'\w]{1,32}")
DESCRIPTION, WHOLE, OPTIONS, CHOICES = 100, 8000, 25, 25
COMMANDS = 100
CREATES_A_DAY = 200
"""Limits of "Application Commands" in Discord's reference."""
SUBCOMMAND, GROUP = 1, 2
TYPES = range(1, 12)


def command_faults(command: Json) -> list[str]:
    """Return what is wrong with one command."""
    faults = [*_named(command), *_options(command.get("options") or [], depth=0)]
    length = _length(command)
    if length > WHOLE:
        faults.append(f"/{command.get('name')} has {length} characters in all, at most {WHOLE}")
    for key, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        if command.get(key) is not None and not set(command[key]) <= allowed:
            faults.append(f"{key} {command[key]!r}")
    return faults


def _named(part: Json) -> list[str]:
    name, said = part.get("name") or "", part.get("description") or ""
    faults = [] if NAME.fullmatch(name) and name == name.lower() else [f"name {name!r}"]
    if not 1 <= len(said) <= DESCRIPTION:
        faults.append(f"{name!r} has a description of {len(said)} characters, 1 to {DESCRIPTION}")
    return faults


def _options(options: list[Json], depth: int) -> list[str]:
    faults = [f"{len(options)} options, at most {OPTIONS}"] if len(options) > OPTIONS else []
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        faults.append(f"options share a name: {names}")
    if any(o.get("type") in (SUBCOMMAND, GROUP) for o in options) and any(
        o.get("type", 0) > GROUP for o in options
    ):
        faults.append("subcommands beside options")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        faults.append(f"a required option comes after an optional one: {names}")
    for option in options:
        faults += [*_named(option), *_option(option, depth)]
    return faults


def _option(option: Json, depth: int) -> list[str]:
    kind, name = option.get("type"), option.get("name")
    if kind not in TYPES:
        return [f"option {name!r} of type {kind!r}"]
    if kind in (SUBCOMMAND, GROUP):
        too_deep = depth > 1 or (depth == 1 and kind == GROUP)
        return (
            [f"{name!r} is nested too deep"] if too_deep else _options(option.get("options") or [], depth + 1)
        )
    faults = []
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        faults.append(f"{name!r} has choices and autocompletion")
    if len(choices) > CHOICES:
        faults.append(f"{name!r} has {len(choices)} choices, at most {CHOICES}")
    bad = [
        one for one in choices if not (1 <= len(one["name"]) <= 100 and 1 <= len(str(one["value"])) <= 100)
    ]
    faults += [f"{name!r} has the choice {choice!r}: 1 to 100 characters" for choice in bad]
    if not 0 <= (option.get("min_length") or 0) <= 6000 or not 1 <= (option.get("max_length") or 1) <= 6000:
        faults.append(f"{name!r} limits its length beyond 6000")
    return faults


def _length(part: Json) -> int:
    """Count the characters of names, descriptions and choices, as Discord does."""
    own = len(part.get("name") or "") + len(part.get("description") or "")
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in part.get("choices") or [])
    return own + choices + sum(_length(option) for option in part.get("options") or [])


class Registry:
    """The commands of one scope. `writes` counts requests that changed anything, `created` new names."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.commands: list[Json] = []
        self.writes = 0
        self.created = 0

    def overwrite(self, wanted: Sequence[Json]) -> list[Json]:
        """Put these in the place of all others. Raises Refusal and changes nothing if one is bad."""
        faults = [f"{c.get('name')}: {fault}" for c in wanted for fault in command_faults(c)]
        names = [command.get("name") for command in wanted]
        if len(names) > COMMANDS or len(set(names)) < len(names):
            faults.append(f"{len(names)} commands, at most {COMMANDS}, each name once")
        if faults:
            raise Refusal(50035, *faults)
        known = {command["name"]: command for command in self.commands}
        fresh = sum(name not in known for name in names)
        if self.created + fresh > CREATES_A_DAY:
            raise Refusal(30034)
        self.created += fresh
        self.writes += 1
        self.commands = [self._stored(command, known.get(command["name"])) for command in wanted]
        return self.commands

    def _stored(self, command: Json, known: Json | None) -> Json:
        return {
            "type": 1, "nsfw": False, "dm_permission": True, "default_member_permissions": None,
            "contexts": None, "integration_types": [0, 1], "options": [], **command,
            "id": known["id"] if known else str(self._clock.snowflake()),
            "application_id": str(APPLICATION), "version": str(self._clock.snowflake()),
        }  # fmt: skip

    def find(self, path: str) -> tuple[Json, list[str], list[Json]]:
        """Return a command, the subcommands on the way, and the options of the last one.

        Raises AssertionError when nothing is registered under `path` ("interview add").
        """
        first, *rest = path.split()
        command = next((c for c in self.commands if c["name"] == first), None)
        assert command is not None, (
            f"/{first} is not registered; there are {[c['name'] for c in self.commands]}"
        )
        options: list[Json] = command["options"]
        for word in rest:
            inner = next((o for o in options if o["name"] == word and o["type"] in (SUBCOMMAND, GROUP)), None)
            assert inner is not None, f"/{path}: no {word!r} among {[option['name'] for option in options]}"
            options = inner.get("options") or []
        bare = [option["name"] for option in options if option["type"] in (SUBCOMMAND, GROUP)]
        assert not bare, f"/{path} can't be run bare; it has {bare}"
        return command, rest, options
