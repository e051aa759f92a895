"""The next question about an interview that is being added, until nothing is missing and it is shown for a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import new_id
from bot.commands.command import Context
from bot.commands.intake.answer_parser import (
    NeedsTime,
    NotUnderstood,
    Understood,
    encode_candidates,
    people,
    read_when,
)
from bot.commands.intake.fields import (
    COMPANY,
    ROLE,
    STEP_ONE,
    STEP_TWO,
    TIME,
    WHEN,
    city_form,
    first_step,
    missing,
    second_step,
)
from bot.commands.intake.invitation_checks import (
    ASKING,
    already_known,
    heard,
    is_brought_in,
    on_clocks,
    settled,
    with_checks,
)
from bot.commands.places import Unplaced, place
from bot.domain.calendar import city_of
from bot.domain.dates import When
from bot.domain.drafts import Draft
from bot.domain.interviews import Format
from bot.domain.preferring import prefer
from bot.errors import NotFound
from bot.invocation import Invocation
from bot.reply import Reply
from bot.text import text
from bot.views.confirming import Candidate, Confirmation
from bot.views.forms import Form
from bot.views.platforms import WORDS
from bot.views.times import day_and_time, long_day

BUTTON = 2
"""Digits of a number that may have been meant for a button."""

TOO_FAR = timedelta(days=366)


def typed_now(kept: Mapping[str, str], typed: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return the stamp for words about time that are new; "tomorrow" left as it was keeps its day."""
    fresh = any(typed.get(name, kept.get(name)) != kept.get(name) for name in ("when", "time", "zone"))
    return {"typed_at": now.isoformat()} if fresh else {}


async def consider(context: Context, draft: Draft) -> Reply:
    """Return the next question about a draft, or its confirmation when nothing is missing."""
    values = draft.values
    form = _needed(draft)
    if form is not None:
        return Reply(form=form)
    zone = context.member.preferences.zone
    if zone is None:
        return Reply(form=city_form(again(draft), _city_guess(context)))
    clock_zone = None
    if values.get("zone"):
        placed = place(context.cities, values["zone"])
        if isinstance(placed, Unplaced):
            return Reply(form=second_step(draft.id, values, {"zone": placed.reason}))
        clock_zone = placed
    match _read(context, draft, zone, clock_zone):
        case NotUnderstood(reason):
            wrong = TIME if values.get("time") else WHEN
            return Reply(form=ask(draft, {wrong.name: reason}))
        case NeedsTime(days):
            return Reply(form=await _ask_time(context, draft, days))
        case Understood(candidates, guessed):
            ahead = tuple(c for c in candidates if context.now < c.starts_at < context.now + TOO_FAR)
            if not ahead:
                return Reply(form=ask(draft, {"when": not_ahead(context, candidates[0])}))
            if values.get("details") == "ask":
                return Reply(form=second_step(draft.id, values))
            known = await already_known(context, draft, ahead, zone)
            return known or await _confirm(context, draft, ahead, guessed=guessed)


def _read(
    context: Context, draft: Draft, zone: str, clock_zone: str | None
) -> Understood | NeedsTime | NotUnderstood:
    """Read the time of a draft: as an invitation gives it, unless the member typed another."""
    values = draft.values
    if values.get("moments"):
        return Understood(on_clocks(values, zone, clock_zone))
    typed = " ".join(part for part in (values["when"], values.get("time", "")) if part)
    return read_when(context, typed, typed_at=_typed_at(draft), reader_zone=zone, zone=clock_zone)


async def _confirm(context: Context, draft: Draft, ahead: tuple[Candidate, ...], *, guessed: bool) -> Reply:
    certain = settled(draft.values, ahead) if draft.values.get("moments") else {}
    kept = {name: value for name, value in draft.values.items() if name != ASKING}
    draft = replace(draft, values={**kept, **certain, "readings": encode_candidates(ahead)})
    await context.unit.drafts.put(draft)
    privacy: tuple[str, ...] = ()
    if not context.member.privacy_shown:
        privacy = WORDS[context.member.ref.platform].privacy
        context.member = replace(context.member, privacy_shown=True)
        await context.unit.members.save(context.member)
    values = draft.values
    confirmation = Confirmation(
        draft_id=draft.id,
        company=values["company"],
        role=values.get("role", ""),
        format=Format.called(values.get("format", "")) or Format.UNKNOWN,
        interviewers=tuple(str(person) for person in people(values.get("interviewers", ""))),
        place=values.get("place", ""),
        notes=values.get("notes", ""),
        candidates=ahead,
        reader_zone=context.member.preferences.zone or ahead[0].zone,
        now=context.now,
        typed=values["when"],
        guessed=guessed,
        privacy=privacy,
    )
    return Reply(view=with_checks(confirmation, values))


async def settle_city(context: Context, city: str) -> Unplaced | None:
    """Take the member's own zone from a city's name; plans are worked out again with it."""
    placed = place(context.cities, city)
    if isinstance(placed, Unplaced):
        return placed
    case = await context.case()
    await context.keep(prefer(case, replace(case.preferences, zone=placed)))
    return None


def new_draft(context: Context, path: str, values: Mapping[str, str] | None = None) -> Draft:
    """Return a fresh draft, not yet stored."""
    return Draft(
        id=new_id(context.rng),
        member_id=context.member.id,
        path=path,
        values=values or {},
        saved_at=context.now,
    )


async def open_draft(context: Context, draft_id: str) -> Draft:
    """Return the member's draft. Raises NotFound when it is gone."""
    draft = await context.unit.drafts.get(context.member.id, draft_id, context.now)
    if draft is None:
        raise NotFound("That draft is gone; drafts are kept for 7 days.", example="/interview add")
    return draft


async def _ask_time(context: Context, draft: Draft, days: tuple[When, ...]) -> Form:
    """Ask for the time of day. A day that is certain is kept as a date, so that it stays that day."""
    question = "What time of day?"
    if len(days) == 1:
        [day] = days
        question = f"What time on {long_day(day.day)}?"
        kept = {"when": day.day.isoformat(), **({"zone": day.zone} if day.zone else {})}
        draft = replace(draft, values={**draft.values, **kept})
        await context.unit.drafts.put(draft)
    return missing(again(draft), (TIME,), draft.values, {}, text(question))


def _errors(values: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if not values.get("company", "").strip():
        errors["company"] = "Which company is it? A nickname will do."
    elif _is_a_number(values["company"]):
        errors["company"] = f"“{values['company'].strip()}” looks like a button. What is the company called?"
    for field in (*STEP_ONE, *STEP_TWO):
        if len(values.get(field.name, "")) > field.limit:
            errors[field.name] = f"Please keep this under {field.limit} characters."
    if values.get("format") and Format.called(values["format"]) is None:
        errors["format"] = "On site, video, phone, or not known yet?"
    if not values.get("when", "").strip():
        errors["when"] = "When is it? For example: next Thu 3pm"
    return errors


def _is_a_number(name: str) -> bool:
    """Whether a name is a number as short as those that press buttons in a terminal."""
    return name.strip().isdecimal() and len(name.strip()) <= BUTTON


def ask(draft: Draft, errors: Mapping[str, str]) -> Form:
    """Ask for what is wrong or missing: the whole first step to who came by the form, else that alone."""
    if draft.values.get("details") and {field.name for field in STEP_ONE} >= errors.keys():
        return first_step({"draft": draft.id}, draft.values, errors)
    fields = tuple(field for field in (*STEP_ONE, *STEP_TWO, TIME) if field.name in errors)
    return missing(again(draft), fields, draft.values, errors)


def _needed(draft: Draft) -> Form | None:
    """Return the form for what is wrong, missing or guessed in a draft's words, the time aside."""
    if draft.values.get("unsure"):
        return _which_is_which(draft)
    errors = _errors(draft.values)
    if not errors:
        return None
    form = ask(draft, errors)
    return _not_said(form, draft) if is_brought_in(draft.values) else form


def _not_said(form: Form, draft: Draft) -> Form:
    """Return a form for what an invitation leaves out: nothing is wrong about what was never typed."""
    values = draft.values
    if not values.get("when") and not values.get("details"):
        # Without a date little is certain: the whole form shows what was found.
        form = first_step({"draft": draft.id}, values, form.errors)
    if values.get("fresh"):
        form = replace(form, errors={name: why for name, why in form.errors.items() if values.get(name)})
    return replace(form, intro=(*heard(values), *form.intro))


def _which_is_which(draft: Draft) -> Form:
    """Ask where the company's name ends in "Acme data analyst"; the guess is filled in."""
    form = missing(
        again(draft),
        (COMPANY, ROLE),
        draft.values,
        {},
        text("I can't tell where the company's name ends and the role begins. This is my guess."),
    )
    return replace(form, title="Which is the company?")


def again(draft: Draft) -> Invocation:
    """Return what a form about a draft is sent to."""
    return Invocation("interview add", {"draft": draft.id})


def not_ahead(context: Context, candidate: Candidate) -> str:
    """Return why a time can't be taken: it has passed, or it is too far off to be meant."""
    zone = context.member.preferences.zone or candidate.zone
    if candidate.starts_at <= context.now:
        when = day_and_time(candidate.starts_at, zone, context.now)
        return f"That has passed already ({when}, {city_of(zone)}). When is it?"
    return f"{long_day(candidate.day)} is more than a year away. Is the year right?"


def _typed_at(draft: Draft) -> datetime:
    typed_at = draft.values.get("typed_at")
    return datetime.fromisoformat(typed_at) if typed_at else draft.saved_at


def _city_guess(context: Context) -> str:
    guess = context.caller.zone
    return city_of(guess) if guess and "/" in guess and not guess.startswith("Etc/") else ""
