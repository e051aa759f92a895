"""`/tip`, `/question` and what was kept of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options, hidden, unlisted
from bot.commands.fitting import alone
from bot.commands.keeping import PressedItem, keeping
from bot.domain.content import Proof, Question, Tip, Topic
from bot.domain.members import Surface
from bot.domain.topics import find, like, near, title_of
from bot.errors import InputError, NotFound
from bot.reply import Choice, PublicMessage, Reply, Show
from bot.services.practice import Kind, draw, is_saved, saved_page
from bot.text import said_back, text
from bot.views.blocks import View
from bot.views.practice import QuestionView, SavedList, Shared, TipView, tip_words


class TipOptions(Options):
    """What the tip should be about."""

    topic: Annotated[str | None, Opt(description="What about: trust, nerves, pay; empty for any")] = None
    last: Annotated[str | None, hidden("The one on the screen")] = None


class QuestionOptions(Options):
    """What the question should test."""

    proof: Annotated[
        str | None,
        Opt(description="What it tests: trust, reliability, collaboration; or a topic; empty for any"),
    ] = None
    last: Annotated[str | None, hidden("The one on the screen")] = None


class Pressed(PressedItem):
    """A button under a tip or question: which one, what had been asked for, and whether it lies open."""

    scope: str | None = None
    open: bool = False


class SavedOptions(Options):
    """Which page."""

    page: Annotated[str | None, hidden("Which page, from 1")] = None


async def tip(context: Context, options: TipOptions) -> Reply:
    """Show a tip that was not seen in this round."""
    topic = find(options.topic, Topic) if options.topic else None
    if options.topic and topic is None:
        raise _unknown("tips", options.topic, near(options.topic, Topic), "/tip trust")
    return await _drawn(context, Kind.TIP, context.catalog.tips(topic), topic, options.last)


async def question(context: Context, options: QuestionOptions) -> Reply:
    """Show a question that was not seen in this round."""
    scope: Proof | Topic | None = None
    if options.proof:
        scope = find(options.proof, Proof) or find(options.proof, Topic)
        if scope is None:
            close = (*near(options.proof, Proof), *near(options.proof, Topic))
            raise _unknown("questions", options.proof, tuple(dict.fromkeys(close)), "/question trust")
    return await _drawn(context, Kind.QUESTION, _questions(context, scope), scope, options.last)


async def unfold(kind: Kind, context: Context, options: Pressed) -> Reply:
    """Show what lies behind a tip or question, in its place."""
    item = _item(kind, context, options.item)
    opened = options.model_copy(update={"open": True})
    return Reply(view=await _card(context, item, opened), show=Show.UPDATE)


async def share(kind: Kind, context: Context, options: Pressed) -> Reply:
    """Give a tip or a question's prompt to the channel: words of the catalogue alone."""
    item = _item(kind, context, options.item)
    if context.caller.surface is not Surface.CHANNEL:
        raise InputError(
            f"There is no channel here to share it with. Ask for a {kind} in one.", example=f"/{kind}"
        )
    if isinstance(item, Tip):
        public = PublicMessage(item.title, tip_words(item))
    else:
        public = PublicMessage("A question to practise", (text(item.prompt),))
    return Reply(view=Shared(kind), public=public)


async def saved(context: Context, options: SavedOptions) -> Reply:
    """List what was kept, newest first."""
    number = int(options.page) if options.page and options.page.isdecimal() else 1
    page = await saved_page(context.unit, context.catalog, context.member, number)
    return Reply(
        view=SavedList(items=page.items, page=page.page, pages=page.pages, total=page.total, gone=page.gone)
    )


async def complete_topics(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest the topics that have tips."""
    return tuple(
        Choice(title_of(topic), topic) for topic in like(typed, Topic) if context.catalog.tips(topic)
    )


async def complete_proofs(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest proofs, then the topics that have questions."""
    scopes: list[Proof | Topic] = [*like(typed, Proof), *like(typed, Topic)]
    choices: dict[str, Choice] = {}
    for scope in scopes:
        if _questions(context, scope):
            choices.setdefault(title_of(scope), Choice(title_of(scope), scope))
    return tuple(choices.values())


async def _drawn(
    context: Context,
    kind: Kind,
    items: Sequence[Tip | Question],
    scope: Proof | Topic | None,
    last: str | None,
) -> Reply:
    chosen = await draw(
        context.unit,
        context.member,
        kind,
        items,
        rng=context.rng,
        now=context.now,
        last=last,
        steered=scope is None,
    )
    if chosen is None:
        subject = f" on “{title_of(scope)}”" if scope else ""
        raise NotFound(f"There are no {kind}s{subject} yet.", example=f"/{kind}")
    again = len(items) if chosen.again else 0
    return Reply(
        view=await _card(context, chosen.item, Pressed(item=chosen.item.id, scope=scope), again=again)
    )


async def _card(context: Context, item: Tip | Question, options: Pressed, *, again: int = 0) -> View:
    kept = await is_saved(context.unit, context.member, item.id)
    shareable = context.caller.surface is Surface.CHANNEL
    if isinstance(item, Tip):
        sources = (context.catalog.source(name) for name in item.sources)
        return TipView(
            tip=item,
            sources=tuple(source for source in sources if source is not None),
            topic=Topic(options.scope) if options.scope in set(Topic) else None,
            saved=kept,
            explained=options.open,
            shareable=shareable,
            again=again,
        )
    return QuestionView(
        question=item,
        scope=_scope(options.scope),
        saved=kept,
        revealed=options.open,
        shareable=shareable,
        again=again,
    )


def _item(kind: Kind, context: Context, identifier: str) -> Tip | Question:
    item = context.catalog.tip(identifier) if kind is Kind.TIP else context.catalog.question(identifier)
    if item is None:
        raise NotFound(
            f"That {kind} is no longer in the collection. There is a fresh one for you.", example=f"/{kind}"
        )
    return item


def _questions(context: Context, scope: Proof | Topic | None) -> Sequence[Question]:
    if isinstance(scope, Topic):
        return [item for item in context.catalog.questions() if item.topic is scope]
    return context.catalog.questions(scope)


def _scope(value: str | None) -> Proof | Topic | None:
    if value in set(Proof):
        return Proof(value)
    return Topic(value) if value in set(Topic) else None


def _unknown(kind: str, typed: str, close: Sequence[str], example: str) -> InputError:
    hint = (
        f"Near it: {', '.join(close[:4])}."
        if close
        else "Trust, nerves, pay and thanks are some that I have."
    )
    return InputError(f"I have no {kind} on “{said_back(typed)}”. {hint}", example=example)


def _behind(kind: Kind, opening: str) -> tuple[Command, ...]:
    """Return what the buttons under a tip or question lead to."""
    return (
        *keeping(kind, kind, Pressed, partial(_item, kind), _card),
        unlisted(f"{kind} {opening}", f"Show what is behind a {kind}", partial(unfold, kind), Pressed),
        unlisted(f"{kind} share", f"Share a {kind} with the channel", partial(share, kind), Pressed),
    )


COMMANDS = (
    Command(
        path="tip",
        summary="A tip you have not seen, about anything or one topic",
        handler=tip,
        options=TipOptions,
        completers={"topic": complete_topics},
        examples=("/tip", "/tip nerves"),
    ),
    Command(
        path="question",
        summary="A question to answer aloud, and what is behind it",
        handler=question,
        options=QuestionOptions,
        completers={"proof": complete_proofs},
        examples=("/question", "/question trust"),
    ),
    Command(
        path="encore saved",
        summary="The tips and questions you kept",
        handler=saved,
        fits=alone,
        options=SavedOptions,
        examples=("/encore saved",),
    ),
    *_behind(Kind.TIP, "why"),
    *_behind(Kind.QUESTION, "reveal"),
)
