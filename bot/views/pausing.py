"""Holding reminders back, and what is said when they come again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.leads import label_of
from bot.domain.members import INDEFINITELY
from bot.text import Bold, Text, text
from bot.views.blocks import Block, Bullets, Emphasis, Message
from bot.views.layout import message, press, say
from bot.views.times import count, day_and_time

RESUME = press("Resume reminders", "encore pause", Emphasis.PRIMARY, days="off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """Reminders are held back. `stopped` counts those that would have come meanwhile."""

    until: datetime
    now: datetime
    zone: str
    stopped: int = 0
    next_due: datetime | None = None

    def present(self) -> Message:
        """Lay it out."""
        open_ended = self.until >= INDEFINITELY
        ends = "you resume them" if open_ended else day_and_time(self.until, self.zone, self.now)
        lines: list[Text] = []
        if self.stopped and open_ended:
            lines.append(
                text(f"{count(self.stopped, 'reminder')} held back. What still helps then will come.")
            )
        elif self.stopped:
            fall = "falls" if self.stopped == 1 else "fall"
            lines.append(text(f"{count(self.stopped, 'reminder')} {fall} into that time and will not come."))
        if self.next_due:
            lines.append(text(f"The next one comes {day_and_time(self.next_due, self.zone, self.now)}."))
        lines.append(
            text("Your interviews, notes and plan stay. Tips and questions still come when you ask.")
        )
        return message(
            "Reminders are paused",
            "Reminders are paused",
            say("I will send you nothing until ", Bold(ends), "."),
            Bullets(tuple(lines)),
            RESUME,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumedView:
    """Reminders are on. `carried` and `let_go` are leads of steps whose time went by during the pause."""

    now: datetime
    zone: str
    was_paused: bool = True
    carried: tuple[str, ...] = ()
    let_go: tuple[str, ...] = ()
    next_due: datetime | None = None

    def present(self) -> Message:
        """Lay it out."""
        if not self.was_paused:
            words = ["Reminders are on; there was nothing to resume."]
        else:
            words = ["Welcome back. The plan has been worked out again from here."]
        if self.carried:
            words.append(
                f"While you were away, this went by: {_named(self.carried)}. The next step carries it on."
            )
        if self.let_go:
            words.append(f"Too late to help now, so let go: {_named(self.let_go)}. No harm done.")
        if self.was_paused and not (self.carried or self.let_go):
            words.append("You missed nothing.")
        if self.next_due:
            words.append(f"The next reminder comes {day_and_time(self.next_due, self.zone, self.now)}.")
        else:
            words.append("There is nothing to remind you of just now.")
        blocks: list[Block] = [say(line) for line in words]
        return message(
            "Reminders are on", "Reminders are on", *blocks, press("Where I stand", "prep", Emphasis.PRIMARY)
        )


def _named(leads: tuple[str, ...]) -> str:
    return "; ".join(label_of(lead).lower() for lead in leads)
