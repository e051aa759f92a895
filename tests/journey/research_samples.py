"""Samples of research and stories, for `tests.view_samples`, in whichever words they bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.content import SIX_PROOFS, Ask, Proof
from bot.domain.interviews import Interview, Outcome
from bot.domain.keeping import HEADLINE, PART, Story
from bot.domain.research import lay_out
from bot.domain.research_notes import PERSON, Slot
from bot.domain.sheets import Entry, Sheet
from bot.text import shortened
from bot.views.blocks import View
from bot.views.forms import Form
from bot.views.research import (
    QuestionToAsk,
    ResearchOverview,
    WholeSheet,
    question_form,
)
from bot.views.research_notes import EmptyAsked, SlotView, slot_form
from bot.views.stories import RemoveAsked, StoriesView, StoryView, story_form


def a_sheet(interview: Interview, words: str, now: datetime, *, full: bool = True, over: bool = False):
    """Return a sheet with every slot filled a month ago and one person gone, or with none filled."""
    people = enumerate((*(person.name for person in interview.interviewers), shortened(words, 60)), 1)
    slots = {f"{PERSON}{number}": name for number, name in people}
    slots |= dict.fromkeys(Slot, "")
    entries = {
        slot: Entry(
            member_id="m",
            interview_id=interview.id,
            sheet=Sheet.RESEARCH,
            slot=slot,
            values={
                "notes": shortened(words, 1500),
                "link": "https://acme.example/" + "a" * 470,
                "date": (now - timedelta(days=30)).date().isoformat(),
                "name": name,
                "text": shortened(words, 300),
            },
            saved_at=now,
        )
        for slot, name in (slots.items() if full else ())
    }
    if over:
        interview = replace(interview, outcome=Outcome.NO)
    return lay_out(interview, entries, now.date(), over=over, minutes_of=lambda _: 120)


def research_views(interview: Interview, ask: Ask, words: str, now: datetime) -> dict[str, View]:
    """Return the views of a sheet by name."""
    full, bare = a_sheet(interview, words, now), a_sheet(interview, words, now, full=False)
    nobody = a_sheet(replace(interview, interviewers=()), words, now, full=False)
    ticked = (f"Noted: {interview.company}.", f"Ticked off: {shortened(words, 60)}")
    return {
        "research": ResearchOverview(research=full, lead_in=ticked, several=True),
        "research-bare": ResearchOverview(research=bare),
        "research-nobody": ResearchOverview(research=nobody),
        "research-sheet": WholeSheet(research=full),
        "research-over": WholeSheet(research=a_sheet(interview, words, now, over=True)),
        "research-slot": SlotView(research=full, line=full.lines[0], lead_in="Noted."),
        "research-slot-bare": SlotView(research=bare, line=bare.lines[0]),
        "research-gone": SlotView(research=full, line=(full.gone or full.lines)[0]),
        "research-empty": EmptyAsked(research=full, line=full.lines[0]),
        "research-question": QuestionToAsk(research=full, starts=(ask, replace(ask, id="ask-executive-017"))),
    }


def story_views(words: str) -> dict[str, View]:
    """Return the views of stories by name."""
    line = " ".join(words.split())
    told = Story(
        headline=shortened(line, HEADLINE),
        setting=shortened(line, PART),
        action=shortened(line, PART),
        result=shortened(line, PART),
    )
    every = dict.fromkeys(SIX_PROOFS, told)
    return {
        "stories": StoriesView(stories={Proof.TRUST: told}, lead_in=("It is gone.",)),
        "stories-none": StoriesView(stories={}),
        "stories-all": StoriesView(stories=every),
        "story": StoryView(proof=Proof.TRUST, story=told, lead_in=(f"Ticked off: {shortened(words, 60)}",)),
        "story-short": StoryView(
            proof=Proof.EXCEEDING, story=Story(headline=shortened(line, HEADLINE)), next_gap=Proof.CULTURE
        ),
        "story-remove": RemoveAsked(proof=Proof.EXCEEDING, story=told),
    }


def journey_forms(interview: Interview, words: str, now: datetime) -> dict[str, Form]:
    """Return the forms by name."""
    sheet = a_sheet(interview, words, now)
    line = sheet.lines[0]
    values = dict(line.entry.values) if line.entry else {}
    errors = {
        "link": "One link, please. More of them can go into the notes.",
        "date": "That day is still ahead.",
    }
    return {
        "research-slot": slot_form(sheet, line, {}),
        "research-slot-wrong": slot_form(sheet, line, values, errors),
        "research-question": question_form(sheet, sheet.question),
        "story": story_form(Proof.EXCEEDING, {}),
        "story-wrong": story_form(
            Proof.TRUST, {"headline": shortened(words, 200)}, {"headline": "Please keep this under 80."}
        ),
    }
