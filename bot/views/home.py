"""Where a member stands, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.progress import PlanLine
from bot.text import Bold
from bot.views.blocks import Block, Button, Emphasis, Message, Progress
from bot.views.layout import message, note, press, say
from bot.views.times import count, when


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a member stands: a draft first, the next interview, one thing to do."""

    now: datetime
    reader_zone: str | None = None
    draft: tuple[str, str] | None = None
    drafts: int = 0
    interview: Interview | None = None
    next_step: PlanLine | None = None
    done: int = 0
    total: int = 0
    others: int = 0
    missed: tuple[str, ...] = ()
    paused: bool = False

    def present(self) -> Message:
        """Lay it out."""
        if self.interview is None and self.draft is None:
            return self._start()
        blocks: list[Block] = []
        buttons: list[Button] = []
        if self.draft:
            identifier, words = self.draft
            more = f" ({self.drafts - 1} more kept.)" if self.drafts > 1 else ""
            blocks.append(say(f"{words} Carry on?{more}"))
            buttons += [
                press("Carry on", "draft open", Emphasis.PRIMARY, draft=identifier),
                press("Throw it away", "draft discard", draft=identifier),
            ]
        if self.missed:
            blocks.append(
                note(
                    "While I could not reach you, this went by: ",
                    "; ".join(self.missed),
                    ". The plan has been adjusted; nothing to catch up on.",
                )
            )
        if self.paused:
            blocks.append(say("Reminders are paused."))
            buttons.append(press("Resume reminders", "encore pause", days="off"))
        if self.interview:
            blocks += self._next(self.interview)
            buttons += self._interview_buttons(self.interview)
        buttons += [
            press("A tip", "tip"),
            press("A question", "question"),
            press("Add an interview", "interview add"),
        ]
        return message("Your preparation", "Where you stand", *blocks, *buttons)

    def _start(self) -> Message:
        return message(
            "Welcome to Encore",
            "Called back for a second interview? Well done.",
            "Tell me who, what and when, and I will plan the days you have left, one small step at a time.",
            press("Add an interview", "interview add", Emphasis.PRIMARY),
            press("I have the invitation", "interview import"),
            press("A tip", "tip"),
            press("A question", "question"),
        )

    def _next(self, interview: Interview) -> list[Block]:
        zone = self.reader_zone or interview.zone
        ahead = interview.starts_at > self.now
        blocks: list[Block] = [say(Bold(interview.company), ": ", when(interview, zone, self.now), ".")]
        if self.next_step:
            line = self.next_step
            minutes = f" About {count(line.minutes, 'minute')}." if line.minutes else ""
            blocks.append(say(Bold("Next: "), line.action, minutes))
        elif not ahead and interview.outcome is None:
            blocks.append(say("Have you heard back? Tell me and I will follow."))
        elif ahead:
            blocks.append(say("Everything so far is done. Enjoy the calm, or practise one question aloud."))
        if self.total:
            blocks.append(Progress(self.done, self.total, "steps done"))
        return blocks

    def _interview_buttons(self, interview: Interview) -> list[Button]:
        buttons = []
        if self.next_step:
            arguments = {"interview": interview.id, "lead": self.next_step.lead}
            buttons.append(press("Done", "plan done", Emphasis.PRIMARY, **arguments))
        buttons.append(press("See the plan", "interview plan", what=interview.id))
        what = {"what": interview.id}
        if interview.starts_at <= self.now:
            buttons.append(press("I have heard back", "interview result", **what))
        else:
            buttons.append(press("Research", "interview research", **what))
            buttons.append(press("My stories", "interview story"))
        if self.others:
            buttons.append(press(f"All interviews ({self.others + 1})", "interview list"))
        return buttons
