"""The fake Slack holds the Web API's rules, as the real slack_sdk meets them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.conftest import HeldClock
from tests.slack.fake import FakeSlack, User
from tests.slack.fake.reading import field_of
from tests.slack.fake_app import HOME, asked, button, form, message


@pytest.fixture
async def slack(clock: HeldClock) -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock=clock) as started:
        yield started


@pytest.fixture
def web(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def ada(slack: FakeSlack) -> User:
    return slack.user("U1ADA", name="Ada", tz="Europe/London", owner=True)


async def refused(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def test_somebodys_zone_name_and_rank_are_told(web, ada):
    told = (await web.users_info(user="U1ADA"))["user"]
    assert (told["tz"], told["real_name"], told["is_owner"], told["is_admin"]) == (
        "Europe/London",
        "Ada",
        True,
        True,
    )
    assert await refused(web.users_info(user="U9")) == "user_not_found"


async def test_a_reading_method_reads_no_json(web, ada):
    assert await refused(web.api_call("users.info", json={"user": "U1ADA"})) == "user_not_found"


async def test_one_person_has_one_direct_channel(web, slack, ada):
    first = await web.conversations_open(users="U1ADA")
    again = await web.conversations_open(users="U1ADA")
    assert first["channel"]["id"] == again["channel"]["id"] == ada.dm_channel.id
    assert again["already_open"]


async def test_the_clock_and_the_scopes_are_in_the_headers(web, slack):
    slack.date_skew = 600
    answer = await web.auth_test()
    assert answer.headers["Date"] == "Sun, 22 Nov 2026 15:10:00 GMT"
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_history_is_told_newest_first_in_pages_with_metadata_only_on_request(web, slack, ada):
    metadata = {"event_type": "reminder", "event_payload": {"key": "k"}}
    sent = [
        (await web.chat_postMessage(channel=ada.dm_channel.id, text=str(n), metadata=metadata))["ts"]
        for n in range(3)
    ]
    page = await web.conversations_history(channel=ada.dm_channel.id, limit=2)
    assert [m["text"] for m in page["messages"]] == ["2", "1"]
    assert "metadata" not in page["messages"][0]
    cursor = page["response_metadata"]["next_cursor"]
    rest = await web.conversations_history(
        channel=ada.dm_channel.id, limit=2, cursor=cursor, include_all_metadata=True
    )
    assert [m["metadata"] for m in rest["messages"]] == [metadata]
    assert not rest["has_more"]
    window = {"channel": ada.dm_channel.id, "oldest": sent[0], "latest": sent[2]}
    assert [m["text"] for m in (await web.conversations_history(**window))["messages"]] == ["1"]
    inclusive = await web.conversations_history(**window, inclusive=True)
    assert len(inclusive["messages"]) == 3


async def test_timestamps_differ_while_the_clock_stands_still(web, ada):
    first, second = [
        (await web.chat_postMessage(channel=ada.dm_channel.id, text=word))["ts"] for word in "ab"
    ]
    assert first < second


async def test_an_update_without_blocks_takes_them_away_if_it_has_text(web, slack, ada):
    sent = await web.chat_postMessage(channel=ada.dm_channel.id, **message("one", button("Go", "go")))
    await web.chat_update(channel=ada.dm_channel.id, ts=sent["ts"], text="two")
    assert (ada.dms[0].words, ada.dms[0].labels) == ("two", [])


async def test_ephemeral_messages_have_no_address_and_go_on_reload(web, slack, ada):
    place = {"channel": slack.general.id}
    sent = await web.chat_postEphemeral(**place, user="U1ADA", text="psst")
    assert await refused(web.chat_update(**place, ts=sent["message_ts"], text="x")) == "message_not_found"
    assert [m.text for m in ada.ephemerals] == ["psst"]
    ada.reload()
    assert ada.ephemerals == []


async def test_a_deleted_message_is_gone_and_another_persons_cannot_be_changed(web, slack, ada):
    sent = await web.chat_postMessage(channel=ada.dm_channel.id, text="one")
    await web.chat_delete(channel=ada.dm_channel.id, ts=sent["ts"])
    assert ada.dms == []
    assert await refused(web.chat_delete(channel=ada.dm_channel.id, ts=sent["ts"])) == "message_not_found"


async def test_the_app_cannot_post_where_it_is_no_member(web, slack):
    slack.general.has_app = False
    assert await refused(web.chat_postMessage(channel=slack.general.id, text="x")) == "not_in_channel"


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"channel": "D9", "text": "x"}, "channel_not_found"),
        ({"channel": "C0GENERAL"}, "no_text"),
        ({"channel": "C0GENERAL", "blocks": "{no json"}, "invalid_blocks_format"),
    ],
)
async def test_an_impossible_message_is_refused(web, slack, sent, error):
    assert await refused(web.api_call("chat.postMessage", data=sent)) == error


async def test_every_call_is_kept_with_its_whole_body(web, slack, ada):
    await web.chat_postMessage(channel=ada.dm_channel.id, **message("hello"))
    [call] = slack.called("chat.postMessage")
    assert call.body == {"channel": ada.dm_channel.id, **message("hello")}
    assert (call.token, call.team, call.status, call.ok) == (slack.bot_token, slack.team_id, 200, True)


async def test_a_trigger_opens_one_modal_within_three_seconds(web, slack, ada, clock):
    trigger = slack.state.new_trigger(ada.id)
    await web.views_open(trigger_id=trigger, view=form())
    assert await refused(web.views_open(trigger_id=trigger, view=form())) == "exchanged_trigger_id"
    late = slack.state.new_trigger(ada.id)
    clock.move_to(clock.now() + timedelta(seconds=3.1))
    assert await refused(web.views_open(trigger_id=late, view=form())) == "expired_trigger_id"
    assert await refused(web.views_open(trigger_id="none", view=form())) == "invalid_trigger_id"


async def test_no_fourth_modal_is_pushed_and_no_first(web, slack, ada):
    assert await refused(push(web, slack, ada)) == "invalid_arguments"
    await web.views_open(trigger_id=slack.state.new_trigger(ada.id), view=form())
    await push(web, slack, ada)
    await push(web, slack, ada)
    assert await refused(push(web, slack, ada)) == "push_limit_reached"
    assert [modal.previous for modal in ada.modals] == ["", ada.modals[0].id, ada.modals[1].id]


def push(web, slack, ada):
    return web.views_push(trigger_id=slack.state.new_trigger(ada.id), view=form())


async def test_a_stale_hash_is_a_conflict(web, slack, ada):
    first = (await web.views_publish(user_id=ada.id, view=HOME))["view"]
    await web.views_publish(user_id=ada.id, view=HOME, hash=first["hash"])
    assert await refused(web.views_publish(user_id=ada.id, view=HOME, hash=first["hash"])) == "hash_conflict"
    opened = await web.views_open(trigger_id=slack.state.new_trigger(ada.id), view=form())
    view = {"view_id": opened["view"]["id"], "view": form()}
    await web.views_update(**view, hash=opened["view"]["hash"])
    assert await refused(web.views_update(**view, hash=opened["view"]["hash"])) == "hash_conflict"


async def test_a_closed_modal_cannot_be_updated(web, slack, ada):
    opened = await web.views_open(trigger_id=slack.state.new_trigger(ada.id), view=form())
    await ada.close()
    assert await refused(web.views_update(view_id=opened["view"]["id"], view=form())) == "not_found"


async def test_a_response_url_is_good_five_times_for_half_an_hour(slack, ada, clock):
    hook = AsyncWebhookClient(slack.payloads.response_url(ada, slack.general.id), retry_handlers=[])
    assert [(await hook.send(text=str(n))).status_code for n in range(6)] == [200] * 5 + [404]
    other = AsyncWebhookClient(slack.payloads.response_url(ada, slack.general.id), retry_handlers=[])
    clock.move_to(clock.now() + timedelta(minutes=31))
    late = await other.send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)
    assert len(ada.ephemerals) == 5
    assert len(slack.called("response_url")) == 7


async def test_a_file_is_handed_over_in_three_steps(web, slack, ada):
    await web.files_upload_v2(channel=ada.dm_channel.id, content="hello", filename="a.txt", title="A")
    [upload] = slack.state.uploads.values()
    assert (upload.content, upload.channel) == (b"hello", ada.dm_channel.id)
    assert ada.dms[0].files[0]["title"] == "A"


async def test_a_file_of_another_length_is_loud(web, slack, ada):
    place = await web.files_getUploadURLExternal(filename="a.txt", length=3)
    async with aiohttp.ClientSession() as session:
        assert (await session.post(place["upload_url"], data=b"four")).status == 200
    files = [{"id": place["file_id"], "title": "A"}]
    assert await refused(web.files_completeUploadExternal(files=files)) == "invalid_arguments"
    assert "4 bytes, 3 were announced" in str(slack.violations.pop())


of_the_sdk = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")
"""slack_sdk 3.47 hands the app's credentials to aiohttp 3.14 in a way that it is leaving behind."""


def credentials(slack) -> dict[str, str]:
    return {"client_id": slack.identity.client_id, "client_secret": slack.identity.client_secret}


@of_the_sdk
async def test_a_code_is_exchanged_once_and_by_its_app_alone(web, slack):
    code = slack.oauth.code("T2", "U9")
    wrong = {**credentials(slack), "client_secret": "no"}
    assert await refused(web.oauth_v2_access(**wrong, code=code)) == "bad_client_secret"
    granted = await web.oauth_v2_access(**credentials(slack), code=code)
    assert (granted["team"]["id"], granted["authed_user"]["id"]) == ("T2", "U9")
    assert await refused(web.oauth_v2_access(**credentials(slack), code=code)) == "invalid_code"
    assert (await web.auth_test(token=granted["access_token"]))["team_id"] == "T2"


@of_the_sdk
async def test_rotated_tokens_expire_and_are_refreshed_once(web, slack, clock):
    slack.oauth.rotating = True
    granted = await web.oauth_v2_access(**credentials(slack), code=slack.oauth.code("T2", "U9"))
    assert granted["access_token"].startswith("xoxe.xoxb-")
    assert granted["expires_in"] == 43200
    clock.move_to(clock.now() + timedelta(hours=12))
    assert await refused(web.auth_test(token=granted["access_token"])) == "token_expired"
    refresh = {
        **credentials(slack),
        "grant_type": "refresh_token",
        "refresh_token": granted["refresh_token"],
    }
    renewed = await web.oauth_v2_access(**refresh)
    assert (await web.auth_test(token=renewed["access_token"]))["ok"]
    assert await refused(web.oauth_v2_access(**refresh)) == "invalid_refresh_token"


async def test_the_page_that_asks_sends_back_a_code_and_the_state(web, slack):
    slack.oauth.installer = ("T2", "U9")
    query = {"client_id": slack.identity.client_id, "redirect_uri": "http://127.0.0.1:1/back", "state": "s"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{slack.url}/oauth/v2/authorize", params=query, allow_redirects=False) as answer,
    ):
        assert answer.status == 302
        assert answer.headers["Location"].endswith("&state=s")


async def test_a_token_reaches_its_own_workspace_alone(web, slack, ada):
    other = slack.add_team("T2")
    assert await refused(web.users_info(token=other, user=ada.id)) == "user_not_found"
    assert await refused(web.chat_postMessage(token=other, channel=ada.dm_channel.id, text="x")) == (
        "channel_not_found"
    )


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-no", "invalid_auth"), ("xapp-1-fake", "not_allowed_token_type")],
)
async def test_a_token_that_is_none_is_refused(slack, token, error):
    client = AsyncWebClient(token or None, base_url=slack.api_url, retry_handlers=[])
    assert await refused(client.auth_test()) == error


async def test_a_revoked_token_is_refused(web, slack):
    slack.revoke(slack.bot_token)
    assert await refused(web.auth_test()) == "token_revoked"


@pytest.mark.parametrize("name", ["field:when", "when", "Which day", "which"])
def test_an_input_is_found_by_its_block_by_what_stands_behind_the_colon_or_by_its_label(name):
    blocks = [
        asked("field:when", "Which day?", {"type": "datepicker"}),
        asked("field:when#time", "What time?", {"type": "timepicker"}),
    ]
    assert field_of(blocks, name)[0]["block_id"] == "field:when"


def test_an_input_that_is_not_there_or_not_the_only_one_is_loud():
    blocks = [asked(f"field:{n}", f"What {n}?", {"type": "datepicker"}) for n in "ab"]
    for name in ("c", "what", "value"):
        with pytest.raises(AssertionError, match="no single input"):
            field_of(blocks, name)
