from __future__ import annotations

import pytest

from bot.commands.line import read_line, typed_command
from bot.commands.registry import all_commands
from bot.invocation import Invocation
from tests.conftest import Person

COMMANDS = {command.path: command for command in all_commands()}


@pytest.mark.parametrize(
    ("line", "path", "arguments"),
    [
        ("/prep", "prep", {}),
        ("/tip", "tip", {}),
        ("/tip trust", "tip", {"topic": "trust"}),
        ("/TIP Trust", "tip", {"topic": "Trust"}),
        ("/interview add Acme,  analyst, Thu 3pm", "interview add", {"what": "Acme,  analyst, Thu 3pm"}),
        ("/interview   list", "interview list", {}),
        ("/encore tip trust", "tip", {"topic": "trust"}),
        ("/encore interview show Acme", "interview show", {"what": "Acme"}),
        ("/encore help", "encore help", {}),
        ("/help", "encore help", {}),
        ("/add Acme, analyst, Thu 3pm", "interview add", {"what": "Acme, analyst, Thu 3pm"}),
        ("/encore", "prep", {}),
        ("/interview", "prep", {}),
        ("/", "prep", {}),
        ("", "prep", {}),
        ("Acme, Thu 3pm", "prep", {"what": "Acme, Thu 3pm"}),
        ("/interview show O\u2019Brien\u00a0\u2014 Sons", "interview show", {"what": "O'Brien - Sons"}),
    ],
)
def test_a_line_is_read_the_same_everywhere(line: str, path: str, arguments: dict[str, str]) -> None:
    assert read_line(line, COMMANDS) == Invocation(path, arguments)


@pytest.mark.parametrize("line", ["/encore erase", "/interview confirm x", "/draft open x", "/reminder done"])
def test_what_only_buttons_lead_to_cannot_be_typed(line: str) -> None:
    assert read_line(line, COMMANDS).path == "encore help"
    assert typed_command(line, COMMANDS) is None


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("/foo", "/foo"),
        ("/tipp trust me", "/tipp"),
        ("/interview ad Acme", "/interview ad"),
        ("/Encore setings zone Berlin", "/Encore setings"),
    ],
)
def test_help_answers_for_a_command_that_there_is_not(line: str, about: str) -> None:
    assert read_line(line, COMMANDS) == Invocation("encore help", {"about": about})


@pytest.mark.parametrize(
    ("line", "said", "near"),
    [
        ("/tipp trust me", "/tipp", "/tip"),
        ("/interview ad Acme", "/interview ad", "/interview add"),
        ("/encore setings zone Berlin", "/encore setings", "/encore settings"),
        ("/hepl", "/hepl", "/encore help"),
    ],
)
async def test_an_unknown_command_is_told_as_typed_with_the_nearest_one(
    member: Person, line: str, said: str, near: str
) -> None:
    await member.type(line)
    assert f"There is no command “{said}”" in member.says
    assert f"Did you mean {near}" in member.says


async def test_an_unknown_command_unlike_any_other_leads_to_the_list(member: Person) -> None:
    await member.type("/xyzzy")
    assert "There is no command “/xyzzy”" in member.says
    assert "/encore help" in member.says


@pytest.mark.parametrize("line", ["/", "/dev/null", "/home/ada", "tip", ""])
def test_a_slash_alone_makes_no_command(line: str) -> None:
    assert typed_command(line, COMMANDS) is None


def test_no_path_is_the_beginning_of_another() -> None:
    listed = [command.path for command in COMMANDS.values() if command.listed]
    assert not [(a, b) for a in listed for b in listed if b.startswith(f"{a} ")]


def test_every_command_says_what_it_does_within_a_platforms_limit() -> None:
    assert all(0 < len(command.summary) <= 100 for command in COMMANDS.values())
