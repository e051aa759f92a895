"""Giving an interview a new time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.clock import ID_LENGTH
from bot.commands.command import Command, Context, Options
from bot.commands.fitting import named
from bot.commands.intake.answer_parser import (
    NeedsTime,
    NotUnderstood,
    Understood,
    encode_candidates,
    read_when,
    split_line,
)
from bot.commands.intake.fields import TIME, WHEN, missing
from bot.commands.intake.next_question import TOO_FAR, new_draft, not_ahead
from bot.commands.interviews import INTERVIEWS, which
from bot.domain import lifecycle
from bot.domain.calendar import local
from bot.domain.dates import find
from bot.domain.drafts import Draft
from bot.domain.interviews import Interview
from bot.invocation import Invocation, fits
from bot.reply import Reply
from bot.text import text
from bot.views.confirming import Candidate, Confirmation
from bot.views.forms import Form
from bot.views.planned import Moved
from bot.views.times import day_and_time, long_day


class MoveOptions(Options):
    """Which interview, and its new time."""

    what: Annotated[str | None, Opt(description="Which interview: a company is enough")] = None
    when: Annotated[str | None, Opt(description="The new time, in your own words: Fri 4pm")] = None
    time: Annotated[str | None, Opt(description="Time of day", json_schema_extra={"hidden": True})] = None
    draft: Annotated[
        str | None, Opt(description="A draft to go on with", json_schema_extra={"hidden": True})
    ] = None


async def move(context: Context, options: MoveOptions) -> Reply:
    """Read the new time and ask whether it is right."""
    name, typed = options.what, options.when
    known = name and await context.unit.interviews.get(context.member.id, name)
    if name and typed is None and not known:
        name, typed = _split(context, name)
    arguments = {"when": typed} if typed else {}
    if typed and not fits("interview move", {"what": "x" * ID_LENGTH, "when": typed}):
        arguments = {}
    chosen = await which(context, name, "interview move", "Which one moves?", arguments=arguments)
    if isinstance(chosen, Reply):
        return chosen
    if not typed:
        return Reply(form=move_form(chosen.id, {}, {}))
    return await _consider(context, chosen, typed, options)


async def confirm_move(context: Context, draft: Draft, chosen: Candidate) -> Reply:
    """Make a confirmed new time the truth and work the plan out again."""
    case = await context.case()
    interview = case.interview(draft.values["what"])
    case = lifecycle.move(case, interview, day=chosen.day, at=chosen.time, zone=chosen.zone)
    await context.keep(case)
    await context.unit.drafts.delete(context.member.id, draft.id)
    moved = case.interview(interview.id)
    zone, pending = case.zone_of(moved), case.pending(moved)
    return Reply(
        view=Moved(
            interview=moved,
            before=Candidate(interview.day, interview.time, interview.zone),
            reader_zone=zone,
            now=context.now,
            reminders=len(pending),
            next_reminder=day_and_time(pending[0].due_at, zone, context.now) if pending else "",
            paused=context.member.preferences.paused(context.now) and not pending,
        )
    )


def move_form(
    interview_id: str, values: Mapping[str, str], errors: Mapping[str, str], draft_id: str | None = None
) -> Form:
    """Return the question for the new time."""
    return Form(
        title="Move the interview",
        submit=Invocation("interview move", {"what": interview_id, **_going_on(draft_id)}),
        fields=(replace(WHEN, label="When is it now?"),),
        values={"when": values["when"]} if values.get("when") else {},
        errors=errors,
    )


async def _consider(context: Context, interview: Interview, typed: str, options: MoveOptions) -> Reply:
    zone = context.member.preferences.zone or interview.zone
    said = f"{typed} {options.time}" if options.time else typed
    result = read_when(context, said, typed_at=context.now, reader_zone=zone, zone=interview.zone)
    match result:
        case NotUnderstood(reason):
            return Reply(form=move_form(interview.id, {"when": typed}, {"when": reason}, options.draft))
        case NeedsTime(days):
            day = days[0].day.isoformat() if len(days) == 1 else typed
            question = f"What time on {long_day(days[0].day)}?" if len(days) == 1 else "What time of day?"
            submit = Invocation(
                "interview move", {"what": interview.id, "when": day, **_going_on(options.draft)}
            )
            return Reply(form=missing(submit, (TIME,), {}, {}, text(question)))
        case Understood(candidates, guessed):
            ahead = tuple(c for c in candidates if context.now < c.starts_at < context.now + TOO_FAR)
            if not ahead:
                errors = {"when": not_ahead(context, candidates[0])}
                return Reply(form=move_form(interview.id, {"when": typed}, errors, options.draft))
            values = {"what": interview.id, "when": said, "readings": encode_candidates(ahead)}
            # What an invitation brought along with the new time stays with it.
            kept = options.draft and await context.unit.drafts.get(
                context.member.id, options.draft, context.now
            )
            draft = kept or new_draft(context, "interview move")
            draft = replace(
                draft,
                id=options.draft or draft.id,
                values={**draft.values, **values},
                saved_at=context.now,
            )
            await context.unit.drafts.put(draft)
            return Reply(
                view=Confirmation(
                    draft_id=draft.id,
                    company=interview.company,
                    candidates=ahead,
                    reader_zone=zone,
                    now=context.now,
                    typed=said,
                    guessed=guessed,
                    moving=interview,
                )
            )


def _going_on(draft_id: str | None) -> dict[str, str]:
    return {"draft": draft_id} if draft_id else {}


def _split(context: Context, line: str) -> tuple[str | None, str | None]:
    """Take "Acme to Fri 4pm" apart into a name and a time."""
    here = local(context.now, context.member.preferences.zone or "UTC")
    found = find(line, here, city=context.cities.zone)
    if found is None:
        return line, None
    name = found.before.strip(" ,;")
    for word in (" to", " on", " at"):
        name = name.removesuffix(word)
    return (name if name not in {"to", "on"} else "") or None, found.words


def _moves(context: Context, rest: str, interviews: tuple[Interview, ...]) -> bool:
    """Whether words are a new time, with or without the interview that it is for, or an interview alone."""
    found = split_line(rest, local(context.now, context.zone), context)
    if "when" in found:
        name = found.get("company", "").removesuffix(" to").strip()
        return not name or name == "to" or named(context, name, interviews)
    return named(context, rest, interviews)


COMMANDS = (
    Command(
        path="interview move",
        summary="An interview has a new time: everything is planned again",
        handler=move,
        options=MoveOptions,
        completers=INTERVIEWS,
        fits=_moves,
        examples=("/interview move Acme to Fri 4pm",),
    ),
)
