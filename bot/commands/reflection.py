"""The buttons of the offer to look back on a no."""

from __future__ import annotations

from bot.commands.command import Context, Options, unlisted
from bot.domain import reflection
from bot.domain.interviews import Interview
from bot.domain.reflection import OwedReflection
from bot.reply import Reply, Show
from bot.views.reflection import MOST, PATH, Reflected, ReflectionLeft, reflection_form

SLOT_OF = {"well": "well", "again": "again", "differently": "try"}
"""The slot of the debrief's sheet in which each field's answer is kept."""


class OfferOptions(Options):
    """Which interview: by the reminder that made the offer, or by its id."""

    key: str = ""
    what: str = ""


class AnswerOptions(OfferOptions):
    """The answers. `sent` says that they are all there: an empty one was left, or emptied."""

    sent: bool = False
    well: str = ""
    again: str = ""
    differently: str = ""


async def write(context: Context, options: AnswerOptions) -> Reply:
    """Ask the three questions, or keep the answers."""
    interview = await _meant(context, options)
    if not options.sent:
        kept = reflection.written(await context.case(), interview)
        before = {name: kept.get(slot, "") for name, slot in SLOT_OF.items()}
        return Reply(form=reflection_form(interview, before, {}))
    said = {name: getattr(options, name) for name in SLOT_OF}
    errors = {
        name: f"Please keep this under {MOST} characters."
        for name, words in said.items()
        if len(words) > MOST
    }
    if errors:
        return Reply(form=reflection_form(interview, said, errors))
    answers = {slot: said[name] for name, slot in SLOT_OF.items()}
    await context.keep(reflection.keep(await context.case(), interview, answers))
    return Reply(view=Reflected(interview=interview, answers=said))


async def leave(context: Context, options: OfferOptions) -> Reply:
    """Decline the offer; it was made once and is not made again."""
    return Reply(
        view=ReflectionLeft(interview=await _meant(context, options)),
        show=Show.UPDATE if options.key else Show.NEW,
    )


async def _meant(context: Context, options: OfferOptions) -> Interview:
    """Return the interview that is looked back on. Raises NotFound when it is gone."""
    case = await context.case()
    return case.about(OwedReflection, options.key)[1] if options.key else case.interview(options.what)


COMMANDS = (
    unlisted(
        PATH, "Look back on a no", write, AnswerOptions, kept_as="You were looking back on an interview."
    ),
    unlisted("reflection leave", "Not now", leave, OfferOptions),
)
