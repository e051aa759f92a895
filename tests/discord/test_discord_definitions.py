"""The registry as native commands, and what Discord sends back of them."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from adapters.discord import definitions
from adapters.discord.limits import check, command_length
from bot.commands.command import Command, NoOptions, Options
from bot.commands.registry import all_commands
from bot.invocation import Invocation
from bot.reply import Choice

REGISTRY = {command.path: command for command in all_commands()}
NATIVE = {command["name"]: command for command in definitions.commands(REGISTRY)}


async def nothing(*_):
    raise AssertionError("a definition runs no command")


def a_command(path: str = "tip", options: type[Options] = NoOptions, **more) -> Command:
    return Command(path=path, summary="A tip", handler=nothing, options=options, **more)


def native(*commands: Command) -> list[dict]:
    return definitions.commands({command.path: command for command in commands})


def options_of(options: type[Options], **more) -> dict[str, dict]:
    (command,) = native(a_command(options=options, **more))
    return {option["name"]: option for option in command["options"]}


def leaves() -> dict[str, dict]:
    """The commands that can be run, by path."""
    found = {}
    for name, command in NATIVE.items():
        under = [option for option in command["options"] if option["type"] == 1]
        found.update({f"{name} {option['name']}": option for option in under} or {name: command})
    return found


def test_every_listed_command_and_no_other_can_be_run():
    assert set(leaves()) == {command.path for command in all_commands() if command.listed}


def test_the_definitions_are_within_discords_limits():
    assert check("commands", list(NATIVE.values())) == []
    assert max(map(command_length, NATIVE.values())) <= 4000


def test_members_can_use_their_commands_wherever_they_installed_encore():
    assert NATIVE["prep"]["integration_types"] == [0, 1]
    assert NATIVE["prep"]["contexts"] == [0, 1, 2]
    assert "default_member_permissions" not in NATIVE["prep"]


def test_a_coachs_commands_are_for_those_who_manage_the_server_and_only_there():
    coach = NATIVE["coach"]
    assert (coach["integration_types"], coach["contexts"], coach["default_member_permissions"]) == (
        [0],
        [0],
        32,
    )


def test_what_only_buttons_fill_is_no_option():
    assert "draft" not in {option["name"] for option in leaves()["interview add"]["options"]}


def test_what_can_be_completed_is_completed():
    what = leaves()["prep"]["options"][0]
    assert (what["type"], what["autocomplete"], what["required"]) == (3, True, False)


class Format(StrEnum):
    VIDEO = "video"
    PHONE = "phone"


class AllKinds(Options):
    words: Annotated[str, Field(description="W", min_length=2, max_length=9)] = ""
    number: Annotated[int | None, Field(description="N", ge=1, lt=10)] = None
    share: Annotated[float, Field(description="S", ge=0.5, le=1.5)] = 1
    sure: Annotated[bool, Field(description="B")] = False
    format: Annotated[Format | None, Field(description="F")] = None
    pace: Annotated[Literal["light", "thorough"], Field(description="P")] = "light"
    hidden: Annotated[str | None, Field(json_schema_extra={"hidden": True})] = None
    needed: Annotated[str, Field(description="x" * 120)]


def test_options_are_made_from_the_model():
    options = options_of(AllKinds)
    assert next(iter(options)) == "needed"
    assert len(options["needed"]["description"]) <= 100
    assert "hidden" not in options
    assert (options["words"]["min_length"], options["words"]["max_length"]) == (2, 9)
    assert (options["number"]["type"], options["number"]["min_value"], options["number"]["max_value"]) == (
        4,
        1,
        9,
    )
    assert (options["share"]["type"], options["share"]["min_value"], options["share"]["max_value"]) == (
        10,
        0.5,
        1.5,
    )
    assert options["sure"]["type"] == 5
    assert options["format"]["choices"] == [
        {"name": "video", "value": "video"},
        {"name": "phone", "value": "phone"},
    ]
    assert [choice["value"] for choice in options["pace"]["choices"]] == ["light", "thorough"]
    assert check("commands", native(a_command(options=AllKinds))) == []


def test_more_values_than_choices_are_completed_instead():
    many = StrEnum("many", {f"V{number}": f"v{number}" for number in range(26)})

    class Many(Options):
        which: Annotated[many, Field(description="Which")] = many.V0

    option = options_of(Many, completers={"which": nothing})["which"]
    assert option["autocomplete"]
    assert "choices" not in option


def test_the_fingerprint_changes_only_with_the_definitions():
    one, other = native(a_command()), native(a_command("question"))
    reordered = json.loads(json.dumps(one, sort_keys=True))
    assert definitions.fingerprint(one) == definitions.fingerprint(reordered)
    assert definitions.fingerprint(one) != definitions.fingerprint(other)


ADD = {
    "name": "interview",
    "type": 1,
    "options": [
        {
            "name": "add",
            "type": 1,
            "options": [
                {"name": "company", "type": 3, "value": "Acme"},
                {"name": "round", "type": 4, "value": 2},
                {"name": "share", "type": 10, "value": 3.0},
                {"name": "sure", "type": 5, "value": True},
                {"name": "zone", "type": 3, "value": "New", "focused": True},
            ],
        }
    ],
}


def test_a_command_decodes_to_an_invocation_with_its_values_as_text():
    assert definitions.invocation(ADD) == Invocation(
        "interview add", {"company": "Acme", "round": "2", "share": "3", "sure": "true", "zone": "New"}
    )
    assert definitions.invocation({"name": "tip", "type": 1}) == Invocation("tip")
    assert definitions.invocation({"name": "encore", "options": [{"name": "help", "type": 1}]}) == Invocation(
        "encore help"
    )


def test_an_autocompletion_says_what_is_being_typed():
    assert definitions.focused(ADD) == ("interview add", "zone", "New")
    with pytest.raises(ValueError, match="tip"):
        definitions.focused({"name": "tip"})


@given(st.lists(st.builds(Choice, st.text(max_size=150), st.text(max_size=150)), max_size=40))
def test_any_suggestions_are_within_limits(suggested):
    assert check("callback", {"type": 8, "data": {"choices": definitions.choices(suggested)}}) == []


def test_a_long_suggestion_is_shortened_but_its_value_is_not():
    (choice,) = definitions.choices(
        [Choice("word " * 40, "w"), Choice("Too long", "v" * 101), Choice("word " * 40, "x")]
    )
    assert choice["value"] == "w"
    assert choice["name"].endswith("word…")
