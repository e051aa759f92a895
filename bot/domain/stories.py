"""Six stories, one for each thing that a hiring manager must be able to say yes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.content import SIX_PROOFS, Proof
from bot.domain.sheets import Entry

HEADLINE = 80
PART = 200
"""Characters at most."""
DONE_BY_SIX = ("task-stories-001", "task-stories-006")
"""Tasks that are done when each of the six has a headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story. What is not known yet of it is empty."""

    headline: str
    setting: str = ""
    action: str = ""
    result: str = ""

    @property
    def missing(self) -> str:
        """What would help most next: the field's name, or nothing."""
        parts = {"result": self.result, "action": self.action, "setting": self.setting}
        return next((name for name, words in parts.items() if not words), "")


def stories_of(entries: Mapping[str, Entry]) -> dict[Proof, Story]:
    """Return the stories that have a headline, in the order of the six."""
    told = {proof: entries[proof].values for proof in SIX_PROOFS if proof in entries}
    return {
        proof: Story(
            headline=values["headline"],
            setting=values.get("setting", ""),
            action=values.get("action", ""),
            result=values.get("result", ""),
        )
        for proof, values in told.items()
        if values.get("headline")
    }


def gaps(stories: Mapping[Proof, Story]) -> tuple[Proof, ...]:
    """Return the proofs without a story, in order."""
    return tuple(proof for proof in SIX_PROOFS if proof not in stories)


def worth_steering(stories: Mapping[Proof, Story]) -> frozenset[Proof]:
    """Return the proofs to practise sooner: the gaps of who has begun; of who has none, nothing is known."""
    return frozenset(gaps(stories)) if stories else frozenset()


def problems(values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with a story as typed, by field."""
    wrong = {}
    if not values.get("headline", "").strip():
        wrong["headline"] = "A few words are enough: what would you call it?"
    elif values["headline"].strip().isdecimal():
        wrong["headline"] = "That looks like a button. In a few words: what would you call it?"
    for name, most in (("headline", HEADLINE), ("setting", PART), ("action", PART), ("result", PART)):
        if len(values.get(name, "")) > most:
            wrong[name] = f"Please keep this under {most} characters."
    return wrong
