"""A member's settings, what a change means, and pausing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.leads import label_of
from bot.domain.members import INDEFINITELY, Preferences
from bot.domain.setting_values import awake_times, is_quiet, pace_for
from bot.domain.settings import Bearing, Change, Setting
from bot.invocation import Invocation
from bot.text import Bold, Code, Text, text
from bot.views.blocks import Block, Bullets, Button, Emphasis, Fields, Message
from bot.views.forms import Field, Form, Input, Option
from bot.views.layout import message, note, press, say
from bot.views.times import clock, count, day_and_time


def setting_form(setting: Setting, value: str = "", error: str = "") -> Form:
    """Return the question for one setting, with what was typed and what is wrong with it."""
    facts = setting.facts
    field = Field(
        name="value",
        label=facts.question,
        input=Input.CHOICE if facts.choices else Input(facts.input),
        required=True,
        hint=facts.hint,
        options=tuple(Option(value, words) for value, words in facts.choices.items()),
        limit=facts.limit,
    )
    return Form(
        title=facts.label,
        submit=Invocation("encore settings", {"setting": setting}),
        fields=(field,),
        values={"value": value} if value else {},
        errors={"value": error} if error else {},
        submit_label="Save",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """Everything that can be set. `guess` is a city to offer while the zone is not known."""

    preferences: Preferences
    now: datetime
    guess: str = ""

    def present(self) -> Message:
        """Lay it out."""
        fields = tuple((s.facts.label, text(s.facts.words(self.preferences))) for s in Setting)
        blocks: list[Block] = [Fields(fields)]
        if self.preferences.paused(self.now):
            blocks.append(say("Reminders are paused."))
        if is_quiet(self.preferences, self.preferences.remind_at):
            blocks.append(say(_moved_out_of_quiet(self.preferences)))
        blocks.append(note("In words works too: ", Code("/encore settings quiet 22:00-07:00")))
        return message("Your settings", "Your settings", *blocks, *self._buttons())

    def _buttons(self) -> list[Button]:
        buttons = [Button(setting.facts.label, self._change(setting)) for setting in Setting]
        paused = self.preferences.paused(self.now)
        return [*buttons, RESUME if paused else press("Pause reminders", "encore pause")]

    def _change(self, setting: Setting) -> Invocation:
        # The form is drawn before anything is read, so the button brings the value that is to be changed.
        current = self.guess if setting is Setting.ZONE else setting.facts.typed(self.preferences)
        return Invocation(
            "encore settings", {"setting": setting, **({"current": current} if current else {})}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChanged:
    """One setting is different now. `next_due` is the next reminder owed, in the plan as worked out again.

    `city` is the place that a zone was taken from, when that is not the one the zone is named after. `longest` is
    how many minutes the longest step takes, of the pace that fits the minutes a day.
    """

    setting: Setting
    before: Preferences
    after: Preferences
    now: datetime
    next_due: datetime | None = None
    zone: str = "UTC"
    city: str = ""
    longest: int = 0

    def present(self) -> Message:
        """Lay it out."""
        facts = self.setting.facts
        now = facts.words(self.after)
        if self.before == self.after:
            words = f"{facts.label}: {now}. That is how it was already."
            return message("Your settings", "Nothing to change", say(words), ALL)
        before = facts.words(self.before)
        blocks: list[Block] = [
            say(f"{facts.label}: ", Bold(now), f" (before: {before})."),
            say(self._meaning()),
        ]
        clash = self.setting in {Setting.TIME, Setting.QUIET} and is_quiet(self.after, self.after.remind_at)
        if clash:
            words = _moved_out_of_quiet(self.after)
            blocks.append(say(words, " Shall they have a time of their own?"))
        return message("Your settings have changed", "Changed", *blocks, *self._buttons(clash=clash))

    def _meaning(self) -> str:
        facts = self.setting.facts
        meaning = facts.meaning(Change(after=self.after, city=self.city, longest=self.longest))
        if facts.bearing is not Bearing.TIMES:
            return meaning
        if self.after.paused(self.now):
            return f"{meaning}. Reminders are still paused."
        if self.next_due is None:
            return f"{meaning}. There is nothing to remind you of just now."
        due = day_and_time(self.next_due, self.zone, self.now)
        return f"{meaning}. Your plan has been worked out again; the next reminder comes {due}."

    def _buttons(self, *, clash: bool) -> list[Button]:
        buttons = []
        if clash:
            buttons = [
                Button(f"Remind me at {clock(at)}", set_to(Setting.TIME, f"{at:%H:%M}"))
                for at in awake_times(self.after)
            ]
        fitting = pace_for(self.after.minutes_a_day)
        if self.setting is Setting.MINUTES and fitting is not self.after.pace:
            buttons.append(Button(f"Take the {fitting} pace", set_to(Setting.PACE, fitting)))
        old = self.setting.facts.typed(self.before)
        undo = set_to(self.setting, old)
        if old and all(button.invocation != undo for button in buttons):
            buttons.append(Button("Change it back", undo))
        return [*buttons, ALL]


def _moved_out_of_quiet(preferences: Preferences) -> str:
    at = clock(preferences.remind_at)
    return f"{at} lies in your quiet hours, so those reminders move to the nearest time outside them."


ALL = press("All settings", "encore settings")


@dataclass(frozen=True, slots=True)
class WhichOne:
    """What was typed can mean several things; one press settles it. `choices` are a label and where it leads."""

    question: str
    choices: tuple[tuple[str, Invocation], ...]

    def present(self) -> Message:
        """Lay it out."""
        buttons = tuple(Button(label, invocation) for label, invocation in self.choices)
        return message("Encore has a question", "Which one?", say(self.question), *buttons)


def set_to(setting: Setting, value: str) -> Invocation:
    """Return what sets one setting."""
    return Invocation("encore settings", {"setting": setting, "value": value})


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
