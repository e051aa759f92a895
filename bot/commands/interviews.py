"""Listing, showing, editing, cancelling and settling interviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.adding import consider, new_draft
from bot.commands.command import Command, Context, Options
from bot.commands.fields import EDITABLE
from bot.commands.reading import format_of, people
from bot.domain.calendar import local
from bot.domain.interviews import Format, Interview, Outcome
from bot.domain.progress import State
from bot.errors import InputError, NotFound
from bot.invocation import Invocation
from bot.reply import Choice, Reply, Show
from bot.services import interviews as service
from bot.services.planning import overview, replan
from bot.views.forms import Form
from bot.views.interviews import (
    AskResult,
    Cancelled,
    InterviewCard,
    InterviewList,
    ResultNoted,
    WhichInterview,
)
from bot.views.times import short_day

OUTCOME_WORDS = {
    Outcome.OFFER: ("offer", "an offer", "offered", "yes"),
    Outcome.NEXT: ("next", "next round", "another round", "third round", "final round"),
    Outcome.NO: ("no", "a no", "rejected", "rejection", "declined", "turned down"),
    Outcome.WAITING: ("waiting", "wait", "silence", "nothing yet", "no answer"),
}


class WhatOptions(Options):
    """Which interview."""

    what: Annotated[str | None, Opt(description="Which interview: a company is enough")] = None


class EditOptions(WhatOptions):
    """New values; what is not given stays."""

    company: Annotated[str | None, Opt(max_length=80)] = None
    role: Annotated[str | None, Opt(max_length=80)] = None
    format: str | None = None
    interviewers: Annotated[str | None, Opt(max_length=800)] = None
    place: Annotated[str | None, Opt(max_length=300)] = None
    notes: Annotated[str | None, Opt(max_length=2000)] = None
    round: str | None = None


class ResultOptions(WhatOptions):
    """Which interview, and what came of it."""

    outcome: Annotated[str | None, Opt(description="offer, next, no or waiting")] = None


async def which(
    context: Context,
    name: str | None,
    path: str,
    question: str,
    *,
    open_only: bool = True,
    arguments: Mapping[str, str] | None = None,
) -> Interview | Reply:
    """Return the interview that a name means, or the question to ask when it could be several.

    Raises NotFound when nothing answers to it.
    """
    everything = await context.unit.interviews.of(context.member.id)
    for interview in everything:
        if interview.id == name:
            return interview
    chosen = [i for i in everything if not (open_only and i.settled)]
    if name:
        chosen = matching(everything, name)
    if not chosen:
        raise _nothing(name)
    if len(chosen) == 1:
        return chosen[0]
    return Reply(
        view=WhichInterview(
            question=question,
            path=path,
            interviews=tuple(chosen),
            now=context.now,
            reader_zone=context.member.preferences.zone,
            arguments=tuple((arguments or {}).items()),
        )
    )


def matching(interviews: tuple[Interview, ...], name: str) -> list[Interview]:
    """Return the interviews that a typed name means: the same company, else one that contains it."""
    folded = name.casefold().strip()
    exact = [i for i in interviews if i.company.casefold() == folded]
    return exact or [i for i in interviews if folded and folded in f"{i.company} {i.role}".casefold()]


async def show_list(context: Context, _: Options) -> Reply:
    """Show all interviews, those ahead first."""
    everything = await context.unit.interviews.of(context.member.id)
    ahead = tuple(i for i in everything if i.starts_at > context.now and not i.settled)
    behind = tuple(reversed([i for i in everything if i not in ahead]))
    zone = context.member.preferences.zone
    return Reply(view=InterviewList(ahead=ahead, behind=behind, reader_zone=zone, now=context.now))


async def show(context: Context, options: WhatOptions) -> Reply:
    """Show one interview."""
    chosen = await which(context, options.what, "interview show", "Which interview?", open_only=False)
    return chosen if isinstance(chosen, Reply) else await card(context, chosen)


async def card(context: Context, interview: Interview, lead_in: str = "") -> Reply:
    """Return one interview with everything that is known of it."""
    view = await overview(context.unit, context.catalog, context.member, interview, context.now)
    done = sum(line.state is State.DONE for line in view.lines)
    return Reply(
        view=InterviewCard(
            interview=interview,
            reader_zone=context.member.preferences.zone or interview.zone,
            now=context.now,
            done=done,
            total=len(view.lines),
            lead_in=lead_in,
        )
    )


async def edit(context: Context, options: EditOptions) -> Reply:
    """Change what is known of an interview, except its time."""
    chosen = await which(
        context, options.what, "interview edit", "Which one do you want to edit?", open_only=False
    )
    if isinstance(chosen, Reply):
        return chosen
    given = options.model_dump(exclude={"what"}, exclude_none=True)
    if not given:
        return Reply(form=_edit_form(chosen, _values(chosen), {}))
    errors = _edit_errors(given)
    if errors:
        return Reply(form=_edit_form(chosen, given, errors))
    changed = replace(
        chosen,
        company=given.get("company", chosen.company),
        role=given.get("role", chosen.role),
        format=(format_of(given["format"]) or chosen.format) if "format" in given else chosen.format,
        interviewers=people(given["interviewers"]) if "interviewers" in given else chosen.interviewers,
        place=given.get("place", chosen.place),
        notes=given.get("notes", chosen.notes),
        round=int(given["round"]) if given.get("round") else chosen.round,
    )
    await context.unit.interviews.save(changed)
    if changed.format is not chosen.format:
        await replan(context.unit, context.catalog, context.member, changed, context.now)
    return await card(context, changed, lead_in="Changed.")


async def cancel(context: Context, options: WhatOptions) -> Reply:
    """Call an interview off; one press undoes it."""
    chosen = await which(context, options.what, "interview cancel", "Which one is off?")
    if isinstance(chosen, Reply):
        return chosen
    if chosen.cancelled:
        return await card(context, chosen, lead_in="This one is cancelled already.")
    cancelled, planned = await service.cancel(
        context.unit, context.catalog, context.member, chosen, context.now
    )
    return Reply(view=Cancelled(interview=cancelled, stopped=planned.stopped), show=Show.NEW)


async def restore(context: Context, options: WhatOptions) -> Reply:
    """Undo a cancellation."""
    chosen = await which(
        context, options.what, "interview restore", "Which one is on again?", open_only=False
    )
    if isinstance(chosen, Reply):
        return chosen
    restored, _ = await service.restore(context.unit, context.catalog, context.member, chosen, context.now)
    return await card(
        context, restored, lead_in="It is on again, and so are the reminders that are still ahead."
    )


async def result(context: Context, options: ResultOptions) -> Reply:
    """Note what came of an interview; reminders follow it."""
    name, word = options.what, options.outcome
    if name and word is None:
        name, word = _split_outcome(name)
    arguments = {"outcome": word} if word else {}
    open_only = name is None
    chosen = await which(
        context, name, "interview result", "Which one?", open_only=open_only, arguments=arguments
    )
    if isinstance(chosen, Reply):
        return chosen
    if word is None:
        return Reply(view=AskResult(interview=chosen))
    outcome = outcome_of(word)
    if outcome is None:
        raise InputError(
            "What came of it: offer, next, no or waiting?",
            example=f"/interview result {chosen.company} offer",
        )
    settled, planned = await service.settle(
        context.unit, context.catalog, context.member, chosen, context.now, outcome
    )
    return Reply(
        view=ResultNoted(
            interview=settled, stopped=planned.stopped, remaining=len(planned.pending), now=context.now
        )
    )


async def next_round(context: Context, options: WhatOptions) -> Reply:
    """Begin the next round with the same company."""
    chosen = await which(context, options.what, "interview next", "Which one goes on?", open_only=False)
    if isinstance(chosen, Reply):
        return chosen
    values = {
        "company": chosen.company,
        "role": chosen.role,
        "round": str(chosen.round + 1),
        "details": "asked",
    }
    draft = new_draft(context, "interview add", {name: value for name, value in values.items() if value})
    await context.unit.drafts.put(draft)
    reply = await consider(context, draft)
    if reply.form is None:
        return reply
    # Nothing is wrong yet: the form is simply not filled in.
    return replace(reply, form=replace(reply.form, errors={}, title=f"Round {chosen.round + 1}"))


async def complete_interviews(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest the member's own interviews, nearest first."""
    everything = await context.unit.interviews.of(context.member.id)
    zone = context.member.preferences.zone
    folded = typed.casefold()
    return tuple(
        Choice(f"{i.company}, {short_day(local(i.starts_at, zone or i.zone).date())}", i.company)
        for i in sorted(everything, key=lambda i: (i.starts_at < context.now, i.starts_at))
        if folded in i.company.casefold() and not i.cancelled
    )


def outcome_of(words: str) -> Outcome | None:
    """Return the outcome that the words name, or None."""
    folded = words.casefold().strip(" .!")
    if folded in set(Outcome):
        return Outcome(folded)
    return next((outcome for outcome, names in OUTCOME_WORDS.items() if folded in names), None)


async def complete_outcomes(_: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest the four outcomes."""
    return tuple(Choice(o.value, o.value) for o in Outcome if o.value.startswith(typed.casefold()))


def _split_outcome(line: str) -> tuple[str | None, str | None]:
    words = line.replace(",", " ").split()
    for length in (2, 1):
        tail = " ".join(words[-length:])
        if len(words) >= length and outcome_of(tail) is not None:
            return " ".join(words[:-length]) or None, tail
    return line, None


def _nothing(name: str | None) -> NotFound:
    if name:
        shown = name if len(name) <= 40 else name[:39] + "…"
        return NotFound(f"I find no interview called “{shown}”.", example="/interview list")
    return NotFound(
        "There is no interview yet. Tell me about one first.",
        example="/prep add Acme, data analyst, next Thu 3pm",
    )


def _values(interview: Interview) -> dict[str, str]:
    return {
        "company": interview.company,
        "role": interview.role,
        "format": interview.format if interview.format is not Format.UNKNOWN else "",
        "interviewers": "\n".join(str(person) for person in interview.interviewers),
        "place": interview.place,
        "notes": interview.notes,
        "round": str(interview.round),
    }


def _edit_form(interview: Interview, values: dict[str, str], errors: dict[str, str]) -> Form:
    return Form(
        title="Edit the interview",
        submit=Invocation("interview edit", {"what": interview.id}),
        fields=EDITABLE,
        values={name: value for name, value in values.items() if value},
        errors=errors,
        submit_label="Save",
    )


def _edit_errors(given: dict[str, str]) -> dict[str, str]:
    errors = {}
    if "company" in given and not given["company"]:
        errors["company"] = "Which company is it? A nickname will do."
    if given.get("format") and format_of(given["format"]) is None:
        errors["format"] = "On site, video, phone, or not known yet?"
    number = given.get("round")
    if number and not (number.isdecimal() and 1 <= int(number) <= 20):
        errors["round"] = "A number, such as 2"
    return errors


INTERVIEWS = {"what": complete_interviews}

COMMANDS = (
    Command(path="interview list", summary="All your interviews", handler=show_list),
    Command(
        path="interview show",
        summary="One interview, with everything you noted",
        handler=show,
        options=WhatOptions,
        completers=INTERVIEWS,
        examples=("/interview show Acme",),
    ),
    Command(
        path="interview cancel",
        summary="An interview is off: all its reminders stop",
        handler=cancel,
        options=WhatOptions,
        completers=INTERVIEWS,
        examples=("/interview cancel Acme",),
    ),
    Command(
        path="interview result",
        summary="What came of it: offer, next, no or waiting",
        handler=result,
        options=ResultOptions,
        completers={**INTERVIEWS, "outcome": complete_outcomes},
        examples=("/interview result Acme offer",),
    ),
    Command(
        path="interview edit",
        summary="Change what is known of an interview",
        handler=edit,
        options=EditOptions,
        completers=INTERVIEWS,
        listed=False,
    ),
    Command(
        path="interview restore",
        summary="Undo a cancellation",
        handler=restore,
        options=WhatOptions,
        listed=False,
    ),
    Command(
        path="interview next",
        summary="Add the next round",
        handler=next_round,
        options=WhatOptions,
        listed=False,
    ),
)
