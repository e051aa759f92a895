"""Every command that is listed is reached in the words behind `/prep`, and none is listed twice by hand for it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.app import App
from bot.commands.command import Command, Context, Options
from bot.commands.registry import all_commands
from bot.domain.members import Caller, MemberRef, Platform
from bot.reply import Reply
from bot.views.confirming import Unclear
from bot.views.problems import Noted
from tests.conftest import HeldClock
from tests.fakes import FakeCatalog, FakeCities, FakeLooseDates, FakeStore, documents

ADA = Caller(member=MemberRef(Platform.TERMINAL, "", "ada"))


class SampleOptions(Options):
    """Some words."""

    what: str | None = None


async def _sample(_: Context, __: Options) -> Reply:
    return Reply()


BARE = Command(path="encore bow", summary="Take a bow", handler=_sample)
WORDY = Command(path="interview rehearse", summary="Rehearse", handler=_sample, options=SampleOptions)
COMMANDS = (*all_commands(), BARE, WORDY)
LISTED = [command.path for command in COMMANDS if command.listed and not command.admin]


def _traced(command: Command) -> Command:
    """Return a command that answers with its own path and what it was given; `/prep` itself stays as it is."""
    if command.path == "prep":
        return command

    async def handler(_: Context, options: Options) -> Reply:
        given = options.model_dump(exclude_none=True, exclude_defaults=True)
        return Reply(view=Noted(command.path, str(next(iter(given.values()), ""))))

    return replace(command, handler=handler, form=None)


async def _asked(clock: HeldClock, line: str) -> tuple[str, str]:
    """Return the path that a line reached and the words that came with it; "unclear" where it reached none."""
    app = App(
        store=FakeStore(),
        catalog=FakeCatalog(),
        cities=FakeCities(),
        loose_dates=FakeLooseDates(),
        documents=documents(FakeCities()),
        clock=clock,
        rng=random.Random(7),
        commands=[_traced(command) for command in COMMANDS],
    )
    view = (await app.handle(app.read(line), ADA)).view
    if isinstance(view, Unclear):
        return "unclear", ""
    return (view.title, view.message) if isinstance(view, Noted) else ("prep", "")


@pytest.mark.parametrize("path", [path for path in LISTED if path != "prep"])
async def test_every_listed_command_is_reached_behind_prep(clock: HeldClock, path: str) -> None:
    verb = path.rpartition(" ")[2]
    for line in (f"/prep {verb}", f"/prep {verb.upper()}", verb, f"/prep encore {verb}", f"/prep {path}"):
        assert await _asked(clock, line) == (path, ""), line


def test_no_two_commands_have_one_verb() -> None:
    verbs = [path.rpartition(" ")[2] for path in LISTED]
    assert len(set(verbs)) == len(verbs)


@pytest.mark.parametrize(
    ("line", "reached"),
    [
        ("/prep rehearse out loud", ("interview rehearse", "out loud")),
        ("/prep settings pace light", ("encore settings", "pace light")),
        ("/prep help tip", ("encore help", "tip")),
        ("/prep bow now", ("unclear", "")),
        ("/prep saved 2", ("unclear", "")),
        ("/prep export it", ("unclear", "")),
        ("/prep plan Acme", ("unclear", "")),
        ("/prep ask manager", ("interview ask", "manager")),
        ("/prep ask Manager, waiter", ("unclear", "")),
        ("/prep result offer", ("interview result", "offer")),
        ("/prep move to Friday 4pm", ("interview move", "to Friday 4pm")),
        ("/prep move Acme to Friday 4pm", ("unclear", "")),
        ("/prep card", ("unclear", "")),
        ("/prep done", ("unclear", "")),
    ],
)
async def test_a_first_word_is_a_verb_only_if_the_rest_fits_it(
    clock: HeldClock, line: str, reached: tuple[str, str]
) -> None:
    assert await _asked(clock, line) == reached


async def test_what_only_buttons_lead_to_is_no_verb(clock: HeldClock) -> None:
    hidden = {command.path.rpartition(" ")[2] for command in COMMANDS if not command.listed}
    for verb in hidden - {path.rpartition(" ")[2] for path in LISTED}:
        assert (await _asked(clock, f"/prep {verb}"))[0] == "unclear", verb
