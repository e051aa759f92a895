from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.members import Surface
from bot.invocation import Invocation, encode
from tests.conftest import Person

THURSDAY = "Thursday 26 November 2026, 15:00, New York, in 4 days"


async def test_a_line_as_people_type_it_is_told_back_in_full(member: Person) -> None:
    await member.type("/prep add Acme, data analyst, Thu 3pm")
    assert THURSDAY in member.says
    assert "Company: Acme" in member.says
    assert "Role: data analyst" in member.says
    assert member.labels[:2] == ["Right", "Change"]


async def test_the_zone_is_asked_once_before_the_first_time_is_shown(newcomer: Person) -> None:
    reply = await newcomer.type("/prep add Acme, data analyst, Thu 3pm")
    assert reply.view is None
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["city"]
    await newcomer.fill(city="New York")
    assert THURSDAY in newcomer.says
    await newcomer.press("Right")
    await newcomer.type("/prep add Beta, tester, Fri 11am")
    assert "Friday 27 November 2026, 11:00, New York" in newcomer.says


async def test_an_unknown_city_keeps_what_was_typed(newcomer: Person) -> None:
    await newcomer.type("/prep add Acme, data analyst, Thu 3pm")
    reply = await newcomer.fill(city="Atlantis-on-Sea")
    assert reply.form is not None
    assert reply.form.values == {"city": "Atlantis-on-Sea"}
    assert "Atlantis-on-Sea" in reply.form.errors["city"]
    await newcomer.fill(city="New York")
    assert THURSDAY in newcomer.says


async def test_right_adds_it_and_says_what_comes_first(member: Person) -> None:
    await member.adds()
    assert "Well done" in member.says
    assert "the next comes" in member.says
    await member.type("/interview list")
    assert THURSDAY in member.says


async def test_right_pressed_twice_adds_it_once(member: Person) -> None:
    await member.type("/prep add Acme, data analyst, Thu 3pm")
    confirmation = member.reply
    await member.press("Right")
    member.reply = confirmation
    await member.press("Right")
    assert "in already" in member.says
    await member.type("/interview list")
    assert member.says.count("Acme") == 1


async def test_a_time_that_reads_two_ways_becomes_two_buttons(member: Person) -> None:
    await member.type("/prep add Acme, analyst, next Tuesday 3pm")
    assert member.labels[:3] == ["Tue 24 Nov, 15:00", "Tue 1 Dec, 15:00", "Change"]
    await member.press("Tue 1 Dec")
    assert "Tuesday 1 December 2026, 15:00" in member.says


async def test_a_past_time_is_refused_and_nothing_typed_is_lost(member: Person) -> None:
    reply = await member.type("/prep add Acme, analyst, 2026-11-20 15:00")
    assert reply.form is not None
    assert "passed" in reply.form.errors["when"]
    assert reply.form.values["when"] == "2026-11-20 15:00"
    await member.fill(when="Thu 3pm")
    assert THURSDAY in member.says
    assert "Company: Acme" in member.says


async def test_a_missing_time_of_day_is_asked_alone(member: Person) -> None:
    reply = await member.type("/prep add Acme, analyst, Thursday")
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["time"]
    await member.fill(time="3pm")
    assert THURSDAY in member.says


async def test_a_day_that_reads_two_ways_is_still_asked_once_the_time_is_known(member: Person) -> None:
    reply = await member.type("/prep add Acme, analyst, next Friday")
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["time"]
    await member.fill(time="3pm")
    assert member.labels[:2] == ["Fri 27 Nov, 15:00", "Fri 4 Dec, 15:00"]


async def test_a_time_of_day_that_cannot_be_read_is_asked_again_by_itself(member: Person) -> None:
    await member.type("/interview add")
    await member.fill(company="Acme", when="Thursday")
    reply = await member.fill(time="teatime")
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["time"]
    assert reply.form.errors["time"]


async def test_a_new_day_and_time_replaces_a_time_that_was_asked_for(member: Person) -> None:
    await member.type("/prep add Acme, analyst, Thursday")
    await member.fill(time="3pm")
    await member.press("Change")
    await member.fill(when="Fri 4pm")
    assert member.reply.form is not None, "the second step"
    await member.fill()
    assert "Friday 27 November 2026, 16:00" in member.says


async def test_a_wrong_date_in_the_form_is_told_before_the_second_step(member: Person) -> None:
    await member.type("/interview add")
    reply = await member.fill(company="Acme", when="yesterday 3pm")
    assert reply.form is not None
    assert "passed" in reply.form.errors["when"]
    assert reply.form.values["company"] == "Acme"


async def test_a_missing_company_or_time_is_asked_beside_what_is_known(member: Person) -> None:
    reply = await member.type("/prep add Acme, analyst")
    assert reply.form is not None
    assert set(reply.form.errors) == {"when"}
    await member.fill(when="Thu 3pm")
    assert "Role: analyst" in member.says


async def test_the_form_has_two_steps_and_the_second_may_be_passed_over(member: Person) -> None:
    reply = await member.type("/interview add")
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == [
        "company",
        "role",
        "when",
        "format",
        "interviewers",
    ]
    reply = await member.fill(
        company="Acme",
        role="analyst",
        when="Thu 3pm",
        format="video",
        interviewers="Jo Example, head of data",
    )
    assert reply.form is not None
    assert reply.form.optional
    assert [field.name for field in reply.form.fields] == ["zone", "place", "notes"]
    await member.fill()
    assert THURSDAY in member.says
    assert "Jo Example, head of data" in member.says


async def test_the_interviews_own_clock_is_told_first_and_the_readers_second(member: Person) -> None:
    await member.type("/interview add")
    await member.fill(company="Acme", when="Thu 3pm")
    await member.fill(zone="London")
    assert "15:00, London (10:00 in New York, for you)" in member.says


async def test_an_unfinished_form_is_kept_and_home_offers_it_first(member: Person) -> None:
    reply = await member.type("/interview add")
    assert reply.form is not None
    await member.encore.app.keep(reply.form, {"company": "Acme", "role": "analyst"}, member.caller)
    await member.type("/prep")
    assert "You were adding Acme. Carry on?" in member.says
    reply = await member.press("Carry on")
    assert reply.form is not None
    assert reply.form.values == {"company": "Acme", "role": "analyst"}


async def test_a_draft_is_forgotten_after_seven_days(member: Person) -> None:
    reply = await member.type("/interview add")
    assert reply.form is not None
    await member.encore.app.keep(reply.form, {"company": "Acme"}, member.caller)
    member.clock.move_to(member.clock.now() + timedelta(days=7, seconds=1))
    await member.type("/prep")
    assert "Acme" not in member.says


async def test_tomorrow_means_the_day_after_it_was_typed_however_late_it_is_confirmed(member: Person) -> None:
    await member.type("/prep add Acme, analyst, tomorrow 3pm")
    member.clock.move_to(member.clock.now() + timedelta(hours=20))
    await member.press("Right")
    assert "Monday 23 November 2026, 15:00" in member.says


async def test_the_privacy_lines_come_before_the_first_company_and_not_again(member: Person) -> None:
    await member.type("/prep add Acme, analyst, Thu 3pm")
    assert "nickname" in member.says
    reply = await member.press("Use a nickname")
    assert reply.form is not None
    await member.fill(company="Blue")
    assert "Company: Blue" in member.says
    assert "Acme" not in member.says
    await member.press("Right")
    await member.type("/prep add Beta, analyst, Fri 3pm")
    assert "nickname" not in member.says


async def test_a_plain_line_with_a_time_in_it_is_an_interview(member: Person) -> None:
    await member.type("Acme, data analyst, Thu 3pm")
    assert THURSDAY in member.says


async def test_words_that_mean_nothing_get_two_useful_buttons_and_are_kept(member: Person) -> None:
    await member.type("purple monkey dishwasher")
    assert len(member.labels) == 2
    reply = await member.press("Add it as an interview")
    assert reply.form is not None


async def test_a_line_that_is_far_too_long_is_refused_in_words(member: Person) -> None:
    await member.type("Acme " * 2000)
    assert "more than 2000 characters" in member.says


async def test_an_endless_company_keeps_what_was_typed_and_says_the_limit(member: Person) -> None:
    reply = await member.type(f"/prep add {'A' * 500}, analyst, Thu 3pm")
    assert reply.form is not None
    assert "under 80 characters" in reply.form.errors["company"]
    assert reply.form.values["company"] == "A" * 500


async def test_a_company_may_be_called_move(member: Person) -> None:
    await member.type("/prep Move, analyst, Thu 3pm")
    assert "begins with that word" in member.says
    await member.press("Add it as an interview")
    assert "Company: Move" in member.says


async def test_what_nobody_else_may_see_is_not_found_rather_than_refused(member: Person) -> None:
    await member.adds()
    await member.type("/interview list")
    [identifier] = [
        button.invocation.arguments["what"]
        for button in member.message.buttons
        if button.invocation.path == "interview show"
    ]
    other = Person(member.encore, member.clock, "grace")
    await other.type(f"/interview show {identifier}")
    stranger = other.says
    await other.type("/interview show zzzzzzzzzzzz")
    assert stranger.replace(identifier, "ID") == other.says.replace("zzzzzzzzzzzz", "ID")


def test_a_caller_speaks_privately_unless_said_otherwise(member: Person) -> None:
    assert member.caller.surface is Surface.DIRECT


async def test_an_old_button_never_confirms_a_time_that_it_did_not_show(member: Person) -> None:
    await member.type("/prep add Acme, analyst, 2026-12-03 15:00")
    old = member.message
    await member.press("Change")
    await member.fill(when="2026-12-04 16:00")
    await member.fill()
    [right] = [button for button in old.buttons if button.label == "Right"]
    await member.ask(right.invocation)
    assert "changed since" in member.says
    await member.type("/interview list")
    assert "No interviews yet" in member.says


async def test_a_draft_left_as_it_was_keeps_its_day(member: Person) -> None:
    await member.type("/prep add Acme, analyst, tomorrow 3pm")
    member.clock.move_to(member.clock.now() + timedelta(hours=20))
    await member.type("/prep")
    await member.press("Carry on")
    await member.fill()
    await member.fill()
    assert "Monday 23 November 2026, 15:00" in member.says


async def test_words_behind_a_time_that_may_be_its_zone_are_asked_about(member: Person) -> None:
    for words in ("Thu 3pm Smallville time", "Thu 3pm XYZ", "Thu 3pm in Xanadu", "Thu 3pm IST"):
        reply = await member.type(f"/prep add Acme, analyst, {words}")
        assert reply.form is not None, words
        assert reply.form.values["when"] == words
        assert reply.form.errors["when"]


async def test_a_date_that_cannot_be_is_told_with_its_reason(member: Person) -> None:
    reply = await member.type("/prep add Acme, analyst, 31 Feb 3pm")
    assert reply.form is not None
    assert reply.form.values["when"] == "31 Feb 3pm"
    assert "28 days" in reply.form.errors["when"]


async def test_throwing_away_what_is_already_in_says_so(member: Person) -> None:
    await member.type("/prep add Acme, analyst, 2026-12-03 15:00")
    await member.type("/prep")
    home = member.message
    await member.type("/interview list")
    async with member.encore.store.unit() as unit:
        who = await unit.members.get(member.caller.member)
        assert who is not None
        [draft] = await unit.drafts.of(who.id, member.clock.now())
    await member.ask(Invocation("interview confirm", {"draft": draft.id, "at": "2026-12-03T15:00"}))
    [button] = [button for button in home.buttons if button.label == "Throw it away"]
    await member.ask(button.invocation)
    assert "in already" in member.says


async def test_many_interviews_with_one_company_can_be_told_apart_and_pressed(member: Person) -> None:
    for day in range(1, 13):
        await member.adds(f"Acme, analyst, 2026-12-{day:02} 15:00")
    await member.type("/interview move Acme to Thursday 17 December 2026 at half past 3 in the afternoon")
    assert len({button.label for button in member.message.buttons}) == len(member.message.buttons) == 10
    assert "2 more" in member.says
    for button in member.message.buttons:
        encode(button.invocation)


async def test_an_edit_that_is_too_long_keeps_what_was_typed(member: Person) -> None:
    await member.adds()
    await member.type("/interview show Acme")
    await member.press("Edit")
    reply = await member.fill(place="x" * 301)
    assert reply.form is not None
    assert "under 300 characters" in reply.form.errors["place"]
    assert reply.form.values["place"] == "x" * 301


async def test_a_typed_yes_confirms_what_was_just_shown(member: Person) -> None:
    await member.type("/prep add Acme, analyst, Thu 3pm")
    await member.type("Yes.")
    assert "Well done" in member.says


async def test_a_typed_yes_never_chooses_between_two_times(member: Person) -> None:
    await member.type("/prep add Acme, analyst, next Tuesday 3pm")
    await member.type("yes")
    await member.type("/interview list")
    assert "No interviews yet" in member.says


async def test_a_stray_word_is_nothing_to_carry_on_with(member: Person) -> None:
    await member.adds()
    await member.type("thanks!")
    await member.type("/prep")
    assert "thanks" not in member.says
    assert "Carry on" not in member.labels


async def test_the_same_interview_is_not_added_twice(member: Person) -> None:
    await member.adds("Acme, analyst, 2026-12-03 15:00")
    await member.adds("acme, data analyst, 2026-12-03 15:00")
    assert "not add it twice" in member.says
    await member.type("/interview list")
    assert member.says.count("2026") == 1


@pytest.mark.parametrize(
    ("line", "typed", "reason"),
    [
        ("Acme, 31 Nov 3pm", "31 Nov 3pm", "has 30 days"),
        ("Acme, analyst, Monday 26 November", "Monday 26 November", "is a Thursday, not a Monday"),
        ("Acme, analyst, Monday 26 November 3pm", "Monday 26 November 3pm", "is a Thursday, not a Monday"),
        ("Acme, Monday, 31 November, 3pm", "Monday, 31 November, 3pm", "has 30 days"),
        ("Acme on 31 Nov 3pm", "on 31 Nov 3pm", "has 30 days"),
        ("Acme, 3pm", "3pm", "I see a time and no day"),
    ],
)
async def test_a_date_that_can_not_be_is_told_with_its_reason_wherever_it_stands(
    member: Person, line: str, typed: str, reason: str
) -> None:
    reply = await member.type(f"/prep add {line}")
    assert reply.form is not None
    assert reply.form.values["when"] == typed
    assert reason in reply.form.errors["when"]
    await member.fill(when="Thu 3pm")
    assert THURSDAY in member.says
    assert "Company: Acme" in member.says


@pytest.mark.parametrize(
    ("line", "company", "role"),
    [
        ("I have a second interview at Acme on Thursday at 3pm as data analyst", "Acme", "data analyst"),
        ("second interview with Acme for data analyst on Thursday at 3pm", "Acme", "data analyst"),
        ("I've got an interview with Blue Bottle for the barista role, Thu 3pm", "Blue Bottle", "barista"),
        ("Hi, I got called back by Acme for Thursday 3pm", "Acme", ""),
        ("I have an interview at Doctors for Justice as a nurse Thu 3pm", "Doctors for Justice", "nurse"),
        ("Johnson & Johnson, Inc., head of nursing, Thu 3pm", "Johnson & Johnson, Inc.", "head of nursing"),
        ("Acme, GmbH, analyst, Thu 3pm", "Acme, GmbH", "analyst"),
        ("Interview Guys, writer, Thu 3pm", "Interview Guys", "writer"),
        ("24/7 Fitness, trainer, Thu 3pm", "24/7 Fitness", "trainer"),
        ("Sun & March, planner, Thu 3pm", "Sun & March", "planner"),
        ("Bank of America Thu 3pm", "Bank of America", ""),
    ],
)
async def test_company_and_role_are_found_in_a_sentence(
    member: Person, line: str, company: str, role: str
) -> None:
    await member.type(f"/prep add {line}")
    assert THURSDAY in member.says
    assert f"Company: {company}\n" in member.says
    assert ("Role:" in member.says) is bool(role)
    assert role in member.says


async def test_who_is_met_is_told_from_where(member: Person) -> None:
    await member.type("/prep add I have an interview with Jane Doe at Acme on Thursday at 3pm")
    assert "Company: Acme\n" in member.says
    assert "With: Jane Doe" in member.says


async def test_a_sentence_without_a_company_is_asked_for_it(member: Person) -> None:
    reply = await member.type("I have a second interview on Thursday at 3pm")
    assert reply.form is not None
    assert [field.name for field in reply.form.fields] == ["company"]
    await member.fill(company="Acme")
    assert THURSDAY in member.says


@pytest.mark.parametrize(
    ("line", "company", "role"),
    [
        ("Acme data analyst Thursday 3pm", "Acme", "data analyst"),
        ("Acme Data Analyst Thursday 3pm", "Acme", "Data Analyst"),
        ("acme data analyst thursday 3pm", "acme", "data analyst"),
        ("University of Leeds lecturer Thursday 3pm", "University of Leeds", "lecturer"),
    ],
)
async def test_without_commas_it_is_asked_where_the_company_ends(
    member: Person, line: str, company: str, role: str
) -> None:
    reply = await member.type(line)
    assert reply.form is not None
    assert reply.form.values == {"company": company, "role": role}
    assert not reply.form.errors
    await member.fill(company="Acme Data", role="analyst")
    assert THURSDAY in member.says
    assert "Company: Acme Data\n" in member.says
    assert "Role: analyst" in member.says


async def test_an_hour_that_a_clock_change_skips_is_told_with_the_one_that_is_taken(member: Person) -> None:
    await member.live_in("London")
    await member.type("/prep add Acme, analyst, Sunday 28 March 2027 1:30am")
    assert "When: Sunday 28 March 2027, 02:30, London" in member.says
    assert "There is no 01:30 on that day: the clocks in London go forward and pass over it." in member.says
    assert "I take it as 02:30." in member.says
    await member.press("Right")
    assert "02:30, London" in member.says


async def test_an_hour_that_a_clock_change_repeats_is_told_with_the_one_that_is_taken(member: Person) -> None:
    await member.live_in("London")
    await member.type("/prep add Acme, analyst, 31 October 2027 1:30am")
    assert "When: Sunday 31 October 2027, 01:30, London" in member.says
    assert "01:30 comes twice on that day, since the clocks in London go back." in member.says
    assert "I take the first of the two." in member.says


async def test_a_move_into_a_skipped_hour_is_told_too(member: Person) -> None:
    await member.adds()
    await member.type("/prep move Acme to 14 March 2027 2:30am")
    assert "There is no 02:30 on that day" in member.says
    assert "I take it as 03:30." in member.says


async def test_an_hour_like_any_other_needs_no_word_about_clocks(member: Person) -> None:
    await member.type("/prep add Acme, analyst, Thu 3pm")
    assert "clocks" not in member.says


async def test_a_city_of_several_states_is_asked_for_with_all_of_them_and_taken_with_its_state(
    newcomer: Person,
) -> None:
    await newcomer.type("/prep add Acme, data analyst, Thu 3pm")
    reply = await newcomer.fill(city="Springfield")
    assert reply.form is not None
    for state in ("Missouri", "Massachusetts", "Illinois", "Oregon", "Ohio"):
        assert f"Springfield, {state}" in reply.form.errors["city"]
    await newcomer.fill(city="Springfield, Illinois")
    assert "Thursday 26 November 2026, 15:00, Chicago" in newcomer.says


async def test_a_form_that_is_sent_wrong_and_then_left_is_one_draft(member: Person) -> None:
    """Where errors stand beside their fields the form knows nothing of its draft, and is closed so."""
    reply = await member.type("/interview add")
    assert reply.form is not None
    form = reply.form
    typed = {"company": "Acme", "role": "analyst", "when": "2026-11-20 15:00"}
    await member.ask(Invocation(form.submit.path, {**form.submit.arguments, **typed}))
    await member.encore.app.keep(form, {**typed, "role": "data analyst"}, member.caller)
    await member.type("/prep")
    assert "You were adding Acme. Carry on?" in member.says
    assert "more kept" not in member.says
    reply = await member.press("Carry on")
    assert reply.form is not None
    assert reply.form.values["role"] == "data analyst"


async def test_a_form_that_is_mended_where_it_stands_leaves_no_draft_behind(member: Person) -> None:
    reply = await member.type("/interview add")
    assert reply.form is not None
    submit = reply.form.submit
    typed = {"company": "Acme", "role": "analyst"}
    await member.ask(Invocation(submit.path, {**submit.arguments, **typed, "when": "2026-11-20 15:00"}))
    await member.ask(Invocation(submit.path, {**submit.arguments, **typed, "when": "2026-12-03 15:00"}))
    await member.fill()
    await member.press("Right")
    await member.type("/prep")
    assert "You were adding" not in member.says


async def test_cities_are_suggested_with_their_time_and_the_readers_own_country_first(member: Person) -> None:
    caller = replace(member.caller, locale="en-GB")
    here = await member.encore.app.complete(caller, "interview add", "city", "birmingham")
    there = await member.encore.app.complete(
        replace(caller, locale="en-US"), "interview add", "city", "birmingham"
    )
    assert "United Kingdom" in here[0].value
    assert here[0].label == f"{here[0].value} (15:00)"
    assert "United Kingdom" not in there[0].value
    assert there[0].label == f"{there[0].value} (09:00)"
