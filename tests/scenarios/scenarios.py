"""What members live through, told once and played on every platform.

Each scenario returns nothing and asserts what a member must see; `note` takes down what the buttons offered and
what the database held, so that the platforms can be compared step by step.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from tests.scenarios.stage import Actor, Shown, Stage, facts, live_through

DAY = timedelta(days=1)
LINE = "/prep add Acme, data analyst, 2026-12-03 15:00"


@dataclass
class Trace:
    """What happened, step by step."""

    steps: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)

    async def note(self, step: str, stage: Stage, shown: Shown | None = None) -> None:
        offered = tuple(sorted(name.partition("?")[0] for name in shown.invocations)) if shown else ()
        self.steps.append((step, offered, tuple(await facts(stage))))


Scenario = Callable[[Stage, Trace], Awaitable[None]]


async def settled(stage: Stage, trace: Trace, name: str = "ada", line: str = LINE) -> Actor:
    """A member who has told her city, added an interview by text, and seen the first private message."""
    ada = await stage.member(name)
    await ada.type("/encore settings zone New York")
    await ada.type(line)
    await ada.press("Right")
    await trace.note("added", stage, ada.shown)
    if stage.pushes:
        assert await stage.deliver() == 1
        [hello] = await ada.messages()
        assert hello.labels == ("I see it",)
        await ada.take(hello)
        await ada.press("I see it")
    return ada


async def first_five_minutes(stage: Stage, trace: Trace) -> None:
    ada = await stage.member("ada")
    await ada.type("/prep")
    assert "Called back" in ada.shown.words
    assert "Add an interview" in ada.shown.labels
    await trace.note("home", stage, ada.shown)
    await ada.press("Add an interview")
    assert ada.form is not None
    assert "company" in ada.form.fields
    await ada.fill(company="Acme", role="data analyst", when="2026-12-03 15:00")
    while ada.form is not None:
        wanted = {"city": "New York"} if "city" in ada.form.fields else {}
        await ada.fill(**wanted)
    assert "Thursday 3 December 2026" in ada.shown.words
    await trace.note("shown back", stage, ada.shown)
    await ada.press("Right")
    await trace.note("added", stage, ada.shown)
    await ada.type("/tip")
    await ada.press("Save")
    await ada.type("/question")
    await ada.press("What")
    await trace.note("practised", stage, ada.shown)
    await ada.type("/prep")
    assert "Acme" in ada.shown.words
    await trace.note("home again", stage, ada.shown)


async def added_by_text(stage: Stage, trace: Trace) -> None:
    ada = await stage.member("ada")
    await ada.type("/encore settings zone New York")
    await ada.type("/prep add Acme, data analyst, next Thu 3pm")
    assert "Thursday 26 November 2026, 15:00" in ada.shown.words
    await trace.note("shown back", stage, ada.shown)
    await ada.press("Right" if "Right" in ada.shown.labels else ada.shown.labels[0])
    await ada.type("/interview list")
    assert "Acme" in ada.shown.words
    await trace.note("listed", stage, ada.shown)


async def wrong_date_in_the_form(stage: Stage, trace: Trace) -> None:
    ada = await stage.member("ada")
    await ada.type("/encore settings zone New York")
    await ada.type("/interview add")
    await ada.fill(company="Acme", role="data analyst", when="2026-11-20 15:00")
    assert ada.form is not None
    assert "has passed" in ada.form.errors
    assert ada.form.values.get("company") == "Acme"
    await ada.fill(when="2026-12-03 15:00")
    while ada.form is not None:
        await ada.fill()
    await ada.press("Right")
    await ada.type("/prep")
    assert "You were adding" not in ada.shown.words, "what was added is no draft any more"
    await trace.note("added", stage, ada.shown)


async def restart_between_opening_and_submitting(stage: Stage, trace: Trace) -> None:
    ada = await stage.member("ada")
    await ada.type("/encore settings zone New York")
    await ada.type("/interview add")
    await stage.restart()
    await ada.fill(company="Acme", role="data analyst", when="2026-12-03 15:00")
    while ada.form is not None:
        await ada.fill()
    assert "Thursday 3 December 2026" in ada.shown.words
    await stage.restart()
    await ada.press("Right")
    await trace.note("added", stage, ada.shown)


async def reminder_snoozed_and_done(stage: Stage, trace: Trace) -> None:
    ada = await settled(stage, trace)
    [first, *_] = await live_through(stage, ada, 5 * DAY)
    assert "Done" in first.labels
    await trace.note("reminded", stage, first)
    await ada.take(first)
    await ada.press("In an hour")
    assert "Put off" in ada.shown.words
    await trace.note("put off", stage, ada.shown)
    [again] = await live_through(stage, ada, timedelta(hours=1))
    await ada.take(again)
    await ada.press("Done")
    assert "Ticked off" in ada.shown.words
    await trace.note("done", stage, ada.shown)


async def moved(stage: Stage, trace: Trace) -> None:
    ada = await settled(stage, trace)
    await ada.type("/interview move Acme to 2026-12-04 10:00")
    assert "Friday 4 December 2026, 10:00" in ada.shown.words
    await ada.press("Right")
    await trace.note("moved", stage, ada.shown)


async def two_presses_at_once(stage: Stage, trace: Trace) -> None:
    ada = await stage.member("ada")
    await ada.type("/encore settings zone New York")
    await ada.type(LINE)
    await ada.press("Right", times=2)
    await ada.type("/interview list")
    await trace.note("once", stage)


async def restart_between_message_and_press(stage: Stage, trace: Trace) -> None:
    ada = await settled(stage, trace)
    [first, *_] = await live_through(stage, ada, 5 * DAY)
    await stage.restart()
    await ada.take(first)
    await ada.press("Done")
    await trace.note("done", stage, ada.shown)


async def month_old_button(stage: Stage, trace: Trace) -> None:
    ada = await settled(stage, trace)
    [first, *_] = await live_through(stage, ada, 5 * DAY)
    [second, *_] = await live_through(stage, ada, 32 * DAY)
    await stage.restart()
    await ada.take(first)
    await ada.press("Done")
    assert "fault" not in ada.shown.words
    await trace.note("pressed late", stage, ada.shown)
    await ada.take(second)
    await ada.press("In an hour")
    assert "fault" not in ada.shown.words
    assert ada.shown.words != second.words, "a kind word says why not"
    await trace.note("put off late", stage)


async def trouble_in_a_burst(stage: Stage, trace: Trace) -> None:
    members = [await settled(stage, trace, name) for name in ("ada", "ben", "cleo")]
    due = await stage.encore.delivery.next_due()
    assert due is not None
    stage.clock.move_to(due)
    stage.ask_to_wait(seconds=1, times=1)
    stage.lose_replies(times=1)
    await stage.deliver()
    for _ in range(5):
        stage.clock.at += timedelta(minutes=2)
        await stage.deliver()
    for member in members:
        assert len(await member.messages()) == 1, "each gets it, and once"
    await trace.note("all sent", stage)


async def exported_and_deleted(stage: Stage, trace: Trace) -> None:
    ada = await settled(stage, trace)
    await ada.type("/encore export")
    assert await ada.files() == ["encore-export.json", "encore-export.txt"]
    await trace.note("exported", stage)
    await ada.type("/encore delete")
    await ada.press("Yes")
    await trace.note("deleted", stage)
    assert await live_through(stage, ada, 20 * DAY) == []


async def asked_and_written(stage: Stage, trace: Trace) -> None:
    ada = await stage.member("ada")
    await ada.type("/interview template thanks")
    assert "[interviewer's name]" in ada.shown.words, "without an interview there are blanks"
    await ada.type("/encore settings zone New York")
    await ada.type("/prep add Acme, data analyst, 2026-12-03 15:00, with Ben Example and Cleo Sample")
    await ada.press("Right")
    await ada.type("/interview ask")
    assert "Whom would you like to ask?" in ada.shown.words
    await trace.note("whom", stage, ada.shown)
    await ada.press("The hiring manager")
    assert "Listen for" in ada.shown.words
    await ada.press("Save")
    assert "Listen for" in ada.shown.words
    await trace.note("kept", stage, ada.shown)
    await ada.press("Another")
    await ada.type("/encore saved")
    assert "To ask:" in ada.shown.words
    await trace.note("saved", stage, ada.shown)
    await ada.type("/interview template")
    assert "Before the interview" in ada.shown.words
    await trace.note("which message", stage, ada.shown)
    await ada.press("Say thank you")
    assert "Dear Ben Example,\n\nThank you for your time on Thursday 3 December." in ada.shown.words
    await trace.note("message", stage, ada.shown)
    await stage.restart()
    await ada.press("To Cleo Sample")
    assert "Dear Cleo Sample," in ada.shown.words
    await trace.note("to the other", stage, ada.shown)


SCENARIOS: tuple[Scenario, ...] = (
    first_five_minutes,
    added_by_text,
    wrong_date_in_the_form,
    restart_between_opening_and_submitting,
    reminder_snoozed_and_done,
    moved,
    two_presses_at_once,
    restart_between_message_and_press,
    month_old_button,
    trouble_in_a_burst,
    exported_and_deleted,
    asked_and_written,
)
