"""Where a member stands, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.interviews import Interview
from bot.domain.progress import PlanLine
from bot.invocation import Invocation
from bot.text import Bold, text
from bot.views.blocks import Actions, Block, Button, Emphasis, Message, Note, Paragraph, Progress
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
            blocks.append(Paragraph(text(f"{words} Carry on?{more}")))
            buttons += [
                Button("Carry on", Invocation("draft open", {"draft": identifier}), Emphasis.PRIMARY),
                Button("Throw it away", Invocation("draft discard", {"draft": identifier})),
            ]
        if self.missed:
            blocks.append(
                Note(
                    text(
                        "While I could not reach you, this went by: ",
                        "; ".join(self.missed),
                        ". The plan has been adjusted; nothing to catch up on.",
                    )
                )
            )
        if self.paused:
            blocks.append(Paragraph(text("Reminders are paused.")))
            buttons.append(Button("Resume reminders", Invocation("encore pause", {"days": "off"})))
        if self.interview:
            blocks += self._next(self.interview)
            buttons += self._interview_buttons(self.interview)
        buttons += [
            Button("A tip", Invocation("tip")),
            Button("A question", Invocation("question")),
            Button("Add an interview", Invocation("interview add")),
        ]
        blocks.append(Actions(tuple(buttons)))
        return Message("Your preparation", "Where you stand", tuple(blocks))

    def _start(self) -> Message:
        return Message(
            "Welcome to Encore",
            "Called back for a second interview? Well done.",
            (
                Paragraph(
                    text(
                        "Tell me who, what and when, and I will plan the days you have left, one small step at a time."
                    )
                ),
                Actions(
                    (
                        Button("Add an interview", Invocation("interview add"), Emphasis.PRIMARY),
                        Button("I have the invitation", Invocation("interview import")),
                        Button("A tip", Invocation("tip")),
                        Button("A question", Invocation("question")),
                    )
                ),
            ),
        )

    def _next(self, interview: Interview) -> list[Block]:
        zone = self.reader_zone or interview.zone
        ahead = interview.starts_at > self.now
        blocks: list[Block] = [
            Paragraph(text(Bold(interview.company), ": ", when(interview, zone, self.now), "."))
        ]
        if self.next_step:
            line = self.next_step
            minutes = f" About {count(line.minutes, 'minute')}." if line.minutes else ""
            blocks.append(Paragraph(text(Bold("Next: "), line.action, minutes)))
        elif not ahead and interview.outcome is None:
            blocks.append(Paragraph(text("Have you heard back? Tell me and I will follow.")))
        elif ahead:
            blocks.append(
                Paragraph(text("Everything so far is done. Enjoy the calm, or practise one question aloud."))
            )
        if self.total:
            blocks.append(Progress(self.done, self.total, "steps done"))
        return blocks

    def _interview_buttons(self, interview: Interview) -> list[Button]:
        buttons = []
        if self.next_step:
            arguments = {"interview": interview.id, "lead": self.next_step.lead}
            buttons.append(Button("Done", Invocation("plan done", arguments), Emphasis.PRIMARY))
        buttons.append(Button("See the plan", Invocation("interview plan", {"what": interview.id})))
        what = {"what": interview.id}
        if interview.starts_at <= self.now:
            buttons.append(Button("I have heard back", Invocation("interview result", what)))
        else:
            buttons.append(Button("Research", Invocation("interview research", what)))
            buttons.append(Button("My stories", Invocation("interview story")))
        if self.others:
            buttons.append(Button(f"All interviews ({self.others + 1})", Invocation("interview list")))
        return buttons
