"""What an invitation changes of an interview that is known: its time, its details, or whether it takes place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands.command import Context
from bot.commands.intake.answer_parser import encode_candidates
from bot.commands.intake.invitation_checks import (
    ASKING,
    NEW,
    changes_in,
    checks_of,
    have_already,
    on_clocks,
    with_checks,
)
from bot.commands.intake.moving import MoveOptions, move
from bot.commands.intake.next_question import TOO_FAR, new_draft
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.drafts import Draft
from bot.domain.importing import changes, day_of, resembling
from bot.domain.interviews import Interview
from bot.invocation import Invocation, encode
from bot.reply import Reply
from bot.text import shortened
from bot.views.confirming import Candidate, Confirmation
from bot.views.importing import CalledOff, Change, NewDetails
from bot.views.times import day_and_time, long_day

MOST_INTERVIEWS = 5


async def offer_update(context: Context, draft: Draft, interview: Interview, *, newer: bool = True) -> Reply:
    """Ask whether an interview should become what the invitation says now.

    `newer` is false where the event's version is the one that is known: then only another time counts.
    """
    before = origins.said_before(await context.case(), interview)
    changed = changes(interview, draft.values, before.said) if newer else {}
    dropped = {name for name in draft.values if name.startswith(NEW) or name == ASKING}
    values = {name: value for name, value in draft.values.items() if name not in dropped}
    values |= {NEW + name: value for name, value in changed.items()} | {"what": interview.id}
    draft = replace(draft, values=values, saved_at=context.now)
    candidates = on_clocks(values, interview.zone, None)
    day = day_of(values)
    same_day = not candidates and day in {None, interview.day}
    if interview.cancelled or not (
        same_day or interview.starts_at in {each.starts_at for each in candidates}
    ):
        return await _offer_time(context, draft, interview, candidates, changes_in(interview, changed))
    if not changed:
        return await have_already(context, draft, interview)
    yes = encode(Invocation("import renew", {"draft": draft.id}))
    await context.unit.drafts.put(replace(draft, path="interview import", values={**values, ASKING: yes}))
    return Reply(
        view=NewDetails(
            draft_id=draft.id,
            interview=interview,
            changes=changes_in(interview, changed),
            reader_zone=context.member.preferences.zone or interview.zone,
            now=context.now,
            checks=checks_of(values),
        )
    )


async def _offer_time(
    context: Context,
    draft: Draft,
    interview: Interview,
    candidates: tuple[Candidate, ...],
    changed: tuple[Change, ...],
) -> Reply:
    """Ask whether an interview should move to the invitation's time; without one, the time is asked."""
    own = context.member.preferences.zone or interview.zone
    values = dict(draft.values)
    day = day_of(values)
    if day and not candidates:
        return await move(context, MoveOptions(what=interview.id, when=day.isoformat()))
    ahead = tuple(each for each in candidates if context.now < each.starts_at < context.now + TOO_FAR)
    if not ahead:
        return await card(context, interview, lead_in=not_ahead_any_more(context, values, own))
    values |= {"when": values.get("when", ""), "readings": encode_candidates(ahead)}
    if interview.cancelled:
        checks = (*checks_of(values), "It had been called off. A yes brings it back.")
        values["checks"] = "\n".join(dict.fromkeys(checks))
    await context.unit.drafts.put(replace(draft, path="interview move", values=values))
    confirmation = Confirmation(
        draft_id=draft.id,
        company=interview.company,
        candidates=ahead,
        reader_zone=own,
        now=context.now,
        typed=values["when"],
        moving=interview,
    )
    return Reply(view=with_checks(confirmation, values, changed=changed))


async def called_off(context: Context, values: Mapping[str, str], known: origins.Known | None) -> Reply:
    """Ask before anything stops; where the event is not known, by company and time."""
    own = context.zone
    starts = {each.starts_at for each in on_clocks(values, own, None)}
    everything = await context.unit.interviews.of(context.member.id)
    if known is not None:
        if known.interview.cancelled:
            return await card(context, known.interview, lead_in="This one is cancelled already.")
        found: tuple[Interview, ...] = (known.interview,)
        await context.keep(origins.heard(await context.case(), known, values))
    else:
        found = resembling(everything, values.get("company", ""), starts, context.now)
    checks = list(checks_of(values))
    if known is not None and int(values.get("sequence", "0")) < known.sequence:
        checks.append("This cancellation is older than the invitation I have. They may have set it up again.")
    if values.get("source") == "message" and len(found) == 1 and starts - {found[0].starts_at}:
        named = ", ".join(day_and_time(start, own, context.now) for start in sorted(starts))
        checks.append(f"The message names a time as well: {named}. If that is the new one, move it there.")
    live = [each for each in everything if each.starts_at > context.now and not each.settled]
    await _wait_for_yes(context, found)
    return Reply(
        view=CalledOff(
            interviews=(found or tuple(live))[:MOST_INTERVIEWS],
            reader_zone=own,
            now=context.now,
            sure=len(found) == 1,
            said=values.get("company") or shortened(values.get("title", ""), 80),
            checks=tuple(checks),
        )
    )


async def _wait_for_yes(context: Context, found: tuple[Interview, ...]) -> None:
    """Let a typed yes mean this question, and no older one."""
    yes = encode(Invocation("interview cancel", {"what": found[0].id})) if len(found) == 1 else "several"
    await context.unit.drafts.put(new_draft(context, "prep", {ASKING: yes}))


def not_ahead_any_more(context: Context, values: Mapping[str, str], own: str) -> str:
    """Return why the time of an invitation is of no use: it has passed, or it is too far off to be meant."""
    candidates, day = on_clocks(values, own, None), day_of(values)
    if candidates and candidates[0].starts_at > context.now:
        return f"That is for {long_day(candidates[0].day)}, more than a year away. Is the year right?"
    when = day_and_time(candidates[0].starts_at, own, context.now) if candidates else ""
    said = when or (long_day(day) if day else "")
    return f"That invitation is for a time that has passed ({said})."
