"""`/interview story`: six headlines, one for each proof."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options, unlisted
from bot.commands.fitting import choosing
from bot.domain import keeping
from bot.domain.content import SIX_PROOFS, Proof
from bot.domain.keeping import Story, gaps, problems
from bot.domain.topics import find, like, near, title_of
from bot.errors import NotFound
from bot.reply import Choice, Reply, Show
from bot.text import said_back
from bot.views.plans import ticked_off
from bot.views.stories import PATH, REMOVE, WRITE, RemoveAsked, StoriesView, StoryView, story_form


class StoryOptions(Options):
    """Which of the six."""

    proof: Annotated[
        str | None,
        Opt(description="What the story proves: trust, reliability, collaboration; empty for all six"),
    ] = None


class PressedStory(Options):
    """One of the six, from a button."""

    proof: str


class WriteOptions(PressedStory):
    """A story as typed; what is not given stays."""

    headline: str | None = None
    setting: str | None = None
    action: str | None = None
    result: str | None = None


class RemoveOptions(PressedStory):
    """A story to remove, once the member is sure."""

    sure: bool = False


async def story(context: Context, options: StoryOptions) -> Reply:
    """Show the six, or one of them; ask for one that is not there yet."""
    kept = keeping.stories(await context.case())
    if not options.proof:
        return Reply(view=StoriesView(stories=kept))
    proof = find(options.proof, SIX_PROOFS)
    if proof is None:
        return Reply(view=StoriesView(stories=kept, lead_in=(_unknown(options.proof),)))
    if proof not in kept:
        return Reply(form=story_form(proof, {}))
    return Reply(view=_card(proof, kept[proof], kept))


async def write(context: Context, options: WriteOptions) -> Reply:
    """Ask for a story, or keep it."""
    proof = _proof(options.proof)
    case = await context.case()
    kept = keeping.stories(case)
    before = asdict(kept[proof]) if proof in kept else {}
    given = options.model_dump(exclude={"proof"}, exclude_none=True)
    if not given:
        return Reply(form=story_form(proof, before))
    values = {**before, **given}
    errors = problems(values)
    if errors:
        return Reply(form=story_form(proof, values, errors))
    told = Story(**{name: " ".join(words.split()) for name, words in values.items()})
    case, ticked = keeping.keep_story(case, proof, told)
    await context.keep(case)
    after = keeping.stories(case)
    count = f"Kept. {len(after)} of {len(SIX_PROOFS)} headlines."
    return Reply(view=_card(proof, told, after, count, *ticked_off(ticked)))


async def remove(context: Context, options: RemoveOptions) -> Reply:
    """Remove a story, once the member is sure."""
    proof = _proof(options.proof)
    case = await context.case()
    kept = keeping.stories(case)
    if proof in kept and not options.sure:
        return Reply(view=RemoveAsked(proof=proof, story=kept[proof]), show=Show.UPDATE)
    case = keeping.remove_story(case, proof)
    await context.keep(case)
    return Reply(view=StoriesView(stories=keeping.stories(case), lead_in=("It is gone.",)), show=Show.UPDATE)


async def complete_six(_: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest the six."""
    return tuple(Choice(title_of(proof), proof) for proof in like(typed, SIX_PROOFS))


def _card(proof: Proof, told: Story, kept: dict[Proof, Story], *lead_in: str) -> StoryView:
    left = [gap for gap in gaps(kept) if gap is not proof]
    return StoryView(proof=proof, story=told, next_gap=left[0] if left else None, lead_in=lead_in)


def _proof(value: str) -> Proof:
    """Return the one of the six that a button names. Raises NotFound when it is none of them."""
    found = next((proof for proof in SIX_PROOFS if proof == value), None)
    if found is None:
        raise NotFound("That is none of the six any more.", example=f"/{PATH}")
    return found


def _unknown(typed: str) -> str:
    close = near(typed, SIX_PROOFS)
    hint = f"Near it: {', '.join(close)}." if close else "Choose one of them."
    return f"“{said_back(typed)}” is none of the six. {hint}"


COMMANDS = (
    Command(
        path=PATH,
        summary="Six headlines, one for each thing they must believe",
        handler=story,
        options=StoryOptions,
        completers={"proof": complete_six},
        fits=choosing(SIX_PROOFS),
        examples=("/interview story", "/interview story trust"),
    ),
    unlisted(WRITE, "Write a story down", write, WriteOptions, kept_as="You were writing a story."),
    unlisted(REMOVE, "Remove a story", remove, RemoveOptions),
)
