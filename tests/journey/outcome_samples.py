"""Samples of what is said when an answer came, for `tests.view_samples`, in whichever words it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.interviews import Interview, Outcome
from bot.domain.outcomes import LastTime
from bot.text import shortened
from bot.views.blocks import View
from bot.views.forms import Form
from bot.views.outcomes import AskResult, FromLastTime, ResultNoted
from bot.views.reflection import Reflected, ReflectionLeft, ReflectionOffer, reflection_form

ZONE = "America/New_York"


def outcome_views(
    interview: Interview, others: Sequence[Interview], words: str, key: str, now: datetime
) -> dict[str, View]:
    """Return the views by name. `key` is a reminder's; `words` stand for whatever a member wrote down."""

    def noted(outcome: Outcome, *, asks: Sequence[datetime] = (), remaining: int = 0) -> ResultNoted:
        return ResultNoted(
            interview=replace(interview, outcome=outcome, outcome_at=now),
            stopped=2,
            remaining=remaining,
            now=now,
            asks=tuple(asks),
            others=tuple(others),
            reader_zone=ZONE,
        )

    told = replace(interview, outcome=Outcome.NO, outcome_at=now)
    last = LastTime(
        interview_id=interview.id,
        company=interview.company,
        round=interview.round,
        people=interview.interviewers,
        promised=words,
        missed=words,
        asked=words,
    )
    asks = (now + timedelta(days=7), now + timedelta(days=14))
    return {
        "result-no": noted(Outcome.NO),
        "result-offer-others": noted(Outcome.OFFER),
        "result-waiting": noted(Outcome.WAITING, asks=asks, remaining=3),
        "ask-result-again": AskResult(interview=told),
        "reflection-offer": ReflectionOffer(key, interview.company),
        "reflected": Reflected(interview=told, answers={"well": words, "again": "", "differently": words}),
        "reflected-nothing": Reflected(interview=told, answers={}),
        "reflection-left": ReflectionLeft(interview=told),
        "from-last-time": FromLastTime(last=last, following=others[0]),
        "from-last-time-bare": FromLastTime(last=replace(last, promised="", missed="", asked="")),
    }


def outcome_forms(interview: Interview, words: str) -> dict[str, Form]:
    """Return the form for looking back, empty and with something written before."""
    return {
        "reflection": reflection_form(interview, {}, {}),
        "reflection-again": reflection_form(
            interview, {"well": shortened(words, 1000), "again": shortened(words, 1000)}, {}
        ),
    }
