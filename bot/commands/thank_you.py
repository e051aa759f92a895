"""`/interview thanks`: a note for each person met, one at a time; and the day by which they would answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from bot.commands.command import Command, Context, hidden, unlisted
from bot.commands.debrief import held, told_day, too_early
from bot.commands.interviews import INTERVIEWS, PressedInterview, WhatOptions
from bot.domain import afterwards
from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.content import Purpose
from bot.domain.interviews import Interview
from bot.domain.templates import Recipient, draft, following, letter_for, to_pass_on
from bot.errors import InputError, NotFound
from bot.reply import Reply, Show
from bot.views.debrief import THANKS, UNTIL
from bot.views.forms import Form
from bot.views.thank_you import (
    NOT_SENT,
    SENT,
    UNTIL_FIELD,
    AnswerExpected,
    ThanksDone,
    ThanksDraft,
    until_form,
)

WHICH = "Whom do you want to thank: the people of which interview?"
AFTERWARDS = (
    "The morning after, a thank-you note for each person is ready here, filled in from what you know."
)
UNTIL_WHEN = "Afterwards, tell me by when they will answer, and I ask you the day after."
FIRST = -1
"""In front of every place among the interviewers."""


class ThanksOptions(WhatOptions):
    """Which interview, and the note to which person."""

    person: Annotated[int | None, hidden("To which person", ge=0)] = None


class PressedOptions(PressedInterview):
    """A button under a note: of which interview, to which person."""

    person: int


class UntilOptions(PressedInterview):
    """Which interview, and by when they answer; `sent` says that the form is filled in, `undo` that it was not typed."""

    sent: bool = False
    undo: bool = False
    answer_by: str = ""


async def thanks(context: Context, options: ThanksOptions) -> Reply:
    """Show the note to a person, to the first who has none yet, or that all have gone."""
    chosen = await held(context, options.what, THANKS, WHICH)
    await too_early(context, chosen, AFTERWARDS)
    case = await context.case()
    everyone = afterwards.to_thank(case, chosen)
    if options.person is not None and options.person < len(everyone):
        return Reply(view=_draft(context, case, chosen, options.person), show=Show.UPDATE)
    after = following(everyone, FIRST)
    if after is None:
        return Reply(view=_done(case, chosen))
    return Reply(view=_draft(context, case, chosen, after.number))


async def sent(context: Context, options: PressedOptions) -> Reply:
    """Note that a note has gone, and go on to the next one."""
    interview, one = await _pressed(context, options)
    case = afterwards.thanked(await context.case(), interview, one.number, context.now)
    await context.keep(case)
    after = following(afterwards.to_thank(case, interview), one.number)
    if after is None:
        return Reply(view=_done(case, interview, one.number), show=Show.UPDATE)
    lead_in = f"Noted: sent to {one.person.name}." if one.person.name else "Noted: sent."
    view = _draft(context, case, interview, after.number, lead_in, one.number)
    return Reply(view=view, show=Show.UPDATE)


async def unsent(context: Context, options: PressedOptions) -> Reply:
    """Take back that a note has gone, and show it again."""
    interview, one = await _pressed(context, options)
    case = afterwards.thanked(await context.case(), interview, one.number, None)
    await context.keep(case)
    view = _draft(context, case, interview, one.number, "Taken back: this one is still to send.")
    return Reply(view=view, show=Show.UPDATE)


async def until(context: Context, options: UntilOptions) -> Reply:
    """Note the day by which they would answer, and plan by it. An empty one takes it back."""
    case = await context.case()
    interview = case.interview(options.what)
    await too_early(context, interview, UNTIL_WHEN)
    typed = options.answer_by.strip()
    if not typed and interview.answer_by is None and not options.undo:
        error = "Which day did they name? Write it like “Friday” or “4 December”."
        return Reply(form=until_form(interview.id, {}, {UNTIL_FIELD.name: error}))
    try:
        day = told_day(context, interview, typed)
    except InputError as error:
        errors = {UNTIL_FIELD.name: error.message}
        return Reply(form=until_form(interview.id, {UNTIL_FIELD.name: typed}, errors))
    case = afterwards.expect(case, interview, day)
    await context.keep(case)
    changed = case.interview(interview.id)
    return Reply(
        view=AnswerExpected(
            interview=changed,
            reader_zone=case.zone_of(changed),
            now=case.now,
            asks_at=afterwards.next_question(case, changed),
            before=_before(context, interview),
            changed=changed != interview,
        )
    )


def until_first(arguments: Mapping[str, str]) -> Form | None:
    """Return the form, as long as nobody has filled it in. Pure."""
    return None if "sent" in arguments else until_form(arguments.get("what", ""), {}, {})


def _before(context: Context, interview: Interview) -> str:
    """Return what brings the day back that stood there, as long as it is still ahead."""
    day = interview.answer_by
    today = local(context.now, context.member.preferences.zone or interview.zone).date()
    return day.isoformat() if day and day >= today else ""


async def _pressed(context: Context, options: PressedOptions) -> tuple[Interview, Recipient]:
    """Return what a button was under. Raises NotFound when the interview or the person is gone."""
    case = await context.case()
    interview = case.interview(options.what)
    everyone = afterwards.to_thank(case, interview)
    if not 0 <= options.person < len(everyone):
        raise NotFound("That person is no longer on the list of whom you met.", example=f"/{THANKS}")
    return interview, everyone[options.person]


def _draft(
    context: Context,
    case: Case,
    interview: Interview,
    number: int,
    lead_in: str = "",
    just: int | None = None,
) -> ThanksDraft:
    templates = context.catalog.templates(Purpose.THANKS)
    letter = letter_for(number, templates)
    if letter is None:
        raise NotFound("There is no thank-you note in this collection.", example="/tip thanks")
    noted = afterwards.noted(case, interview)
    passing_on = to_pass_on(templates)
    return ThanksDraft(
        interview=interview,
        everyone=afterwards.to_thank(case, interview),
        number=number,
        filled=draft(letter, interview, number, noted),
        debrief=noted,
        reader_zone=case.zone_of(interview),
        passing_on=passing_on.id if passing_on and passing_on is not letter else "",
        lead_in=lead_in,
        just=just,
    )


def _done(case: Case, interview: Interview, just: int | None = None) -> ThanksDone:
    return ThanksDone(
        interview=interview,
        everyone=afterwards.to_thank(case, interview),
        reader_zone=case.zone_of(interview),
        now=case.now,
        asks_at=afterwards.next_question(case, interview),
        just=just,
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        path=THANKS,
        summary="A thank-you note for each person you met",
        handler=thanks,
        options=ThanksOptions,
        completers=INTERVIEWS,
        examples=("/interview thanks", "/interview thanks Acme"),
    ),
    unlisted(SENT, "A thank-you note has gone", sent, PressedOptions),
    unlisted(NOT_SENT, "A thank-you note has not gone after all", unsent, PressedOptions),
    unlisted(UNTIL, "By when they will answer", until, UntilOptions, form=until_first),
)
