"""The forms about interviews: what is asked, in which words, and what an answer becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field as Opt

from bot.commands.command import Options, hidden
from bot.domain.drafts import InterviewDraft, Step
from bot.domain.interviews import Format, Interview, people
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
BUTTON = 2
"""Digits of a number that may have been meant for a button."""


class AnswerOptions(Options):
    """What is known of an interview, each thing by itself."""

    company: Annotated[str | None, Opt(description="The company, or a nickname for it")] = None
    role: Annotated[str | None, Opt(description="The role")] = None
    when: Annotated[str | None, Opt(description="When, in your own words: next Thu 3pm")] = None
    format: Annotated[str | None, Opt(description="On site, by video or by phone")] = None
    interviewers: Annotated[str | None, Opt(description="Who you will meet: name, title; one a line")] = None
    zone: Annotated[str | None, Opt(description="The city whose clock the time is on, if not yours")] = None
    place: Annotated[str | None, Opt(description="Place or link")] = None
    notes: Annotated[str | None, Opt(description="Notes for yourself")] = None
    round: Annotated[str | None, hidden("Which round")] = None
    time: Annotated[str | None, hidden("Time of day")] = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the form that becomes a field of the interview, of the same name.

    `read` makes of an answer what is kept, None where it stays as it is; `write` makes an answer of it.
    """

    field: Field
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str


FACTS = (
    Fact(COMPANY),
    Fact(ROLE),
    Fact(FORMAT, Format.called, lambda form: "" if form is Format.UNKNOWN else form.value),
    Fact(INTERVIEWERS, people, lambda met: "\n".join(map(str, met))),
    Fact(PLACE),
    Fact(NOTES),
    Fact(ROUND, lambda number: int(number) if number.isdecimal() and int(number) else None),
)
EDITABLE = tuple(fact.field for fact in FACTS)


def facts_in(answers: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of an interview that these answers give."""
    read = {
        fact.field.name: fact.read(answers[fact.field.name]) for fact in FACTS if fact.field.name in answers
    }
    return {name: value for name, value in read.items() if value is not None}


def answers_of(interview: Interview) -> dict[str, str]:
    """Return what is known of an interview as the answers of its form."""
    written = ((fact.field.name, fact.write(getattr(interview, fact.field.name))) for fact in FACTS)
    return {name: words for name, words in written if words}


def faults_in(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with answers whatever else is known, by field."""
    faults = {
        field.name: f"Please keep this under {field.limit} characters."
        for field in (*EDITABLE, *STEP_ONE, *STEP_TWO)
        if len(answers.get(field.name) or "") > field.limit
    }
    company = answers.get("company", "").strip()
    if not company:
        faults["company"] = "Which company is it? A nickname will do."
    elif company.isdecimal() and len(company) <= BUTTON:
        # As short as the numbers that press buttons in a terminal.
        faults["company"] = f"“{company}” looks like a button. What is the company called?"
    if answers.get("format") and Format.called(answers["format"]) is None:
        faults["format"] = "On site, video, phone, or not known yet?"
    return faults


def again(draft_id: str) -> Invocation:
    """Return what a form about a draft is sent to."""
    return Invocation("interview add", {"draft": draft_id})


def first_step(draft_id: str, draft: InterviewDraft, errors: Mapping[str, str] | None = None) -> Form:
    """Return step one of adding an interview; without an id it begins one."""
    going_on = {"draft": draft_id} if draft_id else {}
    return Form(
        title="Add an interview",
        submit=Invocation("interview add", {**going_on, "details": Step.ASK}),
        fields=STEP_ONE,
        intro=(text("Only you see this. A nickname for the company works as well as its name."),),
        values=_only(STEP_ONE, draft.answers),
        errors=errors or {},
    )


def second_step(draft_id: str, draft: InterviewDraft, errors: Mapping[str, str] | None = None) -> Form:
    """Return step two: what may be added, or left for later."""
    return Form(
        title="A few details",
        submit=Invocation("interview add", {"draft": draft_id, "details": Step.ASKED}),
        fields=STEP_TWO,
        intro=(text("All of this can wait."),),
        values=_only(STEP_TWO, draft.answers),
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
