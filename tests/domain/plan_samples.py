"""The usual plan as its article lays it out, and short ways to make interviews."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.domain.calendar import instant_of, local
from bot.domain.content import Condition, PlanStep, PlanTemplate
from bot.domain.interviews import Format, Interview
from bot.domain.leads import Lead, Offset
from bot.domain.members import Pace, Preferences
from bot.domain.plans import Plan

NEW_YORK = "America/New_York"
THURSDAY = date(2026, 12, 3)
UNDER_4D = (Condition.NOTICE_UNDER_4D,)
UNDER_36H = (Condition.NOTICE_UNDER_36H,)
OVER_36H = (Condition.NOTICE_OVER_36H,)


def days(count: int) -> Offset:
    return Offset(days=count, business_days=0, elapsed=None)


def business_days(count: int) -> Offset:
    return Offset(days=0, business_days=count, elapsed=None)


def hours(count: float) -> Offset:
    return Offset(days=0, business_days=0, elapsed=timedelta(hours=count))


def step(
    lead: Lead,
    offset: Offset | None,
    at: time | None = None,
    *,
    skip_if: tuple[Condition, ...] = (),
    quiet_ok: bool = False,
    number: int = 1,
) -> PlanStep:
    return PlanStep(
        id=f"step-{lead}-{number}",
        lead=lead,
        offset=offset,
        local_time=at,
        text=f"What there is to do at {lead}.",
        task=None,
        tip=None,
        questions=(),
        plan_prompt="",
        skip_if=skip_if,
        quiet_ok=quiet_ok,
    )


def template(*steps: PlanStep) -> PlanTemplate:
    return PlanTemplate(id="plan-sample", title="Sample", summary="", pace=Pace.STANDARD, steps=steps)


STANDARD = template(
    step(Lead.BOOKING, None, skip_if=UNDER_36H),
    step(Lead.BOOKING, None, skip_if=OVER_36H, number=2),
    step(Lead.T_7, days(-7), skip_if=UNDER_4D),
    step(Lead.T_5, days(-5), skip_if=UNDER_4D),
    step(Lead.T_3, days(-3), skip_if=UNDER_4D),
    step(Lead.T_2, days(-2), skip_if=UNDER_4D),
    step(Lead.T_1, days(-1), time(18), skip_if=UNDER_36H),
    step(Lead.MORNING, days(0), time(8), skip_if=UNDER_36H),
    step(Lead.T_1H, hours(-1), quiet_ok=True),
    step(Lead.AFTER_2H, hours(2)),
    step(Lead.AFTER_20H, days(1), time(9)),
    step(Lead.AFTER_5BD, business_days(5)),
    step(Lead.AFTER_10BD, business_days(10)),
)


def interview(
    notice: timedelta = timedelta(days=10),
    *,
    day: date = THURSDAY,
    at: time = time(15),
    zone: str = NEW_YORK,
    form: Format = Format.UNKNOWN,
) -> Interview:
    """Return an interview that was added `notice` before its start."""
    booked = instant_of(day, at, zone) - notice
    return Interview(
        id="an-interview",
        member_id="a-member",
        company="Acme",
        day=day,
        time=at,
        zone=zone,
        format=form,
        created_at=booked,
        planned_from=booked,
    )


def preferences(zone: str = NEW_YORK, **settings: object) -> Preferences:
    return Preferences(zone=zone, **settings)  # type: ignore[arg-type]


def at_local(text: str, zone: str = NEW_YORK) -> datetime:
    moment = datetime.fromisoformat(text)
    return instant_of(moment.date(), moment.time(), zone)


def schedule(plan: Plan, zone: str = NEW_YORK) -> list[str]:
    """Return the steps as their lead and local hour, with the merged leads behind a plus."""
    lines = []
    for item in plan.steps:
        assert item.due_at.tzinfo is UTC
        merged = "".join(f" + {other.lead}" for other in item.includes)
        lines.append(f"{item.step.lead}{merged}: {local(item.due_at, zone):%a %d %b %H:%M}")
    return lines


def left_out(plan: Plan) -> dict[str, str]:
    return {left.step.lead: left.reason for left in plan.left_out}
