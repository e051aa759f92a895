"""`/interview debrief`: what they asked, what was missed, what was promised, and by when they would answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from bot.commands.command import Command, Context, Instead, hidden
from bot.commands.interviews import INTERVIEWS, WhatOptions, ask_which, card, which
from bot.domain.afterwards import debriefed, next_question, noted
from bot.domain.calendar import local
from bot.domain.case import Case
from bot.domain.debrief import SLOTS, Debrief, read_answer_by
from bot.domain.interviews import Interview
from bot.errors import InputError
from bot.reply import Reply
from bot.views.debrief import ANSWER_BY, MOST, PATH, DebriefNoted, StillAhead, debrief_form
from bot.views.times import long_day

WHICH = "Which one are you looking back on?"
AFTERWARDS = (
    "Afterwards, this is where you note what they asked, what you missed and what was promised: "
    "three short questions, while it is fresh."
)
KEPT = "Kept. Now it is on paper, you need not carry it around."


class DebriefOptions(WhatOptions):
    """Which interview, and the answers. `sent` says that they are all there: an empty one was left, or emptied."""

    change: Annotated[bool, hidden("Open the form")] = False
    sent: Annotated[bool, hidden("The form is filled in")] = False
    asked: Annotated[str, hidden("What they asked")] = ""
    missed: Annotated[str, hidden("What you missed")] = ""
    promised: Annotated[str, hidden("What was promised")] = ""
    answer_by: Annotated[str, hidden("By when they answer")] = ""


async def debrief(context: Context, options: DebriefOptions) -> Reply:
    """Ask the three questions, show what was answered, or keep the answers."""
    chosen = await held(context, options.what, PATH, WHICH)
    await too_early(context, chosen, AFTERWARDS)
    case = await context.case()
    before = noted(case, chosen)
    if options.sent:
        return await _keep(context, chosen, before, options)
    if before.written and not options.change:
        return _noted(case, chosen, before)
    return Reply(form=debrief_form(chosen, _values(before), {}))


async def held(context: Context, name: str | None, path: str, question: str) -> Interview:
    """Return the interview that was held and is meant, or one that is still ahead.

    Without a name those count that are over and have no answer yet, then those that are over, then the next one.
    Raises Instead with a question when there are several, NotFound when there is none.
    """
    if name:
        return await which(context, name, path, question, open_only=False)
    everything = [i for i in (await context.case()).interviews if not i.cancelled]
    over = [i for i in everything if i.starts_at <= context.now]
    found = [i for i in over if not i.settled] or over or everything[:1]
    if len(found) == 1:
        return found[0]
    if not found:
        return await which(context, None, path, question, open_only=False)
    raise ask_which(context, tuple(reversed(found)), path, question)


async def too_early(context: Context, interview: Interview, words: str) -> None:
    """Raise Instead, with what to say of it, for an interview that nobody can look back on."""
    if interview.cancelled:
        lead_in = "This one is cancelled, so there is no looking back."
        raise Instead(await card(context, interview, lead_in=lead_in))
    if interview.starts_at <= context.now:
        return
    zone = context.member.preferences.zone or interview.zone
    raise Instead(Reply(view=StillAhead(interview=interview, reader_zone=zone, now=context.now, words=words)))


def told_day(context: Context, interview: Interview, words: str) -> date | None:
    """Return the day that was named, None where none was. Raises InputError, safe to show.

    A day that stands there already is kept as it is, though it may have passed.
    """
    if not words:
        return None
    if interview.answer_by and words in {long_day(interview.answer_by), interview.answer_by.isoformat()}:
        return interview.answer_by
    zone = context.member.preferences.zone or interview.zone
    return read_answer_by(words, local(context.now, zone))


async def _keep(context: Context, interview: Interview, before: Debrief, options: DebriefOptions) -> Reply:
    typed = {name: getattr(options, name).strip() for name in (*SLOTS, ANSWER_BY.name)}
    errors = {slot: f"Please keep this under {MOST} characters." for slot in SLOTS if len(typed[slot]) > MOST}
    if not any(typed.values()) and not before.written:
        errors[SLOTS[0]] = "One word in any of them is enough."
    day: date | None = None
    try:
        day = told_day(context, interview, typed[ANSWER_BY.name])
    except InputError as error:
        errors[ANSWER_BY.name] = error.message
    if errors:
        return Reply(form=debrief_form(interview, typed, errors))
    said = Debrief(**{slot: typed[slot] for slot in SLOTS}, answer_by=day)
    case = debriefed(await context.case(), interview, said)
    await context.keep(case)
    return _noted(case, case.interview(interview.id), said, lead_in="Changed." if before.written else KEPT)


def _noted(case: Case, interview: Interview, debrief: Debrief, lead_in: str = "") -> Reply:
    return Reply(
        view=DebriefNoted(
            interview=interview,
            debrief=debrief,
            reader_zone=case.zone_of(interview),
            now=case.now,
            asks_at=next_question(case, interview),
            lead_in=lead_in,
        )
    )


def _values(before: Debrief) -> dict[str, str]:
    day = long_day(before.answer_by) if before.answer_by else ""
    return {**before.words, ANSWER_BY.name: day}


COMMANDS: tuple[Command, ...] = (
    Command(
        path=PATH,
        summary="Three short questions after the interview",
        handler=debrief,
        options=DebriefOptions,
        completers=INTERVIEWS,
        examples=("/interview debrief", "/interview debrief Acme"),
        kept_as="You were answering the three questions after an interview.",
    ),
)
