from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import Field

from bot.commands.command import Audience, Command, Context, Options
from bot.commands.reference import options_of, render
from bot.commands.registry import all_commands
from bot.invocation import Invocation
from bot.reply import Reply
from tests.conftest import Person

LISTED = [command for command in all_commands() if command.listed]


async def test_help_lists_what_can_be_typed_and_nothing_else(newcomer: Person) -> None:
    await newcomer.type("/encore help")
    for command in all_commands():
        told = f"/{command.path}: " in newcomer.says
        assert told == command.listed, command.path


async def test_help_is_short_enough_for_a_phone(newcomer: Person) -> None:
    await newcomer.type("/encore help")
    assert len(newcomer.says) < 2100
    assert max(map(len, newcomer.says.splitlines())) < 130


@pytest.mark.parametrize("command", LISTED, ids=lambda command: command.path)
async def test_every_command_is_explained_by_its_path_and_by_its_button(
    newcomer: Person, command: Command
) -> None:
    await newcomer.type(f"/encore help /{command.path}")
    assert newcomer.message.title == f"/{command.path}"
    for option in options_of(command):
        assert option.name in newcomer.says
    for example in command.examples:
        assert example in newcomer.says


@pytest.mark.parametrize(
    ("typed", "path"),
    [("add", "interview add"), ("SETTINGS", "encore settings"), ("/tip", "tip"), ("encore tip", "tip"), ("prep", "prep")],
)  # fmt: skip
async def test_a_command_is_found_by_its_last_word(newcomer: Person, typed: str, path: str) -> None:
    await newcomer.type(f"/encore help {typed}")
    assert newcomer.message.title == f"/{path}"


async def test_an_unknown_command_names_near_ones(newcomer: Person) -> None:
    await newcomer.type("/encore help setings")
    assert "/encore settings" in newcomer.says
    await newcomer.ask(Invocation("encore help", {"about": "x" * 10_000}))
    assert len(newcomer.says) < 300


async def test_what_only_buttons_lead_to_is_not_explained(newcomer: Person) -> None:
    await newcomer.type("/encore help encore erase")
    assert "There is no command" in newcomer.says


async def test_commands_are_suggested(newcomer: Person) -> None:
    found = await newcomer.encore.app.complete(newcomer.caller, "encore help", "about", "/enc")
    assert "encore settings" in [choice.value for choice in found]
    assert "encore erase" not in [choice.value for choice in found]


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class SampleOptions(Options):
    name: Annotated[str, Field(description="A name | with a bar", max_length=80)]
    size: Annotated[Size | None, Field(description="A size")] = None
    how: Annotated[Literal["fast", "slow"], Field(description="A manner")] = "fast"
    count: Annotated[int, Field(description="A number")] = 1
    state: Annotated[str | None, Field(json_schema_extra={"hidden": True})] = None


async def nothing(_: Context, __: Options) -> Reply:
    return Reply()


SAMPLE = Command(
    path="coach sample",
    summary="Shows a sample",
    handler=nothing,
    options=SampleOptions,
    audience=Audience.PUBLIC,
    examples=("/coach sample Ada",),
)


def test_options_are_read_from_the_model() -> None:
    name, size, how, number = options_of(SAMPLE)
    assert (name.name, name.kind, name.required) == ("name", "text, up to 80 characters", True)
    assert (size.choices, size.required) == (("small", "large"), False)
    assert how.choices == ("fast", "slow")
    assert number.kind == "a number"


def test_the_reference_tells_options_choices_examples_and_audience() -> None:
    page = render([SAMPLE])
    for words in (
        "## Coach",
        "### `/coach sample`",
        "Shows a sample. Everyone in the channel sees the answer.",
        "| `name` | text, up to 80 characters; needed | A name \\| with a bar |",
        "| `size` | `small`, `large` | A size |",
        "/coach sample Ada",
    ):
        assert words in page
    assert "state" not in page


def test_the_reference_has_every_listed_command_and_nothing_else() -> None:
    page = render(all_commands())
    for command in all_commands():
        assert (f"### `/{command.path}`" in page) == command.listed
    assert page.endswith("\n")
    assert "hidden" not in page


def test_every_option_of_a_listed_command_is_described() -> None:
    for command in LISTED:
        for option in options_of(command):
            assert option.description, f"{command.path} {option.name}"


async def test_what_is_for_coaches_is_listed_for_them_alone(newcomer: Person) -> None:
    newcomer.caller = replace(newcomer.caller, admin=False)
    await newcomer.type("/encore help")
    assert "/coach" not in newcomer.says
    await newcomer.type("/coach card")
    assert "those who run this group" in newcomer.says
    assert newcomer.reply.public is None
