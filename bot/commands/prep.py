"""`/prep`: home without words, and with words whatever they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options
from bot.commands.drafts import ConfirmOptions, confirm, words_of
from bot.commands.fitting import fitting, is_on_one_interview
from bot.commands.intake.adding import AddOptions, add
from bot.commands.intake.answer_parser import split_line
from bot.commands.intake.importing import bring_in
from bot.commands.intake.kept import put
from bot.commands.interviews import WhatOptions, show
from bot.commands.line import MOST_CHARACTERS, plain_keyboard
from bot.commands.plan import plan_reply
from bot.commands.practice import SavedOptions, saved
from bot.commands.settings import SettingsOptions, settings
from bot.domain.calendar import local
from bot.domain.drafts import EventsDraft, LineDraft
from bot.domain.importing import is_pasted, is_surely_pasted
from bot.domain.leads import label_of
from bot.domain.overview import overview
from bot.domain.progress import next_of
from bot.domain.reminders import Reminder
from bot.errors import InputError
from bot.reply import Choice, Reply
from bot.views.blocks import View
from bot.views.confirming import Unclear
from bot.views.home import Home
from bot.views.practice import SavedList

YES = frozenset({"yes", "y", "right", "ok", "okay", "yes please", "that's right", "correct"})
A_MOMENT = timedelta(hours=1)
JUST_BEHIND = timedelta(days=3)
PREP = "prep"


class PrepOptions(Options):
    """Anything, in your own words."""

    what: Annotated[
        str | None, Opt(description="What to do, in your own words; empty shows where you stand")
    ] = None


async def prep(context: Context, options: PrepOptions) -> Reply:
    """Show home, or do what the words ask for."""
    line = plain_keyboard(options.what or "")
    if context.files or _is_invitation(context, line):
        return await bring_in(context, line)
    if not line:
        return await home(context)
    if len(line) > MOST_CHARACTERS:
        raise InputError(
            f"That is more than {MOST_CHARACTERS} characters. Begin with company, role and time; notes can follow.",
            example="/prep add Acme, data analyst, next Thu 3pm",
        )
    first, _, rest = line.partition(" ")
    verb, verbs = first.lower(), _verbs(context)
    interviews = await context.unit.interviews.of(context.member.id)
    if verb in {"interview", "encore"} and rest:
        first, _, rest = rest.strip().partition(" ")
        verb = first.lower()
    rest = rest.strip()
    if command := verbs.get(verb.rstrip(",;:")):
        if verb in verbs and fitting(context, command, rest, interviews):
            option = command.text_option
            arguments = {option: rest} if rest and option else {}
            form = command.form(arguments) if command.form else None
            return Reply(form=form) if form else await command.handler(context, command.options(**arguments))
        return await _unclear(context, line, verb.rstrip(",;:") if is_on_one_interview(command) else "")
    if line.casefold().strip(" .!") in YES and (answer := await _answered(context)) is not None:
        return answer
    if any(i.company.casefold() == line.casefold() for i in interviews):
        return await show(context, WhatOptions(what=line))
    if split_line(line, local(context.now, context.zone), context.cities).when:
        return await add(context, AddOptions(what=line))
    return await _unclear(context, line)


def _is_invitation(context: Context, line: str) -> bool:
    """Whether a line is a pasted invitation: several lines that no verb begins, or what nobody types."""
    verb = line.split(maxsplit=1)[0].lower() if line else ""
    return is_surely_pasted(line) or (is_pasted(line) and verb not in _verbs(context))


async def home(context: Context) -> Reply:
    """Return where the member stands; what was missed is told with it, once."""
    view = await _where(context)
    untold = await context.unit.owed.untold(Reminder, context.member.id)
    if untold:
        await context.unit.owed.mark_told([reminder.key for reminder in untold])
    missed = tuple(dict.fromkeys(label_of(reminder.lead).lower() for reminder in untold))
    return Reply(view=replace(view, missed=missed))


async def standing(context: Context) -> tuple[View, ...]:
    """Return everything at a glance, for a page that stays open: home, the plan, what was kept, the settings.

    It only reads: nobody may be looking, so nothing counts as told.
    """
    where = await _where(context)
    views: list[View | None] = [where]
    if where.interview is not None:
        views.append((await plan_reply(context, where.interview)).view)
    kept = (await saved(context, SavedOptions())).view
    views += [kept if isinstance(kept, SavedList) and kept.total else None]
    views.append((await settings(context, SettingsOptions())).view)
    return tuple(view for view in views if view is not None)


async def _where(context: Context) -> Home:
    member, now = context.member, context.now
    # A line that was not understood is kept for the button under it, a list of events of which one was chosen for
    # its other buttons: neither is anything to carry on with.
    drafts = [
        draft
        for draft in await context.unit.drafts.of(member.id, now)
        if draft.path != "prep" and not (isinstance(draft.content, EventsDraft) and draft.content.picked)
    ]
    case = await context.case()
    live = [i for i in case.interviews if not i.settled]
    ahead = [i for i in live if i.starts_at > now]
    # What is owed after an interview, the thank-you note first of all, comes before the next one's beginnings.
    fresh = [i for i in live if i.outcome is None and now - JUST_BEHIND < i.starts_at <= now]
    chosen = next(iter([*reversed(fresh), *ahead, *reversed(live)]), None)
    base = Home(
        now=now,
        reader_zone=member.preferences.zone,
        draft=(drafts[0].id, words_of(drafts[0].content, context.commands)) if drafts else None,
        drafts=len(drafts),
        paused=member.preferences.paused(now),
    )
    if chosen is None:
        return base
    view = overview(case, chosen)
    return replace(
        base,
        interview=chosen,
        next_step=next_of(view.lines, now),
        done=view.done,
        total=len(view.lines),
        others=len(live) - 1,
    )


def _verbs(context: Context) -> dict[str, Command]:
    """Return the commands that a first word can stand for, by that word: the last of the path."""
    return {
        command.path.rpartition(" ")[2]: command
        for command in context.commands.values()
        if command.listed and not command.admin and command.path != PREP
    }


async def _answered(context: Context) -> Reply | None:
    """Take a yes for an answer to what was asked a moment ago; two readings need a button."""
    for draft in await context.unit.drafts.of(context.member.id, context.now):
        if context.now - draft.saved_at >= A_MOMENT:
            continue
        if draft.asking:
            yes = draft.asking.yes
            command = context.commands.get(yes.path) if yes else None
            return (
                await command.handler(context, command.options(**yes.arguments)) if yes and command else None
            )
        if len(draft.readings) == 1:
            return await confirm(context, ConfirmOptions(draft=draft.id, at=draft.readings[0].wall))
    return None


async def _unclear(context: Context, line: str, verb: str = "") -> Reply:
    for older in await context.unit.drafts.of(context.member.id, context.now):
        if older.path == "prep":
            await context.unit.drafts.delete(context.member.id, older.id)
    return Reply(view=Unclear(draft_id=await put(context, "", LineDraft(line)), verb=verb))


async def complete_words(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest verbs, then the member's companies behind those that want one."""
    verb, space, rest = typed.partition(" ")
    if not space:
        return tuple(Choice(word, word) for word in _verbs(context) if word.startswith(verb.lower()))
    command = _verbs(context).get(verb.lower())
    completer = command.completers.get(command.text_option or "") if command else None
    if completer is None:
        return ()
    found = await completer(context, rest)
    return tuple(Choice(f"{verb} {choice.label}", f"{verb} {choice.value}") for choice in found)


COMMANDS = (
    Command(
        path=PREP,
        summary="Where you stand, and the one thing to do next",
        handler=prep,
        options=PrepOptions,
        takes_file=True,
        completers={"what": complete_words},
        examples=("/prep", "/prep add Acme, data analyst, next Thu 3pm", "/prep move Acme to Fri 4pm"),
    ),
)
