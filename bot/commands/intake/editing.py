"""Changing what is known of an interview, except its time."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Context, unlisted
from bot.commands.intake.fields import EDITABLE, AnswerOptions, answers_of, facts_in, faults_in
from bot.commands.interviews import INTERVIEWS, WhatOptions, card, which
from bot.domain.interviews import Interview
from bot.domain.replanning import replan
from bot.invocation import Invocation
from bot.reply import Reply
from bot.views.forms import Form


class EditOptions(AnswerOptions, WhatOptions):
    """New values; what is not given stays."""


LAST_ROUND = 20


async def edit(context: Context, options: EditOptions) -> Reply:
    """Change what is known of an interview, except its time."""
    chosen = await which(
        context, options.what, "interview edit", "Which one do you want to edit?", open_only=False
    )
    names = {field.name for field in EDITABLE}
    given = options.model_dump(include=names, exclude_none=True)
    if not given:
        return Reply(form=_edit_form(chosen, answers_of(chosen), {}))
    if errors := _errors(chosen, given):
        return Reply(form=_edit_form(chosen, given, errors))
    changed = replace(chosen, **facts_in(given))
    case = (await context.case()).with_interview(changed)
    await context.keep(replan(case, changed) if changed.format is not chosen.format else case)
    return await card(context, changed, lead_in="Changed.")


def _edit_form(interview: Interview, values: dict[str, str], errors: dict[str, str]) -> Form:
    return Form(
        title="Edit the interview",
        submit=Invocation("interview edit", {"what": interview.id}),
        fields=EDITABLE,
        values={name: value for name, value in values.items() if value},
        errors=errors,
        submit_label="Save",
    )


def _errors(interview: Interview, given: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with the answers that were given, by field."""
    faults = faults_in(answers_of(interview) | given)
    number = given.get("round")
    if number and not (number.isdecimal() and 1 <= int(number) <= LAST_ROUND):
        faults["round"] = "A number, such as 2"
    return {name: why for name, why in faults.items() if name in given}


COMMANDS = (
    unlisted(
        "interview edit", "Change what is known of an interview", edit, EditOptions, completers=INTERVIEWS
    ),
)
