"""How long a plan takes, next to the least that storing it costs.

Run with `python -m benchmarks.planning`. The rows of one plan go into a table of a file database with
nothing but the standard library in between, one transaction a plan: what no storage layer can beat.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable
from datetime import date, time, timedelta
from pathlib import Path

from benchmarks.table import Row, interleaved
from bot.domain.calendar import instant_of
from bot.domain.content import Condition, PlanStep, PlanTemplate
from bot.domain.interviews import Interview
from bot.domain.leads import Lead, Offset
from bot.domain.members import Pace, Preferences
from bot.domain.plans import Plan, plan
from bot.domain.reminders import reminder_key

ROUNDS = 2_000
NOTICE = timedelta(days=10)
ZONE = "America/New_York"
TABLE = """
create table reminders (
  key text primary key, member text, interview text, lead text, starts_at text, snooze integer,
  due_at text, useful_until text, quiet_ok integer, includes text, status text
) without rowid
"""
INSERT = f"insert into reminders values ({', '.join('?' * 11)})"


def standard() -> PlanTemplate:
    """Return the usual plan: two ways to begin, of which one applies, and eleven steps."""

    def step(lead: Lead, offset: Offset | None, at: time | None = None, *skip_if: Condition) -> PlanStep:
        return PlanStep(
            id=f"{lead}{skip_if}",
            lead=lead,
            offset=offset,
            local_time=at,
            text="",
            skip_if=skip_if,
            quiet_ok=lead is Lead.T_1H,
        )

    days_before = ((Lead.T_7, 7), (Lead.T_5, 5), (Lead.T_3, 3), (Lead.T_2, 2))
    return PlanTemplate(
        id="plan-standard",
        title="Standard",
        summary="",
        pace=Pace.STANDARD,
        steps=(
            step(Lead.BOOKING, None, None, Condition.NOTICE_UNDER_36H),
            step(Lead.BOOKING, None, None, Condition.NOTICE_OVER_36H),
            *(step(lead, Offset(days=-days), None, Condition.NOTICE_UNDER_4D) for lead, days in days_before),
            step(Lead.T_1, Offset(days=-1), time(18), Condition.NOTICE_UNDER_36H),
            step(Lead.MORNING, Offset(), time(8), Condition.NOTICE_UNDER_36H),
            step(Lead.T_1H, Offset(elapsed=timedelta(hours=-1))),
            step(Lead.AFTER_2H, Offset(elapsed=timedelta(hours=2))),
            step(Lead.AFTER_20H, Offset(days=1), time(9)),
            step(Lead.AFTER_5BD, Offset(business_days=5)),
            step(Lead.AFTER_10BD, Offset(business_days=10)),
        ),
    )


def interviews() -> Iterable[Interview]:
    """Yield an interview a round, on the days of about a year, so that clock changes are among them."""
    for number in range(ROUNDS):
        day = date(2026, 2, 1) + timedelta(days=number % 365)
        booked = instant_of(day, time(15), ZONE) - NOTICE
        yield Interview(
            id=f"interview-{number}",
            member_id="member",
            company="Acme",
            day=day,
            time=time(15),
            zone=ZONE,
            created_at=booked,
            planned_from=booked,
        )


def rows(interview: Interview, made: Plan) -> list[tuple[str | int, ...]]:
    """Return what is stored for a plan: every step but the first, which is shown at once."""
    starts_at = interview.starts_at
    return [
        (
            reminder_key(interview.id, item.step.lead, starts_at, 0),
            interview.member_id,
            interview.id,
            item.step.lead.value,
            starts_at.isoformat(),
            0,
            item.due_at.isoformat(),
            item.useful_until.isoformat(),
            int(item.step.quiet_ok),
            " ".join(step.lead for step in item.includes),
            "pending",
        )
        for item in made.steps
        if item.step.lead is not Lead.BOOKING
    ]


def compare(database: Path, journal: str, preferences: Preferences) -> tuple[float, float]:
    """Return the median seconds of a plan and of one insert and commit, each commit forced to the disk."""
    template = standard()
    to_plan = list(interviews())
    to_insert = [rows(it, plan(it, template, preferences, it.planned_from)) for it in to_plan]
    connection = sqlite3.connect(database)
    connection.execute(f"pragma journal_mode={journal}")
    connection.execute("pragma synchronous=full")
    connection.execute(TABLE)

    def planning() -> None:
        interview = to_plan.pop()
        plan(interview, template, preferences, interview.planned_from)

    def inserting() -> None:
        connection.executemany(INSERT, to_insert.pop())
        connection.commit()

    found = interleaved(planning, inserting, ROUNDS)
    connection.close()
    return found


def run() -> list[Row]:
    """Plan and insert in turn, under both of SQLite's journals, with quiet hours in the way and without."""
    settings = {
        "usual": Preferences(zone=ZONE),
        "quiet hours move it": Preferences(zone=ZONE, remind_at=time(22)),
    }
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for journal in ("delete", "wal"):
            for name, preferences in settings.items():
                ours, bare = compare(Path(folder) / f"{journal}-{name}.db", journal, preferences)
                detail = f"{ours * 1e6:.0f} µs, {bare * 1e6:.0f} µs"
                found.append(Row(f"a plan ({name}) / bare insert, {journal}", ours / bare, 1.0, detail))
    return found


if __name__ == "__main__":
    for row in run():
        print(row)
