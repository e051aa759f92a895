"""Adding an interview: from typed words or a form, over a draft, to a confirmed time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options, hidden
from bot.commands.intake.answer_parser import split_line
from bot.commands.intake.fields import AnswerOptions, again, city_form, facts_in, first_step
from bot.commands.intake.kept import open_interview, put
from bot.commands.intake.questions import consider, settle_city
from bot.commands.places import complete_cities
from bot.domain import lifecycle, origins
from bot.domain.calendar import local
from bot.domain.drafts import ANSWERS, InterviewDraft, Step
from bot.domain.interviews import Interview
from bot.domain.invitations import Candidate
from bot.domain.overview import overview
from bot.reply import Reply
from bot.text import text
from bot.views.forms import Form
from bot.views.plans import Added
from bot.views.times import day_and_time


class LineOptions(Options):
    """Everything in one line."""

    what: Annotated[str | None, Opt(description="All in one line: company, role, when")] = None


class AddOptions(AnswerOptions, LineOptions):
    """Everything in one line, or each thing by itself."""

    city: Annotated[str | None, hidden("Your own city")] = None
    draft: Annotated[str | None, hidden("A draft to go on with")] = None
    details: Annotated[str | None, hidden("Step of the form")] = None


FORM_STAYS_OPEN = timedelta(hours=1)


async def add(context: Context, options: AddOptions) -> Reply:
    """Take what was typed into a draft and ask for what is still missing."""
    if options.draft:
        draft_id = options.draft
        # Whatever form it was, it showed the company, and what was missing is no news any more.
        draft = replace(await open_interview(context, draft_id), unsure=False, fresh=False)
    else:
        draft_id, draft = await refused_before(context, options.company, options.details)
    typed = options.model_dump(include=set(ANSWERS), exclude_none=True)
    if options.what:
        said = split_line(options.what, local(context.now, context.zone), context.cities)
        typed |= said.answers
        draft = replace(draft, unsure=draft.unsure or said.unsure)
    draft = draft.answered(typed, context.now)
    if options.details:
        draft = replace(draft, step=Step(options.details))
    draft_id = await put(context, draft_id, draft)
    if options.city is not None:
        unplaced = await settle_city(context, options.city)
        if unplaced:
            return Reply(form=city_form(again(draft_id), options.city, unplaced.reason))
    return await consider(context, draft_id, draft)


async def refused_before(
    context: Context, company: str | None, details: str | None
) -> tuple[str, InterviewDraft]:
    """Return the draft that this form left when it was sent with a mistake in it, with its id; else an empty one.

    Where errors stand beside their fields, the form stays open as it was and knows nothing of the draft.
    """
    if details == Step.ASK and company:
        for draft in await context.unit.drafts.of(context.member.id, context.now):
            said = draft.content
            if (
                isinstance(said, InterviewDraft)
                and (said.step, said.company.casefold()) == (Step.ASK, company.casefold())
                and context.now - draft.saved_at < FORM_STAYS_OPEN
            ):
                return draft.id, said
    return "", InterviewDraft()


async def confirm_add(context: Context, draft_id: str, draft: InterviewDraft, chosen: Candidate) -> Reply:
    """Make a draft's time the truth: the interview is added and its plan begins."""
    interview = Interview(
        # The draft's id goes on as the interview's, so that a second press on "Right" finds it.
        id=draft_id,
        member_id=context.member.id,
        day=chosen.day,
        time=chosen.time,
        zone=chosen.zone,
        previous=draft.previous,
        created_at=context.now,
        planned_from=context.now,
        **facts_in(draft.answers),
    )
    case = lifecycle.add(await context.case(), interview)
    await context.keep(origins.remember(case, interview, draft.origin))
    await context.unit.drafts.delete(context.member.id, draft_id)
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


def bare_form(arguments: Mapping[str, str]) -> Form | None:
    """Return step one for a bare command."""
    return first_step("", InterviewDraft()) if not arguments else None


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
