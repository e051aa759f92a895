"""`/encore settings`: showing them, and changing one in words or by a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field as Opt

from bot.commands import pausing
from bot.commands.command import Command, Context, Options, hidden
from bot.commands.line import plain_keyboard
from bot.commands.places import Unplaced, namesakes, place
from bot.domain.audiences import COUNTRIES
from bot.domain.calendar import City, city_of
from bot.domain.members import Pace, Preferences
from bot.domain.reminders import Reminder
from bot.domain.replanning import pending, prefer
from bot.domain.setting_values import NO, YES, pace_for
from bot.domain.settings import Setting, changed, split
from bot.errors import InputError
from bot.invocation import Invocation, fits
from bot.reply import Choice, Reply
from bot.views.forms import Form
from bot.views.settings import SettingChanged, SettingsView, WhichOne, set_to, setting_form

EXAMPLE = "/encore settings quiet 22:00-07:00"
SUGGESTED = 10
MOST_CITIES = 19
"""With "Another city" that is twenty buttons, which every platform has room for."""


def _in_a_row(words: Iterable[str], joint: str) -> str:
    *most, last = words
    return f"{', '.join(most)}{joint}{last}"


class SettingsOptions(Options):
    """Which setting, and its new value; the first may hold both."""

    setting: Annotated[str | None, Opt(description=f"{_in_a_row(Setting, ' or ')}; the value may follow")] = (
        None
    )
    value: Annotated[str | None, Opt(description="The new value: Berlin, 22:00-07:00, 19:30, light")] = None
    current: Annotated[str | None, hidden("What the form begins with")] = None


def needed_form(arguments: Mapping[str, str]) -> Form | None:
    """Return the form for a setting named without a value, or with one that can't be right."""
    asked = _asked(arguments.get("setting"), arguments.get("value"))
    if asked is None:
        return None
    setting, value = asked
    if not value:
        return setting_form(setting, arguments.get("current", ""))
    try:
        changed(Preferences(), setting, value)
    except InputError as error:
        return setting_form(setting, value, error.message)
    return None


async def settings(context: Context, options: SettingsOptions) -> Reply:
    """Show all settings, or change one."""
    if not options.setting:
        return Reply(view=_everything(context))
    asked = _asked(options.setting, options.value)
    if asked is None:
        raise InputError(
            f"I can set your {_in_a_row([setting.facts.called for setting in Setting], ', and ')}.",
            example=EXAMPLE,
        )
    setting, value = asked
    if setting is Setting.ZONE:
        return await _settle_zone(context, value)
    return await _change(context, setting, changed(context.member.preferences, setting, value))


async def complete_settings(context: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest settings, then values for the one that is named."""
    asked = split(typed)
    if asked is None or not (asked[1] or typed.endswith(" ")):
        folded = typed.casefold()
        return tuple(Choice(s.facts.label, s) for s in Setting if any(n.startswith(folded) for n in s.names))
    setting, begun = asked
    if setting is Setting.ZONE:
        found = [context.cities.label(city) for city in context.cities.suggest(begun, SUGGESTED)]
    elif setting is Setting.REGION:
        found = [names[0].removeprefix("the ") for names in COUNTRIES.values()]
    else:
        found = list(setting.facts.choices) or [setting.facts.typed(context.member.preferences)]
    fitting = [value for value in found if value.casefold().startswith(begun.casefold())]
    return tuple(Choice(f"{setting} {value}", f"{setting} {value}") for value in fitting)


async def _settle_zone(context: Context, typed: str) -> Reply:
    placed = place(context.cities, typed)
    if isinstance(placed, Unplaced):
        found = context.cities.find(typed)
        if found:
            return Reply(view=_which(context, typed, found))
        return Reply(form=setting_form(Setting.ZONE, typed, placed.reason))
    # A city on the clock of another is told back, so that a wrong one is seen; a zone's own name tells itself.
    found = () if "/" in typed else context.cities.find(typed)
    city = context.cities.label(found[0]) if found and not found[0].name.startswith(city_of(placed)) else ""
    return await _change(context, Setting.ZONE, replace(context.member.preferences, zone=placed), city)


def _which(context: Context, typed: str, found: Sequence[City]) -> WhichOne:
    """Ask between all places of a name, each by its state or country, the most populous first."""
    choices: dict[Invocation, str] = {}
    for city in namesakes(context.cities, typed, found)[:MOST_CITIES]:
        label = context.cities.label(city)
        named = set_to(Setting.ZONE, label)
        by_name = fits(named.path, named.arguments) and context.cities.zone(label) == city.zone
        choices.setdefault(named if by_name else set_to(Setting.ZONE, city.zone), label)
    other = ("Another city", Invocation("encore settings", {"setting": Setting.ZONE}))
    question = f"More than one place is called “{typed}”. Which one is yours?"
    return WhichOne(question, (*((label, invocation) for invocation, label in choices.items()), other))


async def _change(context: Context, setting: Setting, after: Preferences, city: str = "") -> Reply:
    before = context.member.preferences
    owed: tuple[Reminder, ...] = ()
    if after != before:
        case = prefer(await context.case(), after)
        await context.keep(case)
        owed = pending(case)
    return Reply(
        view=SettingChanged(
            setting=setting,
            before=before,
            after=after,
            now=context.now,
            next_due=owed[0].due_at if owed else None,
            zone=context.zone,
            city=city,
            longest=_longest(context, pace_for(after.minutes_a_day)) if setting is Setting.MINUTES else 0,
        )
    )


def _longest(context: Context, pace: Pace) -> int:
    """Return the minutes of the longest step of a pace's plan."""
    tasks = (context.catalog.task(step.task) for step in context.catalog.plan(pace).steps if step.task)
    return max((task.minutes for task in tasks if task), default=0)


def _everything(context: Context) -> SettingsView:
    guess = context.member.preferences.zone or context.caller.zone
    city = city_of(guess) if guess and "/" in guess and not guess.startswith("Etc/") else ""
    return SettingsView(preferences=context.member.preferences, now=context.now, guess=city)


def _asked(setting: str | None, value: str | None) -> tuple[Setting, str] | None:
    """Return the setting and the value, which may both stand in the first; None when no setting is named."""
    found = split(plain_keyboard(setting or ""))
    if found is None:
        return None
    named, rest = found
    value = plain_keyboard(value or "") or rest
    discreet = (setting or "").strip().casefold().startswith(Setting.DISCREET)
    if named is Setting.DISCREET and not discreet and value.casefold() in YES | NO:
        # "Notices off" may mean no names or no notices: nothing private hangs on a guess.
        return named, ""
    return named, value


COMMANDS = (
    Command(
        path="encore settings",
        summary="Your city, quiet hours, time for reminders, pace and more",
        handler=settings,
        options=SettingsOptions,
        form=needed_form,
        completers={"setting": complete_settings},
        examples=("/encore settings", EXAMPLE, "/encore settings zone Berlin", "/encore settings time 19:30"),
    ),
    *pausing.COMMANDS,
)
