"""Every view of practice, settings, privacy and help: its buttons fit, differ and lead somewhere."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import timedelta

import pytest

import bot.views.help
import bot.views.practice
import bot.views.privacy
import bot.views.settings
from bot.commands.registry import all_commands
from bot.domain.content import Proof, Topic
from bot.domain.members import INDEFINITELY, Pace, Platform, Preferences
from bot.domain.settings import Setting, changed
from bot.invocation import Invocation, decode, encode
from bot.views.blocks import View, present
from bot.views.help import CommandHelp, Help, HelpGroup
from bot.views.practice import QuestionView, SavedList, Shared, TipView
from bot.views.privacy import DeleteAsked, Deleted, Exported, Holdings, KeptAll, PrivacyView
from bot.views.settings import (
    Paused,
    ResumedView,
    SettingChanged,
    SettingsView,
    WhichOne,
    set_to,
    setting_form,
)
from tests.conftest import NEW_YORK, SUNDAY, words
from tests.fakes import a_question, a_source, a_tip

LONG_ID = "tip-first-interview-review-0001"
BASE = Preferences(zone=NEW_YORK)
HELD = Holdings(interviews=1, reminders=2, drafts=3, saved=4)
EMPTY = Holdings(interviews=0, reminders=0, drafts=0, saved=0)
NEW_VALUES = {
    Setting.ZONE: "America/Argentina/ComodRivadavia",
    Setting.QUIET: "17:00-09:00",
    Setting.TIME: "22:00",
    Setting.PACE: "light",
    Setting.DISCREET: "off",
    Setting.MINUTES: "240",
}


def tip_views() -> list[View]:
    tip = a_tip(topic=Topic.FIRST_INTERVIEW_REVIEW, id=LONG_ID, region="EU")
    return [
        TipView(
            tip=tip,
            sources=(a_source(),) * sourced,
            topic=topic,
            saved=saved,
            explained=explained,
            shareable=True,
            again=again,
        )
        for sourced in (0, 2)
        for topic in (None, Topic.FIRST_INTERVIEW_REVIEW)
        for saved in (False, True)
        for explained in (False, True)
        for again in (0, 1, 30)
    ]


def question_views() -> list[View]:
    question = a_question(id="q-first-interview-review-0001")
    return [
        QuestionView(
            question=question, scope=scope, saved=saved, revealed=revealed, shareable=True, again=again
        )
        for scope in (None, Proof.COLLABORATION, Topic.FIRST_INTERVIEW_REVIEW)
        for saved in (False, True)
        for revealed in (False, True)
        for again in (0, 1, 30)
    ] + [QuestionView(question=replace(question, proofs=()))]


def setting_views() -> list[View]:
    views: list[View] = []
    for setting, typed in NEW_VALUES.items():
        after = changed(BASE, setting, typed)
        for preferences in (after, replace(after, paused_until=INDEFINITELY)):
            for due in (None, SUNDAY + timedelta(days=1)):
                before = replace(preferences, **_of(BASE, setting))
                views.append(
                    SettingChanged(
                        setting=setting,
                        before=before,
                        after=preferences,
                        now=SUNDAY,
                        next_due=due,
                        zone=NEW_YORK,
                    )
                )
        views.append(SettingChanged(setting=setting, before=after, after=after, now=SUNDAY))
    return views


def _of(preferences: Preferences, setting: Setting) -> dict[str, object]:
    names = {
        Setting.ZONE: ("zone",),
        Setting.QUIET: ("quiet_from", "quiet_until"),
        Setting.TIME: ("remind_at",),
        Setting.PACE: ("pace",),
        Setting.DISCREET: ("discreet",),
        Setting.MINUTES: ("minutes_a_day",),
        Setting.AUDIENCE: ("audience",),
        Setting.REGION: ("region",),
    }[setting]
    return {name: getattr(preferences, name) for name in names}


VIEWS: list[View] = [
    *tip_views(),
    *question_views(),
    *setting_views(),
    Shared("tip"),
    SavedList(items=()),
    SavedList(items=(a_tip(), a_question(prompt="Long words " * 18)), page=2, pages=3, total=12, gone=2),
    SavedList(items=(a_tip(),), total=1, gone=1),
    SettingsView(preferences=Preferences(), now=SUNDAY, guess="Portland"),
    SettingsView(preferences=replace(BASE, paused_until=INDEFINITELY, pace=Pace.LIGHT), now=SUNDAY),
    WhichOne(
        "Which?", (("One", set_to(Setting.ZONE, "Europe/Berlin")), ("Two", set_to(Setting.ZONE, "UTC")))
    ),
    Paused(until=INDEFINITELY, now=SUNDAY, zone=NEW_YORK, stopped=1),
    Paused(until=SUNDAY + timedelta(days=3), now=SUNDAY, zone=NEW_YORK, stopped=2, next_due=SUNDAY),
    ResumedView(now=SUNDAY, zone=NEW_YORK, was_paused=False),
    ResumedView(now=SUNDAY, zone=NEW_YORK, carried=("T-7",), let_go=("T-5", "T-3"), next_due=SUNDAY),
    *(PrivacyView(platform, discreet) for platform in Platform for discreet in (True, False)),
    *(Exported(holdings=holdings, names=("a.json", "a.txt")) for holdings in (HELD, EMPTY)),
    *(DeleteAsked(holdings=HELD, token="20261122T150000Z", stale=stale) for stale in (True, False)),
    KeptAll(),
    Deleted(),
    Help((HelpGroup("Practice", (("tip", "A tip"),)),)),
    CommandHelp(
        path="tip", summary="A tip", options=(("topic", "What about"), ("bare", "")), examples=("/tip",)
    ),
    CommandHelp(path="encore help", summary="This", runnable=False),
]
MODULES = (bot.views.help, bot.views.settings, bot.views.practice, bot.views.privacy, bot.views.settings)


def test_no_view_is_forgotten_here() -> None:
    known = {
        kind
        for module in MODULES
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__ and hasattr(kind, "present")
    }
    assert known == {type(view) for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: type(view).__name__)
def test_buttons_fit_differ_and_lead_to_a_command(view: View) -> None:
    paths = {command.path for command in all_commands()}
    buttons = present(view).buttons
    encoded = [encode(button.invocation) for button in buttons]
    assert len(set(encoded)) == len(encoded)
    assert [decode(one) for one in encoded] == [button.invocation for button in buttons]
    assert {button.invocation.path for button in buttons} <= paths
    assert len({button.label for button in buttons}) == len(buttons)
    assert all(0 < len(button.label) <= 75 for button in buttons)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: type(view).__name__)
def test_a_button_gives_options_that_its_command_takes(view: View) -> None:
    models = {command.path: command.options for command in all_commands()}
    for button in present(view).buttons:
        models[button.invocation.path].model_validate(dict(button.invocation.arguments))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: type(view).__name__)
def test_a_message_can_be_read_aloud(view: View) -> None:
    message = present(view)
    assert message.title
    assert 0 < len(message.notice) <= 60
    said = words(message)
    assert len(said) < 2000
    for stumble in ("  ", " .", "..", "None", "{", "}", " ,"):
        assert stumble not in said


@pytest.mark.parametrize("setting", Setting)
def test_a_settings_form_submits_what_the_command_takes(setting: Setting) -> None:
    form = setting_form(setting, "typed", "wrong")
    assert form.submit == Invocation("encore settings", {"setting": setting})
    assert set(form.values) == set(form.errors) == {form.fields[0].name}
    assert encode(form.submit)


def test_a_forms_choices_are_values_that_are_taken() -> None:
    for setting in (Setting.PACE, Setting.DISCREET):
        for option in setting_form(setting).fields[0].options:
            changed(BASE, setting, option.value)
