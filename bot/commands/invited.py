"""What an invitation adds to the question whether a time is right: its checks, and what it may be an update of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands.command import Context
from bot.commands.interviews import card
from bot.commands.reading import encode_candidates
from bot.domain.calendar import city_of, local
from bot.domain.drafts import Draft
from bot.domain.importing import changes, day_of, held, moments_of, resembling
from bot.domain.interviews import Format, Interview
from bot.domain.invitations import ZoneSource
from bot.reply import Reply
from bot.services import importing as service
from bot.text import Text, text
from bot.views.confirming import Candidate, Confirmation
from bot.views.importing import Change, Invited, NewDetails, SameOne
from bot.views.times import clock, long_day, moment_of, short_day
from bot.views.view import View

MOST_RESEMBLING = 4
SHOWN_NOTES = 400
"""Characters of the notes in a question; all of them are in the form behind "Add details"."""
NEW = "new "
"""Before the name of a detail that an update changes."""
OWN = frozenset(
    {"moments", "choice", "fresh", "another", "days", "day"}
)
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
    found = [Candidate(m.day, m.time, m.zone) for m in moments if m.time is not None and m.zone is not None]
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
    asked = any(moment.asks_zone for moment in moments) and confirmation.moving is None
    checks = [line for line in values.get("checks", "").splitlines() if line]
    if asked:
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
    title, about = values.get("title", ""), ""
    if moments := moments_of(values):
        first = moments[0]
        about = f"{long_day(first.day)}, {clock(first.time)}" if first.time else long_day(first.day)
    elif day := day_of(values):
        about = long_day(day)
    what = " ".join(part for part in (f"“{title}”" if title else "", f"on {about}" if about else "") if part)
    if what:
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
    found = resembling(everything, values["company"], starts, context.now)
    if not found:
        return None
    if len(candidates) == 1 and found[0].company.casefold() == values["company"].casefold():
        before = await service.said_before(context.unit, found[0])
        if found[0].starts_at in starts and not changes(found[0], values, before.said):
            return await have_already(context, draft, found[0])
    draft = replace(draft, values={name: value for name, value in values.items() if name != "readings"})
    await context.unit.drafts.put(draft)
    return Reply(
        view=SameOne(
            draft_id=draft.id,
            company=values["company"],
            said=_said(context, candidates, own),
            interviews=found[:MOST_RESEMBLING],
            reader_zone=own,
            now=context.now,
        )
    )


async def offer_update(context: Context, draft: Draft, interview: Interview, *, newer: bool = True) -> Reply:
    """Ask whether an interview should become what the invitation says now.

    `newer` is false where the event's version is the one that is known: then only another time counts.
    """
    own = context.member.preferences.zone or interview.zone
    before = await service.said_before(context.unit, interview)
    changed = changes(interview, draft.values, before.said) if newer else {}
    values = {
        **{name: value for name, value in draft.values.items() if not name.startswith(NEW)},
        **{NEW + name: value for name, value in changed.items()},
        "what": interview.id,
    }
    candidates = on_clocks(draft.values, interview.zone, None)
    day = day_of(draft.values)
    same = any(each.starts_at == interview.starts_at for each in candidates) if candidates else day in {
        None,
        interview.day,
    }
    if same and not interview.cancelled:
        if not changed:
            return await have_already(context, draft, interview)
        draft = replace(draft, path="interview import", values=values)
        await context.unit.drafts.put(draft)
        return Reply(view=_new_details(context, draft, interview, own))
    ...
    return Reply()


async def have_already(context: Context, draft: Draft, interview: Interview) -> Reply:
    """Let go of an invitation that says nothing new; its event is noted, so that a later version is known."""
    await service.remember(context.unit, context.member, interview.id, draft.values, context.now)
    await context.unit.drafts.delete(context.member.id, draft.id)
    return await card(context, interview, lead_in="I have this one already, and nothing in it is new.")
