"""What an invitation adds to the question whether a time is right: its checks, and what it may be an update of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from bot.commands.command import Context
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.calendar import city_of, local
from bot.domain.drafts import Draft
from bot.domain.importing import changes, day_of, held, known_details, moments_of, resembling
from bot.domain.interviews import Interview
from bot.domain.invitations import ZoneSource
from bot.invocation import Invocation, encode
from bot.reply import Reply
from bot.text import Text, text
from bot.views.confirming import Candidate, Confirmation
from bot.views.importing import Change, Invited, SameOne
from bot.views.times import clock, long_day, moment_of
from bot.views.view import View

MOST_RESEMBLING = 4
SHOWN_NOTES = 400
"""Characters of the notes in a question; all of them are in the form behind "Add details"."""
ASKING = "asking"
"""The value that holds what a typed yes would press; without a single answer, what no button presses."""
NEW = "new "
"""Before the name of a detail that an update changes."""
OF_THE_TIME = frozenset({"moments", "choice", "days", "day"})
"""Values of a draft that are of no use once another time is typed."""


def is_brought_in(values: Mapping[str, str]) -> bool:
    """Whether a draft came from an invitation."""
    return bool(values.get("source"))


def on_clocks(values: Mapping[str, str], own: str, named: str | None) -> tuple[Candidate, ...]:
    """Return the times of an invitation: by the clock of `named`, else by its own; `own` is the member's zone."""
    if named is None and "zone" in values and not values["zone"]:
        # She emptied the field, which says "leave empty for your own".
        named = own
    moments = [held(moment, named, own) for moment in moments_of(values)]
    found = [_on_clock(m.day, m.time, m.zone) for m in moments if m.time is not None and m.zone is not None]
    if len({candidate.wall for candidate in found}) < len({candidate.starts_at for candidate in found}):
        # A button tells times apart by the wall: one time by two clocks is told by one of them.
        found = [_by(candidate, own) for candidate in found]
    return tuple({candidate.starts_at: candidate for candidate in found}.values())


def settled(values: Mapping[str, str], candidates: tuple[Candidate, ...]) -> dict[str, str]:
    """Return the words for a time that is certain, as a form shows them."""
    if len(candidates) != 1:
        return {}
    [only] = candidates
    return {"when": f"{only.day.isoformat()} {clock(only.time)}", "zone": values.get("zone") or only.zone}


def with_checks(
    confirmation: Confirmation, values: Mapping[str, str], *, changed: tuple[Change, ...] = ()
) -> View:
    """Return the question about a time with what the invitation leaves open."""
    if not is_brought_in(values):
        return confirmation
    moments = moments_of(values)
    unsaid = any(moment.asks_zone for moment in moments) and not values.get("told clock")
    asked = unsaid and confirmation.moving is None
    checks = list(checks_of(values))
    if asked or (unsaid and confirmation.candidates[0].zone != confirmation.reader_zone):
        checks.append(_about_clock(confirmation.candidates[0], moments[0].source))
    notes = values.get("notes", "")
    if len(notes) > SHOWN_NOTES:
        rest = f" … ({len(notes)} characters in all; Add details shows them)"
        confirmation = replace(confirmation, notes=notes[:SHOWN_NOTES].rsplit(maxsplit=1)[0] + rest)
    return Invited(
        confirmation=replace(confirmation, typed="") if values.get("choice") else confirmation,
        checks=tuple(checks),
        changes=changed,
        clock_asked=asked,
        another=confirmation.moving is not None,
        from_message=values["source"] == "message" and confirmation.moving is None,
    )


def heard(values: Mapping[str, str]) -> tuple[Text, ...]:
    """Return what stands above a form that asks for what an invitation does not say."""
    lines = []
    about = ""
    moments = moments_of(values)
    if moments:
        first = moments[0]
        at = f", {clock(first.time)}" if first.time and len(moments) == 1 else ""
        where = f" in {city_of(first.zone)}" if at and first.zone else ""
        days = dict.fromkeys(long_day(moment.day) for moment in moments)
        about = f"{' or '.join(days)}{at}{where}"
    elif day := day_of(values):
        about = long_day(day)
    title = f"“{values['title']}”" if values.get("title") else ""
    if what := ", ".join(part for part in (title, about) if part):
        lines.append(text(f"From the invitation: {what}."))
    if values.get("days"):
        lines.append(text(f"It names several days and no time: {', '.join(values['days'].splitlines())}."))
    elif not values.get("when"):
        lines.append(text("I found no date in it that I am sure of."))
    return tuple(lines)


async def already_known(
    context: Context, draft: Draft, candidates: tuple[Candidate, ...], own: str
) -> Reply | None:
    """Return the question whether an invitation is about an interview that is known, or None when it is new."""
    values = draft.values
    if not is_brought_in(values) or values.get("another"):
        return None
    everything = await context.unit.interviews.of(context.member.id)
    starts = {candidate.starts_at for candidate in candidates}
    company = values.get("company", "")
    found = resembling(everything, company, starts, context.now)[:MOST_RESEMBLING]
    if not found:
        return None
    if len(candidates) == 1 and found[0].company.casefold() == company.casefold():
        before = origins.said_before(await context.case(), found[0])
        if found[0].starts_at in starts and not changes(found[0], values, before.said):
            return await have_already(context, draft, found[0])
    yes = Invocation("import same", {"draft": draft.id, "what": found[0].id})
    kept = {name: value for name, value in values.items() if name != "readings"}
    draft = replace(draft, values={**kept, ASKING: encode(yes) if len(found) == 1 else "several"})
    await context.unit.drafts.put(draft)
    return Reply(
        view=SameOne(
            draft_id=draft.id,
            company=company,
            said=_said(context, candidates, own),
            interviews=found,
            reader_zone=own,
            now=context.now,
        )
    )


def checks_of(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sentences of a draft that deserve a second look."""
    return tuple(line for line in values.get("checks", "").splitlines() if line)


async def have_already(context: Context, draft: Draft, interview: Interview) -> Reply:
    """Let go of an invitation that says nothing new; its event is noted, so that a later version is known."""
    await context.keep(origins.remember(await context.case(), interview, draft.values))
    await context.unit.drafts.delete(context.member.id, draft.id)
    return await card(context, interview, lead_in="I have this one already, and nothing in it is new.")


async def take_over(context: Context, draft: Draft) -> Interview | None:
    """Take over what an update changes beside the time, and note its version; None where no invitation was."""
    if not is_brought_in(draft.values):
        return None
    case = await context.case()
    interview = case.interview(draft.values["what"])
    changed = {name.removeprefix(NEW): value for name, value in draft.values.items() if name.startswith(NEW)}
    case = origins.renew(origins.remember(case, interview, draft.values), interview, changed)
    await context.keep(case)
    return case.interview(interview.id)


def changes_in(interview: Interview, changed: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the details that change, each with what it was."""
    before = known_details(interview)
    return tuple(Change(name, before[name], value) for name, value in changed.items())


def _about_clock(first: Candidate, source: ZoneSource) -> str:
    city = city_of(first.zone)
    if source is ZoneSource.INSTANT:
        return (
            f"The invitation gives the time in UTC, the world's clock. In {city} that is {clock(first.time)}."
        )
    return f"It does not say which city's clock {clock(first.time)} is on. I took {city}."


def _said(context: Context, candidates: tuple[Candidate, ...], own: str) -> Text:
    moments = [moment_of(c.day, c.time, c.zone, c.starts_at, own, context.now) for c in candidates]
    return text(moments[0], *(text(" or ", moment) for moment in moments[1:]))


def _on_clock(day: date, at: time, zone: str) -> Candidate:
    """Return a wall time; one that a clock change skips is told as the one that it becomes."""
    there = _by(Candidate(day, at, zone), zone)
    return there if there.time == at else replace(there, said=at)


def _by(candidate: Candidate, zone: str) -> Candidate:
    there = local(candidate.starts_at, zone)
    return Candidate(there.date(), there.time().replace(fold=0), zone)
