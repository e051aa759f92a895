"""The fake Slack answers the real slack_bolt as Slack would, over either transport."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.slack.fake import FakeSlack, NotAcknowledgedError, User
from tests.slack.fake_app import build, over_http, over_sockets


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as started:
        yield started


@pytest.fixture(params=[over_http, over_sockets])
async def app(request, slack):
    built = build(slack)
    async with request.param(slack, built):
        yield built
        await slack.quiet(0.05)


@pytest.fixture
def ada(app, slack) -> User:
    return slack.user("U1ADA", name="Ada", tz="Europe/London")


async def test_a_command_is_answered_to_its_writer_alone(slack, ada):
    ben = slack.user("U2BEN")
    await ada.command("/say", "hello", channel=slack.general)
    assert [m.words for m in ada.ephemerals] == ["hello\nMore"]
    assert ben.ephemerals == slack.general.messages == []


async def test_an_answer_in_the_channel_is_everybodys(slack, ada):
    await ada.command("/shout", "hello", channel=slack.general)
    assert [m.text for m in slack.general.messages] == ["hello"]
    assert ada.ephemerals == []


async def test_a_later_answer_comes_by_the_response_url(slack, ada):
    await ada.command("/slow")
    await slack.until(lambda: ada.ephemerals)
    assert ada.ephemerals[0].labels == ["More"]


async def test_a_press_replaces_the_message_or_takes_it_away(slack, ada):
    await ada.command("/say", "hello")
    shown = ada.ephemerals[0]
    await ada.press(shown, "More")
    await slack.until(lambda: shown.labels == ["Away"])
    await ada.press(shown, "Away")
    await slack.until(lambda: not ada.ephemerals)
    with pytest.raises(AssertionError, match="gone"):
        await ada.press(shown, "Away")


async def test_a_button_that_is_not_there_cannot_be_pressed(slack, ada):
    await ada.command("/say", "hello")
    with pytest.raises(AssertionError, match=r"no button 'Less' among \['More'\]"):
        await ada.press(ada.ephemerals[0], "Less")


async def test_a_modal_is_filled_in_and_its_values_arrive_as_slack_writes_them(slack, app, ada):
    await ada.command("/form")
    assert [modal.title for modal in ada.modals] == ["An interview"]
    assert await ada.suggest(ada.modals[0], "City", "york") == ["York 1", "York 2"]
    values = {
        "company": "Acme",
        "day": "2026-11-26",
        "Time": "15:00",
        "kind": "Can be trusted",
        "proofs": ["trust", "Does the job"],
        "pack": "work",
        "city": "York 2",
    }
    await ada.submit(ada.modals[0], values)
    assert ada.modals == []
    sent = app.submissions[0]
    assert sent["company"]["value"] == {"type": "plain_text_input", "value": "Acme"}
    assert sent["day"]["value"] == {"type": "datepicker", "selected_date": "2026-11-26"}
    assert sent["hour"]["value"]["selected_time"] == "15:00"
    assert sent["kind"]["value"]["selected_option"]["value"] == "trust"
    assert [o["value"] for o in sent["proofs"]["value"]["selected_options"]] == ["trust", "work"]
    assert sent["pack"]["value"]["selected_option"]["text"]["text"] == "Does the job"
    assert sent["city"]["value"]["selected_option"]["value"] == "york-2"


async def test_suggestions_are_asked_for_only_once_enough_is_typed(ada):
    await ada.command("/form")
    with pytest.raises(AssertionError, match="from 2 characters on"):
        await ada.suggest(ada.modals[0], "city", "y")


async def test_what_is_filled_in_is_not_told_before_the_modal_is_sent(slack, ada):
    await ada.command("/form")
    before = len(slack.deliverer.deliveries)
    assert await ada.choose(ada.modals[0], "day", "2026-11-26") is None
    assert len(slack.deliverer.deliveries) == before
    assert ada.modals[0].entered["day", "value"]["selected_date"] == "2026-11-26"


async def test_an_untouched_input_is_sent_empty(slack, app, ada):
    await ada.command("/form")
    await ada.submit(ada.modals[0], {"company": "Acme"})
    assert app.submissions[0]["day"]["value"] == {"type": "datepicker", "selected_date": None}
    assert app.submissions[0]["proofs"]["value"]["selected_options"] == []


async def test_slacks_app_does_not_send_what_is_required_and_missing_or_too_long(ada):
    await ada.command("/form")
    with pytest.raises(AssertionError, match="'Company' must be filled in"):
        await ada.submit(ada.modals[0], {})
    with pytest.raises(AssertionError, match="41 characters"):
        await ada.submit(ada.modals[0], {"company": "x" * 41})
    with pytest.raises(AssertionError, match="suggestions first"):
        await ada.submit(ada.modals[0], {"company": "Acme", "city": "York"})


async def test_an_error_stands_under_its_input_and_what_was_typed_stays(ada):
    await ada.command("/form")
    modal = ada.modals[0]
    await ada.submit(modal, {"company": "wrong", "day": "2026-11-26"})
    assert ada.modals == [modal]
    assert modal.errors == {"company": "Not that one"}
    await ada.submit(modal, {"company": "Acme"})
    assert ada.modals == []


async def test_an_error_for_a_block_without_an_input_is_loud(ada):
    await ada.command("/form")
    with pytest.raises(AssertionError, match="'street', which is no input block"):
        await ada.submit(ada.modals[0], {"company": "nowhere"})


async def test_an_updated_modal_keeps_what_was_typed_into_inputs_of_the_same_ids(slack, app, ada):
    await ada.command("/form")
    await ada.submit(ada.modals[0], {"company": "update", "day": "2026-11-26"})
    assert [modal.title for modal in ada.modals] == ["Again"]
    await ada.submit(ada.modals[0], {"company": "Acme"})
    assert app.submissions[1]["day"]["value"]["selected_date"] == "2026-11-26"


async def test_modals_lie_on_top_of_each_other_three_high_and_are_cleared_together(ada):
    await ada.command("/form")
    await ada.submit(ada.modals[0], {"company": "push"})
    await ada.submit(ada.modals[1], {"company": "push"})
    assert [modal.title for modal in ada.modals] == ["An interview", "One more", "One more"]
    with pytest.raises(AssertionError, match="not on top"):
        await ada.submit(ada.modals[0], {"company": "Acme"})
    with pytest.raises(AssertionError, match="no more than 3"):
        await ada.submit(ada.modals[2], {"company": "push"})
    await ada.submit(ada.modals[2], {"company": "clear"})
    assert ada.modals == []


async def test_closing_a_modal_is_told_only_if_the_app_asked(slack, app, ada):
    await ada.command("/form")
    await ada.close()
    assert ada.modals == app.submissions == []
    await ada.command("/form")
    ada.modals[0].body["notify_on_close"] = True
    await ada.close(all_of_them=True)
    await slack.until(lambda: app.submissions == [{"closed": True}])


async def test_a_direct_message_arrives_and_is_changed_at_a_press(slack, ada):
    await ada.command("/form")
    await ada.submit(ada.modals[0], {"company": "Acme"})
    await slack.until(lambda: ada.dms)
    assert ada.dms[0].text == "Acme is added"
    await ada.press(ada.dms[0], "Later")
    await slack.until(lambda: ada.dms[0].text == "At 18:00 then")
    assert ada.dms[0].edited
    assert ada.dms[0].labels == []
    assert len(ada.dms) == 1


async def test_the_app_is_told_of_its_own_messages_and_of_their_changes(slack, app, ada):
    await ada.command("/form")
    await ada.submit(ada.modals[0], {"company": "Acme"})
    await slack.until(lambda: ada.dms)
    await ada.press(ada.dms[0], "Later")
    await slack.quiet()
    events = [d.payload["event"] for d in slack.deliverer.deliveries if "event" in d.payload]
    assert [(e.get("subtype"), e.get("bot_id")) for e in events] == [
        (None, slack.identity.bot),
        ("message_changed", None),
    ]
    assert events[1]["previous_message"]["text"] == "Acme is added"


async def test_what_is_said_in_the_direct_message_arrives_escaped(slack, ada):
    await ada.dm("Acme & Sons <b> https://acme.example")
    await slack.until(lambda: ada.dms)
    assert ada.dms[0].text == "You said: Acme &amp; Sons &lt;b&gt; <https://acme.example>"
    assert [m.user for m in ada.dm_channel.messages] == [ada.id, slack.identity.bot_user]


async def test_the_home_tab_is_published_when_opened_and_opens_a_modal(slack, ada):
    assert ada.home is None
    await ada.open_home()
    await slack.until(lambda: ada.home)
    await ada.press(ada.home, "Add")
    await slack.until(lambda: ada.modals)
    assert ada.modals[0].entered["company", "value"]["value"] == "Acme"


async def test_a_shortcut_opens_a_modal(slack, ada):
    await ada.shortcut("start")
    await slack.until(lambda: ada.modals)


async def test_a_choice_in_a_messages_menu_is_told_at_once(slack, ada):
    options = [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("light", "full")]
    menu = {"type": "static_select", "action_id": "pace", "options": options}
    menu["placeholder"] = {"type": "plain_text", "text": "Pace"}
    body = {"text": "How much?", "blocks": [{"type": "actions", "elements": [menu]}]}
    asked = slack.urls.respond(_address(slack, ada), {**body, "response_type": "in_channel"})
    await ada.choose(asked, "Pace", "full")
    await slack.until(lambda: ada.ephemerals)
    assert ada.ephemerals[0].text == "pace full"


async def test_an_uninstall_is_told_and_ends_the_token(slack, app):
    await slack.uninstall()
    await slack.until(lambda: len(app.submissions) == 2)
    assert "uninstalled" in app.submissions
    assert {"oauth": [], "bot": [slack.identity.bot_user]} in app.submissions


async def test_an_event_that_comes_again_says_so(slack, app, ada):
    seen = []

    @app.middleware
    async def note(request, body, next_):
        seen.append((body.get("event_id"), request.headers.get("x-slack-retry-num")))
        await next_()

    first = await ada.dm("hello")
    await slack.again(first, number=1)
    assert [number for _, number in seen] in ([None, ["1"]], [["0"], ["1"]])
    assert len({event for event, _ in seen}) == 1


async def test_a_command_that_nobody_answers_fails_for_the_person(slack, ada):
    slack.deliverer.within = 0.2
    with pytest.raises(NotAcknowledgedError):
        await ada.command("/nothing")
    assert ada.failures[0].startswith('/nothing failed with the error "')


async def test_an_answer_that_breaks_a_limit_is_loud(slack, ada):
    with pytest.raises(AssertionError, match="3001 characters; 1 to 3000"):
        await ada.command("/say", "x" * 3001)
    assert "3001 characters" in str(slack.violations[0])
    slack.violations.clear()


def _address(slack, user):
    url = slack.payloads.response_url(user, user.dm_channel.id)
    return slack.state.addresses[url.rpartition("/")[2]]
