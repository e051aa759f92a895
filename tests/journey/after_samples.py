"""Samples of what follows an interview, for `tests.view_samples`, in whichever words it brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.content import MessageTemplate
from bot.domain.debrief import Debrief
from bot.domain.interviews import Interview
from bot.domain.templates import NOBODY, Recipient, draft
from bot.text import shortened
from bot.views.blocks import View
from bot.views.debrief import DebriefNoted, StillAhead, debrief_form
from bot.views.forms import Form
from bot.views.thank_you import AnswerExpected, ThanksDone, ThanksDraft, until_form

DAY = timedelta(days=1)
LONGEST = 1000
"""Characters of one answer."""


def after_views(
    interview: Interview, template: MessageTemplate, words: str, zone: str, now: datetime
) -> dict[str, View]:
    """Return the views by name. `words` stand for whatever a member wrote down."""
    told = replace(interview, answer_by=(now + 3 * DAY).date())
    said = shortened(words, LONGEST)
    noted = Debrief(asked=said, missed=said, promised=said, answer_by=told.answer_by)
    people = interview.interviewers or (NOBODY,)
    everyone = tuple(Recipient(number, person, now - DAY) for number, person in enumerate(people))
    begun = (*everyone[:-1], replace(everyone[-1], sent=None))
    nobody = (Recipient(0, NOBODY),)
    asked = now + 4 * DAY

    def note(number: int, to: tuple[Recipient, ...], debrief: Debrief, **more: object) -> ThanksDraft:
        return ThanksDraft(
            interview=interview if to is not nobody else replace(interview, interviewers=()),
            everyone=to,
            number=number,
            filled=draft(template, interview, number, debrief),
            debrief=debrief,
            reader_zone=zone,
            **more,  # type: ignore[arg-type]
        )

    return {
        "debrief": DebriefNoted(
            interview=told, debrief=noted, reader_zone=zone, now=now, asks_at=asked, lead_in="Changed."
        ),
        "debrief-short": DebriefNoted(
            interview=interview, debrief=Debrief(missed=said), reader_zone=zone, now=now
        ),
        "debrief-emptied": DebriefNoted(interview=interview, debrief=Debrief(), reader_zone=zone, now=now),
        "still-ahead": StillAhead(interview=interview, reader_zone=zone, now=now, words="Afterwards."),
        "thanks-first": note(
            0, (replace(everyone[0], sent=None), *everyone[1:]), noted, passing_on=template.id
        ),
        "thanks-next": note(len(begun) - 1, begun, Debrief(), lead_in="Noted: sent.", just=0),
        "thanks-sent-before": note(0, everyone, noted),
        "thanks-nobody": note(0, nobody, noted),
        "thanks-done": ThanksDone(
            interview=interview, everyone=everyone, reader_zone=zone, now=now, asks_at=asked, just=0
        ),
        "thanks-done-before": ThanksDone(interview=interview, everyone=everyone, reader_zone=zone, now=now),
        "answer-expected": AnswerExpected(interview=told, reader_zone=zone, now=now, asks_at=asked),
        "answer-not-expected": AnswerExpected(
            interview=interview, reader_zone=zone, now=now, asks_at=asked, before="2026-12-04"
        ),
        "answer-as-before": AnswerExpected(interview=told, reader_zone=zone, now=now, changed=False),
    }


def after_forms(interview: Interview, words: str) -> dict[str, Form]:
    """Return the three questions and the day, empty and with something wrong."""
    said = shortened(words, LONGEST)
    return {
        "debrief": debrief_form(interview, {}, {}),
        "debrief-refused": debrief_form(
            interview,
            {"asked": said, "missed": said, "answer_by": shortened(words, 80)},
            {"answer_by": "Which day?"},
        ),
        "until": until_form(interview.id, {}, {}),
        "until-refused": until_form(
            interview.id, {"answer_by": shortened(words, 80)}, {"answer_by": "Which day?"}
        ),
    }
