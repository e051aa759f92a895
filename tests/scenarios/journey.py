"""The whole journey around an interview, told once and played on every platform."""

from __future__ import annotations

from datetime import timedelta

from tests.scenarios.scenarios import DAY, Scenario, Trace
from tests.scenarios.stage import Actor, Shown, Stage, live_through

INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Example//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:second-round@acme.example
SEQUENCE:{sequence}
DTSTAMP:20261120T120000Z
DTSTART;TZID=Eastern Standard Time:202612{day:02}T{hour:02}0000
DTEND;TZID=Eastern Standard Time:202612{day:02}T{end:02}0000
SUMMARY:Second interview
LOCATION:https://meet.example.com/room-7
DESCRIPTION:You will meet Ben Example\\, Head of Data\\, and Cleo Sample.
END:VEVENT
END:VCALENDAR
"""


def invitation(day: int, hour: int, sequence: int = 0, status: str = "") -> bytes:
    """The company's calendar file for an hour in December; `status` goes in as it is."""
    words = INVITATION.format(day=day, hour=hour, end=hour + 1, sequence=sequence)
    if status:
        words = words.replace("END:VEVENT", f"STATUS:{status}\nEND:VEVENT")
    return words.replace("\n", "\r\n").encode()


async def brought_in(stage: Stage, trace: Trace, name: str = "ada") -> Actor:
    """A member who hands over the invitation that she was sent, and says what it does not say."""
    ada = await stage.member(name)
    await ada.type("/encore settings zone New York")
    await ada.hands_over("invite.ics", invitation(day=3, hour=15))
    if ada.form is None:
        # A file that comes by itself cannot open a form: a button does.
        await ada.press("Open")
    assert ada.form is not None, "the company is not in it"
    assert "company" in ada.form.fields
    await ada.fill(company="Acme")
    assert "Thursday 3 December 2026, 15:00" in ada.shown.words
    assert "Ben Example, Head of Data" in ada.shown.words
    await trace.note("shown for a yes", stage, ada.shown)
    await ada.press("Right")
    await trace.note("brought in", stage, ada.shown)
    if stage.pushes:
        assert await stage.deliver() == 1
        [hello] = await ada.messages()
        await ada.take(hello)
        await ada.press("I see it")
    return ada


async def research_and_stories(stage: Stage, trace: Trace, ada: Actor) -> None:
    await ada.type("/interview research")
    assert "Ben Example" in ada.shown.words
    await trace.note("the sheet", stage, ada.shown)
    await ada.press("Ben Example")
    await ada.press("Write it down")
    await ada.fill(notes="Built the data team from two people to nine.", link="https://example.com/ben")
    assert "Noted: Ben Example" in ada.shown.words
    await trace.note("noted", stage, ada.shown)
    await stage.restart()
    await ada.type("/interview story trust")
    if ada.form is None:
        await ada.press("Write")
    await ada.fill(headline="I told them about my mistake first", result="They gave me the key.")
    assert "I told them about my mistake first" in ada.shown.words
    await trace.note("a story", stage, ada.shown)


async def whole_journey(stage: Stage, trace: Trace, outcome: str) -> Actor:
    """From the invitation to the answer: returns when the member has told the outcome."""
    ada = await brought_in(stage, trace)
    await research_and_stories(stage, trace, ada)
    await ada.type("/interview plan")
    assert "Message one person who works there" in ada.shown.words, "tasks lie beside the steps"
    if stage.pushes:
        assert any("days to go" in words for words in ada.pictures())
    await trace.note("packed", stage, ada.shown)
    await ada.hands_over("update.ics", invitation(day=4, hour=10, sequence=1))
    assert "Friday 4 December 2026, 10:00" in ada.shown.words
    await ada.press("Right")
    await trace.note("moved", stage, ada.shown)
    await ada.type("/interview calendar")
    assert any(name.endswith(".ics") for name in await ada.files())
    await ada.type("/interview brief")
    assert "I told them about my mistake first" in ada.shown.words
    assert "Built the data team" in ada.shown.words
    await trace.note("the one page", stage, ada.shown)

    came = await live_through(stage, ada, 12 * DAY + timedelta(hours=3))
    [hour_before] = [message for message in came if "I told them about my mistake first" in message.words]
    assert "Ben Example" in hour_before.words
    after = came[-1]
    await trace.note("two hours after", stage, after)
    await debriefed(stage, trace, ada, after)
    [morning] = await live_through(stage, ada, DAY)
    await thanked(stage, trace, ada, morning)
    await ada.type(f"/interview result Acme {outcome}")
    await trace.note(outcome, stage, ada.shown)
    return ada


async def debriefed(stage: Stage, trace: Trace, ada: Actor, reminder: Shown) -> None:
    await ada.take(reminder)
    await ada.press("Answer three questions")
    assert ada.form is not None
    await ada.fill(
        asked="How I would plan the first month.",
        missed="The number of calls.",
        promised="To send the sample.",
    )
    await trace.note("debriefed", stage, ada.shown)


async def thanked(stage: Stage, trace: Trace, ada: Actor, reminder: Shown) -> None:
    await ada.take(reminder)
    await ada.press("Write")
    assert "Ben Example" in ada.shown.words
    await ada.press("Sent")
    assert "Cleo Sample" in ada.shown.words
    await ada.press("Sent")
    await trace.note("thanked", stage, ada.shown)


async def an_offer(stage: Stage, trace: Trace) -> None:
    ada = await whole_journey(stage, trace, "offer")
    assert "Congratulations" in ada.shown.words
    assert await live_through(stage, ada, 60 * DAY) == []


async def a_no(stage: Stage, trace: Trace) -> None:
    ada = await whole_journey(stage, trace, "no")
    assert await live_through(stage, ada, 6 * DAY) == [], "nothing for a week"
    [offered] = await live_through(stage, ada, 3 * DAY)
    await trace.note("a reflection", stage, offered)
    assert await live_through(stage, ada, 60 * DAY) == []


async def another_round(stage: Stage, trace: Trace) -> None:
    ada = await whole_journey(stage, trace, "next")
    await ada.press("Add")
    if ada.form is None:
        await ada.press("Open")
    assert ada.form is not None
    await ada.fill(when="2026-12-16 15:00")
    while ada.form is not None:
        await ada.fill()
    await ada.press("Right")
    await trace.note("round three", stage, ada.shown)
    await ada.press("From last time")
    assert "The number of calls." in ada.shown.words
    assert "To send the sample." in ada.shown.words
    await trace.note("from last time", stage, ada.shown)


async def silence(stage: Stage, trace: Trace) -> None:
    ada = await whole_journey(stage, trace, "waiting")
    asked = await live_through(stage, ada, 40 * DAY)
    assert len(asked) == 2, "twice at most"
    await trace.note("asked twice", stage, asked[-1])
    assert await live_through(stage, ada, 300 * DAY) == []


async def called_off(stage: Stage, trace: Trace) -> None:
    ada = await brought_in(stage, trace)
    await ada.hands_over("off.ics", invitation(day=3, hour=15, sequence=2, status="CANCELLED"))
    assert "called it off" in ada.shown.words
    await trace.note("asked", stage, ada.shown)
    await ada.press("Yes, it is off")
    await trace.note("off", stage, ada.shown)
    assert await live_through(stage, ada, 20 * DAY) == []


async def two_at_once(stage: Stage, trace: Trace) -> None:
    ada = await brought_in(stage, trace)
    await ada.type("/prep add Globex, analyst, 2026-12-03 16:00")
    await ada.press("Right")
    came = await live_through(stage, ada, 10 * DAY)
    together = [message for message in came if "Acme" in message.words and "Globex" in message.words]
    assert together, "reminders for the same hour are one message"
    await trace.note("one message", stage, together[0])


JOURNEYS: tuple[Scenario, ...] = (
    an_offer,
    a_no,
    another_round,
    silence,
    called_off,
    two_at_once,
)
