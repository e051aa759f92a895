"""Giving an interview a new time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.clock import ID_LENGTH
from bot.commands.command import Command, Context, Options, hidden
from bot.commands.fitting import named
from bot.commands.intake.answer_parser import (
    NeedsTime,
    NotUnderstood,
    Reader,
    Understood,
    read_when,
    split_line,
)
from bot.commands.intake.fields import TIME, WHEN, missing
from bot.commands.intake.kept import put
from bot.commands.intake.next_question import ahead_of, not_ahead
from bot.commands.interviews import INTERVIEWS, which
from bot.domain import lifecycle
from bot.domain.calendar import local
from bot.domain.dates import find
from bot.domain.drafts import MoveDraft
from bot.domain.interviews import Interview
from bot.domain.invitations import Candidate
from bot.invocation import Invocation, fits
from bot.reply import Reply
from bot.text import text
from bot.views.confirming import Confirmation
from bot.views.forms import Form
from bot.views.plans import Moved
from bot.views.times import day_and_time, long_day


class MoveOptions(Options):
    """Which interview, and its new time."""

    what: Annotated[str | None, Opt(description="Which interview: a company is enough")] = None
    when: Annotated[str | None, Opt(description="The new time, in your own words: Fri 4pm")] = None
    time: Annotated[str | None, hidden("Time of day")] = None
    draft: Annotated[str | None, hidden("A draft to go on with")] = None


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
    if not typed:
        return Reply(form=move_form(chosen.id))
    return await _consider(context, chosen, typed, options)


async def confirm_move(context: Context, draft_id: str, draft: MoveDraft, chosen: Candidate) -> Reply:
    """Make a confirmed new time the truth and work the plan out again."""
    case = await context.case()
    interview = case.interview(draft.interview_id)
    case = lifecycle.move(case, interview, day=chosen.day, at=chosen.time, zone=chosen.zone)
    await context.keep(case)
    await context.unit.drafts.delete(context.member.id, draft_id)
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
    interview_id: str, when: str = "", errors: Mapping[str, str] | None = None, draft_id: str | None = None
) -> Form:
    """Return the question for the new time."""
    return Form(
        title="Move the interview",
        submit=Invocation("interview move", {"what": interview_id, **_going_on(draft_id)}),
        fields=(replace(WHEN, label="When is it now?"),),
        values={"when": when} if when else {},
        errors=errors or {},
    )


async def _consider(context: Context, interview: Interview, typed: str, options: MoveOptions) -> Reply:
    zone = context.member.preferences.zone or interview.zone
    said = f"{typed} {options.time}" if options.time else typed
    reader = Reader.of(context)
    match read_when(reader, said, typed_at=context.now, reader_zone=zone, zone=interview.zone):
        case NotUnderstood(reason):
            return Reply(form=move_form(interview.id, typed, {"when": reason}, options.draft))
        case NeedsTime(days):
            day = days[0].day.isoformat() if len(days) == 1 else typed
            question = f"What time on {long_day(days[0].day)}?" if len(days) == 1 else "What time of day?"
            submit = Invocation(
                "interview move", {"what": interview.id, "when": day, **_going_on(options.draft)}
            )
            return Reply(form=missing(submit, (TIME,), {}, {}, text(question)))
        case Understood(candidates, guessed):
            ahead = ahead_of(candidates, reader)
            if not ahead:
                errors = {"when": not_ahead(candidates[0], reader)}
                return Reply(form=move_form(interview.id, typed, errors, options.draft))
            draft_id = await _keep(
                context, MoveDraft(interview_id=interview.id, when=said, readings=ahead), options
            )
            return Reply(
                view=Confirmation(
                    draft_id=draft_id,
                    company=interview.company,
                    candidates=ahead,
                    reader_zone=zone,
                    now=context.now,
                    typed=said,
                    guessed=guessed,
                    moving=interview,
                )
            )


async def _keep(context: Context, moving: MoveDraft, options: MoveOptions) -> str:
    """Keep a new time, with what an invitation brought along with the one before it; return the draft's id."""
    drafts = context.unit.drafts
    kept = await drafts.get(context.member.id, options.draft, context.now) if options.draft else None
    if kept and isinstance(kept.content, MoveDraft):
        moving = replace(moving, update=kept.content.update)
    return await put(context, options.draft or "", moving)


def _going_on(draft_id: str | None) -> dict[str, str]:
    return {"draft": draft_id} if draft_id else {}


def _split(context: Context, line: str) -> tuple[str | None, str | None]:
    """Take "Acme to Fri 4pm" apart into a name and a time."""
    here = local(context.now, context.member.preferences.zone or "UTC")
    found = find(line, here, city=context.cities.meant)
    if found is None:
        return line, None
    name = found.before.strip(" ,;")
    for word in (" to", " on", " at"):
        name = name.removesuffix(word)
    return (name if name not in {"to", "on"} else "") or None, found.words


def _moves(context: Context, rest: str, interviews: tuple[Interview, ...]) -> bool:
    """Whether words are a new time, with or without the interview that it is for, or an interview alone."""
    found = split_line(rest, local(context.now, context.zone), context.cities)
    if found.when:
        name = found.company.removesuffix(" to").strip()
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
