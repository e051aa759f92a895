"""Who may read what, taking everything along, and deleting it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.members import Platform
from bot.text import Bold, Text, text
from bot.views.blocks import Block, Bullets, Emphasis, Fields, Message
from bot.views.layout import actions, message, note, press, say
from bot.views.platforms import WORDS
from bot.views.times import count

COACHES = "A coach may see how far you have come, never a word you wrote."
ENCRYPTED = (
    "Companies, roles, people, places, notes and drafts are encrypted where they are stored. Times, your user name "
    "or number and which tips you have seen are not: you, reminders and fresh tips are found by them."
)
KEPT = (
    "A draft goes after 7 days, an interview's notes 180 days after it. The rest stays until you delete it."
)
DISCREET = "They name no company, person or place. You can change that in the settings."
NAMING = "They may name the company, as you chose. You can change that in the settings."
NICKNAME = "A nickname works as well as a company's name, everywhere."

EXPORT = press("Export everything", "encore export")
DELETE = press("Delete everything", "encore delete", Emphasis.DANGER)


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """Who may read what a member tells Encore on their platform, and for how long it is kept."""

    platform: Platform
    discreet: bool

    def present(self) -> Message:
        """Lay it out."""
        pairs = [("Who can read it", text(WORDS[self.platform].readers))]
        if WORDS[self.platform].coached:
            pairs.append(("Coaches", text(COACHES)))
        pairs += [
            ("Encrypted", text(ENCRYPTED)),
            ("How long", text(KEPT)),
            ("Notices", text(DISCREET if self.discreet else NAMING)),
        ]
        settings = press("Settings", "encore settings")
        return message(
            "About your privacy",
            "What you tell me stays yours",
            Fields(tuple(pairs)),
            note(NICKNAME),
            EXPORT,
            settings,
            DELETE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How much Encore holds of a member."""

    interviews: int
    reminders: int
    drafts: int
    saved: int

    def lines(self) -> tuple[Text, ...]:
        """Return them as lines of a list, what there is none of left out."""
        counted = (
            (self.interviews, "interview", " with everything you noted"),
            (self.reminders, "reminder", ", sent and still to come"),
            (self.drafts, "draft", ""),
            (self.saved, "kept item", ""),
        )
        lines = [text(Bold(count(number, noun)), more) for number, noun, more in counted if number]
        return (*lines, text("your settings, and which tips and questions you have seen"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Everything is in two files; `names` says which is for programs and which for people."""

    holdings: Holdings
    names: tuple[str, str]

    def present(self) -> Message:
        """Lay it out."""
        machine, people = self.names
        return message(
            "Your export is ready",
            "Everything I hold of you",
            say(
                "Two files with the same in them: ",
                Bold(people),
                " for you, ",
                Bold(machine),
                " for programs.",
            ),
            Bullets(self.holdings.lines()),
            note("They are not encrypted. Keep them where only you look."),
            DELETE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteAsked:
    """What would go, and a last question. `token` lets "yes" hold for a while only; `stale` says it ran out."""

    holdings: Holdings
    token: str
    stale: bool = False

    def present(self) -> Message:
        """Lay it out."""
        blocks: list[Block] = []
        if self.stale:
            words = "That button was more than an hour old, so nothing was deleted. If you still want to:"
            blocks.append(say(words))
        blocks += [
            say("This goes, for good, and can't be brought back:"),
            Bullets(self.holdings.lines()),
            say("No reminder comes any more. Messages already sent stay where they are."),
            actions(
                press("Export first", "encore export"),
                press("Yes, delete everything", "encore erase", Emphasis.DANGER, token=self.token),
                press("No, keep it", "encore keep"),
            ),
        ]
        return message("Encore asks before it deletes", "Delete everything?", *blocks)


@dataclass(frozen=True, slots=True)
class KeptAll:
    """Nothing was deleted."""

    def present(self) -> Message:
        """Lay it out."""
        back = press("Where I stand", "prep")
        words = "Good. Everything is as it was."
        return message("Nothing was deleted", "Nothing was deleted", say(words), back)


@dataclass(frozen=True, slots=True)
class Deleted:
    """Nothing of the member is left."""

    def present(self) -> Message:
        """Lay it out."""
        return message(
            "Everything is deleted",
            "Everything is deleted",
            "Nothing of yours is left here. Files that you exported are still where you put them.",
            "I wish you well. If you are called back again one day, we start with a clean page.",
        )
