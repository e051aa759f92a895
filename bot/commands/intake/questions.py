"""Asking the next question about an interview that is being added, and keeping what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands.command import Context
from bot.commands.intake.answer_parser import NeedsTime, Reader
from bot.commands.intake.fields import (
    COMPANY,
    ROLE,
    STEP_ONE,
    STEP_TWO,
    TIME,
    again,
    city_form,
    first_step,
    missing,
    second_step,
)
from bot.commands.intake.invitation_checks import already_known, heard, with_checks
from bot.commands.intake.kept import put
from bot.commands.intake.next_question import (
    AskCity,
    AskClock,
    AskDetails,
    AskWhetherRight,
    Unanswered,
    WhichIsWhich,
    WrongTime,
    next_question,
)
from bot.commands.places import Unplaced, place
from bot.domain.calendar import city_of
from bot.domain.dates import When
from bot.domain.drafts import InterviewDraft
from bot.domain.interviews import Format, people
from bot.domain.invitations import Candidate
from bot.domain.replanning import prefer
from bot.reply import Reply
from bot.text import text
from bot.views.confirming import Confirmation
from bot.views.forms import Form
from bot.views.platforms import WORDS
from bot.views.times import clock, long_day

GUESSED = "I can't tell where the company's name ends and the role begins. This is my guess."


async def consider(context: Context, draft_id: str, draft: InterviewDraft) -> Reply:
    """Keep a draft and return the next question about it, or its confirmation when nothing is missing."""
    await put(context, draft_id, draft)
    match next_question(draft, Reader.of(context)):
        case WhichIsWhich():
            form = missing(again(draft_id), (COMPANY, ROLE), draft.answers, {}, text(GUESSED))
            return Reply(form=replace(form, title="Which is the company?"))
        case Unanswered(errors):
            return Reply(form=_unanswered(draft_id, draft, errors))
        case AskCity():
            return Reply(form=city_form(again(draft_id), _city_guess(context)))
        case AskClock(reason):
            return Reply(form=second_step(draft_id, draft, {"zone": reason}))
        case WrongTime(errors):
            return Reply(form=ask(draft_id, draft, errors))
        case NeedsTime(days):
            return Reply(form=await _ask_time(context, draft_id, draft, days))
        case AskDetails():
            return Reply(form=second_step(draft_id, draft))
        case AskWhetherRight(ahead, guessed):
            known = await already_known(context, draft_id, draft, ahead)
            return known or await _confirm(context, draft_id, draft, ahead, guessed=guessed)


async def settle_city(context: Context, city: str) -> Unplaced | None:
    """Take the member's own zone from a city's name; plans are worked out again with it."""
    placed = place(context.cities, city)
    if isinstance(placed, Unplaced):
        return placed
    case = await context.case()
    await context.keep(prefer(case, replace(case.preferences, zone=placed)))
    return None


def ask(draft_id: str, draft: InterviewDraft, errors: Mapping[str, str]) -> Form:
    """Ask for what is wrong or missing: the whole first step to who came by the form, else that alone."""
    if draft.step and {field.name for field in STEP_ONE} >= errors.keys():
        return first_step(draft_id, draft, errors)
    fields = tuple(field for field in (*STEP_ONE, *STEP_TWO, TIME) if field.name in errors)
    return missing(again(draft_id), fields, draft.answers, errors)


def _unanswered(draft_id: str, draft: InterviewDraft, errors: Mapping[str, str]) -> Form:
    """Return the form for what is missing; nothing is wrong about what an invitation leaves out."""
    form = ask(draft_id, draft, errors)
    if draft.origin is None:
        return form
    if not draft.when and not draft.step:
        # Without a date little is certain: the whole form shows what was found.
        form = first_step(draft_id, draft, form.errors)
    if draft.fresh:
        form = replace(form, errors={name: why for name, why in form.errors.items() if name in draft.answers})
    return replace(form, intro=(*heard(draft), *form.intro))


async def _ask_time(context: Context, draft_id: str, draft: InterviewDraft, days: tuple[When, ...]) -> Form:
    """Ask for the time of day. A day that is certain is kept as a date, so that it stays that day."""
    question = "What time of day?"
    if len(days) == 1:
        [day] = days
        question = f"What time on {long_day(day.day)}?"
        draft = replace(draft, when=day.day.isoformat(), zone=day.zone or draft.zone)
        await put(context, draft_id, draft)
    return missing(again(draft_id), (TIME,), draft.answers, {}, text(question))


async def _confirm(
    context: Context, draft_id: str, draft: InterviewDraft, ahead: tuple[Candidate, ...], *, guessed: bool
) -> Reply:
    draft = replace(draft, asking=None, readings=ahead)
    if draft.origin and draft.origin.moments and len(ahead) == 1:
        # A time that is certain, in the words in which a form shows it.
        [only] = ahead
        when = f"{only.day.isoformat()} {clock(only.time)}"
        draft = replace(draft, when=when, zone=draft.zone or only.zone)
    await put(context, draft_id, draft)
    privacy: tuple[str, ...] = ()
    if not context.member.privacy_shown:
        privacy = WORDS[context.member.ref.platform].privacy
        context.member = replace(context.member, privacy_shown=True)
        await context.unit.members.save(context.member)
    confirmation = Confirmation(
        draft_id=draft_id,
        company=draft.company,
        role=draft.role,
        format=Format.called(draft.format) or Format.UNKNOWN,
        interviewers=tuple(map(str, people(draft.interviewers))),
        place=draft.place,
        notes=draft.notes,
        candidates=ahead,
        reader_zone=context.member.preferences.zone or ahead[0].zone,
        now=context.now,
        typed=draft.when,
        guessed=guessed,
        privacy=privacy,
    )
    return Reply(view=with_checks(confirmation, draft))


def _city_guess(context: Context) -> str:
    guess = context.caller.zone
    return city_of(guess) if guess and "/" in guess and not guess.startswith("Etc/") else ""
