"""Adding an interview: from typed words or a form, over a draft, to a confirmed time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options
from bot.commands.intake.answer_parser import (
    people,
    split_line,
)
from bot.commands.intake.fields import (
    city_form,
    first_step,
)
from bot.commands.intake.invitation_checks import (
    OF_THE_TIME,
)
from bot.commands.intake.next_question import (
    again,
    consider,
    new_draft,
    open_draft,
    settle_city,
    typed_now,
)
from bot.commands.places import complete_cities
from bot.domain import lifecycle, origins
from bot.domain.calendar import local
from bot.domain.drafts import Draft
from bot.domain.interviews import Format, Interview
from bot.domain.overview import overview
from bot.reply import Reply
from bot.text import text
from bot.views.confirming import Candidate
from bot.views.forms import Form
from bot.views.planned import Added
from bot.views.times import day_and_time


class AddOptions(Options):
    """Everything in one line, or each thing by itself."""

    what: Annotated[str | None, Opt(description="All in one line: company, role, when")] = None
    company: Annotated[str | None, Opt(description="The company, or a nickname for it")] = None
    role: Annotated[str | None, Opt(description="The role")] = None
    when: Annotated[str | None, Opt(description="When, in your own words: next Thu 3pm")] = None
    format: Annotated[str | None, Opt(description="On site, by video or by phone")] = None
    interviewers: Annotated[str | None, Opt(description="Who you will meet: name, title; one a line")] = None
    zone: Annotated[str | None, Opt(description="The city whose clock the time is on, if not yours")] = None
    place: Annotated[str | None, Opt(description="Place or link")] = None
    notes: Annotated[str | None, Opt(description="Notes for yourself")] = None
    round: Annotated[str | None, Opt(description="Which round", json_schema_extra={"hidden": True})] = None
    time: Annotated[str | None, Opt(description="Time of day", json_schema_extra={"hidden": True})] = None
    city: Annotated[str | None, Opt(description="Your own city", json_schema_extra={"hidden": True})] = None
    draft: Annotated[
        str | None, Opt(description="A draft to go on with", json_schema_extra={"hidden": True})
    ] = None
    details: Annotated[
        str | None, Opt(description="Step of the form", json_schema_extra={"hidden": True})
    ] = None


FORM_STAYS_OPEN = timedelta(hours=1)

TYPED = ("company", "role", "when", "format", "interviewers", "zone", "place", "notes", "round", "time")


async def add(context: Context, options: AddOptions) -> Reply:
    """Take what was typed into a draft and ask for what is still missing."""
    if options.draft:
        draft = await open_draft(context, options.draft)
    else:
        draft = await refused_before(context, options.company, options.details) or new_draft(
            context, "interview add"
        )
    typed = {name: value for name in TYPED if (value := getattr(options, name)) is not None}
    if options.what:
        typed |= split_line(options.what, local(context.now, context.zone), context)
    values = {**draft.values, **typed}
    if "when" in typed and "time" not in typed:
        values.pop("time", None)
    if options.details:
        values["details"] = options.details
    if options.draft:
        # Whatever form it was, it showed the company, and what was missing is no news any more.
        values.pop("unsure", None)
        values.pop("fresh", None)
    if "zone" in typed and typed["zone"] != draft.values.get("zone"):
        values["told clock"] = "yes"
    if any(typed.get(name, draft.values.get(name)) != draft.values.get(name) for name in ("when", "time")):
        values = {name: value for name, value in values.items() if name not in OF_THE_TIME}
    values |= typed_now(draft.values, typed, context.now)
    draft = replace(draft, values=values, saved_at=context.now)
    await context.unit.drafts.put(draft)
    if options.city is not None:
        unplaced = await settle_city(context, options.city)
        if unplaced:
            return Reply(form=city_form(again(draft), options.city, unplaced.reason))
    return await consider(context, draft)


async def refused_before(context: Context, company: str | None, details: str | None) -> Draft | None:
    """Return the draft that this form left when it was sent with a mistake in it.

    Where errors stand beside their fields, the form stays open as it was and knows nothing of the draft.
    """
    if details != "ask" or not company:
        return None
    for draft in await context.unit.drafts.of(context.member.id, context.now):
        same = (
            draft.path == "interview add" and draft.values.get("company", "").casefold() == company.casefold()
        )
        if same and draft.values.get("details") == "ask" and context.now - draft.saved_at < FORM_STAYS_OPEN:
            return draft
    return None


async def confirm_add(context: Context, draft: Draft, chosen: Candidate) -> Reply:
    """Make a draft's time the truth: the interview is added and its plan begins."""
    interview = _interview(context, draft, chosen)
    case = lifecycle.add(await context.case(), interview)
    await context.keep(origins.remember(case, interview, draft.values))
    await context.unit.drafts.delete(context.member.id, draft.id)
    view = overview(case, interview)
    first = next((line for line in view.lines if line.open), None)
    zone, pending = case.zone_of(interview), case.pending(interview)
    minutes = f" ({first.minutes} min)" if first and first.minutes else ""
    return Reply(
        view=Added(
            interview=interview,
            reader_zone=zone,
            now=context.now,
            reminders=len(pending),
            next_reminder=day_and_time(pending[0].due_at, zone, context.now) if pending else "",
            first=text(f"{first.action}{minutes}" if first else "Take a breath. You were asked back."),
            merged=sum(len(line.includes) for line in view.lines),
            left_out=len(view.left_out),
            paused=context.member.preferences.paused(context.now) and not pending,
            steps=len(view.lines),
        )
    )


def _interview(context: Context, draft: Draft, chosen: Candidate) -> Interview:
    values = draft.values
    number = values.get("round", "")
    return Interview(
        # The draft's id goes on as the interview's, so that a second press on "Right" finds it.
        id=draft.id,
        member_id=context.member.id,
        company=values["company"],
        role=values.get("role", ""),
        day=chosen.day,
        time=chosen.time,
        zone=chosen.zone,
        format=Format.called(values.get("format", "")) or Format.UNKNOWN,
        interviewers=people(values.get("interviewers", "")),
        place=values.get("place", ""),
        notes=values.get("notes", ""),
        round=int(number) if number.isdecimal() and int(number) > 0 else 2,
        previous=values.get("previous", ""),
        created_at=context.now,
        planned_from=context.now,
    )


def bare_form(arguments: Mapping[str, str]) -> Form | None:
    """Return step one for a bare command."""
    return first_step({}, {}) if not arguments else None


COMMANDS = (
    Command(
        path="interview add",
        summary="Add an interview, in one line or step by step",
        handler=add,
        options=AddOptions,
        form=bare_form,
        completers={"zone": complete_cities, "city": complete_cities},
        examples=("/prep add Acme, data analyst, next Thu 3pm", "/interview add"),
    ),
)
