"""An interview is off, or came to something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.interviews import Interview, Outcome
from bot.invocation import Invocation
from bot.text import text
from bot.views.blocks import (
    Actions,
    Block,
    Button,
    Emphasis,
    Message,
    Paragraph,
)
from bot.views.times import count

OUTCOMES = {
    Outcome.OFFER: "An offer",
    Outcome.NEXT: "Another round",
    Outcome.NO: "A no",
    Outcome.WAITING: "Still waiting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """An interview is off and nothing more will come for it."""

    interview: Interview
    stopped: int

    def present(self) -> Message:
        """Lay it out."""
        stopped = (
            f"{count(self.stopped, 'reminder')} stopped."
            if self.stopped
            else "No reminders were left to stop."
        )
        return Message(
            "An interview was cancelled",
            f"{self.interview.company} is cancelled",
            (
                Paragraph(text(f"Nothing more will come for it. {stopped}")),
                Actions(
                    (
                        Button("Undo", Invocation("interview restore", {"what": self.interview.id})),
                        Button("My interviews", Invocation("interview list")),
                    )
                ),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResult:
    """Ask what came of it.

    `heard` is what the member said of one that is still `ahead` ("in 12 days"): it is asked about, since noting it
    may stop every reminder.
    """

    interview: Interview
    heard: Outcome | None = None
    ahead: str = ""

    def present(self) -> Message:
        """Lay it out."""
        words = "Whatever it is, one press is enough. Reminders follow it."
        title = f"What came of {self.interview.company}?"
        buttons = tuple(
            Button(label, Invocation("interview result", {"what": self.interview.id, "outcome": outcome}))
            for outcome, label in OUTCOMES.items()
        )
        if self.heard is not None:
            words = f"That interview is still ahead: it is {self.ahead}. Did they cancel, or did you hear already?"
            title = f"{self.interview.company} is still ahead"
            buttons = self._still_ahead(self.heard)
        return Message("Encore has a question", title, (Paragraph(text(words)), Actions(buttons)))

    def _still_ahead(self, heard: Outcome) -> tuple[Button, ...]:
        what = {"what": self.interview.id}
        return (
            Button("They cancelled", Invocation("interview cancel", what)),
            Button(
                f"I heard: {OUTCOMES[heard].lower()}",
                Invocation("interview result", {**what, "outcome": heard, "sure": "yes"}),
            ),
            Button("Leave it as it is", Invocation("interview show", what)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNoted:
    """An outcome is noted and the reminders follow it."""

    interview: Interview
    stopped: int
    remaining: int
    now: datetime

    def present(self) -> Message:
        """Lay it out."""
        title, words = self._words()
        blocks: list[Block] = [Paragraph(text(words)), Paragraph(text(self._reminders()))]
        buttons = [Button("Change the result", Invocation("interview result", {"what": self.interview.id}))]
        if self.interview.outcome is Outcome.NEXT:
            buttons.insert(
                0,
                Button(
                    "Add the next round",
                    Invocation("interview next", {"what": self.interview.id}),
                    Emphasis.PRIMARY,
                ),
            )
        if self.interview.outcome is Outcome.OFFER:
            buttons.insert(0, Button("Tips on pay and offers", Invocation("tip", {"topic": "pay-offer"})))
        blocks.append(Actions(tuple(buttons)))
        return Message("Your result is noted", title, tuple(blocks))

    def _words(self) -> tuple[str, str]:
        company = self.interview.company
        match self.interview.outcome:
            case Outcome.OFFER:
                return f"An offer from {company}. Congratulations", (
                    "You did that. You need not answer on the spot: thank them, ask for it in writing, "
                    "and ask when they need to hear from you."
                )
            case Outcome.NEXT:
                return f"{company} wants to see you again", (
                    "Each round means they like what they saw. Tell me when the next one is and the plan starts afresh."
                )
            case Outcome.NO:
                return f"Not {company}, this time", (
                    "I am sorry. It stings, and it says little about your worth. "
                    "Take the evening off; nothing more will come about this one."
                )
            case _:
                return f"Waiting on {company}", (
                    "Waiting is the hard part. Nothing you do now would speed it up, so let the follow-up dates do the work."
                )

    def _reminders(self) -> str:
        if self.interview.settled:
            return (
                f"{count(self.stopped, 'reminder')} stopped."
                if self.stopped
                else "No reminders were left to stop."
            )
        if self.remaining:
            return f"{count(self.remaining, 'reminder')} still to come."
        return "No reminders are left for this one."
