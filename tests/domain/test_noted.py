"""What is noted about people and companies, as values."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.interviews import Person
from bot.domain.outcomes import last_time
from bot.domain.reminder_context import occasion_of
from bot.domain.research import Slot, lay_out
from bot.domain.sheets import Entry, Sheet
from tests.domain.case_samples import NOW, a_case, an_interview, row_of

ACME = an_interview(interviewers=(Person("Ben Example"), Person("Dana Example")))


def entry(sheet: Sheet, slot: str, **values: str) -> Entry:
    return Entry.about(ACME, sheet, slot, values, NOW)


def test_an_entry_is_of_the_interview_it_is_about() -> None:
    assert entry(Sheet.RESEARCH, "news", text="a merger") == Entry(
        member_id=ACME.member_id,
        interview_id=ACME.id,
        sheet=Sheet.RESEARCH,
        slot="news",
        values={"text": "a merger"},
        saved_at=NOW,
    )


def test_a_note_about_ben_is_found_for_ben_example_and_for_nobody_else() -> None:
    noted = {"person-1": entry(Sheet.RESEARCH, "person-1", name="Ben", text="writes about trust")}
    noted |= {"person-9": entry(Sheet.RESEARCH, "person-9", name="", text="nobody's")}
    sheet = lay_out(ACME, noted, NOW.date(), over=False, minutes_of=lambda _: 30)
    assert [line.entry.values["text"] if line.entry else "" for line in sheet.people] == [
        "writes about trust",
        "",
    ]


def test_the_question_of_ones_own_stands_on_the_sheet() -> None:
    asked = {Slot.QUESTION: entry(Sheet.RESEARCH, Slot.QUESTION, text="Who decides?")}
    assert lay_out(ACME, asked, NOW.date(), over=False, minutes_of=lambda _: 30).question == "Who decides?"


def test_the_debrief_leaves_what_was_missed_and_promised_to_the_next_round() -> None:
    said = {"missed": "the budget", "promised": "a sample", "asked": "why us"}
    debrief = {slot: entry(Sheet.DEBRIEF, slot, text=words) for slot, words in said.items()}
    left = last_time(ACME, debrief)
    assert {slot: getattr(left, slot) for slot in said} == said


def test_a_reminder_is_told_with_the_sheets_of_its_own_interview() -> None:
    case = a_case(ACME)
    entries = {
        (sheet, ACME.id, "asked"): entry(sheet, "asked", text=f"{sheet} of Acme")
        for sheet in (Sheet.RESEARCH, Sheet.DEBRIEF, Sheet.THANKS)
    }
    case = replace(case, entries=entries)
    occasion = occasion_of(case, ACME, row_of(case, "+2h"))
    assert [occasion.research["asked"].values, occasion.debrief["asked"].values] == [
        {"text": "research of Acme"},
        {"text": "debrief of Acme"},
    ]
