"""A sample of every view of the journey, in the words of a variant; part of `tests.view_samples`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.brief import Brief
from bot.domain.content import Lead, Task
from bot.domain.interviews import Interview
from bot.domain.progress import Countdown, CountdownDay
from bot.text import shortened
from bot.views import brief
from bot.views.blocks import View
from bot.views.plans import Beside, PlanView


def plan_with_days(plan: PlanView, task: Task) -> PlanView:
    """Return a plan with tasks beside its steps, some left out, and the countdown."""
    today = plan.now.date()
    days = tuple(
        CountdownDay(
            today + timedelta(days=number), minutes=15 * number, done=5 * number, interview=number == 4
        )
        for number in range(5)
    )
    return replace(
        plan,
        beside=tuple(
            Beside(day=today + timedelta(days=number), task=task.id, words=words, minutes=15, lead=lead)
            for number, words, lead in ((0, task.text, Lead.T_2), (1, task.done_when, None))
        ),
        no_room=(task.text,) * 6,
        also_done=(task.text,),
        minutes_a_day=45,
        countdown=Countdown(today, days),
    )


def brief_views(interview: Interview, words: str, zone: str, now: datetime) -> Mapping[str, View]:
    """Return the one page, full and bare."""
    lines = tuple(shortened(f"{number} {words}", 140) for number in range(1, 4))
    full = Brief(
        interview=interview,
        reader_zone=zone,
        headlines=lines,
        questions=lines,
        facts=lines,
        promised=shortened(words, 100),
        calm="Drink some water.",
    )
    return {
        "brief": brief.BriefView(brief=full, now=now, several=True),
        "brief-bare": brief.BriefView(brief=Brief(interview=interview, reader_zone=zone), now=now),
        "brief-page": brief.BriefPage(interview=interview),
    }
