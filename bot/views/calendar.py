"""Taking an interview out: a calendar file, and a private calendar address."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.interviews import Interview
from bot.invocation import Invocation
from bot.text import Bold, Code, text
from bot.views.blocks import (
    Actions,
    Block,
    Bullets,
    Button,
    Copyable,
    Emphasis,
    Message,
    Note,
    Paragraph,
)
from bot.views.interviews import short_name
from bot.views.times import count

PATH = "interview calendar"
FEED = "calendar feed"
FILE = "encore-plan.ics"
CALENDAR = "Encore"
"""What the calendar is called in an app: nothing that tells a passer-by more."""
EXAMPLE = "/prep add Acme, data analyst, next Thu 3pm"
PRIVATE_ADDRESS = "A private address for my calendar app"
HOW = (
    ("Google Calendar", "on the web: Other calendars, the plus sign, From URL."),
    ("Apple Calendar", "File, New Calendar Subscription."),
    ("Outlook", "Add calendar, Subscribe from web."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """A calendar file comes with this.

    It is of the interview with the id `what`, of all without one; `served` says that there are addresses, too.
    """

    what: str
    interviews: int
    steps: int
    detailed: bool
    served: bool

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [
            Paragraph(text("Open the file, and your calendar takes in ", Bold(self._held()), ".")),
            Paragraph(text(self._shown())),
            Note(
                text(
                    "When a time changes, ask for the file again and open it: your calendar then moves what it has."
                )
            ),
            Actions(tuple(self._buttons())),
        ]
        return Message("A file for your calendar", "For your calendar", tuple(blocks))

    def _held(self) -> str:
        interviews = count(self.interviews, "interview") if self.interviews else ""
        steps = f"{count(self.steps, 'step')} of your plan" if self.steps else ""
        return " and ".join(part for part in (interviews, steps) if part)

    def _shown(self) -> str:
        if self.detailed:
            return (
                "This one names the company and the role, says where it is, and what to do at each step. "
                "Think of who can see your calendar before you open it there."
            )
        return (
            "Nobody who sees your calendar learns more than that you are busy: it says “Appointment” and “Preparation: 25 "
            "minutes”, with no company, role, people, place or link."
        )

    def _buttons(self) -> list[Button]:
        what = {"what": self.what} if self.what else {}
        other = (
            Button("Without the company's name", Invocation(PATH, {**what, "details": "no"}))
            if self.detailed
            else Button("With the company's name", Invocation(PATH, {**what, "details": "yes"}))
        )
        return [other, Button(PRIVATE_ADDRESS, Invocation(FEED))] if self.served else [other]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledFile:
    """A file comes with this that takes an interview out of a calendar again."""

    company: str

    def present(self) -> Message:
        """Lay it out."""
        return Message(
            "A file for your calendar",
            "Out of your calendar",
            (
                Paragraph(
                    text(
                        Bold(self.company),
                        " will not take place. If your calendar has it, open this file: it marks the interview and its "
                        "steps as cancelled.",
                    )
                ),
                Note(text("Some calendar apps leave them there, crossed out. Then delete them by hand.")),
                Actions((Button("All interviews", Invocation("interview list")),)),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingAhead:
    """There is nothing to put into a calendar. `cancelled` are interviews called off."""

    over: bool = False
    cancelled: tuple[Interview, ...] = ()

    def present(self) -> Message:
        """Lay it out."""
        words = (
            "It is behind you, and nothing of its plan is left to do, so there is nothing for your calendar."
            if self.over
            else "Nothing lies ahead, so there is nothing for your calendar yet. Tell me of an interview, and I make "
            "a plan that you can take along."
        )
        blocks: list[Block] = [Paragraph(text(words))]
        if not self.over:
            blocks.append(Paragraph(text("For example: ", Code(EXAMPLE))))
        buttons = [Button("Add an interview", Invocation("interview add"), Emphasis.PRIMARY)]
        buttons += [
            Button(
                f"Take {short_name(each, alone=len(self.cancelled) == 1)} out of it",
                Invocation(PATH, {"what": each.id}),
            )
            for each in self.cancelled
        ]
        return Message(
            "Nothing for your calendar", "Nothing for your calendar", (*blocks, Actions(tuple(buttons)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAddress:
    """A member's private calendar address. `made` tells it from what it was before; `lead_in` says what just happened."""

    address: str
    made: str
    detailed: bool
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = [Paragraph(text(self.lead_in))] if self.lead_in else []
        blocks += [
            Paragraph(text("Give this address to your calendar app, and it follows your plan by itself:")),
            Copyable(self.address),
            Bullets(tuple(text(Bold(app), f", {steps}") for app, steps in HOW)),
            Paragraph(text(Bold("Who can read it: "), self._who())),
            Note(
                text(
                    "Apps look for news every few hours, some once a day, and many leave out the alarms. My reminders "
                    "come all the same."
                )
            ),
            Actions(tuple(self._buttons())),
        ]
        return Message("Your private calendar address", "Your private calendar address", tuple(blocks))

    def _who(self) -> str:
        held = (
            "It names the company, the role and the place."
            if self.detailed
            else "It says “Appointment” and “Preparation”, and names no company, role, people, place or link."
        )
        return (
            "anyone who has the address, without a password, and so the maker of your calendar app. An employer can look "
            f"into a calendar of theirs. {held}"
        )

    def _buttons(self) -> list[Button]:
        detail = (
            Button("Keep it discreet", self._do("discreet"))
            if self.detailed
            else Button("Name the company in it", self._do("detailed"))
        )
        return [
            detail,
            Button("Make a new address", self._do("new")),
            Button("Remove this address", self._do("remove"), Emphasis.DANGER),
        ]

    def _do(self, action: str) -> Invocation:
        return Invocation(FEED, {"do": action, "made": self.made})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRemoved:
    """There is no private calendar address any more."""

    def present(self) -> Message:
        """Lay it out."""
        return Message(
            "Your calendar address is gone",
            "The address is gone",
            (
                Paragraph(
                    text(
                        "Nothing is found under it any more. What your calendar app has copied may stay there: remove "
                        "the subscription in the app, too."
                    )
                ),
                Actions(
                    (
                        Button("Make an address", Invocation(FEED)),
                        Button("A file instead", Invocation(PATH)),
                    )
                ),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFeeds:
    """This installation serves no calendar addresses."""

    def present(self) -> Message:
        """Lay it out."""
        return Message(
            "About your calendar",
            "No addresses here",
            (
                Paragraph(
                    text(
                        "This Encore is not reachable from the web, so it has no addresses for calendar apps. The file "
                        "holds the same: open it, and your calendar takes it in."
                    )
                ),
                Actions((Button("The file", Invocation(PATH), Emphasis.PRIMARY),)),
            ),
        )
