"""The six stories: which there are, one of them, and its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from bot.domain.content import SIX_PROOFS, Proof
from bot.domain.keeping import HEADLINE, PART, Story, gaps
from bot.domain.topics import title_of
from bot.invocation import Invocation
from bot.text import Bold, Text, text
from bot.views.blocks import Block, Button, Check, Checklist, Emphasis, Fields, Message, Progress
from bot.views.forms import Field, Form
from bot.views.layout import message, note, press, quote, say

PATH = "interview story"
WRITE, REMOVE = "story write", "story remove"
NOTICE = "Your stories"
LABELS = {"setting": "Where and when", "action": "What you did", "result": "What came of it"}
FIELDS = (
    Field(
        name="headline",
        label="Headline",
        required=True,
        hint="I rang the client before they noticed",
        limit=HEADLINE,
    ),
    Field(name="setting", label=LABELS["setting"], hint="one line; it can wait", limit=PART),
    Field(name="action", label=LABELS["action"], hint="one line; it can wait", limit=PART),
    Field(name="result", label=LABELS["result"], hint="one line; it can wait", limit=PART),
)
MISSING = {
    "result": ("What came of it is worth a minute more: a result is what they remember.", "Add the result"),
    "action": ("What did you do yourself? One line makes it yours.", "Add what you did"),
    "setting": ("Where and when was it? Half a line is enough.", "Add where and when"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesView:
    """The six at a glance, gaps first. `lead_in` says what just happened, if anything."""

    stories: Mapping[Proof, Story]
    lead_in: tuple[str, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        missing = gaps(self.stories)
        blocks: list[Block] = [say(words) for words in self.lead_in]
        blocks.append(say(self._why(len(missing))))
        blocks.append(Progress(len(self.stories), len(SIX_PROOFS), "headlines"))
        blocks.append(
            Checklist(
                (
                    *((Check.OPEN, _gap(proof)) for proof in missing),
                    *((Check.DONE, _told(proof, story)) for proof, story in self.stories.items()),
                )
            )
        )
        if not self.stories:
            blocks.append(note("Only you see them. Leave blank what won't come; that is fine."))
        return message(NOTICE, "Your six stories", *blocks, *self._buttons(missing))

    def _why(self, missing: int) -> str:
        if not missing:
            return "Six of six. Whatever they ask, you have something true to tell. Say one aloud today."
        return "Behind their questions stand these six. A headline for each serves every interview."

    def _buttons(self, missing: tuple[Proof, ...]) -> Iterator[Button]:
        for number, proof in enumerate(missing):
            emphasis = Emphasis.PLAIN if number else Emphasis.PRIMARY
            yield press(f"Write: {_lower(proof)}", WRITE, emphasis, proof=proof)
        for proof in self.stories:
            yield press(f"See: {_lower(proof)}", PATH, proof=proof)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story. `next_gap` is another proof that has none yet."""

    proof: Proof
    story: Story
    next_gap: Proof | None = None
    lead_in: tuple[str, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        parts = asdict(self.story)
        pairs = tuple((label, text(parts[name])) for name, label in LABELS.items() if parts[name])
        blocks: list[Block] = [say(words) for words in self.lead_in]
        blocks += [say(f"They ask themselves: {self.proof.facts.question}")]
        blocks.append(quote(self.story.headline))
        if pairs:
            blocks.append(Fields(pairs))
        if self.story.missing:
            blocks.append(note(MISSING[self.story.missing][0]))
        return message(NOTICE, title_of(self.proof), *blocks, *self._buttons())

    def _buttons(self) -> Iterator[Button]:
        proof = {"proof": self.proof}
        whole = not self.story.missing
        label = "Change it" if whole else MISSING[self.story.missing][1]
        yield press("Practise it", "question", Emphasis.PRIMARY, **proof)
        yield press(label, WRITE, **proof)
        if self.next_gap:
            label = f"Next: {_lower(self.next_gap)}"
            yield press(label, WRITE, proof=self.next_gap)
        yield press("All six", PATH)
        yield press("Remove it", REMOVE, **proof)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAsked:
    """Whether a story is to be removed."""

    proof: Proof
    story: Story

    def present(self) -> Message:
        """Lay it out."""
        return message(
            NOTICE,
            "Remove this story?",
            quote(self.story.headline),
            "It is deleted for good.",
            press("Yes, remove it", REMOVE, Emphasis.DANGER, proof=self.proof, sure="yes"),
            press("Keep it", PATH, proof=self.proof),
        )


def story_form(proof: Proof, values: Mapping[str, str], errors: Mapping[str, str] | None = None) -> Form:
    """Return the form of one story, filled in with `values`."""
    return Form(
        title=title_of(proof),
        submit=Invocation(WRITE, {"proof": proof}),
        fields=FIELDS,
        intro=(text(f"They ask themselves: {proof.facts.question} A headline is enough for today."),),
        values={name: value for name, value in values.items() if value},
        errors=errors or {},
        submit_label="Keep it",
    )


def _gap(proof: Proof) -> Text:
    return text(Bold(title_of(proof)), f": no story yet. {proof.facts.question}")


def _told(proof: Proof, story: Story) -> Text:
    return text(Bold(title_of(proof)), f": {story.headline}")


def _lower(proof: Proof) -> str:
    title = title_of(proof)
    return title[:1].lower() + title[1:]
