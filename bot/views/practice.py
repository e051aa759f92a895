"""Tips and questions, as they are shown, kept and shared."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.audiences import region_name
from bot.domain.content import Ask, Proof, Question, Source, Tip, Topic
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.text import Bold, Link, Text, shortened, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Message
from bot.views.layout import actions, message, note, press, quote, say
from bot.views.times import count

SAVED_LABEL = "Saved ✓ / Let go"
LABEL = 60
"""Characters of a title on a button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TipView:
    """One tip. `topic` is what was asked for; `again` counts what fits when a new round begins with it."""

    tip: Tip
    sources: tuple[Source, ...] = ()
    topic: Topic | None = None
    saved: bool = False
    explained: bool = False
    shareable: bool = False
    again: int = 0

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [note(_round("tip", self.again, self.topic))] if self.again else []
        blocks += [say(words) for words in tip_words(self.tip)]
        if self.explained:
            blocks += self._reasons()
        elif self.sources:
            blocks.append(note("Source: ", "; ".join(_short_source(s) for s in self.sources), "."))
        if self.tip.region != "any":
            blocks.append(note(_general(self.tip)))
        return message("A tip from Encore", self.tip.title, *blocks, *self._buttons())

    def _reasons(self) -> list[Block]:
        blocks: list[Block] = [say(Bold("Why it helps: "), self.tip.why)]
        if not self.sources:
            blocks.append(note("This comes from coaches' experience; no study stands behind it."))
        for source in self.sources:
            words = text("Source: ", Link(source.title, source.url), f", {_short_source(source)}. ")
            blocks.append(note(words, source.limits))
        return blocks

    def _buttons(self) -> list[Button]:
        def press(path: str) -> Invocation:
            return _press(path, self.tip.id, self.topic, opened=self.explained)

        another = Invocation("tip", {**({"topic": self.topic} if self.topic else {}), "last": self.tip.id})
        buttons = [Button("Another", another, Emphasis.PRIMARY)]
        if self.saved:
            buttons.append(Button(SAVED_LABEL, press("tip drop")))
        else:
            buttons.append(Button("Save", press("tip save")))
        if not self.explained:
            buttons.append(Button("Why", press("tip why")))
        if self.shareable:
            buttons.append(Button("Share", _press("tip share", self.tip.id)))
        return buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One practice question, and what lies behind it once `revealed`. `scope` is what was asked for."""

    question: Question
    scope: Proof | Topic | None = None
    saved: bool = False
    revealed: bool = False
    shareable: bool = False
    again: int = 0

    def present(self) -> Message:
        """Lay it out."""
        question = self.question
        askers = " or ".join(asker.facts.role for asker in question.asker)
        blocks: list[Block] = [note(_round("question", self.again, self.scope))] if self.again else []
        blocks += [
            say(f"Imagine {askers} asks:"),
            quote(question.prompt),
            say(f"Answer aloud, in about {_length(question.target_seconds)}."),
        ]
        if self.revealed:
            blocks += self._behind()
        blocks.append(actions(*self._buttons()))
        subject = title_of(question.proofs[0] if question.proofs else question.topic)
        return message("A practice question from Encore", f"Practice: {_lower(subject)}", *blocks)

    def _behind(self) -> list[Block]:
        question = self.question
        return [
            say(Bold("What they are really asking: "), question.really_asking),
            say(Bold("A strong answer holds")),
            Bullets(tuple(text(line) for line in question.strong)),
            say(Bold("Pitfalls")),
            Bullets(tuple(text(line) for line in question.pitfalls)),
            say(Bold("They may go on")),
            Bullets(tuple(text(line) for line in question.follow_ups)),
        ]

    def _buttons(self) -> list[Button]:
        def press(path: str) -> Invocation:
            return _press(path, self.question.id, self.scope, opened=self.revealed)

        scope = {"proof": str(self.scope)} if self.scope else {}
        another = Invocation("question", {**scope, "last": self.question.id})
        buttons = []
        if not self.revealed:
            label = "What they are really asking"
            buttons.append(Button(label, press("question reveal"), Emphasis.PRIMARY))
        buttons.append(Button("Another", another, Emphasis.PRIMARY if self.revealed else Emphasis.PLAIN))
        if self.saved:
            buttons.append(Button(SAVED_LABEL, press("question drop")))
        else:
            buttons.append(Button("Save", press("question save")))
        if self.shareable:
            buttons.append(Button("Share", _press("question share", self.question.id)))
        return buttons


@dataclass(frozen=True, slots=True)
class Shared:
    """A tip or question (`kind`) went to the channel, and nothing else did."""

    kind: str

    def present(self) -> Message:
        """Lay it out."""
        words = (
            f"The channel gets the {self.kind} and nothing else: no name, no interview, nothing you typed."
        )
        again = (press(f"Another {self.kind}", self.kind),)
        return message("Shared", "Shared with the channel", say(words), *again)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedList:
    """What a member kept, newest first, a page at a time. `gone` counts what the content no longer holds."""

    items: tuple[Tip | Question | Ask, ...]
    page: int = 1
    pages: int = 1
    total: int = 0
    gone: int = 0

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = []
        if not self.total:
            blocks.append(
                say("Nothing kept yet. When a tip or a question speaks to you, press Save and it waits here.")
            )
        else:
            part = f", page {self.page} of {self.pages}" if self.pages > 1 else ""
            blocks.append(say(f"{count(self.total, 'thing')} kept, newest first{part}."))
            blocks.append(Bullets(tuple(_saved_line(item) for item in self.items)))
        if self.gone:
            those = "One that you kept is" if self.gone == 1 else f"{self.gone} that you kept are"
            blocks.append(note(f"{those} no longer in the collection."))
        return message("What you kept", "What you kept", *blocks, *self._buttons())

    def _buttons(self) -> list[Button]:
        buttons = [Button(shortened(heading(item), LABEL), _show(item)) for item in self.items]
        for label, page in (("Newer", self.page - 1), ("Older", self.page + 1)):
            if 1 <= page <= self.pages:
                buttons.append(press(label, "encore saved", page=str(page)))
        if not self.total:
            buttons = [
                press("A tip", "tip", Emphasis.PRIMARY),
                press("A question", "question"),
            ]
        return buttons


def tip_words(tip: Tip) -> tuple[Text, ...]:
    """Return what a tip says by itself, to its reader or to a channel."""
    return text(tip.body), text(Bold("Do now: "), f"{tip.do_now} ({tip.minutes} min)")


def _press(path: str, item: str, scope: Proof | Topic | None = None, *, opened: bool = False) -> Invocation:
    arguments = {"item": item}
    if scope is not None:
        arguments["scope"] = scope
    if opened:
        arguments["open"] = "yes"
    return Invocation(path, arguments)


def _show(item: Tip | Question | Ask) -> Invocation:
    kind = "tip" if isinstance(item, Tip) else "question" if isinstance(item, Question) else "ask"
    return Invocation(f"{kind} show", {"item": item.id})


def heading(item: Tip | Question | Ask) -> str:
    """Return the words by which a tip or a question is listed."""
    match item:
        case Tip():
            return item.title
        case Question():
            return item.prompt
        case Ask():
            return item.text


def _saved_line(item: Tip | Question | Ask) -> Text:
    kind = "Tip" if isinstance(item, Tip) else "Question" if isinstance(item, Question) else "To ask"
    return text(f"{kind}: ", Bold(heading(item)))


def _round(kind: str, number: int, scope: Proof | Topic | None) -> str:
    subject = f" on {_lower(title_of(scope))}" if scope else ""
    if number == 1:
        return f"This is the only {kind}{subject} for now, so here it is again."
    return f"You have seen all {number} {kind}s{subject}. Well read; they begin again here."


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{seconds} seconds" if rest else count(minutes, "minute")


def _general(tip: Tip) -> str:
    return f"General information for {region_name(tip.region)}, checked in {tip.reviewed:%B %Y}; rules change and differ."


def _short_source(source: Source) -> str:
    return f"{source.publisher}, {source.year}"


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
