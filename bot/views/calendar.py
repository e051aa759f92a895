"""Taking an interview out: a calendar file, and a private calendar address."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.interviews import Interview
from bot.invocation import Invocation
from bot.text import Bold, Code, text
from bot.views.blocks import Block, Bullets, Button, Copyable, Emphasis, Message
from bot.views.interviews import short_name
from bot.views.layout import Content, actions, message, note, press, say
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
            say("Open the file, and your calendar takes in ", Bold(self._held()), "."),
            say(self._shown()),
            note(
                "When a time changes, ask for the file again and open it: your calendar then moves what it has."
            ),
            actions(*self._buttons()),
        ]
        return message("A file for your calendar", "For your calendar", *blocks)

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
            press("Without the company's name", PATH, **what, details="no")
            if self.detailed
            else press("With the company's name", PATH, **what, details="yes")
        )
        return [other, press(PRIVATE_ADDRESS, FEED)] if self.served else [other]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledFile:
    """A file comes with this that takes an interview out of a calendar again."""

    company: str

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "A file for your calendar",
            "Out of your calendar",
            say(
                Bold(self.company),
                " will not take place. If your calendar has it, open this file: it marks the interview and its "
                "steps as cancelled.",
            ),
            note("Some calendar apps leave them there, crossed out. Then delete them by hand."),
            press("All interviews", "interview list"),
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
        blocks: list[Block] = [say(words)]
        if not self.over:
            blocks.append(say("For example: ", Code(EXAMPLE)))
        buttons = [press("Add an interview", "interview add", Emphasis.PRIMARY)]
        buttons += [
            press(f"Take {short_name(each, alone=len(self.cancelled) == 1)} out of it", PATH, what=each.id)
            for each in self.cancelled
        ]
        return message("Nothing for your calendar", "Nothing for your calendar", *blocks, *buttons)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAddress:
    """A member's private calendar address. `made` tells it from what it was before; `lead_in` says what just happened."""

    address: str
    made: str
    detailed: bool
    lead_in: str = ""

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Content] = [self.lead_in]
        blocks += [
            say("Give this address to your calendar app, and it follows your plan by itself:"),
            Copyable(self.address),
            Bullets(tuple(text(Bold(app), f", {steps}") for app, steps in HOW)),
            say(Bold("Who can read it: "), self._who()),
            note(
                "Apps look for news every few hours, some once a day, and many leave out the alarms. My reminders "
                "come all the same."
            ),
        ]
        return message(
            "Your private calendar address", "Your private calendar address", *blocks, *self._buttons()
        )

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
        return message(
            "Your calendar address is gone",
            "The address is gone",
            "Nothing is found under it any more. What your calendar app has copied may stay there: remove "
            "the subscription in the app, too.",
            press("Make an address", FEED),
            press("A file instead", PATH),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFeeds:
    """This installation serves no calendar addresses."""

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "About your calendar",
            "No addresses here",
            "This Encore is not reachable from the web, so it has no addresses for calendar apps. The file "
            "holds the same: open it, and your calendar takes it in.",
            press("The file", PATH, Emphasis.PRIMARY),
        )
