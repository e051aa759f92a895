from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.members import Member, Preferences
from bot.domain.reminders import Reminder, Status
from bot.domain.settings import Setting
from bot.invocation import Invocation, decode, encode
from bot.views.forms import Input
from tests.conftest import Person


async def stored(person: Person) -> Member:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
    assert member is not None
    return member


async def preferences(person: Person) -> Preferences:
    return (await stored(person)).preferences


async def owed(person: Person) -> list[Reminder]:
    async with person.encore.store.unit() as unit:
        member = await unit.members.get(person.caller.member)
        assert member is not None
        rows = [r for i in await unit.interviews.of(member.id) for r in await unit.owed.of(Reminder, i.id)]
    return [row for row in rows if row.status is Status.PENDING]


async def test_all_settings_are_shown_in_plain_words_with_a_button_each(member: Person) -> None:
    await member.type("/encore settings")
    for words in (
        "City: New York",
        "Reminder time: 18:00",
        "Quiet hours: 21:00 to 08:00",
        "Minutes a day: 45",
    ):
        assert words in member.says
    assert len(member.labels) == len(Setting) + 1


@pytest.mark.parametrize(
    ("label", "kind", "begins"),
    [
        ("City", Input.ZONE, "New York"),
        ("Reminder time", Input.TIME, "18:00"),
        ("Quiet hours", Input.LINE, "21:00-08:00"),
        ("Pace", Input.CHOICE, "standard"),
        ("Minutes a day", Input.LINE, "45"),
        ("Notices", Input.CHOICE, "on"),
    ],
)
async def test_a_button_leads_to_a_form_with_the_right_input_filled_in(
    member: Person, label: str, kind: Input, begins: str
) -> None:
    await member.type("/encore settings")
    reply = await member.press(label)
    assert reply.form is not None
    assert reply.form.fields[0].input is kind
    assert reply.form.values == {"value": begins}
    assert not reply.form.errors


@pytest.mark.parametrize(
    ("setting", "wrong", "right"),
    [
        ("time", "7", "7pm"),
        ("quiet", "10-7", "10pm-7am"),
        ("pace", "sloth", "light"),
        ("minutes", "500", "30"),
        ("discreet", "perhaps", "off"),
        ("zone", "Qqqqville", "Berlin"),
    ],
)
async def test_a_wrong_value_comes_back_beside_the_field_as_typed(
    member: Person, setting: str, wrong: str, right: str
) -> None:
    before = await preferences(member)
    reply = await member.type(f"/encore settings {setting} {wrong}")
    assert reply.form is not None
    assert reply.form.values == {"value": wrong}
    assert reply.form.errors["value"]
    assert await preferences(member) == before
    await member.fill(value=right)
    assert member.message.title == "Changed"
    assert await preferences(member) != before


async def test_whether_a_form_is_needed_is_told_without_reading_anything(member: Person) -> None:
    form = member.encore.app.form
    assert form(Invocation("encore settings")) is None
    assert form(Invocation("encore settings", {"setting": "quiet"})) is not None
    assert form(Invocation("encore settings", {"setting": "quiet", "value": "10-7"})) is not None
    assert form(Invocation("encore settings", {"setting": "quiet", "value": "10pm-7am"})) is None
    assert form(Invocation("encore settings", {"setting": "purple"})) is None


async def test_a_change_says_what_it_means_and_can_be_undone(member: Person) -> None:
    await member.adds()
    await member.type("/encore settings time 19:30")
    assert "Reminder time: 19:30 (before: 18:00)" in member.says
    assert "Reminders come at 19:30, New York time" in member.says
    assert "worked out again" in member.says
    await member.press("Change it back")
    assert (await preferences(member)).remind_at == time(18)


async def test_reminders_follow_the_time_in_the_same_step(member: Person) -> None:
    await member.adds("Acme, analyst, 3 December 3pm")
    assert [f"{row.due_at:%H:%M}" for row in await owed(member) if row.lead == "T-7"] == ["23:00"]
    await member.type("/encore settings time 19:30")
    assert [f"{row.due_at:%H:%M}" for row in await owed(member) if row.lead == "T-7"] == ["00:30"]


async def test_reminders_follow_the_zone(member: Person) -> None:
    await member.adds("Acme, analyst, 3 December 3pm")
    await member.type("/encore settings zone Berlin")
    assert "Berlin time" in member.says
    assert [f"{row.due_at:%H:%M}" for row in await owed(member) if row.lead == "T-7"] == ["17:00"]


async def test_the_pace_changes_how_many_come(member: Person) -> None:
    await member.adds("Acme, analyst, 3 December 3pm")
    many = len(await owed(member))
    await member.type("/encore settings pace light")
    assert len(await owed(member)) < many


async def test_no_interview_means_that_nothing_was_worked_out(member: Person) -> None:
    await member.type("/encore settings time 7pm")
    assert "nothing to remind you of" in member.says
    assert "worked out again" not in member.says


async def test_the_same_value_again_changes_nothing(member: Person) -> None:
    await member.type("/encore settings pace standard")
    assert "how it was already" in member.says


async def test_a_city_on_another_citys_clock_is_told_back(member: Person) -> None:
    await member.type("/encore settings zone Munich")
    assert "Munich keeps Berlin time" in member.says


async def test_cities_of_one_name_are_asked_between(member: Person) -> None:
    await member.type("/encore settings zone Springfield")
    assert len(member.labels) >= 3
    assert member.labels[-1] == "Another city"
    chosen = member.labels[0]
    assert "United States" in chosen
    await member.press(chosen)
    assert (await preferences(member)).zone == "America/Chicago"


async def test_every_state_with_a_city_of_the_name_can_be_chosen(member: Person) -> None:
    await member.type("/encore settings zone Springfield")
    *cities, other = member.labels
    assert other == "Another city"
    assert cities[0] == "Springfield, Missouri, United States", "the most populous first"
    assert {"Springfield, Illinois, United States", "Springfield, Oregon, United States"} <= set(cities)
    assert len(cities) == len(set(cities)) >= 8
    encoded = [encode(button.invocation) for button in member.message.buttons]
    assert len(set(encoded)) == len(encoded)
    await member.press("Springfield, Illinois")
    assert "Springfield, Illinois, United States keeps Chicago time" in member.says


@pytest.mark.parametrize("name", ["Portland", "San Jose", "Birmingham", "San Isidro, Spain"])
async def test_each_place_of_a_name_leads_to_its_own_zone(member: Person, name: str) -> None:
    await member.type(f"/encore settings zone {name}")
    asked = member.message
    assert len(asked.buttons) > 2
    for button in asked.buttons[:-1]:
        await member.ask(decode(encode(button.invocation)))
        assert member.message.title in {"Changed", "Nothing to change"}, button.label


async def test_another_city_is_typed_with_its_state(member: Person) -> None:
    await member.type("/encore settings zone Springfield")
    await member.press("Another city")
    await member.fill(value="Springfield, Ohio")
    assert (await preferences(member)).zone == "America/New_York"


async def test_reminders_in_the_quiet_hours_are_offered_a_time_of_their_own(member: Person) -> None:
    await member.type("/encore settings time 22:00")
    assert "22:00 lies in your quiet hours" in member.says
    assert member.labels[:2] == ["Remind me at 20:30", "Remind me at 08:00"]
    await member.press("Remind me at 20:30")
    assert "lies in your quiet hours" not in member.says
    assert (await preferences(member)).remind_at == time(20, 30)


async def test_quiet_hours_laid_over_the_reminder_time_say_so_too(member: Person) -> None:
    await member.type("/encore settings quiet 17:00-09:00")
    assert "18:00 lies in your quiet hours" in member.says
    await member.type("/encore settings quiet off")
    assert "lies in your quiet hours" not in member.says


async def test_minutes_a_day_suggest_a_pace(member: Person) -> None:
    await member.type("/encore settings minutes 15")
    assert "The light pace fits that best" in member.says
    await member.press("Take the light pace")
    assert (await preferences(member)).pace == "light"


@pytest.mark.parametrize(("minutes", "told"), [(5, True), (20, True), (25, True), (45, False), (60, False)])
async def test_a_pace_with_steps_longer_than_the_minutes_there_are_says_so(
    member: Person, minutes: int, told: bool
) -> None:
    await member.type("/encore settings minutes 30")
    await member.type(f"/encore settings minutes {minutes}")
    assert ("its longest step takes" in member.says) is told
    assert ("do such a step in parts" in member.says) is told


async def test_the_longest_step_of_the_light_pace_is_told_in_minutes(member: Person) -> None:
    await member.type("/encore settings minutes 5")
    assert "The light pace fits that best, though its longest step takes 25 minutes" in member.says


async def test_names_on_the_lock_screen_are_told_for_what_they_are(member: Person) -> None:
    await member.type("/encore settings discreet off")
    assert "anyone who looks at it" in member.says
    assert not (await preferences(member)).discreet


async def test_phone_keyboards_dashes_and_quotes_are_read(member: Person) -> None:
    await member.ask(Invocation("encore settings", {"setting": "quiet", "value": "22:00\u2013\u00a007:00"}))
    assert (await preferences(member)).quiet_from == time(22)


async def test_what_is_no_setting_is_told_with_what_there_is(member: Person) -> None:
    await member.type("/encore settings purple")
    assert "quiet hours" in member.says
    assert "/encore settings quiet 22:00-07:00" in member.says


async def test_one_members_settings_are_not_anothers(member: Person) -> None:
    other = Person(member.encore, member.clock, "grace")
    await other.type("/encore settings pace light")
    assert (await preferences(member)).pace == "standard"


async def test_settings_and_their_values_are_suggested(member: Person) -> None:
    async def suggested(typed: str) -> list[str]:
        found = await member.encore.app.complete(member.caller, "encore settings", "setting", typed)
        return [choice.value for choice in found]

    assert await suggested("") == [str(setting) for setting in Setting]
    assert await suggested("qu") == ["quiet"]
    assert await suggested("pace ") == ["pace light", "pace standard", "pace thorough"]
    assert await suggested("pace l") == ["pace light"]
    assert "zone Berlin, Germany" in await suggested("zone Berl") or "zone Berlin" in await suggested(
        "zone Berl"
    )
    assert await suggested("time ") == ["time 18:00"]


async def test_the_members_own_row_is_otherwise_untouched(member: Person) -> None:
    before = await stored(member)
    await member.type("/encore settings minutes 30")
    after = await stored(member)
    assert replace(after, preferences=before.preferences) == before


@pytest.mark.parametrize("setting", Setting)
async def test_a_setting_is_named_as_the_screen_names_it(member: Person, setting: Setting) -> None:
    await member.type("/encore settings")
    assert f"{setting.facts.label}: " in member.says
    reply = await member.type(f"/encore settings {setting.facts.label}")
    assert reply.form is not None
    assert reply.form.title == setting.facts.label


@pytest.mark.parametrize("name", ["reminder", "reminder time", "Reminder time:", "reminders"])
async def test_a_reminder_time_in_the_quiet_hours_is_told(member: Person, name: str) -> None:
    await member.type(f"/encore settings {name} 23:30")
    assert (await preferences(member)).remind_at == time(23, 30)
    assert "23:30 lies in your quiet hours" in member.says
    await member.type("/encore settings")
    assert "23:30 lies in your quiet hours" in member.says
    await member.type("/encore settings time 19:00")
    await member.type("/encore settings")
    assert "lies in your quiet hours" not in member.says


@pytest.mark.parametrize("line", ["notices off", "notices on", "lock screen no"])
async def test_no_name_reaches_the_lock_screen_by_a_word_that_may_mean_otherwise(
    member: Person, line: str
) -> None:
    reply = await member.type(f"/encore settings {line}")
    assert reply.form is not None
    assert reply.form.fields[0].label == "What may a lock screen show?"
    assert (await preferences(member)).discreet
