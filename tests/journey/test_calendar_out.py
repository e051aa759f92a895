"""`/interview calendar`: what a member's own calendar is given, and that calendars read it right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.calendar_files import write
from bot.documents.invitations import Invitation, read_calendar
from bot.domain.agenda import Appointment
from bot.domain.calendar import instant_of, local
from bot.invocation import Invocation
from bot.reply import Reply
from tests.conftest import NEW_YORK, SUNDAY, HeldClock, Person

ACME = "Acme, data analyst, next Thu 3pm"
PRIVATE = ("Acme", "analyst", "Example", "Sample Street", "zoom", "interview")
"""What was typed in `has_an_interview`, and the word that would say what it is all about."""


async def has_an_interview(person: Person) -> None:
    await person.adds(ACME)
    given = {"interviewers": "Ben Example, CFO", "notes": "Ask of Cleo"}
    place = {"place": "1 Sample Street, https://zoom.us/j/4242"}
    await person.ask(Invocation("interview edit", {"what": "Acme", **given, **place}))


def content(reply: Reply) -> bytes:
    (file,) = reply.files
    assert (file.name, file.media_type) == ("encore-plan.ics", "text/calendar")
    return file.content


def unfolded(data: bytes) -> str:
    return data.decode().replace("\r\n ", "")


def events(data: bytes) -> dict[str, icalendar.Event]:
    """The events by UID, as iCalendar's library reads them."""
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar.errors == []
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def the_interview(data: bytes) -> icalendar.Event:
    (found,) = (event for uid, event in events(data).items() if "-" not in uid)
    return found


def an_appointment(**given: Any) -> Appointment:
    usual = {
        "uid": "k3v9tq2m7xah@encore",
        "revision": 1,
        "starts_at": SUNDAY,
        "minutes": 60,
        "zone": NEW_YORK,
        "title": "Appointment",
        "changed_at": SUNDAY,
    }
    return Appointment(**{**usual, **given})


def read(*appointments: Appointment) -> Sequence[Invitation]:
    """What our own importer makes of a file with these."""
    return read_calendar(write(appointments, name="Encore"), SUNDAY - timedelta(days=3650))


async def test_the_file_holds_the_interview_and_every_step_ahead(member: Person) -> None:
    await has_an_interview(member)
    data = content(await member.type("/interview calendar"))
    interview = the_interview(data)
    assert interview.start == datetime(2026, 11, 26, 15, tzinfo=ZoneInfo(NEW_YORK))
    assert interview.duration == timedelta(hours=1)
    assert str(interview["DTSTART"].params["TZID"]) == NEW_YORK
    steps = [event for uid, event in events(data).items() if "-" in uid]
    await member.type("/interview plan")
    for event in steps:
        assert event.start > SUNDAY
        assert f"{local(event.start, NEW_YORK):%H:%M}" in member.says
    assert (
        "1 interview and" in (await member.type("/interview calendar")).view.present().blocks[0].text[1].text
    )
    assert len(steps) >= 5


async def test_steps_take_their_minutes_and_speak_up_at_their_time(member: Person) -> None:
    await has_an_interview(member)
    data = content(await member.type("/interview calendar"))
    titles = set()
    for uid, event in events(data).items():
        alarms = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        if "-" not in uid:
            assert alarms == [-timedelta(hours=1)]
        elif uid.endswith("-T-1h@encore"):
            assert alarms == []  # the interview's own rings at that moment
        else:
            assert alarms == [timedelta(0)]
        if told := re.fullmatch(r"(?:Preparation|Follow-up): (\d+) minutes", str(event["SUMMARY"])):
            assert event.duration == timedelta(minutes=int(told[1]))
        titles.add(str(event["SUMMARY"]).split(":")[0])
    assert titles == {"Appointment", "Preparation", "Follow-up"}


async def test_it_is_discreet_unless_details_are_asked_for(member: Person) -> None:
    await has_an_interview(member)
    plain = unfolded(content(await member.type("/interview calendar"))).casefold()
    for typed in PRIVATE:
        assert typed.casefold() not in plain
    assert "description:" not in plain.replace("description:preparation", "").replace(
        "description:follow-up", ""
    ).replace("description:appointment", "")
    detailed = content(await member.press("With the company's name"))
    interview = the_interview(detailed)
    assert interview["SUMMARY"] == "Interview: Acme, data analyst"
    assert interview["LOCATION"] == "1 Sample Street, https://zoom.us/j/4242"
    assert "Ben" not in unfolded(detailed)
    assert "Cleo" not in unfolded(detailed)
    again = content(await member.press("Without the company's name"))
    assert unfolded(again).casefold() == plain


@pytest.mark.parametrize(
    "line", ["Acme details: yes", "Acme, details", "details", "Acme with details", "acme details:yes"]
)
async def test_details_may_be_typed_behind_the_name(member: Person, line: str) -> None:
    await has_an_interview(member)
    assert "Acme" in unfolded(content(await member.type(f"/interview calendar {line}")))


async def test_a_company_called_details_is_found(member: Person) -> None:
    await member.adds("Fine Details, editor, next Thu 3pm")
    data = unfolded(content(await member.type("/interview calendar Fine Details")))
    assert "Fine" not in data


async def test_without_a_name_all_that_are_ahead_are_in_one_file(member: Person) -> None:
    await member.adds()
    await member.adds("Globex, editor, Wed 2 Dec 10:00")
    both = content(await member.type("/interview calendar"))
    assert sum("-" not in uid for uid in events(both)) == 2
    assert "2 interviews" in member.says
    one = content(await member.type("/interview calendar globex"))
    assert sum("-" not in uid for uid in events(one)) == 1
    assert events(one).keys() < events(both).keys()


async def test_a_name_that_means_several_is_asked_about_and_details_are_remembered(member: Person) -> None:
    await member.adds()
    await member.adds("Acme, editor, Wed 2 Dec 10:00")
    await member.type("/interview calendar Acme details: yes")
    assert "Which interview" in member.says
    reply = await member.press("Acme, Wed 2 Dec")
    assert the_interview(content(reply))["SUMMARY"] == "Interview: Acme, editor"


async def test_a_file_made_after_a_move_replaces_the_one_before(member: Person, clock: HeldClock) -> None:
    await has_an_interview(member)
    before = events(content(await member.type("/interview calendar")))
    await member.type("/interview move Acme to Fri 4pm")
    await member.press("Right" if "Right" in member.labels else member.labels[0])
    after = events(content(await member.type("/interview calendar")))
    assert before.keys() & after.keys()
    for uid in before.keys() & after.keys():
        if before[uid].start != after[uid].start:
            assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]
    clock.move_to(SUNDAY + timedelta(minutes=2))
    await member.type("/interview move Acme to Thu 3pm")
    await member.press("Right" if "Right" in member.labels else member.labels[0])
    back = events(content(await member.type("/interview calendar")))
    for uid in after.keys() & back.keys():
        assert back[uid]["SEQUENCE"] > after[uid]["SEQUENCE"]
        assert back[uid]["DTSTAMP"].dt > after[uid]["DTSTAMP"].dt


async def test_nothing_changed_gives_the_same_bytes(member: Person) -> None:
    await has_an_interview(member)
    first = content(await member.type("/interview calendar"))
    assert content(await member.type("/interview calendar")) == first


async def test_a_step_that_is_done_is_not_in_the_file(member: Person) -> None:
    await has_an_interview(member)
    before = events(content(await member.type("/interview calendar")))
    (uid,) = (uid for uid in before if uid.endswith("-T-1@encore"))
    interview_id = uid.partition("-")[0]
    await member.ask(Invocation("plan done", {"interview": interview_id, "lead": "T-1"}))
    assert uid not in events(content(await member.type("/interview calendar")))


async def test_a_cancelled_interview_is_taken_out_of_the_calendar(member: Person) -> None:
    await has_an_interview(member)
    before = events(content(await member.type("/interview calendar")))
    await member.type("/interview cancel Acme")
    if member.labels and member.labels[0].startswith("Yes"):
        await member.press("Yes")
    await member.type("/interview calendar")
    assert "Nothing lies ahead" in member.says
    assert member.reply.files == ()
    data = content(await member.press("Take Acme out of it"))
    after = events(data)
    assert after.keys() == before.keys()
    assert {str(event["STATUS"]) for event in after.values()} == {"CANCELLED"}
    assert all(event["SEQUENCE"] > before[uid]["SEQUENCE"] for uid, event in after.items())
    assert b"VALARM" not in data
    assert all(invitation.cancelled for invitation in read_calendar(data, SUNDAY))


async def test_with_nothing_ahead_it_says_what_to_do(newcomer: Person) -> None:
    await newcomer.type("/interview calendar")
    assert "Nothing lies ahead" in newcomer.says
    assert newcomer.labels == ["Add an interview"]
    assert newcomer.reply.files == ()


async def test_after_the_interview_the_days_after_it_are_left(member: Person, clock: HeldClock) -> None:
    await has_an_interview(member)
    await member.live_through(timedelta(days=4, hours=8))
    data = content(await member.type("/interview calendar Acme"))
    assert {str(event["SUMMARY"]).split(":")[0] for event in events(data).values()} == {"Follow-up"}
    clock.move_to(SUNDAY + timedelta(days=60))
    await member.type("/interview calendar Acme")
    assert "behind you" in member.says
    assert member.reply.files == ()


async def test_another_members_interview_is_not_found(member: Person) -> None:
    await has_an_interview(member)
    uid = str(the_interview(content(await member.type("/interview calendar")))["UID"])
    ben = Person(member.encore, member.clock, "ben")
    await ben.ask(Invocation("interview calendar", {"what": uid.partition("@")[0]}))
    assert ben.reply.files == ()
    assert "Acme" not in ben.says


async def test_notices_and_the_file_name_say_nothing_of_it(member: Person) -> None:
    await has_an_interview(member)
    await member.type("/interview calendar details")
    assert not any(word.casefold() in member.message.notice.casefold() for word in PRIVATE[:-1])


async def test_our_own_importer_reads_the_file_right(member: Person) -> None:
    await has_an_interview(member)
    reply = await member.type("/interview calendar details")
    found = read_calendar(content(reply), SUNDAY)
    (interview,) = (each for each in found if "-" not in each.uid)
    assert (interview.starts.day, interview.starts.time) == (date(2026, 11, 26), time(15))
    assert interview.starts.zone == NEW_YORK
    assert interview.doubts == ()
    assert interview.place == "1 Sample Street"
    assert interview.link == "https://zoom.us/j/4242"


ZONES = [
    # A clock change lies between "now" and each; north and south of the equator, and the odd ones.
    ("America/New_York", date(2026, 11, 1), time(1, 30)),
    ("America/New_York", date(2027, 3, 14), time(3, 0)),
    ("Europe/Berlin", date(2026, 10, 25), time(2, 30)),
    ("Europe/Dublin", date(2027, 3, 28), time(9, 0)),
    ("Australia/Sydney", date(2026, 10, 4), time(3, 0)),
    ("Australia/Sydney", date(2027, 4, 4), time(2, 30)),
    ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45)),
    ("America/Santiago", date(2027, 4, 3), time(23, 30)),
    ("Pacific/Auckland", date(2026, 9, 27), time(3, 0)),
    ("Africa/Casablanca", date(2027, 2, 20), time(15, 0)),
    ("Asia/Kolkata", date(2027, 6, 1), time(9, 0)),
    ("Pacific/Apia", date(2027, 1, 5), time(9, 0)),
]


@pytest.mark.parametrize(("zone", "day", "at"), ZONES)
def test_an_hour_near_a_clock_change_is_read_as_the_hour_it_is(zone: str, day: date, at: time) -> None:
    starts_at = instant_of(day, at, zone)
    (found,) = read(an_appointment(starts_at=starts_at, zone=zone))
    assert (found.starts.zone, found.starts.instant) == (zone, starts_at)
    assert found.ends is not None
    data = write([an_appointment(starts_at=starts_at, zone=zone)], name="Encore")
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event.start.astimezone(UTC) == starts_at


@pytest.mark.parametrize("zone", sorted({zone for zone, _, _ in ZONES}))
@pytest.mark.parametrize("month", range(1, 13))
def test_the_rules_in_the_file_are_those_of_the_zone(zone: str, month: int) -> None:
    """A calendar that has never heard of the zone goes by the file's own rules."""
    starts_at = datetime(2027, month, 20, 15, tzinfo=UTC)
    data = write([an_appointment(starts_at=starts_at, zone=zone)], name="Encore")
    (rules,) = icalendar.Calendar.from_ical(data).walk("VTIMEZONE")
    clock = rules.to_tz(lookup_tzid=False)
    for days in range(-370, 371, 7):
        moment = starts_at + timedelta(days=days)
        wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
        assert wall.replace(tzinfo=clock).utcoffset() == wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def test_the_second_of_two_like_hours_is_told_apart() -> None:
    starts_at = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 in New York, once more
    (found,) = read(an_appointment(starts_at=starts_at))
    assert found.starts.instant == starts_at


def test_every_zone_that_is_named_is_defined() -> None:
    for zone in available_timezones() - {"UTC"}:
        calendar = icalendar.Calendar.from_ical(write([an_appointment(zone=zone)], name="Encore"))
        (event,) = calendar.walk("VEVENT")
        (rules,) = calendar.walk("VTIMEZONE")
        named = event["DTSTART"].params.get("TZID")
        assert named == str(rules["TZID"]) == zone


TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
"""Anything that can be typed, halves of characters and control characters among it."""


@given(title=TEXT, notes=TEXT, place=TEXT)
def test_whatever_was_typed_stays_a_value(title: str, notes: str, place: str) -> None:
    data = write(
        [an_appointment(title=title, notes=notes, place=place, alarm=timedelta(0))], name=title or "Encore"
    )
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any((byte < 0x20 and byte != 0x09) or byte == 0x7F for line in lines for byte in line)
    names = {re.split("[:;]", line)[0] for line in unfolded(data).split("\r\n")}
    assert names <= {
        "", "BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "TZID",
        "DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "SUMMARY", "DURATION", "DTSTAMP", "UID", "SEQUENCE",
        "CLASS", "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "STATUS", "TRANSP", "ACTION", "TRIGGER",
    }  # fmt: skip
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == kept(title)


def kept(words: str) -> str:
    plain = "".join(" " if char in "\n\r\t\x0b\x0c\x85\u2028\u2029" else char for char in words)
    held = (
        char for char in plain if not (char < " " or "\x7f" <= char < "\xa0" or "\ud800" <= char < "\ue000")
    )
    return " ".join("".join(held).split())


@pytest.mark.parametrize(
    "words",
    [
        "Acme, Inc; Sons \\ Daughters",
        "株式会社サンプル、東京本社・データ分析チームの面接について" * 3,
        "شركة المثال 👩🏽‍💻",
        "a\\nb \\, c",
        'He said "hi": no',
    ],
)
def test_names_come_back_as_they_were(words: str) -> None:
    data = write([an_appointment(title=words, place=words, notes=f"{words}\n{words}")], name="Encore")
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == str(event["LOCATION"]) == words
    assert str(event["DESCRIPTION"]) == f"{words}\n{words}"
    (found,) = read(an_appointment(title=words))
    assert found.title == words


def test_the_order_of_the_events_is_the_callers_and_an_empty_calendar_is_one() -> None:
    empty = write([], name="Encore")
    assert icalendar.Calendar.from_ical(empty).walk("VEVENT") == []
    pair = [an_appointment(uid="b@encore"), an_appointment(uid="a@encore", zone="Europe/Berlin")]
    assert list(events(write(pair, name="Encore"))) == ["b@encore", "a@encore"]
