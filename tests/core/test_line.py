from __future__ import annotations

import pytest

from bot.commands.line import read_line
from bot.commands.registry import all_commands
from bot.invocation import Invocation

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


def test_what_only_buttons_lead_to_cannot_be_typed() -> None:
    assert read_line("/encore erase", COMMANDS).path not in COMMANDS


def test_no_path_is_the_beginning_of_another() -> None:
    listed = [command.path for command in COMMANDS.values() if command.listed]
    assert not [(a, b) for a in listed for b in listed if b.startswith(f"{a} ")]


def test_every_command_says_what_it_does_within_a_platforms_limit() -> None:
    assert all(0 < len(command.summary) <= 100 for command in COMMANDS.values())
