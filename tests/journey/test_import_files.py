"""A calendar file is handed over: what happens until the yes, and when it comes again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.sheets import Sheet
from bot.reply import MOST_BYTES, File
from bot.text import plain
from bot.views.problems import Apology
from tests.conftest import HeldClock, Person, open_in

HERE = Path(__file__).parent.parent / "invitations"
CORPUS = sorted(HERE.glob("corpus/*.ics"))
LETTERS = sorted(HERE.glob("letters/*.txt"))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BEFORE = "Thursday 3 December 2026, 14:00, Los Angeles (22:00 in London, for you)"
AFTER = "Friday 4 December 2026, 11:00, Los Angeles (19:00 in London, for you)"


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(MONDAY)


@pytest.fixture
async def ada(newcomer: Person) -> Person:
    await newcomer.live_in("London")
    return newcomer


def content_of(path: Path) -> bytes:
    return path.read_bytes()


def corpus(name: str) -> bytes:
    return (HERE / "corpus" / f"{name}.ics").read_bytes()


def version(number: int, *, day: str = "20261204T11", place: str = "") -> bytes:
    """A later version of Google's invitation."""
    content = corpus("google_request").decode()
    content = content.replace("SEQUENCE:0", f"SEQUENCE:{number}").replace("20261203T14", day)
    return content.replace("LOCATION:", f"LOCATION:{place}").encode()


async def brings(person: Person, name: str = "google_request", company: str = "Northwind") -> None:
    await person.hands_over(f"{name}.ics", corpus(name))
    if person.reply.form is not None:
        await person.fill(company=company)
    await person.press("Right")


@pytest.mark.parametrize("path", [*CORPUS, *LETTERS], ids=lambda path: path.stem)
async def test_every_file_of_the_corpus_gets_an_answer(ada: Person, path: Path) -> None:
    reply = await ada.hands_over(path.name, content_of(path))
    assert not isinstance(reply.view, Apology)
    if reply.form is not None and "company" in {field.name for field in reply.form.fields}:
        values = {"when": "Thu 3pm"} if "when" in {field.name for field in reply.form.fields} else {}
        reply = await ada.fill(company="Acme", **values)
    assert not isinstance(reply.view, Apology)
    assert reply.form is not None or ada.says


async def test_a_company_that_the_file_does_not_name_is_asked_and_nothing_else(ada: Person) -> None:
    reply = await ada.hands_over("invite.ics", corpus("google_request"))
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["company"]
    assert not reply.form.errors
    assert "Northwind interview: Cleo Marsh" in plain(reply.form.intro[0])


async def test_everything_that_the_file_says_is_shown_before_the_yes(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("google_request"))
    await ada.fill(company="Northwind")
    assert BEFORE in ada.says
    assert "Role: Data Analyst" in ada.says
    assert "How: By video" in ada.says
    assert "With: Priya Nair, Head of Operations" in ada.says
    assert "Where: https://meet.google.com/abc-defg-hij" in ada.says
    assert "Notes: Second interview" in ada.says
    assert ada.labels[:2] == ["Right", "Change"]


async def test_nothing_is_added_before_the_yes(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    await ada.type("/interview list")
    assert "No interviews yet" in ada.says


async def test_a_yes_adds_it_and_notes_its_event(ada: Person) -> None:
    await brings(ada)
    assert "called back" in ada.says
    async with ada.encore.store.unit() as unit:
        member = await unit.members.get(ada.caller.member)
        assert member is not None
        [entry] = await unit.sheets.every(member.id, Sheet.INVITATION)
        [interview] = await unit.interviews.of(member.id)
    assert entry.interview_id == interview.id
    assert entry.values["uid"] == "3k2jh4g5f6d7s8a9@google.com"
    assert entry.values["sequence"] == "0"


async def test_right_pressed_twice_adds_an_invitation_once(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    question = ada.reply
    await ada.press("Right")
    ada.reply = question
    await ada.press("Right")
    assert "in already" in ada.says
    await ada.type("/interview list")
    assert ada.says.count("Northwind") == 1


async def test_the_same_file_twice_before_the_yes_leaves_one_draft(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    question = ada.reply
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    await ada.press("Right")
    ada.reply = question
    await ada.press("Right")
    await ada.type("/interview list")
    assert ada.says.count("Northwind") == 1
    await ada.type("/prep")
    assert "Carry on" not in ada.labels


async def test_the_city_is_asked_and_the_invitation_waits_meanwhile(newcomer: Person) -> None:
    reply = await newcomer.hands_over("invite.ics", corpus("apple_calendar"))
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["city"]
    await newcomer.type("/prep")
    await newcomer.press("Carry on")
    await newcomer.fill()
    await newcomer.fill(city="London")
    await newcomer.fill()
    assert "Thursday 3 December 2026, 15:00, London" in newcomer.says


async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    clock = HeldClock(MONDAY)
    async with open_in(tmp_path, clock) as encore:
        ada = Person(encore, clock)
        await ada.live_in("London")
        await ada.hands_over("invite.ics", corpus("apple_calendar"))
        question = ada.reply
    async with open_in(tmp_path, clock, seed=8) as encore:
        ada = Person(encore, clock)
        ada.reply = question
        await ada.press("Right")
        assert "called back" in ada.says


async def test_an_instant_is_shown_by_her_clock_and_may_be_held_by_another(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("zone_utc"))
    await ada.fill(company="Acme")
    assert "Thursday 3 December 2026, 15:00, London" in ada.says
    assert "Its moment is certain" in ada.says
    await ada.press("Another city")
    await ada.fill(zone="Berlin")
    assert "Thursday 3 December 2026, 16:00, Berlin (15:00 in London, for you)" in ada.says
    assert "Its moment is certain" not in ada.says


async def test_a_time_without_a_zone_says_whose_clock_was_taken(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("zone_floating"))
    await ada.fill(company="Acme")
    assert "does not say which city's clock 15:00 is on. I took London." in ada.says
    await ada.press("Another city")
    await ada.fill(zone="Berlin")
    assert "Thursday 3 December 2026, 15:00, Berlin (14:00 in London, for you)" in ada.says
    assert "I took" not in ada.says


async def test_a_changed_time_replaces_that_of_the_invitation(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    await ada.press("Change")
    await ada.fill(when="Fri 4 Dec 10am")
    await ada.fill()
    assert "Friday 4 December 2026, 10:00, London" in ada.says


async def test_a_whole_day_asks_for_the_time(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("google_all_day"))
    reply = await ada.fill(company="Acme")
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["time"]
    await ada.fill(time="3pm")
    assert "Thursday 3 December 2026, 15:00, London" in ada.says


async def test_doubts_of_the_reader_are_to_be_checked(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("repeat_weekly"))
    await ada.fill(company="Acme")
    assert "Please check:" in ada.says
    assert "It repeats; I took the next time" in ada.says


async def test_others_on_the_invitation_are_named_and_never_become_interviewers(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("exchange_teams"))
    await ada.fill(company="Northwind")
    assert "Also invited: Cleo Marsh, Priya Nair" in ada.says
    assert "With:" not in ada.says


async def test_long_notes_are_shortened_and_said_to_be(ada: Person) -> None:
    long = corpus("panel").replace(
        b"This is a panel interview.", b"This is a panel interview. " + b"word " * 600
    )
    await ada.hands_over("invite.ics", long)
    await ada.fill(company="Acme")
    assert "shortened them to 2000 characters" in ada.says
    await ada.press("Right")
    assert "called back" in ada.says


async def test_an_address_that_does_not_fit_is_kept_whole_in_the_notes(ada: Person) -> None:
    address = "https://teams.microsoft.com/l/meetup-join/" + "a" * 280
    file = corpus("panel").replace(b"DTEND", f"URL:{address}\r\nDTEND".encode())
    await ada.hands_over("invite.ics", file)
    await ada.fill(company="Acme")
    assert f"Link: {address}" in ada.says
    assert "Where: 12 High Street, Leeds\n" in ada.says


async def test_several_events_are_a_choice_and_the_others_stay_choosable(ada: Person) -> None:
    await ada.hands_over("all.ics", corpus("several_events"))
    assert ada.labels == ["Interview, Thu 3 Dec 15:00", "Interview, Thu 10 Dec 10:00"]
    assert "2 events left out" in ada.says
    choice = ada.reply
    await ada.press("Interview, Thu 10 Dec")
    await ada.fill(company="Acme")
    await ada.press("Right")
    await ada.type("/prep")
    assert "Carry on" not in ada.labels
    ada.reply = choice
    await ada.press("Interview, Thu 3 Dec")
    await ada.fill(company="Beta")
    assert "Thursday 3 December 2026, 15:00" in ada.says


async def test_a_choice_that_was_left_is_offered_at_home(ada: Person) -> None:
    await ada.hands_over("all.ics", corpus("several_events"))
    await ada.type("/prep")
    assert "bringing in an invitation" in ada.says
    await ada.press("Carry on")
    assert len(ada.labels) == 2


async def test_what_has_passed_is_said_to_have(ada: Person) -> None:
    await ada.hands_over("old.ics", corpus("repeat_over"))
    assert "has passed (Thu 17 Sep, 15:00)" in ada.says


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04word/document.xml", "a zip file or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x00\x00\x00\x18ftypheic", "a picture"),
        (bytes(range(256)) * 20, "no text"),
        (b"BEGIN:VCALENDAR\n" + b"x" * MOST_BYTES, "larger than a megabyte"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_to_do(ada: Person, content: bytes, said: str) -> None:
    await ada.hands_over("invite.ics", content)
    assert said in ada.says
    assert "aste the text of the e-mail" in ada.says


async def test_the_content_decides_and_not_the_name(ada: Person) -> None:
    await ada.hands_over("holiday.jpg", corpus("apple_calendar"))
    assert "Company: Northwind" in ada.says


async def test_of_several_files_the_first_that_can_be_read_is_taken_and_named(ada: Person) -> None:
    files = (
        File("photo.png", "image/png", b"\x89PNG\r\n"),
        File("invite.ics", "text/calendar", corpus("apple_calendar")),
    )
    await ada.ask(ada.encore.app.read("/prep"), *files)
    assert "You handed me 2 files. I read “invite.ics”." in ada.says
    assert "Company: Northwind" in ada.says


async def test_words_beside_a_file_fill_its_gaps(ada: Person) -> None:
    await ada.hands_over(
        "i.ics", corpus("zone_floating"), "/interview import the Analyst role at Northwind Trading"
    )
    assert "Company: Northwind Trading" in ada.says


async def test_words_beside_a_file_that_say_nothing_else_become_notes(ada: Person) -> None:
    await ada.hands_over("i.ics", corpus("apple_calendar"), "/prep wear the blue jacket")
    assert "wear the blue jacket" in ada.says


async def test_a_later_version_moves_it_after_a_yes_alone(ada: Person) -> None:
    await brings(ada)
    await ada.hands_over("invite.ics", version(1, place="4 Pier Road"))
    assert f"Until now: {BEFORE}" in ada.says
    assert f"When: {AFTER}" in ada.says
    assert "Where: 4 Pier Road; https://meet.google.com/abc-defg-hij (until now: https" in ada.says
    await ada.type("/interview list")
    assert BEFORE in ada.says


async def test_the_yes_moves_it_and_takes_the_details_over(ada: Person) -> None:
    await brings(ada)
    await ada.hands_over("invite.ics", version(1, place="4 Pier Road"))
    question = ada.reply
    await ada.press("Right")
    assert "has moved" in ada.says
    ada.reply = question
    await ada.press("Right")
    assert "settled already" in ada.says
    await ada.type("/interview show Northwind")
    assert AFTER in ada.says
    assert "Where: 4 Pier Road" in ada.says


async def test_an_older_version_changes_nothing(ada: Person) -> None:
    await brings(ada)
    await ada.hands_over("invite.ics", version(2))
    await ada.press("Right")
    await ada.hands_over("invite.ics", corpus("google_request"))
    assert "older than the one I have" in ada.says
    assert AFTER in ada.says


async def test_the_same_version_again_shows_what_is_there(ada: Person) -> None:
    await brings(ada)
    await ada.hands_over("invite.ics", corpus("google_request"))
    assert "I have this one already" in ada.says
    assert BEFORE in ada.says


async def test_new_details_at_the_same_time_are_taken_over_after_a_yes(ada: Person) -> None:
    await brings(ada)
    await ada.hands_over("invite.ics", version(1, day="20261203T14", place="4 Pier Road"))
    assert "take over what is new?" in ada.says
    question = ada.reply
    await ada.press("Take it over")
    assert "Where: 4 Pier Road" in ada.says
    ada.reply = question
    await ada.press("Take it over")
    assert "gone" in ada.says


async def test_what_she_changed_herself_is_not_taken_back_by_a_later_version(ada: Person) -> None:
    await brings(ada)
    await ada.type("/interview show Northwind")
    await ada.press("Edit")
    await ada.fill(place="Ask for Priya at the desk")
    await ada.hands_over("invite.ics", version(1))
    await ada.press("Right")
    await ada.type("/interview show Northwind")
    assert "Where: Ask for Priya at the desk" in ada.says


async def test_a_cancellation_asks_and_stops_nothing_by_itself(ada: Person) -> None:
    await brings(ada)
    await ada.hands_over("cancel.ics", corpus("google_cancel"))
    assert "Stop everything for it?" in ada.says
    await ada.press("No, keep it")
    assert BEFORE in ada.says
    await ada.hands_over("cancel.ics", corpus("google_cancel"))
    await ada.press("Yes, it is off")
    assert "is cancelled" in ada.says
    await ada.hands_over("cancel.ics", corpus("google_cancel"))
    assert "cancelled already" in ada.says


async def test_a_typed_yes_answers_the_newest_question(ada: Person, clock: HeldClock) -> None:
    await brings(ada)
    await ada.hands_over("other.ics", corpus("applicant_system_two"))
    assert "Is this the same interview?" in ada.says
    clock.move_to(MONDAY + timedelta(minutes=1))
    await ada.hands_over("cancel.ics", corpus("google_cancel"))
    await ada.type("yes")
    assert "Northwind is cancelled" in ada.says
    await ada.type("/interview list")
    assert "Chicago" not in ada.says


async def test_an_unknown_cancellation_names_what_it_may_mean(ada: Person) -> None:
    await ada.hands_over("cancel.ics", corpus("google_cancel"))
    assert "I have no interview that it could mean" in ada.says
    await ada.adds("Acme, analyst, Thu 3 Dec 3pm")
    await ada.hands_over("cancel.ics", corpus("google_cancel"))
    assert "Acme: they have called it off" in ada.says


async def test_a_cancelled_interview_comes_back_with_a_new_version_after_a_yes(ada: Person) -> None:
    await brings(ada)
    await ada.type("/interview cancel Northwind")
    await ada.hands_over("invite.ics", version(3))
    assert "A yes brings it back" in ada.says
    await ada.press("Right")
    await ada.type("/interview list")
    assert AFTER in ada.says
    assert "(cancelled)" not in ada.says


async def test_the_same_time_under_a_nickname_is_asked_about(ada: Person) -> None:
    await ada.adds("Blue, analyst, Thu 3 Dec 3pm")
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    assert "Is this the same interview?" in ada.says
    assert "You told me of Blue" in ada.says
    await ada.press("Yes, the same one")
    await ada.press("Take it over")
    assert ada.message.title == "Blue"
    assert "Where: Northwind House" in ada.says
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    assert "I have this one already" in ada.says


async def test_the_same_company_nearby_may_be_another_one(ada: Person) -> None:
    await ada.adds("Northwind, analyst, Fri 4 Dec 3pm")
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    await ada.press("No, add it as another")
    question = ada.reply
    await ada.press("Right")
    assert "called back" in ada.says
    await ada.type("/interview list")
    assert ada.says.count("Northwind") == 2
    ada.reply = question
    await ada.press("Right")
    assert "in already" in ada.says


async def test_an_old_choice_answers_kindly_once_it_is_gone(ada: Person, clock: HeldClock) -> None:
    await ada.hands_over("all.ics", corpus("several_events"))
    clock.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    await ada.press("Interview, Thu 3 Dec")
    assert "kept for 7 days" in ada.says


async def test_the_first_invitation_says_who_may_read_it(ada: Person) -> None:
    await ada.hands_over("invite.ics", corpus("apple_calendar"))
    assert "Use a nickname" in ada.labels
    await ada.press("Use a nickname")
    await ada.fill(company="Blue")
    assert "Company: Blue" in ada.says


async def test_an_older_version_that_comes_after_a_cancellation_is_known_for_that(ada: Person) -> None:
    await brings(ada)
    await ada.hands_over(
        "off.ics", version(2, day="20261203T14").replace(b"METHOD:REQUEST", b"METHOD:CANCEL")
    )
    await ada.press("Yes, it is off")
    await ada.hands_over("old.ics", version(1))
    assert "older" in ada.says
    assert "Move it" not in ada.says
