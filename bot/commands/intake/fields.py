"""The forms about interviews: what is asked, in which words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.interviews import Format
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.text import Text, text
from bot.views.forms import Field, Form, Input, Option

COMPANY = Field(name="company", label="Company (or a nickname for it)", required=True, limit=80)
ROLE = Field(name="role", label="Role", limit=80)
WHEN = Field(
    name="when",
    label="When",
    input=Input.WHEN,
    required=True,
    hint="next Thu 3pm, 3 December 10:00",
    limit=120,
)
TIME = Field(
    name="time",
    label="Time of day",
    input=Input.TIME,
    required=True,
    hint="3pm, 15:00, half past 9",
    limit=40,
)
FORMAT = Field(
    name="format",
    label="How is it held?",
    input=Input.CHOICE,
    options=tuple(Option(form, title_of(form)) for form in Format),
)
INTERVIEWERS = Field(
    name="interviewers",
    label="Who will you meet?",
    input=Input.LINES,
    hint="name, title: one a line",
    limit=800,
)
ZONE = Field(
    name="zone",
    label="Whose clock is that time on?",
    input=Input.ZONE,
    hint="a city; leave empty for your own",
    limit=80,
)
PLACE = Field(name="place", label="Place or link", limit=300)
NOTES = Field(name="notes", label="Notes for yourself", input=Input.LINES, limit=2000)
CITY = Field(
    name="city",
    label="Which city are you in?",
    input=Input.ZONE,
    required=True,
    hint="Berlin, New York, Portland Oregon",
    limit=80,
)
ROUND = Field(name="round", label="Which round is it?", hint="2", limit=2)

STEP_ONE = (COMPANY, ROLE, WHEN, FORMAT, INTERVIEWERS)
STEP_TWO = (ZONE, PLACE, NOTES)
EDITABLE = (COMPANY, ROLE, FORMAT, INTERVIEWERS, PLACE, NOTES, ROUND)


def first_step(
    arguments: Mapping[str, str], values: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> Form:
    """Return step one of adding an interview."""
    return Form(
        title="Add an interview",
        submit=Invocation("interview add", {**arguments, "details": "ask"}),
        fields=STEP_ONE,
        intro=(text("Only you see this. A nickname for the company works as well as its name."),),
        values=_only(STEP_ONE, values),
        errors=errors or {},
    )


def second_step(draft_id: str, values: Mapping[str, str], errors: Mapping[str, str] | None = None) -> Form:
    """Return step two: what may be added, or left for later."""
    return Form(
        title="A few details",
        submit=Invocation("interview add", {"draft": draft_id, "details": "asked"}),
        fields=STEP_TWO,
        intro=(text("All of this can wait."),),
        values=_only(STEP_TWO, values),
        errors=errors or {},
        optional=not errors,
    )


def missing(
    submit: Invocation,
    fields: tuple[Field, ...],
    values: Mapping[str, str],
    errors: Mapping[str, str],
    *intro: Text,
) -> Form:
    """Return a form for just the inputs that are wrong or missing."""
    return Form(
        title="One thing more",
        submit=submit,
        fields=fields,
        intro=intro,
        values=_only(fields, values),
        errors=errors,
    )


def city_form(submit: Invocation, guess: str, error: str = "") -> Form:
    """Return the question for the member's own zone; asked once."""
    return Form(
        title="Your city",
        submit=submit,
        fields=(CITY,),
        intro=(text("So that every time I show and every reminder is right. I ask this once."),),
        values={"city": guess} if guess else {},
        errors={"city": error} if error else {},
    )


def _only(fields: tuple[Field, ...], values: Mapping[str, str]) -> dict[str, str]:
    return {field.name: values[field.name] for field in fields if values.get(field.name)}


def format_label(value: str) -> str:
    """Return a format's words, for a value that may be none."""
    return title_of(Format(value)) if value in set(Format) else title_of(Format.UNKNOWN)
