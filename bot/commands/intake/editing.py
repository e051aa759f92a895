"""Changing what is known of an interview, except its time."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Command, Context
from bot.commands.intake.answer_parser import people
from bot.commands.intake.fields import EDITABLE
from bot.commands.interviews import INTERVIEWS, WhatOptions, card, which
from bot.domain.interviews import Format, Interview
from bot.domain.replanning import replan
from bot.invocation import Invocation
from bot.reply import Reply
from bot.views.forms import Form


class EditOptions(WhatOptions):
    """New values; what is not given stays."""

    company: str | None = None
    role: str | None = None
    format: str | None = None
    interviewers: str | None = None
    place: str | None = None
    notes: str | None = None
    round: str | None = None


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
        format=(Format.called(given["format"]) or chosen.format) if "format" in given else chosen.format,
        interviewers=people(given["interviewers"]) if "interviewers" in given else chosen.interviewers,
        place=given.get("place", chosen.place),
        notes=given.get("notes", chosen.notes),
        round=int(given["round"]) if given.get("round") else chosen.round,
    )
    case = (await context.case()).with_interview(changed)
    await context.keep(replan(case, changed) if changed.format is not chosen.format else case)
    return await card(context, changed, lead_in="Changed.")


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
    errors = {
        field.name: f"Please keep this under {field.limit} characters."
        for field in EDITABLE
        if len(given.get(field.name, "")) > field.limit
    }
    if "company" in given and not given["company"]:
        errors["company"] = "Which company is it? A nickname will do."
    if given.get("format") and Format.called(given["format"]) is None:
        errors["format"] = "On site, video, phone, or not known yet?"
    number = given.get("round")
    if number and not (number.isdecimal() and 1 <= int(number) <= 20):
        errors["round"] = "A number, such as 2"
    return errors


COMMANDS = (
    Command(
        path="interview edit",
        summary="Change what is known of an interview",
        handler=edit,
        options=EditOptions,
        completers=INTERVIEWS,
        listed=False,
    ),
)
