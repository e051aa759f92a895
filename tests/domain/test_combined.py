"""What shares a message: rows of one kind and one member, of different subjects, and no more than fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.owed import MOST, messages
from bot.domain.reminders import Reminder

AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def row(subject: str, *, member: str = "ada", minutes: int = 0) -> Reminder:
    return Reminder(
        key=f"{member}-{subject}-{minutes}",
        member_id=member,
        interview_id=subject,
        lead="T-1",
        starts_at=AT + timedelta(days=1),
        due_at=AT + timedelta(minutes=minutes),
        useful_until=AT + timedelta(days=1),
    )


def shared(*rows: Reminder) -> list[tuple[str, ...]]:
    made = messages(rows, lambda _: True, lambda each: each.due_at)
    return [tuple(each.key for each in message) for message in made]


def test_rows_of_two_subjects_are_one_message_in_the_order_of_their_place() -> None:
    assert shared(row("b", minutes=5), row("a")) == [("ada-a-0", "ada-b-5")]


def test_two_rows_of_one_subject_are_two_messages() -> None:
    assert shared(row("a"), row("a", minutes=5)) == [("ada-a-0",), ("ada-a-5",)]


def test_a_third_row_joins_the_first_message_that_has_room() -> None:
    assert shared(row("a"), row("a", minutes=5), row("b"), row("b", minutes=5)) == [
        ("ada-a-0", "ada-b-0"),
        ("ada-a-5", "ada-b-5"),
    ]


def test_two_members_share_nothing() -> None:
    assert shared(row("a"), row("b", member="ben")) == [("ada-a-0",), ("ben-b-0",)]


def test_what_does_not_join_is_said_by_itself_and_joined_by_nobody() -> None:
    alone = row("a")
    made = messages([alone, row("b"), row("c")], lambda each: each is not alone, lambda each: each.due_at)
    assert [len(message) for message in made] == [1, 2]
    assert made[0] == (alone,)


def test_a_message_holds_a_dozen_and_the_next_begins_another() -> None:
    rows = [row(f"{number:02}") for number in range(MOST + 1)]
    assert [len(message) for message in messages(rows, lambda _: True, lambda each: each.key)] == [12, 1]


def test_each_row_is_in_one_message() -> None:
    rows = [row(subject, minutes=minutes) for subject in "abc" for minutes in range(3)]
    made = messages(rows, lambda each: each.interview_id != "b", lambda each: each.key)
    assert sorted(each.key for message in made for each in message) == sorted(each.key for each in rows)
    assert replace(rows[0]) in [each for message in made for each in message]
