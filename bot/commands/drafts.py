"""Going on with what was begun: confirming a time, reopening a form, throwing it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.commands.command import Command, Context, Options, unlisted
from bot.commands.intake.adding import confirm_add, refused_before
from bot.commands.intake.answer_parser import decode_candidates, split_line
from bot.commands.intake.fields import COMPANY, ZONE, first_step, missing, second_step
from bot.commands.intake.importing import resume
from bot.commands.intake.invitation_checks import take_over
from bot.commands.intake.moving import confirm_move, move_form
from bot.commands.intake.next_question import ask, consider, new_draft, not_ahead, open_draft, typed_now
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.calendar import local
from bot.domain.drafts import Draft
from bot.domain.interviews import Interview
from bot.errors import NotFound
from bot.invocation import Invocation
from bot.reply import Reply
from bot.views.confirming import DraftKept
from bot.views.forms import Form
from bot.views.problems import Noted

KEPT = frozenset({"interview add", "interview move", "interview import"})
"""The commands whose half-filled forms are worth keeping."""

OF_THE_FORM = "of:"
"""Before the name of what a form is about, in the values of its draft."""
SUBMITTED = frozenset({"sent"})
"""Arguments that only a form that was filled in has."""


class DraftOptions(Options):
    """Which draft."""

    draft: str


class ConfirmOptions(DraftOptions):
    """Which draft, and which of its readings, by its wall time."""

    at: str


async def confirm(context: Context, options: ConfirmOptions) -> Reply:
    """Make a draft's time the truth."""
    draft = await context.unit.drafts.get(context.member.id, options.draft, context.now)
    if draft is None:
        return await _settled_before(context, options.draft)
    readings = draft.values.get("readings")
    candidates = decode_candidates(readings) if readings else ()
    chosen = next((candidate for candidate in candidates if candidate.wall == options.at), None)
    if chosen is None:
        raise NotFound(
            "That time has been changed since. The newest question has the right one.", example="/prep"
        )
    if chosen.starts_at <= context.now:
        return Reply(form=_form(draft, {"when": not_ahead(context, chosen)}))
    if draft.path == "interview move":
        await take_over(context, draft)
        return await confirm_move(context, draft, chosen)
    twin = await _twin(context, draft.values["company"], chosen.starts_at)
    if twin is not None:
        await context.keep(origins.remember(await context.case(), twin, draft.values))
        await context.unit.drafts.delete(context.member.id, draft.id)
        return await card(context, twin, lead_in="You have this one already, so I did not add it twice.")
    return await confirm_add(context, draft, chosen)


async def reopen(context: Context, options: DraftOptions) -> Reply:
    """Open the form of a draft, filled in as it was left."""
    draft = await open_draft(context, options.draft)
    if draft.path == "prep":
        return await as_interview(context, options)
    if draft.path == "interview import":
        return await resume(context, draft)
    if context.commands[draft.path].kept_as:
        return await _write_on(context, draft)
    return Reply(form=_form(draft, {}))


async def details(context: Context, options: DraftOptions) -> Reply:
    """Open the second step of a draft."""
    draft = await open_draft(context, options.draft)
    return Reply(form=replace(second_step(draft.id, draft.values), optional=False))


async def zone(context: Context, options: DraftOptions) -> Reply:
    """Ask on whose clock the time of a draft is."""
    draft = await open_draft(context, options.draft)
    submit = Invocation("interview add", {"draft": draft.id})
    form = missing(submit, (replace(ZONE, required=True, hint="a city"),), draft.values, {})
    return Reply(form=replace(form, title="Another city's clock"))


async def nickname(context: Context, options: DraftOptions) -> Reply:
    """Ask for another name for the company."""
    draft = await open_draft(context, options.draft)
    field = replace(COMPANY, label="What shall I call it instead?", hint="a word only you understand")
    submit = Invocation("interview add", {"draft": draft.id})
    return Reply(form=replace(missing(submit, (field,), {}, {}), title="A nickname"))


async def discard(context: Context, options: DraftOptions) -> Reply:
    """Throw a draft away; a second press finds nothing and says the same."""
    interview = await context.unit.interviews.get(context.member.id, options.draft)
    if interview is not None:
        return await card(context, interview, lead_in="This one is in already; there is no draft of it left.")
    await context.unit.drafts.delete(context.member.id, options.draft)
    return Reply(view=Noted(title="Gone", message="Nothing of it is kept."))


async def as_interview(context: Context, options: DraftOptions) -> Reply:
    """Take a line that was not understood for an interview."""
    draft = await open_draft(context, options.draft)
    line = draft.values.get("what", "")
    zone = context.zone
    values = split_line(line, local(draft.saved_at, zone), context)
    draft = replace(
        draft,
        path="interview add",
        values={**values, "typed_at": draft.saved_at.isoformat()},
        saved_at=context.now,
    )
    await context.unit.drafts.put(draft)
    return await consider(context, draft)


async def _write_on(context: Context, draft: Draft) -> Reply:
    """Open a form anew with what was typed into it; where it is no more to be had, say what it says."""
    command = context.commands[draft.path]
    about = _about(draft)
    form = command.form(about) if command.form else None
    reply = Reply(form=form) if form else await command.handler(context, command.options(**about))
    if reply.form is None:
        return reply
    return replace(reply, form=replace(reply.form, values={**reply.form.values, **_typed(draft)}, errors={}))


def _typed(draft: Draft) -> dict[str, str]:
    return {name: words for name, words in draft.values.items() if not name.startswith(OF_THE_FORM)}


def _about(draft: Draft) -> dict[str, str]:
    return {
        name.removeprefix(OF_THE_FORM): words
        for name, words in draft.values.items()
        if name.startswith(OF_THE_FORM)
    }


async def _begun(context: Context, path: str, about: Mapping[str, str]) -> Draft | None:
    """Return the draft of a form about just this."""
    drafts = await context.unit.drafts.of(context.member.id, context.now)
    return next((draft for draft in drafts if draft.path == path and _about(draft) == about), None)


async def _keep_writing(context: Context, form: Form, typed: Mapping[str, str]) -> Reply:
    path = form.submit.path
    about = {name: words for name, words in form.submit.arguments.items() if name not in SUBMITTED}
    draft = await _begun(context, path, about) or new_draft(context, path)
    values = {**{f"{OF_THE_FORM}{name}": words for name, words in about.items()}, **typed}
    await context.unit.drafts.put(replace(draft, values=values, saved_at=context.now))
    return Reply(view=DraftKept(draft_id=draft.id))


async def written(context: Context, asked: Invocation) -> None:
    """Let go of what was kept of a form that has been filled in now."""
    drafts = [
        draft
        for draft in await context.unit.drafts.of(context.member.id, context.now)
        if draft.path == asked.path
        and _about(draft).items() <= asked.arguments.items()
        and not asked.arguments.keys().isdisjoint(_typed(draft))
    ]
    for draft in drafts:
        await context.unit.drafts.delete(context.member.id, draft.id)


async def keep(context: Context, form: Form, values: Mapping[str, str]) -> Reply:
    """Keep what was typed into a form that its owner leaves."""
    typed = {name: words for name, words in values.items() if words.strip()}
    if context.commands[form.submit.path].kept_as and typed != {
        k: v for k, v in form.values.items() if v.strip()
    }:
        return await _keep_writing(context, form, typed)
    draft_id = (await save(context, form, values)).submit.arguments.get("draft")
    if draft_id is None:
        return Reply(view=Noted(title="Left as it was", message="Nothing was changed."))
    return Reply(view=DraftKept(draft_id=draft_id))


async def save(context: Context, form: Form, values: Mapping[str, str]) -> Form:
    """Save a half-filled form as a draft, where it is worth it; return the form that goes on with it."""
    typed = {name: value for name, value in values.items() if value.strip()}
    arguments = form.submit.arguments
    draft_id = arguments.get("draft")
    if form.submit.path not in KEPT or not (typed or draft_id):
        return form
    if draft_id:
        draft = await context.unit.drafts.get(context.member.id, draft_id, context.now)
    else:
        draft = await refused_before(context, typed.get("company"), arguments.get("details"))
    draft = draft or new_draft(context, form.submit.path)
    more = {name: value for name, value in arguments.items() if name != "draft"}
    stamp = typed_now(draft.values, typed, context.now)
    draft = replace(draft, values={**draft.values, **more, **typed, **stamp}, saved_at=context.now)
    await context.unit.drafts.put(draft)
    return replace(form, submit=Invocation(form.submit.path, {**arguments, "draft": draft.id}))


async def _twin(context: Context, company: str, starts_at: datetime) -> Interview | None:
    """Return the interview with the same company at the same time, if there is one."""
    for interview in await context.unit.interviews.of(context.member.id):
        same = interview.company.casefold() == company.casefold() and interview.starts_at == starts_at
        if same and not interview.settled:
            return interview
    return None


async def _settled_before(context: Context, draft_id: str) -> Reply:
    interview = await context.unit.interviews.get(context.member.id, draft_id)
    if interview is None:
        raise NotFound(
            "That one is settled already, or it lay for more than a week and was let go.",
            example="/interview list",
        )
    return await card(context, interview, lead_in="This one is in already.")


def _form(draft: Draft, errors: Mapping[str, str]) -> Form:
    if draft.path == "interview move":
        return move_form(draft.values["what"], draft.values, errors, draft.id)
    return ask(draft, errors) if errors else first_step({"draft": draft.id}, draft.values)


def words_of(draft: Draft, commands: Mapping[str, Command]) -> str:
    """Return what a draft was about, for the member's own eyes."""
    company = draft.values.get("company")
    if commands[draft.path].kept_as:
        return commands[draft.path].kept_as
    if draft.path == "interview move":
        return "You were moving an interview."
    if draft.path == "interview import":
        return "You were bringing in an invitation."
    return f"You were adding {company}." if company else "You were adding an interview."


COMMANDS = (
    unlisted("interview confirm", "Confirm a time", confirm, ConfirmOptions),
    unlisted("draft open", "Carry on with a draft", reopen, DraftOptions),
    unlisted("draft details", "Add details to a draft", details, DraftOptions),
    unlisted("draft nickname", "Use a nickname", nickname, DraftOptions),
    unlisted("draft zone", "Take a time by another clock", zone, DraftOptions),
    unlisted("draft discard", "Throw a draft away", discard, DraftOptions),
    unlisted("draft add", "Take a line for an interview", as_interview, DraftOptions),
)
