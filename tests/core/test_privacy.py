"""What a member typed reaches nobody else: not the lock screen, not the log, not a channel."""

from __future__ import annotations

import inspect
import logging
import pkgutil
from datetime import timedelta
from importlib import import_module

import pytest

import bot.views
from adapters.dialogue.dialogue import Dialogue
from adapters.dialogue.outcomes import FormNeeded, Incoming
from bot.domain.members import Caller, MemberRef, Platform, Surface
from bot.domain.reminders import Reminder
from bot.encore import Encore
from bot.invocation import Invocation, encode
from bot.reply import File, Reply
from bot.text import plain
from bot.views.blocks import present
from tests.conftest import HeldClock, Person, words

MARK = "zqx"
COMPANY, ROLE, NAME = f"{MARK}company", f"{MARK}role", f"{MARK}name"
TITLE, PLACE, NOTES = f"{MARK}title", f"{MARK}place", f"{MARK}notes"


class Watched(Person):
    """A member every one of whose answers is kept for inspection."""

    def __init__(self, encore: Encore, clock: HeldClock) -> None:
        super().__init__(encore, clock)
        self.caller = Caller(
            member=MemberRef(Platform.TERMINAL, "local", f"{MARK}user"),
            group="local",
            surface=Surface.CHANNEL,
        )
        self.answers: list[Reply] = []

    async def ask(self, invocation: Invocation, *files: File) -> Reply:
        reply = await super().ask(invocation, *files)
        self.answers.append(reply)
        return reply


def view_classes() -> set[type]:
    """Every view there is: what a module of `bot.views` defines and can be presented."""
    found = set()
    for module in pkgutil.iter_modules(bot.views.__path__):
        for _, kind in inspect.getmembers(import_module(f"bot.views.{module.name}"), inspect.isclass):
            if (
                kind.__module__.startswith("bot.views.")
                and hasattr(kind, "present")
                and kind.__name__ != "View"
            ):
                found.add(kind)
    return found


async def everything_once(person: Watched) -> list[str]:
    """Walk through all that Encore does; return the notices of the reminders that arrived."""
    arrived: list[str] = []
    await person.type("/prep")
    await person.type("/interview list")
    await person.type("/interview calendar")
    await person.type("/interview add")
    await person.fill(
        company=COMPANY, role=ROLE, when="2026-12-03 15:00", format="video", interviewers=f"{NAME}, {TITLE}"
    )
    await person.fill(city="New York")
    await person.fill(place=PLACE, notes=NOTES)
    await person.press("Right")
    for line in ("/prep", "/interview list", "/interview plan", f"/interview show {COMPANY}"):
        await person.type(line)
    await person.type(f"/interview move {COMPANY} to 2026-12-04 15:00")
    await person.press("Right")
    for line in ("/tip", "/tip trust", "/question", "/question trust", "/encore saved", "/encore settings"):
        await person.type(line)
    await person.type("/tip")
    await person.press("Save")
    await person.type("/tip")
    await person.press("Share")
    await person.type("/tip")
    await person.press("Why")
    await person.type("/question")
    await person.press("What")
    await person.type("/question")
    await person.press("Share")
    for line in (
        "/interview ask",
        "/interview ask manager",
        "/interview template",
        "/interview template thanks",
    ):
        await person.type(line)
    for line in ("/encore saved", "/encore pause 2", "/prep", "/encore pause off", "/encore privacy"):
        await person.type(line)
    for line in ("/encore help", "/encore help tip", "/encore export", "/encore settings time 19:00"):
        await person.type(line)
    await person.type("/encore settings zone Springfield")
    arrived += [message.notice for _, message in await person.live_through(timedelta(days=6))]
    for waiting in await _sent(person):
        await person.ask(Invocation("reminder show", {"key": waiting}))
        await person.press("Done")
    await person.type(f"/prep {MARK} means nothing")
    await person.type(f"/prep Move, {ROLE}, 2026-12-10 15:00")
    await person.type(f"/interview show {MARK}nobody")
    await person.type(f"/{MARK}")
    await person.type(f"/prep add {COMPANY} two, {ROLE}, 2026-12-20 15:00")
    await person.press("Right")
    await person.type("/interview plan")
    await _left_half_way(person)
    await person.type("/prep")
    await person.press("Throw it away")
    arrived += [message.notice for _, message in await person.live_through(timedelta(days=40))]
    await person.type(f"/interview result {COMPANY}")
    for outcome in ("waiting", "offer", "next", "no"):
        await person.type(f"/interview result {COMPANY} two {outcome}")
    await person.type(f"/interview cancel {COMPANY} two")
    arrived += await the_journey(person)
    await person.type("/encore delete")
    await person.press("No")
    await person.type("/encore delete")
    await person.press("Yes")
    return arrived


def event(day: int, hour: int = 15, **lines: str) -> str:
    """One event of a calendar file on a day of February; `lines` go in beside."""
    more = "".join(f"{name}:{value}\n" for name, value in lines.items())
    return (
        f"BEGIN:VEVENT\nUID:{MARK}-event\nDTSTAMP:20270101T000000Z\nDTSTART:202702{day:02}T{hour}0000\n"
        f"SUMMARY:{TITLE}\nLOCATION:{PLACE}\nDESCRIPTION:{NOTES}\n{more}END:VEVENT\n"
    )


def calendar(*events: str) -> bytes:
    """A calendar file."""
    words = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//E//E//EN\n{''.join(events)}END:VCALENDAR\n"
    return words.replace("\n", "\r\n").encode()


async def the_journey(person: Watched) -> list[str]:
    """Walk from an invitation to what came of it; return the notices of the reminders that arrived."""
    first = f"{COMPANY} three"
    await person.type("/encore settings zone New York")
    await person.hands_over("i.ics", b"nothing of use")
    await person.hands_over("i.ics", calendar(event(4), event(5).replace(f"{MARK}-event", f"{MARK}-other")))
    await person.hands_over("i.ics", calendar(event(4)))
    await person.fill(company=first)
    await person.press("Right")
    await person.ask(
        Invocation("interview edit", {"what": first, "interviewers": f"{NAME}, {TITLE}\n{NAME} two"})
    )
    await person.hands_over("i.ics", calendar(event(4).replace(f"{MARK}-event", f"{MARK}-third")))
    await person.hands_over("i.ics", calendar(event(5, SEQUENCE="1")))
    await person.press("Right")
    await person.hands_over("i.ics", calendar(event(5, SEQUENCE="2", STATUS="CANCELLED")))
    await person.press("No, keep it")
    await person.hands_over("i.ics", calendar(event(5, SEQUENCE="3").replace(PLACE, f"{PLACE} two")))
    await _sheets(person, first)
    await person.type(f"/interview debrief {first}")
    for line in ("calendar", "calendar feed", f"brief {first}", f"plan {first}"):
        await person.type(f"/interview {line}")
    await person.type(f"/interview cancel {first}")
    await person.type(f"/interview calendar {first}")
    await person.ask(Invocation("interview restore", {"what": await _id_of(person, first)}))
    await person.type(f"/interview brief {first}")
    await person.press("A page to print")
    arrived = [message.notice for _, message in await person.live_through(timedelta(days=60))]
    await _afterwards(person, first)
    arrived += [message.notice for _, message in await person.live_through(timedelta(days=9))]
    for path, answers in (
        ("reflection write", {"well": NOTES, "sent": "yes"}),
        ("reflection leave", {}),
    ):
        await person.ask(Invocation(path, {"what": await _id_of(person, first), **answers}))
    await person.type(f"/interview result {first} next")
    await person.press("From last time")
    return arrived


async def _id_of(person: Watched, company: str) -> str:
    async with person.encore.store.unit() as unit:
        who = await unit.members.get(person.caller.member)
        assert who is not None
        return next(i.id for i in await unit.interviews.of(who.id) if i.company == company)


async def _sheets(person: Watched, company: str) -> None:
    await person.type(f"/interview research {company}")
    await person.press("The industry")
    await person.press("Write it down")
    await person.fill(notes=NOTES, link=f"https://example.com/{MARK}")
    await person.press("The whole sheet")
    await person.press("The industry")
    await person.press("Empty it")
    await person.press("Keep")
    await person.type(f"/interview research {company}")
    await person.press("The question I'll ask")
    await person.press("Write")
    await person.fill(text=NOTES)
    await person.type("/interview story")
    await person.type("/interview story trust")
    await person.fill(headline=NOTES)
    await person.press("Remove it")
    await person.press("Keep it")


async def _afterwards(person: Watched, company: str) -> None:
    await person.type(f"/interview debrief {company}")
    await person.fill(asked=NOTES, missed=NOTES, promised=NOTES)
    await person.type(f"/interview thanks {company}")
    await person.press("Sent")
    await person.press("Sent")
    await person.ask(
        Invocation(
            "following until",
            {"what": await _id_of(person, company), "answer_by": "in 5 days", "sent": "yes"},
        )
    )
    await person.type(f"/interview result {company} no")


async def _left_half_way(person: Watched) -> None:
    reply = await person.type("/interview add")
    assert reply.form is not None
    needed = FormNeeded(form=reply.form, asked=Incoming(invocation=Invocation("prep")))
    waiting = await Dialogue(person.encore.app).put_off(needed, person.caller)
    person.answers.append(Reply(view=waiting))
    kept = await person.encore.app.keep(reply.form, {"company": COMPANY}, person.caller)
    person.answers.append(kept)


async def _sent(person: Watched) -> list[str]:
    async with person.encore.store.unit() as unit:
        who = await unit.members.get(person.caller.member)
        assert who is not None
        rows = [
            row
            for interview in await unit.interviews.of(who.id)
            for row in await unit.owed.of(Reminder, interview.id)
        ]
    return [row.key for row in rows if row.sent_at is not None][:1]


@pytest.fixture
async def watched(encore: Encore, clock: HeldClock, caplog: pytest.LogCaptureFixture) -> Watched:
    caplog.set_level(logging.DEBUG)
    return Watched(encore, clock)


async def test_no_private_word_reaches_a_notice_a_log_line_or_a_channel(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    notices = await everything_once(watched)
    messages = [present(reply.view) for reply in watched.answers if reply.view is not None]
    notices += [message.notice for message in messages]
    public = [reply.public for reply in watched.answers if reply.public is not None]
    said = "\n".join(words(message) for message in messages)
    assert all(mark in said for mark in (COMPANY, ROLE, NAME, TITLE, PLACE, NOTES)), (
        "the marks are really there"
    )
    assert len(public) == 2
    assert len(notices) > 50
    assert not [notice for notice in notices if MARK in notice]
    assert not [
        message for message in public if MARK in message.title + "".join(map(plain, message.paragraphs))
    ]
    assert MARK not in caplog.text


async def test_every_view_is_rendered_by_that_walk(watched: Watched) -> None:
    await everything_once(watched)
    seen = {type(reply.view) for reply in watched.answers if reply.view is not None}
    unseen = {kind.__name__ for kind in view_classes() - seen}
    arriving = {"ReminderView", "Together", "ReflectionOffer"}
    elsewhere = {"GreetingView", "GreetingSeen", "GreetingSent", "Unreachable", "WithDoubt"}
    served = {"FeedAddress", "FeedRemoved"}
    assert unseen <= {"Apology", *arriving, *elsewhere, *served}, (
        "an apology is tested by a fault, a reminder by its arrival, a greeting where messages are pushed, an address "
        "where one is served"
    )


async def test_buttons_of_every_message_fit_and_differ(watched: Watched) -> None:
    await everything_once(watched)
    for reply in watched.answers:
        if reply.view is None:
            continue
        encoded = [encode(button.invocation) for button in present(reply.view).buttons]
        assert len(set(encoded)) == len(encoded), f"{type(reply.view).__name__}: {encoded}"


async def test_a_fault_is_logged_without_what_was_typed(
    newcomer: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> Reply:
        raise RuntimeError(f"this message holds {COMPANY}")

    command = newcomer.encore.app.commands["prep"]
    monkeypatch.setitem(
        newcomer.encore.app._commands, "prep", type(command)(**{**_fields(command), "handler": broken})
    )
    await newcomer.type(f"/prep {COMPANY}")
    reference = newcomer.says.rsplit(": ", 1)[-1].strip(" .")
    assert reference in caplog.text
    assert "RuntimeError" in caplog.text
    assert MARK not in caplog.text


def _fields(command: object) -> dict[str, object]:
    return {name: getattr(command, name) for name in command.__dataclass_fields__}
