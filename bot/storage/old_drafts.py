"""Drafts as they were stored before they had kinds: text by names, whatever it was. They are kept for seven days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.drafts import (
    ANSWERS,
    Asking,
    Content,
    Details,
    EventsDraft,
    FormDraft,
    InterviewDraft,
    LineDraft,
    MoveDraft,
    Origin,
    PastedDraft,
    QuestionDraft,
    Source,
    Step,
    UpdateDraft,
)
from bot.domain.invitations import Candidate, Moment, ZoneSource
from bot.invocation import decode

Values = Mapping[str, str]
ABOUT = "of:"
"""Before the name of what a form was about."""


def of_old(path: str, values: Values) -> Content:
    """Return what was kept for the command at `path`. Raises ValueError for what nothing was."""
    match path:
        case "interview add":
            return _interview(values)
        case "interview move":
            update = _update(values) if values.get("source") else None
            return MoveDraft(
                interview_id=values["what"],
                when=values.get("when", ""),
                time=values.get("time", ""),
                readings=_readings(values),
                update=update,
            )
        case "interview import" if "events" in values:
            return EventsDraft(
                events=tuple(map(_interview, json.loads(values["events"]))),
                later=int(values.get("later", "0")),
                past=int(values.get("past", "0")),
                heard=_lines(values, "heard"),
                picked="picked" in values,
            )
        case "interview import":
            return _update(values) if "what" in values else PastedDraft(values.get("text", ""))
        case "prep":
            asking = _asking(values)
            return QuestionDraft(asking) if asking else LineDraft(values.get("what", ""))
        case _:
            about = {name: words for name, words in values.items() if name.startswith(ABOUT)}
            answers = {name: words for name, words in values.items() if name not in about}
            return FormDraft(
                path, {name.removeprefix(ABOUT): words for name, words in about.items()}, answers
            )


def _interview(values: Values) -> InterviewDraft:
    typed_at = values.get("typed_at")
    return InterviewDraft(
        **{name: values[name] for name in ANSWERS if name in values},
        typed_at=datetime.fromisoformat(typed_at) if typed_at else None,
        step=Step(values["details"]) if values.get("details") else None,
        unsure="unsure" in values,
        fresh="fresh" in values,
        clock_told="told clock" in values,
        another="another" in values,
        previous=values.get("previous", ""),
        readings=_readings(values),
        asking=_asking(values),
        origin=_origin(values) if values.get("source") else None,
    )


def _origin(values: Values) -> Origin:
    return Origin(
        source=Source(values["source"]),
        title=values.get("title", ""),
        uid=values.get("uid", ""),
        sequence=int(values.get("sequence", "0")),
        moments=tuple(map(_moment, values["moments"].split("|"))) if values.get("moments") else (),
        day=date.fromisoformat(values["day"]) if values.get("day") else None,
        days=tuple(map(date.fromisoformat, _lines(values, "days"))),
        choice="choice" in values,
        checks=_lines(values, "checks"),
        theirs=_details(values, "their "),
        cancelled="cancelled" in values,
        past="past" in values,
        likely="likely" in values,
    )


def _update(values: Values) -> UpdateDraft:
    draft = _interview({name: words for name, words in values.items() if name not in {"readings", "asking"}})
    return UpdateDraft(
        interview_id=values["what"], draft=draft, changed=_details(values, "new "), asking=_asking(values)
    )


def _details(values: Values, mark: str) -> Details:
    said = {name.removeprefix(mark): words for name, words in values.items() if name.startswith(mark)}
    return Details(**said)


def _moment(kept: str) -> Moment:
    wall, zone, source = kept.split(" ")
    at = datetime.fromisoformat(wall)
    return Moment(at.date(), at.time(), None if zone == "-" else zone, ZoneSource(source))


def _readings(values: Values) -> tuple[Candidate, ...]:
    pairs = (part.partition(" ") for part in values.get("readings", "").split("|") if part)
    walls = ((datetime.fromisoformat(wall), zone) for wall, _, zone in pairs)
    return tuple(Candidate(at.date(), at.time(), zone) for at, zone in walls)


def _asking(values: Values) -> Asking | None:
    if "asking" not in values:
        return None
    yes = decode(values["asking"])
    return Asking(yes if yes.arguments else None)


def _lines(values: Values, name: str) -> tuple[str, ...]:
    return tuple(line for line in values.get(name, "").splitlines() if line)
