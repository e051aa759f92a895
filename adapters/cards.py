"""Whether every card of a pack shows whole on Slack, on Discord and in a terminal.

The catalogue cannot judge it, since the core knows no platform; so this rule stands here and is handed to the
check.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType

from adapters.discord import limits as discord_limits
from adapters.discord.components import reply_data
from adapters.discord.messages import dm_body
from adapters.discord.public import public_data
from adapters.slack import limits as slack_limits
from adapters.slack.blocks import message_body
from adapters.slack.public import public_body
from adapters.terminal.ink import bare
from adapters.terminal.render import render, render_public
from adapters.terminal.wrap import cells
from bot.catalog.document import Loc
from bot.catalog.layers import Layers
from bot.catalog.packs import Content
from bot.catalog.problem import Problem
from bot.domain.calendar import instant_of
from bot.domain.content import (
    Ask,
    Item,
    MessageTemplate,
    PlanStep,
    PlanTemplate,
    Question,
    Source,
    Status,
    Task,
    Tip,
)
from bot.domain.interviews import Interview, Person
from bot.domain.leads import Lead
from bot.domain.reminders import Later
from bot.reply import PublicMessage
from bot.text import plain, text
from bot.views.asking import AskView
from bot.views.blocks import (
    Block,
    Bullets,
    Checklist,
    Copyable,
    Fields,
    Message,
    Paragraph,
    Quote,
)
from bot.views.practice import QuestionView, TipView, tip_words
from bot.views.reminders import ReminderView
from bot.views.templates import TemplateView

FULL = 1500
"""Characters of an item's own words on its card: about a minute of reading. Sources stand beside them."""
COLUMNS = 60
"""Cells: what every terminal has, and what is comfortable to read."""
CUT = "…"
"""What Slack's and Discord's renderers put where they leave words out."""
KEY = "k" * 25
"""As long as a reminder's key may be."""

Faults = Iterator[str]


@dataclass(frozen=True, slots=True)
class Card:
    """A message that a pack's item leads to, and the field in which it is mended. `unasked` ones are sent."""

    loc: Loc
    message: Message
    unasked: bool = False
    public: PublicMessage | None = None


def cards_fit(layers: Layers) -> Iterator[Problem]:
    """Find live items whose card would be cut, refused or too wide on a platform, or is too much to read."""
    for entry in layers.entries.values():
        if isinstance(entry.item, Item) and entry.item.status is not Status.LIVE:
            continue
        for card in cards(entry.item, layers):
            for fault in dict.fromkeys(faults(card)):
                yield entry.problem(card.loc, fault)


def cards(item: Content, layers: Layers) -> Iterator[Card]:
    """Yield the cards of an item at their fullest."""
    match item:
        case Tip():
            found = (layers.entries.get(name) for name in item.sources)
            sources = tuple(one.item for one in found if one and isinstance(one.item, Source))
            public = PublicMessage(item.title, tip_words(item))
            for explained in (False, True):
                view = TipView(
                    tip=item, sources=sources, topic=item.topic, explained=explained, shareable=True
                )
                yield Card(("body",), view.present(), public=public)
        case Question():
            question = QuestionView(question=item, scope=item.topic, revealed=True, shareable=True)
            public = PublicMessage("A question to practise", (text(item.prompt),))
            yield Card(("prompt",), question.present(), public=public)
        case Ask():
            interview = _interview()
            ask = AskView(ask=item, interview=interview.id, people=interview.interviewers)
            yield Card(("text",), ask.present())
        case MessageTemplate():
            yield Card(("body",), TemplateView(template=item, interview=_interview(), several=True).present())
        case Task():
            yield Card(("text",), _reminder("Here is what comes next.", Lead.T_1, item), unasked=True)
        case PlanTemplate():
            for place, step in enumerate(item.steps):
                yield Card(("steps", place, "text"), _step(step, layers), unasked=True)


def faults(card: Card) -> Faults:
    """Yield what is wrong with a card, each with what to do."""
    size = len(_words(card.message))
    if size > FULL:
        yield f"makes a card of {size} characters, {size - FULL} too many; shorten the item to {FULL}"
    for platform, found in PLATFORMS.items():
        yield from (f"does not show whole on {platform} ({fault}); shorten it" for fault in found(card))


def _slack(card: Card) -> Faults:
    bodies = [message_body(card.message, pushed=card.unasked)]
    bodies += [public_body(card.public)] if card.public else []
    for body in bodies:
        yield from slack_limits.check(body)
    yield from _cut(card, bodies)


def _discord(card: Card) -> Faults:
    bodies = [dm_body(card.message, KEY) if card.unasked else reply_data(card.message, ephemeral=True)]
    bodies += [public_data(card.public)] if card.public else []
    for body in bodies:
        yield from discord_limits.check("message", body)
    yield from _cut(card, bodies)


def _cut(card: Card, bodies: list[dict[str, object]]) -> Faults:
    written = json.dumps(bodies, ensure_ascii=False).count(CUT)
    # A notice stands in a message twice, and so may an ellipsis of the author's own.
    own = repr(card.message).count(CUT) + card.message.notice.count(CUT) + repr(card.public).count(CUT)
    if written > own:
        yield "words are left out"


def _terminal(card: Card) -> Faults:
    lines = render(card.message, COLUMNS)
    lines += render_public(card.public, COLUMNS) if card.public else []
    for line in map(bare, lines):
        # An address is never broken, so that it can be copied; a terminal folds it.
        if cells(line) > COLUMNS and "://" not in line:
            yield f"a line takes {cells(line)} of {COLUMNS} columns"


PLATFORMS: Mapping[str, Callable[[Card], Faults]] = MappingProxyType(
    {"Slack": _slack, "Discord": _discord, "the terminal": _terminal}
)
"""What each has against a card, by its name."""


def _words(message: Message) -> str:
    """Return what is read on a card: its title and blocks, without asides and buttons."""
    return "\n".join([message.title, *filter(None, map(_said, message.blocks))])


def _said(block: Block) -> str:
    match block:
        case Paragraph(content) | Quote(content):
            return plain(content)
        case Copyable(words):
            return words
        case Bullets(items):
            return "\n".join(map(plain, items))
        case Checklist(items):
            return "\n".join(plain(words) for _, words in items)
        case Fields(pairs):
            return "\n".join(f"{label}: {plain(value)}" for label, value in pairs)
        case _:
            return ""


def _step(step: PlanStep, layers: Layers) -> Message:
    def named(name: str | None) -> Content | None:
        entry = layers.entries.get(name or "")
        return entry.item if entry else None

    task, tip = named(step.task), named(step.tip)
    questions = (named(name) for name in step.questions)
    return _reminder(
        step.text,
        step.lead,
        task if isinstance(task, Task) else None,
        tip=tip if isinstance(tip, Tip) else None,
        questions=tuple(one for one in questions if isinstance(one, Question)),
        plan_prompt=step.plan_prompt or "",
    )


def _reminder(
    words: str,
    lead: Lead,
    task: Task | None,
    *,
    tip: Tip | None = None,
    questions: tuple[Question, ...] = (),
    plan_prompt: str = "",
) -> Message:
    interview = _interview()
    now = interview.starts_at - timedelta(days=1)
    return ReminderView(
        key=KEY,
        interview=interview,
        reader_zone="America/Argentina/Buenos_Aires",
        now=now,
        lead=lead,
        words=words,
        due_at=now - timedelta(hours=2),
        discreet=False,
        task=task,
        tip=tip,
        questions=questions,
        plan_prompt=plan_prompt,
        laters=tuple(Later),
    ).present()


def _interview() -> Interview:
    """Return one with names as long as they usually get, so that there is room for any."""
    start = instant_of(date(2026, 9, 23), time(10, 30), "Europe/Berlin")
    return Interview(
        id="k3v9tq2m7xah",
        member_id="ada",
        company="The Riverside Workshop and Training Company",
        role="Regional coordinator for apprenticeships",
        day=date(2026, 9, 30),
        time=time(10, 30),
        zone="Europe/Berlin",
        interviewers=tuple(Person("Ada of the Long Name", "head of apprenticeships") for _ in range(3)),
        place="The Old Workshop, 14 Riverside Road",
        created_at=start,
        planned_from=start,
    )
