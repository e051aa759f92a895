"""A member's settings, one row each: what it is called, how its value is typed, checked and told, and what it means.

Zones are resolved elsewhere: they need cities.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Literal, TypeAlias

from bot.domain.audiences import ANY, read_audience, read_region, region_name
from bot.domain.calendar import city_of
from bot.domain.members import Audience, Pace, Preferences
from bot.domain.setting_values import pace_for, read_daytime, read_minutes, read_pace, read_quiet, read_yes
from bot.domain.topics import title_of
from bot.domain.vocabulary import Facts, Vocabulary

PACES = {
    Pace.LIGHT: "light: only the steps that matter most",
    Pace.STANDARD: "standard: one small step at a time",
    Pace.THOROUGH: "thorough: everything that helps",
}


class Bearing(Enum):
    """What a change bears upon."""

    WORDS = auto()
    """What is said, and how: no plan depends on it."""
    PLANS = auto()
    """What plans hold."""
    TIMES = auto()
    """When reminders come: the next one is told with the change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is known when a change is told.

    `city` is the place that a zone was taken from, when that is not the one the zone is named after. `longest` is
    how many minutes the longest step takes, of the pace that fits the minutes a day.
    """

    after: Preferences
    city: str = ""
    longest: int = 0

    @property
    def there(self) -> str:
        """Return whose time is meant, behind a time of day."""
        return f", {city_of(self.after.zone)} time" if self.after.zone else ""


Told: TypeAlias = Callable[[Preferences], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFacts(Facts):
    """What is known of a setting.

    `label` heads it, `called` is what it is in the middle of a sentence, `names` are other words for it. `question` asks
    for its value, as one of `choices` (by value) where there are some; `limit` counts characters. `read` sets it as typed
    (plain, in small letters) and raises InputError, safe to show beside the field; `typed` gives what it would read, and
    `words` what people say. `meaning` tells what a change means, and `bearing` what else it changes.
    """

    label: str
    called: str
    names: tuple[str, ...]
    question: str
    read: Callable[[Preferences, str], Preferences]
    typed: Told
    words: Told
    meaning: Callable[[Change], str]
    bearing: Bearing
    input: Literal["line", "time", "zone"] = "line"
    hint: str = ""
    limit: int = 200
    choices: Mapping[str, str] = field(default_factory=dict)


def _means_quiet(change: Change) -> str:
    quiet = _quiet_words(change.after)
    if quiet == "none":
        return "Nothing is quiet now: a reminder may come at any hour"
    return f"Nothing comes from {quiet}{change.there}, except what can't wait, such as the last hour before"


def _means_time(change: Change) -> str:
    place = city_of(change.after.zone) if change.after.zone else ""
    keeps = f"{change.city} keeps {place} time. " if change.city and place else ""
    return f"{keeps}Reminders come at {change.after.remind_at:%H:%M}{change.there}"


def _means_minutes(change: Change) -> str:
    fitting = pace_for(change.after.minutes_a_day)
    same = " you have" if fitting is change.after.pace else ""
    long = (
        f", though its longest step takes {change.longest} minutes: "
        "do such a step in parts, or skip it without a second thought"
        if change.longest > change.after.minutes_a_day
        else ""
    )
    return f"The {fitting} pace{same} fits that best{long}."


def _means_discreet(change: Change) -> str:
    if change.after.discreet:
        return "Your lock screen shows that something is waiting, and not what it is about."
    return "Your lock screen may now show the company's name, to anyone who looks at it."


def _means_audience(change: Change) -> str:
    if change.after.audience is Audience.ANY:
        return "Tips and questions are those that suit anyone."
    return (
        "Tips and questions for that come more often, beside those that suit anyone. This is kept encrypted."
    )


def _means_region(change: Change) -> str:
    if change.after.region == ANY:
        return "Tips about one country's law come last now."
    return f"Tips on the law in {region_name(change.after.region)} come more often, other countries' last."


def _read_quiet(preferences: Preferences, words: str) -> Preferences:
    start, end = read_quiet(words)
    return replace(preferences, quiet_from=start, quiet_until=end)


def _quiet_typed(preferences: Preferences) -> str:
    if preferences.quiet_from == preferences.quiet_until:
        return "off"
    return f"{preferences.quiet_from:%H:%M}-{preferences.quiet_until:%H:%M}"


def _quiet_words(preferences: Preferences) -> str:
    typed = _quiet_typed(preferences)
    return "none" if typed == "off" else typed.replace("-", " to ")


class Setting(Vocabulary):
    """What can be set, in the order in which it is shown."""

    facts: SettingFacts

    ZONE = SettingFacts(
        code="zone",
        label="City",
        called="zone",
        names=("time zone", "timezone", "home", "my city", "location"),
        question="Which city are you in?",
        input="zone",
        hint="Berlin, New York, Portland Oregon",
        limit=80,
        read=lambda it, name: replace(it, zone=name),
        typed=lambda it: it.zone or "",
        words=lambda it: city_of(it.zone) if it.zone else "not known yet",
        meaning=_means_time,
        bearing=Bearing.TIMES,
    )
    TIME = SettingFacts(
        code="time",
        label="Reminder time",
        called="the time for reminders",
        names=("reminder", "reminders", "remind me", "remind", "time for reminders"),
        question="When in the day shall I remind you?",
        input="time",
        hint="19:30 or 7:30pm",
        limit=40,
        read=lambda it, words: replace(it, remind_at=read_daytime(words)),
        typed=lambda it: f"{it.remind_at:%H:%M}",
        words=lambda it: f"{it.remind_at:%H:%M}",
        meaning=_means_time,
        bearing=Bearing.TIMES,
    )
    QUIET = SettingFacts(
        code="quiet",
        label="Quiet hours",
        called="quiet hours",
        names=("quiet time", "silence", "do not disturb"),
        question="When shall I be quiet?",
        hint="22:00-07:00, 10pm-7am, or off",
        limit=40,
        read=_read_quiet,
        typed=_quiet_typed,
        words=_quiet_words,
        meaning=_means_quiet,
        bearing=Bearing.TIMES,
    )
    PACE = SettingFacts(
        code="pace",
        label="Pace",
        called="pace",
        names=("plan", "speed"),
        question="How much do you want to do?",
        choices={pace.value: words.capitalize() for pace, words in PACES.items()},
        read=lambda it, words: replace(it, pace=read_pace(words)),
        typed=lambda it: it.pace.value,
        words=lambda it: PACES[it.pace],
        meaning=lambda _: "The steps follow that pace",
        bearing=Bearing.TIMES,
    )
    MINUTES = SettingFacts(
        code="minutes",
        label="Minutes a day",
        called="minutes a day",
        names=("minutes per day", "minute", "time a day"),
        question="How many minutes a day do you have?",
        hint="5 to 240",
        limit=20,
        read=lambda it, words: replace(it, minutes_a_day=read_minutes(words)),
        typed=lambda it: str(it.minutes_a_day),
        words=lambda it: str(it.minutes_a_day),
        meaning=_means_minutes,
        bearing=Bearing.PLANS,
    )
    DISCREET = SettingFacts(
        code="discreet",
        label="Notices",
        called="discreet notices",
        names=("discreet notices", "notice", "lock screen", "notifications"),
        question="What may a lock screen show?",
        choices={"on": "No names", "off": "The company's name"},
        read=lambda it, words: replace(it, discreet=read_yes(words)),
        typed=lambda it: "on" if it.discreet else "off",
        words=lambda it: (
            "discreet: no company on your lock screen" if it.discreet else "with the company's name"
        ),
        meaning=_means_discreet,
        bearing=Bearing.WORDS,
    )
    AUDIENCE = SettingFacts(
        code="audience",
        label="Tips for",
        called="whom tips are for",
        names=("about me", "i am"),
        question="Whose tips shall come first?",
        choices={
            audience.value: title_of(audience)[:1].upper() + title_of(audience)[1:] for audience in Audience
        },
        read=lambda it, words: replace(it, audience=read_audience(words)),
        typed=lambda it: it.audience.value,
        words=lambda it: title_of(it.audience),
        meaning=_means_audience,
        bearing=Bearing.WORDS,
    )
    REGION = SettingFacts(
        code="region",
        label="Country",
        called="your country",
        names=("my country", "law"),
        question="Which country's rules matter to you?",
        hint="Germany, uk, us; or any",
        limit=40,
        read=lambda it, words: replace(it, region=read_region(words)),
        typed=lambda it: it.region,
        words=lambda it: region_name(it.region),
        meaning=_means_region,
        bearing=Bearing.PLANS,
    )

    @property
    def names(self) -> tuple[str, ...]:
        """What it can be called when it is typed."""
        return tuple(dict.fromkeys((self.value, self.facts.label.casefold(), *self.facts.names)))


def split(line: str) -> tuple[Setting, str] | None:
    """Return the setting that a line begins with and the rest ("quiet hours: 22-7"), or None."""
    words = " ".join(line.split())
    named = ((name, setting) for setting in Setting for name in setting.names)
    for name, setting in sorted(named, key=lambda pair: -len(pair[0])):
        found = re.fullmatch(rf"{name}(?:\s*[:=]\s*|\s+(?:to|is|at)\s+|\s+|$)(.*)", words, re.IGNORECASE)
        if found:
            return setting, found[1]
    return None


def changed(preferences: Preferences, setting: Setting, typed: str) -> Preferences:
    """Return the preferences with one setting as typed; for `ZONE` that is an IANA name.

    Raises InputError, safe to show beside the field.
    """
    words = typed if setting is Setting.ZONE else typed.strip().casefold()
    return setting.facts.read(preferences, words)


def planned_alike(one: Preferences, other: Preferences) -> bool:
    """Return whether plans are the same under both."""
    weighty = [setting.facts for setting in Setting if setting.facts.bearing is not Bearing.WORDS]
    return one.paused_until == other.paused_until and all(f.typed(one) == f.typed(other) for f in weighty)
