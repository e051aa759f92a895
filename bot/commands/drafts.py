"""Going on with what was begun: confirming a time, reopening a form, throwing it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.commands.command import Command, Context, unlisted
from bot.commands.intake.adding import confirm_add, refused_before
from bot.commands.intake.answer_parser import Reader, split_line
from bot.commands.intake.fields import COMPANY, ZONE, again, first_step, missing, second_step
from bot.commands.intake.importing import DraftOptions, resume
from bot.commands.intake.invitation_updates import take_over
from bot.commands.intake.kept import open_draft, open_interview, put
from bot.commands.intake.moving import confirm_move, move_form
from bot.commands.intake.next_question import not_ahead
from bot.commands.intake.questions import ask, consider
from bot.commands.interviews import card
from bot.domain import origins
from bot.domain.calendar import local
from bot.domain.drafts import (
    Content,
    EventsDraft,
    FormDraft,
    InterviewDraft,
    LineDraft,
    MoveDraft,
    PastedDraft,
    QuestionDraft,
    Step,
    UpdateDraft,
)
from bot.domain.interviews import Interview
from bot.errors import NotFound
from bot.invocation import Invocation
from bot.reply import Reply
from bot.views.confirming import DraftKept
from bot.views.forms import Form
from bot.views.problems import Noted

SUBMITTED = frozenset({"sent"})
"""Arguments that only a form that was filled in has."""


class ConfirmOptions(DraftOptions):
    """Which draft, and which of its readings, by its wall time."""

    at: str


async def confirm(context: Context, options: ConfirmOptions) -> Reply:
    """Make a draft's time the truth."""
    draft = await context.unit.drafts.get(context.member.id, options.draft, context.now)
    if draft is None:
        return await _settled_before(context, options.draft)
    chosen = next((each for each in draft.readings if each.wall == options.at), None)
    if chosen is None:
        raise NotFound(
            "That time has been changed since. The newest question has the right one.", example="/prep"
        )
    begun = draft.content
    assert isinstance(begun, InterviewDraft | MoveDraft), "no other has readings"
    if chosen.starts_at <= context.now:
        return Reply(form=_form(draft.id, begun, {"when": not_ahead(chosen, Reader.of(context))}))
    if isinstance(begun, MoveDraft):
        if begun.update:
            await take_over(context, begun.update)
        return await confirm_move(context, draft.id, begun, chosen)
    twin = await _twin(context, begun.company, chosen.starts_at)
    if twin is not None:
        await context.keep(origins.remember(await context.case(), twin, begun.origin))
        await context.unit.drafts.delete(context.member.id, draft.id)
        return await card(context, twin, lead_in="You have this one already, so I did not add it twice.")
    return await confirm_add(context, draft.id, begun, chosen)


async def reopen(context: Context, options: DraftOptions) -> Reply:
    """Open the form of a draft, filled in as it was left."""
    match (await open_draft(context, options.draft)).content:
        case LineDraft() | QuestionDraft():
            return await as_interview(context, options)
        case EventsDraft() | UpdateDraft() | PastedDraft() as begun:
            return await resume(context, options.draft, begun)
        case FormDraft() as begun:
            return await _write_on(context, begun)
        case begun:
            return Reply(form=_form(options.draft, begun, {}))


async def details(context: Context, options: DraftOptions) -> Reply:
    """Open the second step of a draft."""
    draft = await open_interview(context, options.draft)
    return Reply(form=replace(second_step(options.draft, draft), optional=False))


async def zone(context: Context, options: DraftOptions) -> Reply:
    """Ask on whose clock the time of a draft is."""
    draft = await open_interview(context, options.draft)
    field = replace(ZONE, required=True, hint="a city")
    form = missing(again(options.draft), (field,), draft.answers, {})
    return Reply(form=replace(form, title="Another city's clock"))


async def nickname(context: Context, options: DraftOptions) -> Reply:
    """Ask for another name for the company."""
    await open_draft(context, options.draft)
    field = replace(COMPANY, label="What shall I call it instead?", hint="a word only you understand")
    return Reply(form=replace(missing(again(options.draft), (field,), {}, {}), title="A nickname"))


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
    line = draft.content.line if isinstance(draft.content, LineDraft) else ""
    said = split_line(line, local(draft.saved_at, context.zone), context.cities)
    return await consider(context, draft.id, replace(said, typed_at=draft.saved_at))


async def _write_on(context: Context, begun: FormDraft) -> Reply:
    """Open a form anew with what was typed into it; where it is no more to be had, say what it says."""
    command = context.commands[begun.path]
    form = command.form(begun.about) if command.form else None
    reply = Reply(form=form) if form else await command.handler(context, command.options(**begun.about))
    if reply.form is None:
        return reply
    return replace(reply, form=replace(reply.form, values={**reply.form.values, **begun.answers}, errors={}))


async def written(context: Context, asked: Invocation) -> None:
    """Let go of what was kept of a form that has been filled in now."""
    for draft in await context.unit.drafts.of(context.member.id, context.now):
        begun = draft.content
        if (
            isinstance(begun, FormDraft)
            and begun.path == asked.path
            and begun.about.items() <= asked.arguments.items()
            and not asked.arguments.keys().isdisjoint(begun.answers)
        ):
            await context.unit.drafts.delete(context.member.id, draft.id)


async def keep(context: Context, form: Form, values: Mapping[str, str]) -> Reply:
    """Keep what was typed into a form that its owner leaves."""
    typed = {name: words for name, words in values.items() if words.strip()}
    shown = {name: words for name, words in form.values.items() if words.strip()}
    if context.commands[form.submit.path].kept_as and typed != shown:
        return Reply(view=DraftKept(draft_id=await _keep_writing(context, form, typed)))
    draft_id = (await save(context, form, values)).submit.arguments.get("draft")
    if draft_id is None:
        return Reply(view=Noted(title="Left as it was", message="Nothing was changed."))
    return Reply(view=DraftKept(draft_id=draft_id))


async def _keep_writing(context: Context, form: Form, typed: Mapping[str, str]) -> str:
    """Keep the answers of a form, in the place of those that it had; return the draft's id."""
    path = form.submit.path
    about = {name: words for name, words in form.submit.arguments.items() if name not in SUBMITTED}
    drafts = await context.unit.drafts.of(context.member.id, context.now)
    same = (
        draft.id
        for draft in drafts
        if isinstance(draft.content, FormDraft) and (draft.path, draft.content.about) == (path, about)
    )
    return await put(context, next(same, ""), FormDraft(path, about, typed))


async def save(context: Context, form: Form, values: Mapping[str, str]) -> Form:
    """Save a half-filled form as a draft, where it is worth it; return the form that goes on with it."""
    typed = {name: value for name, value in values.items() if value.strip()}
    path, arguments = form.submit.path, form.submit.arguments
    draft_id = arguments.get("draft", "")
    if path not in HALF_FILLED or not (typed or draft_id):
        return form
    known = await context.unit.drafts.get(context.member.id, draft_id, context.now) if draft_id else None
    begun = known.content if known else None
    if path == "interview move":
        before = begun if isinstance(begun, MoveDraft) else MoveDraft(interview_id=arguments["what"])
        said = {"when": arguments.get("when", before.when), "time": before.time, **typed}
        content: Content = replace(before, when=said["when"], time=said["time"])
    elif path == "interview import":
        content = begun or PastedDraft()
        if "text" in typed and not isinstance(content, EventsDraft | UpdateDraft):
            content = PastedDraft(typed["text"])
    else:
        if begun is None:
            draft_id, begun = await refused_before(context, typed.get("company"), arguments.get("details"))
        before_it = begun if isinstance(begun, InterviewDraft) else InterviewDraft()
        step = Step(arguments["details"]) if "details" in arguments else before_it.step
        content = replace(before_it.answered(typed, context.now), step=step)
    draft_id = await put(context, draft_id, content)
    return replace(form, submit=Invocation(path, {**arguments, "draft": draft_id}))


HALF_FILLED = frozenset({"interview add", "interview move", "interview import"})
"""The commands whose half-filled forms are worth keeping."""


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


def _form(draft_id: str, begun: InterviewDraft | MoveDraft, errors: Mapping[str, str]) -> Form:
    if isinstance(begun, MoveDraft):
        return move_form(begun.interview_id, begun.when, errors, draft_id)
    return ask(draft_id, begun, errors) if errors else first_step(draft_id, begun)


def words_of(content: Content, commands: Mapping[str, Command]) -> str:
    """Return what a draft was about, for the member's own eyes."""
    match content:
        case FormDraft(path=path):
            return commands[path].kept_as
        case MoveDraft():
            return "You were moving an interview."
        case EventsDraft() | UpdateDraft() | PastedDraft():
            return "You were bringing in an invitation."
        case InterviewDraft(company=company) if company:
            return f"You were adding {company}."
        case _:
            return "You were adding an interview."


COMMANDS = (
    unlisted("interview confirm", "Confirm a time", confirm, ConfirmOptions),
    unlisted("draft open", "Carry on with a draft", reopen, DraftOptions),
    unlisted("draft details", "Add details to a draft", details, DraftOptions),
    unlisted("draft nickname", "Use a nickname", nickname, DraftOptions),
    unlisted("draft zone", "Take a time by another clock", zone, DraftOptions),
    unlisted("draft discard", "Throw a draft away", discard, DraftOptions),
    unlisted("draft add", "Take a line for an interview", as_interview, DraftOptions),
)
