"""A member's settings, what a change means, and pausing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.audiences import ANY, AUDIENCES, region_name
from bot.domain.calendar import city_of
from bot.domain.members import Audience, Pace, Preferences
from bot.domain.settings import Setting, awake_times, is_quiet, pace_for, typed_of
from bot.invocation import Invocation
from bot.text import Bold, Code, text
from bot.views.blocks import Actions, Block, Button, Fields, Message, Note, Paragraph
from bot.views.forms import Field, Form, Input, Option
from bot.views.pausing import RESUME
from bot.views.times import clock, count, day_and_time


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


LABELS = {
    Setting.ZONE: "City",
    Setting.TIME: "Reminder time",
    Setting.QUIET: "Quiet hours",
    Setting.PACE: "Pace",
    Setting.MINUTES: "Minutes a day",
    Setting.DISCREET: "Notices",
    Setting.AUDIENCE: "Tips for",
    Setting.REGION: "Country",
}
PACES = {
    Pace.LIGHT: "light: only the steps that matter most",
    Pace.STANDARD: "standard: one small step at a time",
    Pace.THOROUGH: "thorough: everything that helps",
}
FIELDS = {
    Setting.ZONE: Field(
        name="value",
        label="Which city are you in?",
        input=Input.ZONE,
        required=True,
        hint="Berlin, New York, Portland Oregon",
        limit=80,
    ),
    Setting.TIME: Field(
        name="value",
        label="When in the day shall I remind you?",
        input=Input.TIME,
        required=True,
        hint="19:30 or 7:30pm",
        limit=40,
    ),
    Setting.QUIET: Field(
        name="value",
        label="When shall I be quiet?",
        required=True,
        hint="22:00-07:00, 10pm-7am, or off",
        limit=40,
    ),
    Setting.PACE: Field(
        name="value",
        label="How much do you want to do?",
        input=Input.CHOICE,
        required=True,
        options=tuple(Option(pace, words.capitalize()) for pace, words in PACES.items()),
    ),
    Setting.MINUTES: Field(
        name="value",
        label="How many minutes a day do you have?",
        required=True,
        hint="5 to 240",
        limit=20,
    ),
    Setting.DISCREET: Field(
        name="value",
        label="What may a lock screen show?",
        input=Input.CHOICE,
        required=True,
        options=(Option("on", "No names"), Option("off", "The company's name")),
    ),
    Setting.AUDIENCE: Field(
        name="value",
        label="Whose tips shall come first?",
        input=Input.CHOICE,
        required=True,
        options=tuple(Option(audience, _capital(names[0])) for audience, names in AUDIENCES.items()),
    ),
    Setting.REGION: Field(
        name="value",
        label="Which country's rules matter to you?",
        required=True,
        hint="Germany, uk, us; or any",
        limit=40,
    ),
}


def setting_form(setting: Setting, value: str = "", error: str = "") -> Form:
    """Return the question for one setting, with what was typed and what is wrong with it."""
    return Form(
        title=LABELS[setting],
        submit=Invocation("encore settings", {"setting": setting}),
        fields=(FIELDS[setting],),
        values={"value": value} if value else {},
        errors={"value": error} if error else {},
        submit_label="Save",
    )


def in_words(preferences: Preferences, setting: Setting) -> str:
    """Return a setting's value as people say it."""
    match setting:
        case Setting.ZONE:
            return city_of(preferences.zone) if preferences.zone else "not known yet"
        case Setting.TIME:
            return clock(preferences.remind_at)
        case Setting.QUIET:
            never = preferences.quiet_from == preferences.quiet_until
            return "none" if never else f"{clock(preferences.quiet_from)} to {clock(preferences.quiet_until)}"
        case Setting.PACE:
            return PACES[preferences.pace]
        case Setting.MINUTES:
            return str(preferences.minutes_a_day)
        case Setting.DISCREET:
            return (
                "discreet: no company on your lock screen"
                if preferences.discreet
                else "with the company's name"
            )
        case Setting.AUDIENCE:
            return AUDIENCES[preferences.audience][0]
        case Setting.REGION:
            return region_name(preferences.region)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """Everything that can be set. `guess` is a city to offer while the zone is not known."""

    preferences: Preferences
    now: datetime
    guess: str = ""

    def present(self) -> Message:
        """Lay it out."""
        fields = tuple((label, text(in_words(self.preferences, s))) for s, label in LABELS.items())
        blocks: list[Block] = [Fields(fields)]
        if self.preferences.paused(self.now):
            blocks.append(Paragraph(text("Reminders are paused.")))
        if is_quiet(self.preferences, self.preferences.remind_at):
            blocks.append(Paragraph(text(_moved_out_of_quiet(self.preferences))))
        blocks.append(Note(text("In words works too: ", Code("/encore settings quiet 22:00-07:00"))))
        blocks.append(Actions(tuple(self._buttons())))
        return Message("Your settings", "Your settings", tuple(blocks))

    def _buttons(self) -> list[Button]:
        buttons = [Button(label, self._change(setting)) for setting, label in LABELS.items()]
        paused = self.preferences.paused(self.now)
        return [*buttons, RESUME if paused else Button("Pause reminders", Invocation("encore pause"))]

    def _change(self, setting: Setting) -> Invocation:
        # The form is drawn before anything is read, so the button brings the value that is to be changed.
        current = self.guess if setting is Setting.ZONE else typed_of(self.preferences, setting)
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
        if self.before == self.after:
            words = (
                f"{LABELS[self.setting]}: {in_words(self.after, self.setting)}. That is how it was already."
            )
            return Message("Your settings", "Nothing to change", (Paragraph(text(words)), Actions((ALL,))))
        blocks: list[Block] = [
            Paragraph(
                text(
                    f"{LABELS[self.setting]}: ",
                    Bold(in_words(self.after, self.setting)),
                    f" (before: {in_words(self.before, self.setting)}).",
                )
            ),
            Paragraph(text(self._meaning())),
        ]
        clash = self.setting in {Setting.TIME, Setting.QUIET} and is_quiet(self.after, self.after.remind_at)
        if clash:
            words = _moved_out_of_quiet(self.after)
            blocks.append(Paragraph(text(words, " Shall they have a time of their own?")))
        blocks.append(Actions(tuple(self._buttons(clash=clash))))
        return Message("Your settings have changed", "Changed", tuple(blocks))

    def _meaning(self) -> str:
        if self.setting is Setting.DISCREET:
            return (
                "Your lock screen shows that something is waiting, and not what it is about."
                if self.after.discreet
                else "Your lock screen may now show the company's name, to anyone who looks at it."
            )
        if self.setting in {Setting.AUDIENCE, Setting.REGION}:
            return self._first()
        if self.setting is Setting.MINUTES:
            fitting = pace_for(self.after.minutes_a_day)
            same = " you have" if fitting is self.after.pace else ""
            return f"The {fitting} pace{same} fits that best{self._too_long()}."
        place = city_of(self.after.zone) if self.after.zone else ""
        keeps = f"{self.city} keeps {place} time. " if self.city and place else ""
        there = f", {place} time" if place else ""
        remind = f"{keeps}Reminders come at {clock(self.after.remind_at)}{there}"
        if self.setting is Setting.QUIET:
            quiet = in_words(self.after, Setting.QUIET)
            remind = "Nothing is quiet now: a reminder may come at any hour"
            if quiet != "none":
                remind = (
                    f"Nothing comes from {quiet}{there}, except what can't wait, such as the last hour before"
                )
        elif self.setting is Setting.PACE:
            remind = "The steps follow that pace"
        if self.after.paused(self.now):
            return f"{remind}. Reminders are still paused."
        if self.next_due is None:
            return f"{remind}. There is nothing to remind you of just now."
        due = day_and_time(self.next_due, self.zone, self.now)
        return f"{remind}. Your plan has been worked out again; the next reminder comes {due}."

    def _first(self) -> str:
        if self.setting is Setting.REGION:
            if self.after.region == ANY:
                return "Tips about one country's law come last now."
            return (
                f"Tips on the law in {region_name(self.after.region)} come more often, other countries' last."
            )
        if self.after.audience is Audience.ANY:
            return "Tips and questions are those that suit anyone."
        return "Tips and questions for that come more often, beside those that suit anyone. This is kept encrypted."

    def _too_long(self) -> str:
        if self.longest <= self.after.minutes_a_day:
            return ""
        return (
            f", though its longest step takes {count(self.longest, 'minute')}: "
            "do such a step in parts, or skip it without a second thought"
        )

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
        old = typed_of(self.before, self.setting)
        undo = set_to(self.setting, old)
        if old and all(button.invocation != undo for button in buttons):
            buttons.append(Button("Change it back", undo))
        return [*buttons, ALL]


def _moved_out_of_quiet(preferences: Preferences) -> str:
    at = clock(preferences.remind_at)
    return f"{at} lies in your quiet hours, so those reminders move to the nearest time outside them."


ALL = Button("All settings", Invocation("encore settings"))


@dataclass(frozen=True, slots=True)
class WhichOne:
    """What was typed can mean several things; one press settles it. `choices` are a label and where it leads."""

    question: str
    choices: tuple[tuple[str, Invocation], ...]

    def present(self) -> Message:
        """Lay it out."""
        buttons = tuple(Button(label, invocation) for label, invocation in self.choices)
        return Message(
            "Encore has a question", "Which one?", (Paragraph(text(self.question)), Actions(buttons))
        )


def set_to(setting: Setting, value: str) -> Invocation:
    """Return what sets one setting."""
    return Invocation("encore settings", {"setting": setting, "value": value})
