from __future__ import annotations

import pytest

from adapters.terminal import completion
from bot.domain.members import Caller, MemberRef, Platform
from bot.invocation import Invocation
from bot.views.forms import Field
from tests.terminal.fakes import FakeApp

CALLER = Caller(member=MemberRef(Platform.TERMINAL, "local", "ada"))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/inter", ["/interview add", "/interview list"]),
        ("/interview l", ["/interview list"]),
        ("/TI", ["/tip"]),
        ("/interview add Ac", ["Acme"]),
        ("/interview add  ", ["Acme", "Bolt"]),
        ("/nothing", []),
        ("cl", ["clock"]),
        ("Bo", ["Bolt"]),
    ],
)
async def test_commands_and_then_values_are_offered(typed: str, offered: list[str]) -> None:
    found = await completion.of_commands(FakeApp(), CALLER)(typed)  # type: ignore[arg-type]
    assert [suggestion.insert for suggestion in found] == offered


async def test_a_suggestion_takes_the_place_of_what_it_completes_alone() -> None:
    [found] = await completion.of_commands(FakeApp(), CALLER)("/interview add Ac")  # type: ignore[arg-type]
    assert (found.insert, found.replaces, found.label) == ("Acme", 2, "Acme, analyst")


async def test_a_field_offers_values_when_its_command_knows_some() -> None:
    app = FakeApp()
    app.commands["interview add"].completers["city"] = object()
    submit = Invocation("interview add")
    suggest = completion.of_field(app, CALLER, submit, Field(name="city", label="City"))  # type: ignore[arg-type]
    assert suggest is not None
    assert [found.insert for found in await suggest("b")] == ["Bolt"]
    assert completion.of_field(app, CALLER, submit, Field(name="role", label="Role")) is None  # type: ignore[arg-type]
