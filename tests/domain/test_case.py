"""A member's case as a value: what it finds, what it says owed, and what two of them differ in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.case import Case, changes
from bot.domain.content import Lead
from bot.domain.greeting import OwedGreeting
from bot.domain.reminders import Mark, Reminder, Status
from bot.domain.sheets import Sheet
from bot.errors import NotFound
from tests.domain.case_samples import (
    DAY,
    HOUR,
    LIBRARY,
    NOW,
    a_case,
    a_member,
    an_interview,
    leads,
    row_of,
    turned,
)
from tests.domain.plan_samples import NEW_YORK

ACME = an_interview()
GLOBEX = an_interview("globex", ACME.day + 7 * DAY)
EMPTY = Case(member=a_member(), now=NOW, library=LIBRARY)
CASE = a_case(ACME, GLOBEX)


def a_row(key: str = "key", **changes) -> Reminder:
    row = Reminder(
        key=key,
        member_id="ada",
        interview_id="acme",
        lead=Lead.T_5,
        starts_at=ACME.starts_at,
        due_at=NOW + DAY,
        useful_until=NOW + 2 * DAY,
    )
    return replace(row, **changes)


def test_interviews_stand_in_the_order_of_their_starts_and_one_replaces_itself() -> None:
    case = EMPTY.with_interview(GLOBEX).with_interview(ACME)
    assert case.interviews == (ACME, GLOBEX)
    moved = replace(ACME, day=GLOBEX.day + DAY)
    assert case.with_interview(moved).interviews == (GLOBEX, moved)
    twin = replace(ACME, id="aaaa")
    assert case.with_interview(twin).interviews == (twin, ACME, GLOBEX)


def test_an_interview_is_found_by_its_id_or_said_to_be_gone() -> None:
    assert CASE.find("globex") == CASE.interview("globex") == GLOBEX
    assert CASE.find("other") is None
    with pytest.raises(NotFound, match="can't find that interview"):
        CASE.interview("other")


def test_a_reminder_is_found_with_its_interview_or_said_to_be_gone() -> None:
    row = row_of(CASE, "T-5", "globex")
    assert CASE.reminder(row.key) == (row, GLOBEX)
    with pytest.raises(NotFound, match="gone now"):
        CASE.reminder("other")
    with pytest.raises(NotFound, match="gone now"):
        replace(CASE, interviews=(ACME,)).reminder(row.key)


def test_what_is_ahead_is_neither_settled_nor_begun() -> None:
    assert CASE.ahead == (ACME, GLOBEX)
    assert replace(CASE, now=ACME.starts_at).ahead == (GLOBEX,)
    assert replace(CASE, now=ACME.starts_at - HOUR).ahead == (ACME, GLOBEX)
    assert CASE.with_interview(replace(ACME, cancelled=True)).ahead == (GLOBEX,)


def test_rows_are_an_interview_s_own_steps_by_their_instants() -> None:
    rows = [
        a_row("c", due_at=NOW + 2 * DAY),
        a_row("b", snooze=1),
        a_row("d", snooze=1),
        a_row("a", snooze=2),
        OwedGreeting(key="0", member_id=ACME.member_id, due_at=NOW, useful_until=NOW + DAY),
        a_row("1", interview_id="globex"),
    ]
    case = replace(EMPTY, owed={row.key: row for row in rows})
    assert [row.key for row in case.rows(ACME)] == ["b", "d", "a", "c"]


def test_only_pending_rows_are_still_owed() -> None:
    assert "T-5" in leads(CASE)
    for status in (Status.SENT, Status.EXPIRED, Status.CANCELLED):
        assert "T-5" not in leads(turned(CASE, "T-5", status))
    assert "T-5" in leads(turned(CASE, "T-5", Status.SENT), "globex")


def test_the_member_s_zone_counts_and_the_interview_s_until_it_is_known() -> None:
    tokyo = replace(ACME, zone="Asia/Tokyo")
    assert CASE.zone_of(tokyo) == NEW_YORK
    assert replace(CASE, member=a_member(zone=None)).zone_of(tokyo) == "Asia/Tokyo"


def test_a_new_row_is_owed_as_it_is() -> None:
    row = a_row(attempts=2, tasks=("a",))
    assert EMPTY.owing([row]).owed == {"key": row}


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLED])
def test_a_row_that_is_open_is_brought_up_to_date_and_its_attempts_are_not_forgotten(status: Status) -> None:
    tried = a_row(status=status, attempts=3, attempted_at=NOW, reason="the plan changed", told=True)
    case = EMPTY.owing([tried]).owing([a_row(due_at=NOW + HOUR, includes=("T-7",))])
    assert case.owed["key"] == a_row(
        due_at=NOW + HOUR, includes=("T-7",), attempts=3, attempted_at=NOW, told=True
    )


@pytest.mark.parametrize("status", [Status.SENT, Status.EXPIRED])
def test_what_was_sent_or_has_expired_is_final(status: Status) -> None:
    final = a_row(status=status, sent_at=NOW)
    case = replace(EMPTY, owed={"key": final})
    assert case.owing([a_row()]) == case
    assert case.without(["key"], "moved") == case


def test_a_row_is_called_off_while_it_is_pending_and_can_be_revived() -> None:
    case = EMPTY.owing([a_row(), a_row("other")])
    off = case.without(["key", "unknown"], "the plan changed")
    assert off.owed == {
        "key": a_row(status=Status.CANCELLED, reason="the plan changed"),
        "other": a_row("other"),
    }
    assert off.without(["key"], "another reason") == off
    assert off.owing([a_row()]) == case


def test_what_is_let_go_for_good_is_nothing_to_be_told_of() -> None:
    gone = EMPTY.owing([a_row()]).without(["key"], "no use", Status.EXPIRED)
    assert gone.owed["key"] == a_row(status=Status.EXPIRED, reason="no use", told=True)
    assert not EMPTY.owing([a_row()]).without(["key"], "moved").owed["key"].told


def test_marks_and_ticks_are_an_interview_s_own() -> None:
    case = EMPTY.marked(ACME, [Lead.T_7, Lead.T_5], Mark.DONE).marked(GLOBEX, [Lead.T_7], Mark.SKIPPED)
    assert case.marks_of(ACME) == {Lead.T_7: Mark.DONE, Lead.T_5: Mark.DONE}
    assert case.marks_of(GLOBEX) == {Lead.T_7: Mark.SKIPPED}
    assert case.unmarked(ACME, [Lead.T_7, Lead.T_1]).marks_of(ACME) == {Lead.T_5: Mark.DONE}
    assert case.unmarked(ACME, [Lead.T_7]).marks_of(GLOBEX) == {Lead.T_7: Mark.SKIPPED}
    ticked = EMPTY.ticked(ACME, ["a", "b"]).ticked(GLOBEX, ["a"])
    assert ticked.ticks_of(ACME) == {"a": Mark.DONE, "b": Mark.DONE}
    assert ticked.unticked(ACME, ["a"]).ticks_of(ACME) == {"b": Mark.DONE}
    assert ticked.unticked(ACME, ["a"]).ticks_of(GLOBEX) == {"a": Mark.DONE}


def test_a_sheet_is_written_slot_by_slot_and_an_empty_one_is_emptied() -> None:
    case = EMPTY.with_sheet(Sheet.DEBRIEF, "acme", {"asked": {"text": "x", "more": ""}})
    [entry] = case.sheet(Sheet.DEBRIEF, "acme").values()
    assert (entry.values, entry.saved_at, entry.member_id) == ({"text": "x"}, NOW, "ada")
    assert case.sheet(Sheet.DEBRIEF) == case.sheet(Sheet.THANKS, "acme") == {}
    assert case.with_sheet(Sheet.DEBRIEF, "acme", {"asked": {"text": ""}, "never": {}}) == EMPTY


def test_nothing_is_to_be_written_where_nothing_changed() -> None:
    found = changes(CASE, CASE.owing(CASE.owed.values()))
    assert not any(
        (
            found.member,
            found.added,
            found.changed,
            found.called_off,
            found.owed,
            found.marked,
            found.unmarked,
            found.ticked,
            found.unticked,
            found.written,
            found.emptied,
        )
    )


def test_each_kind_of_change_is_told_by_itself() -> None:
    before = (
        a_case(ACME)
        .marked(ACME, [Lead.T_7], Mark.DONE)
        .ticked(ACME, ["a"])
        .with_sheet(Sheet.STORIES, "", {"trust": {"headline": "x"}, "culture": {"headline": "y"}})
    )
    key = row_of(before, "T-5").key
    changed = replace(ACME, role="analyst")
    after = (
        before.with_preferences(replace(before.preferences, discreet=False))
        .with_interview(GLOBEX)
        .with_interview(changed)
        .without([key], "moved")
        .owing([a_row("new")])
        .unmarked(ACME, [Lead.T_7])
        .marked(ACME, [Lead.T_3], Mark.SKIPPED)
        .unticked(ACME, ["a"])
        .ticked(GLOBEX, ["b"])
        .with_sheet(Sheet.STORIES, "", {"trust": {}, "culture": {"headline": "z"}})
    )
    found = changes(before, after)
    assert found.at == NOW
    assert found.member == after.member
    assert found.added == (GLOBEX,)
    assert found.changed == (changed,)
    assert [row.key for row in found.called_off] == [key]
    assert [row.key for row in found.owed] == ["new"]
    assert found.marked == {("acme", Lead.T_3): Mark.SKIPPED}
    assert found.unmarked == {("acme", Lead.T_7)}
    assert found.ticked == {("globex", "b"): Mark.DONE}
    assert found.unticked == {("acme", "a")}
    assert [entry.values for entry in found.written] == [{"headline": "z"}]
    assert found.emptied == {(Sheet.STORIES, "", "trust")}
