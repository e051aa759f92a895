"""The fake Discord, proven with the real discord.py: what the library needs, and what Discord would refuse."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.discord.fake import Choice, FakeDiscord, Redirect, Upload
from tests.discord.fake.limits import message_faults, modal_faults
from tests.discord.fake.sample import Bot, running

# isort: split
import discord  # after the fake, which imports it past its warning

NOBODY = {"parse": []}
ROW = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Go", "custom_id": "go"}]}


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as opened:
        yield opened


@pytest.fixture
async def bot(fake: FakeDiscord) -> AsyncIterator[Bot]:
    async with running(fake) as started:
        yield started


async def to(fake: FakeDiscord, path: str, body: Any, method: str = "POST") -> tuple[int, Any]:
    """Make one request as the bot, with no library between."""
    headers = {"Authorization": f"Bot {fake.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, fake.api_url + path, json=body) as response,
    ):
        return response.status, await response.json() if response.status != 204 else None


# The library


def test_the_folder_does_not_hide_the_library() -> None:
    assert Path(discord.__file__).is_relative_to(Path(aiohttp.__file__).parents[1])


async def test_two_clients_of_a_process_live_in_two_discords(fake: FakeDiscord) -> None:
    async with FakeDiscord() as other, running(fake), running(other):
        assert fake.command_writes == other.command_writes == 1
        assert len(fake.gateway.live) == len(other.gateway.live) == 1


async def test_a_client_without_shards_takes_the_same_way(fake: FakeDiscord) -> None:
    async with discord.Client(intents=discord.Intents.none(), connector=fake.connector()) as client:
        task = asyncio.create_task(client.start(fake.token))
        await fake.gateway.ready()
        await client.close()
        await task
    assert fake.gateway.identifies[0].get("shard") is None


async def test_other_hosts_are_left_alone(fake: FakeDiscord) -> None:
    async with aiohttp.ClientSession(connector=Redirect("http://127.0.0.1:1", "ws://127.0.0.1:1")) as session:
        assert (await session.get(f"{fake.api_url}/users/@me")).status == 401


# Commands


async def test_a_synced_command_is_run_with_its_options_and_a_file(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    asked = await ada.command("prep", what="monday", file=Upload("cv.txt", b"my years"))
    assert asked.message is not None
    assert asked.message.text == "monday, my years"
    assert asked.message.ephemeral
    assert asked.responded_in is not None
    assert asked.responded_in < 3
    assert ada.ephemerals == [asked.message]
    assert ada.dms == []


async def test_a_command_is_offered_where_it_is_installed(fake: FakeDiscord, bot: Bot) -> None:
    ada, ben = fake.user("ada"), fake.user("ben", installed=True)
    elsewhere = fake.guild("Elsewhere", installed=False)
    with pytest.raises(AssertionError, match="installed neither"):
        await ada.command("prep", guild=elsewhere)
    asked = await ben.command("prep", guild=elsewhere)
    assert asked.owners == {"1": str(ben.id)}
    assert asked.payload["context"] == 0


async def test_a_command_for_admins_is_shown_to_them_alone(fake: FakeDiscord) -> None:
    card = {"name": "card", "description": "A card", "default_member_permissions": "32"}
    await to(fake, f"/applications/{fake.application_id}/commands", [card], "PUT")
    ada, ben = fake.user("ada"), fake.user("ben")
    guild = fake.guild(admins=(ada,), people=(ben,))
    with pytest.raises(AssertionError, match="permissions"):
        await ben.command("card", guild=guild)
    with pytest.raises(AssertionError, match="no shard"):
        await ada.command("card", guild=guild)


async def test_a_wrong_option_is_not_let_through(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    with pytest.raises(AssertionError, match="no option"):
        await ada.command("prep", whom="x")
    with pytest.raises(AssertionError, match="can't be"):
        await ada.command("prep", what=3)
    with pytest.raises(AssertionError, match="can't be run bare"):
        await ada.command("interview")


async def test_an_option_is_completed(fake: FakeDiscord, bot: Bot) -> None:
    suggested = await fake.user("ada").autocomplete("prep", "what", "mo")
    assert suggested == [Choice("Monday", "monday"), Choice("Month", "month")]


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Prep"},
        {"name": "x" * 33},
        {"description": ""},
        {"description": "x" * 101},
        {"options": [{"type": 3, "name": f"o{n}", "description": "x"} for n in range(26)]},
        {"options": [{"type": 3, "name": f"o{n}", "description": "x" * 100,
                      "choices": [{"name": "n" * 100, "value": "v" * 100}] * 20} for n in range(2)]},
        {"options": [{"type": 3, "name": "a", "description": "x"},
                     {"type": 3, "name": "b", "description": "x", "required": True}]},
    ],
    ids=["upper case", "long name", "no description", "long description", "26 options", "8,000", "order"],
)  # fmt: skip
async def test_a_command_that_discord_would_refuse_is_refused(
    fake: FakeDiscord, change: dict[str, Any]
) -> None:
    path = f"/applications/{fake.application_id}/commands"
    status, body = await to(fake, path, [{"name": "prep", "description": "Prepare", **change}], "PUT")
    assert (status, body["code"]) == (400, 50035)
    assert fake.commands == []
    assert fake.command_writes == 0
    assert fake.violations
    fake.violations.clear()


# Buttons and modals


async def test_a_dynamic_button_takes_the_place_of_its_message(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    asked = await ada.command("prep", what="x")
    assert asked.message is not None
    pressed = await ada.press(asked.message, "Step 1")
    assert pressed.message is asked.message
    assert (asked.message.text, asked.message.labels) == ("You did 1.", ["Step 2"])
    with pytest.raises(AssertionError, match="0 buttons"):
        await ada.press(asked.message, "Step 1")
    await ada.press_id(asked.message, "step?n=2")
    assert asked.message.text == "You did 2."


async def test_nobody_else_presses_in_an_ephemeral_message(fake: FakeDiscord, bot: Bot) -> None:
    asked = await fake.user("ada").command("prep")
    assert asked.message is not None
    with pytest.raises(AssertionError, match="does not see"):
        await fake.user("ben").press(asked.message, "Step 1")


async def test_a_modal_is_read_from_the_raw_interaction(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    await ada.command("interview add")
    assert ada.modal is not None
    assert ada.modal.values == {"company": "Acme"}
    with pytest.raises(AssertionError, match="21 characters"):
        await ada.submit(ada.modal, {"company": "x" * 21, "pace": "Calm"})
    sent = await ada.submit(ada.modal, {"pace": "Dense"})
    assert sent.message is not None
    assert sent.message.text == "Acme at pace ['2']"
    assert ada.modal is None


async def test_an_option_of_a_select_is_chosen_by_what_it_is_called(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    guild = fake.guild(people=(ada,))
    labels = [{"label": "Calm", "value": "1"}, {"label": "Dense", "value": "2"}]
    row = {"type": 1, "components": [{"type": 3, "custom_id": "pace", "options": labels}]}
    await to(fake, f"/channels/{guild.channel.id}/messages", {**said("Pace?"), "components": [row]})
    [asked] = guild.channel.messages
    chosen = await ada.choose(asked, "pace", "Dense", wait=False)
    assert chosen.payload["data"]["values"] == ["2"]
    assert chosen.payload["member"]["user"]["username"] == "ada"
    assert chosen.payload["message"]["content"] == "Pace?"
    with pytest.raises(AssertionError, match="none of"):
        await ada.choose(asked, "pace", "Wild", wait=False)


# Answers


async def test_a_deferred_answer_arrives_and_followups_are_counted(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    asked = await ada.command("slow", followups=2)
    assert asked.response_type == 5
    assert asked.message is not None
    assert asked.message.text == "Here it is."
    await until(lambda: asked.posted == 2)
    assert [one.text for one in ada.ephemerals] == ["Here it is.", "More 0", "More 1"]


async def test_a_user_install_gets_five_followups(
    fake: FakeDiscord, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    ben = fake.user("ben", installed=True)
    asked = await ben.command("slow", channel=fake.private_channel(ben), followups=6)
    await until(lambda: "40094" in caplog.text)
    assert asked.posted == 5
    assert "follow-up 6" in fake.violations.pop()


async def test_silence_is_noticed(fake: FakeDiscord, bot: Bot) -> None:
    with pytest.raises(AssertionError, match="did not respond"):
        await fake.user("ada").command("mute")


async def test_a_late_answer_and_a_second_one_are_refused(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    late = await ada.command("mute", wait=False)
    fake.clock.pass_by(3.1)
    status, body = await to(fake, f"/interactions/{late.id}/{late.token}/callback", answer("too late"))
    assert (status, body["code"]) == (404, 10062)
    twice = await ada.command("mute", wait=False)
    path = f"/interactions/{twice.id}/{twice.token}/callback"
    assert (await to(fake, path, answer("once")))[0] == 204
    status, body = await to(fake, path, answer("twice"))
    assert (status, body["code"]) == (400, 40060)
    assert len(fake.violations) == 2
    fake.violations.clear()


async def test_a_modal_cannot_answer_a_modal_nor_follow_a_deferral(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    modal = {"type": 9, "data": {"custom_id": "m", "title": "T", "components": [TEXT_ROW]}}
    deferred = await ada.command("mute", wait=False)
    path = f"/interactions/{deferred.id}/{deferred.token}/callback"
    await to(fake, path, {"type": 5})
    assert (await to(fake, path, modal))[0] == 400
    await ada.command("interview add")
    sent = await ada.submit(ada.modal, {"pace": "Calm"}, wait=False)
    assert (await to(fake, f"/interactions/{sent.id}/{sent.token}/callback", modal))[0] == 400
    fake.violations.clear()


async def test_the_token_of_an_interaction_lives_fifteen_minutes(fake: FakeDiscord, bot: Bot) -> None:
    asked = await fake.user("ada").command("prep")
    path = f"/webhooks/{fake.application_id}/{asked.token}"
    assert (await to(fake, path, {"content": "more", "allowed_mentions": NOBODY}))[0] == 200
    fake.clock.pass_by(15 * 60)
    status, body = await to(fake, path, {"content": "more", "allowed_mentions": NOBODY})
    assert (status, body["code"]) == (401, 50027)


async def test_an_ephemeral_message_is_edited_by_its_token_alone(fake: FakeDiscord, bot: Bot) -> None:
    asked = await fake.user("ada").command("prep")
    assert asked.message is not None
    path = f"/channels/{asked.channel.id}/messages/{asked.message.id}"
    status, body = await to(fake, path, {"content": "changed"}, "PATCH")
    assert (status, body["code"]) == (404, 10008)
    original = f"/webhooks/{fake.application_id}/{asked.token}/messages/@original"
    await to(fake, original, {"content": "changed", "allowed_mentions": NOBODY}, "PATCH")
    assert asked.message.content == "changed"
    await to(fake, original, None, "DELETE")
    assert asked.message.deleted


# Messages


async def test_a_dm_is_sent_into_the_same_channel_every_time(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    person = await bot.fetch_user(ada.id)
    first = await (await person.create_dm()).send("Prepare one story.")
    bot._connection._private_channels.clear()
    bot._connection._private_channels_by_user.clear()
    second = await (await person.create_dm()).send("Prepare another.")
    assert first.channel.id == second.channel.id == ada.dm_channel.id
    assert [one.text for one in ada.dms] == ["Prepare one story.", "Prepare another."]
    await first.edit(content="Prepare two.")
    await second.delete()
    assert [one.text for one in ada.dms] == ["Prepare two."]


async def test_the_same_nonce_makes_no_second_message_for_a_few_minutes(fake: FakeDiscord) -> None:
    ada = fake.user("ada")
    path = f"/channels/{ada.dm_channel.id}/messages"
    body = {"content": "x", "nonce": "k1", "enforce_nonce": True, "allowed_mentions": NOBODY}
    _, first = await to(fake, path, body)
    _, again = await to(fake, path, body)
    assert first["id"] == again["id"]
    fake.clock.pass_by(600)
    _, later = await to(fake, path, body)
    assert later["id"] != first["id"]


async def test_a_nonce_is_told_once_and_outlives_its_message(fake: FakeDiscord) -> None:
    ada = fake.user("ada")
    where = f"{fake.api_url}/channels/{ada.dm_channel.id}/messages"
    body = {"content": "x", "nonce": "n", "enforce_nonce": True, "allowed_mentions": {"parse": []}}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as session:
        sent = await (await session.post(where, json=body)).json()
        assert sent["nonce"] == "n"
        [read] = await (await session.get(where)).json()
        assert read["id"] == sent["id"]
        assert "nonce" not in read
        await session.delete(f"{where}/{sent['id']}")
        again = await session.post(where, json=body)
        assert (again.status, (await again.json())["code"]) == (404, 10008)


async def test_history_after_a_moment_is_the_oldest_that_came_later(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    for number in range(4):
        await to(fake, f"/channels/{ada.dm_channel.id}/messages", said(str(number)))
        fake.clock.pass_by(60)
    channel = await (await bot.fetch_user(ada.id)).create_dm()
    since = datetime.now(UTC) + timedelta(seconds=30)
    found = [message.content async for message in channel.history(after=since, limit=2)]
    assert found == ["1", "2"]


async def test_the_bot_hears_what_is_written_to_it(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    await ada.dm("Acme on Thursday")
    await until(lambda: bool(ada.dms))
    assert bot.heard == ["Acme on Thursday"]
    assert ada.dms[0].text == "You said: Acme on Thursday"


async def test_the_bot_hears_nothing_without_the_intent(fake: FakeDiscord) -> None:
    async with running(fake, intents=discord.Intents(guilds=True)) as bot:
        await fake.user("ada").dm("Acme on Thursday")
        await fake.user("ada").command("prep")
        assert bot.heard == []


async def test_a_file_is_kept_and_can_be_fetched(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    channel = await (await bot.fetch_user(ada.id)).create_dm()
    sent = await channel.send("Your data.", file=discord.File(io.BytesIO(b"everything"), "export.json"))
    assert await sent.attachments[0].read() == b"everything"
    assert ada.dms[0].files[0].name == "export.json"
    assert fake.called("POST", "/channels/{channel}/messages")[0].body["content"] == "Your data."


# Limits


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "x", "components": [ROW] * 2},
        {"content": "x", "components": [{"type": 1, "components": [b] * 6} for b in ROW["components"]]},
        {"content": "x", "components": [{"type": 10, "content": "x"}]},
        {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "x"}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 2001}] * 2},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "x"}] * 41},
        {"embeds": [{"description": "x" * 4096}, {"description": "x" * 2000}]},
        {"content": "x", "nonce": "x" * 26},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 2, "label": "x" * 81, "custom_id": "c"}]}]},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 2, "label": "x", "custom_id": "c" * 101}]}]},
    ],
)  # fmt: skip
async def test_a_message_that_discord_would_refuse_is_refused(
    fake: FakeDiscord, body: dict[str, Any]
) -> None:
    path = f"/channels/{fake.user('ada').dm_channel.id}/messages"
    status, answered = await to(fake, path, {**body, "allowed_mentions": NOBODY})
    assert (status, answered["code"]) == (400, 50035)
    assert fake.user("ada").dms == []
    fake.violations.clear()


def test_a_message_at_its_limits_is_taken() -> None:
    rows = [
        {"type": 1, "components": [
            {"type": 2, "style": 2, "label": "x" * 80, "custom_id": f"{row}{column}".ljust(100, "x")}
            for column in range(5)
        ]}
        for row in range(5)
    ]  # fmt: skip
    assert message_faults({"content": "x" * 2000, "components": rows}) == []
    assert message_faults({"flags": 1 << 15, "components": [{"type": 10, "content": "x" * 100}] * 40}) == []


def test_a_modal_is_held_to_its_limits() -> None:
    good = {"custom_id": "m", "title": "x" * 45, "components": [TEXT_ROW]}
    assert modal_faults(good) == []
    assert modal_faults({**good, "title": "x" * 46})
    assert modal_faults({**good, "components": []})
    long = {**TEXT_ROW, "components": [{**TEXT_ROW["components"][0], "label": "x" * 46}]}
    assert modal_faults({**good, "components": [long]})


async def test_a_broken_limit_is_raised_at_the_end() -> None:
    async with AsyncExitStack() as end:
        fake = await end.enter_async_context(FakeDiscord())
        path = f"/channels/{fake.user('ada').dm_channel.id}/messages"
        assert (await to(fake, path, {"content": "Hello @everyone"}))[0] == 200
        with pytest.raises(AssertionError, match="allowed_mentions"):
            await end.aclose()


async def test_a_privileged_intent_is_refused_loudly() -> None:
    async with FakeDiscord() as fake:
        bot = running(fake, intents=discord.Intents(message_content=True))
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.__aenter__()
        assert fake.violations == ["the privileged intent for message content was asked for"]
        fake.violations.clear()


# Trouble


async def test_refusals_reach_the_client_as_they_are(fake: FakeDiscord, bot: Bot) -> None:
    ada, ben = fake.user("ada"), fake.user("ben")
    to_ada = await (await bot.fetch_user(ada.id)).create_dm()
    to_ben = await (await bot.fetch_user(ben.id)).create_dm()
    for code, kind in ((50007, discord.Forbidden), (50278, discord.Forbidden), (10003, discord.NotFound)):
        fake.trouble.refuse(code, user=ada, times=1)
        with pytest.raises(kind) as refused:
            await to_ada.send("x")
        assert refused.value.code == code
    fake.trouble.refuse(50001, user=ada)
    await to_ben.send("arrives")
    assert [one.text for one in ben.dms] == ["arrives"]
    assert ada.dms == []


async def test_a_rate_limit_is_slept_out_by_the_library(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    channel = await (await bot.fetch_user(ada.id)).create_dm()
    rule = fake.trouble.rate_limit(0.05, scope="global")
    await channel.send("arrives")
    assert rule.happened == 1
    assert [call.status for call in fake.called("POST", "/channels/{channel}/messages")] == [429, 200]


async def test_a_ban_is_no_rate_limit(fake: FakeDiscord, bot: Bot) -> None:
    channel = await (await bot.fetch_user(fake.user("ada").id)).create_dm()
    fake.trouble.ban()
    with pytest.raises(discord.HTTPException) as banned:
        await channel.send("x")
    assert banned.value.status == 429


async def test_a_counted_limit_is_announced_and_held(fake: FakeDiscord) -> None:
    fake.trouble.limit(2, 60)
    path = f"/channels/{fake.user('ada').dm_channel.id}/messages"
    other = f"/channels/{fake.user('ben').dm_channel.id}/messages"
    assert [(await to(fake, path, said("x")))[0] for _ in range(3)] == [200, 200, 429]
    assert (await to(fake, other, said("x")))[0] == 200
    fake.clock.pass_by(61)
    assert (await to(fake, path, said("x")))[0] == 200


async def test_answers_are_exempt_from_the_global_limit(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    asked = await ada.command("prep")
    fake.trouble.limit(1, 60, route="*", scope="global")
    path = f"/channels/{ada.dm_channel.id}/messages"
    assert (await to(fake, path, said("x")))[0] == 200
    status, body = await to(fake, path, said("x"))
    assert (status, body["global"]) == (429, True)
    assert (await to(fake, f"/webhooks/{fake.application_id}/{asked.token}", said("x")))[0] == 200
    assert fake.invalid_requests == 1


async def test_opening_dms_has_a_budget(fake: FakeDiscord) -> None:
    fake.dm_budget = 1
    ada, ben = ({"recipient_id": str(fake.user(name).id)} for name in ("ada", "ben"))
    assert (await to(fake, "/users/@me/channels", ada))[0] == 200
    assert (await to(fake, "/users/@me/channels", ada))[0] == 200
    assert (await to(fake, "/users/@me/channels", ben))[1]["code"] == 40003


async def test_a_reply_can_be_lost_with_or_without_the_message(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    channel = await (await bot.fetch_user(ada.id)).create_dm()
    fake.trouble.lose_request()
    with pytest.raises(aiohttp.ClientError):
        await channel.send("lost on the way")
    assert ada.dms == []
    fake.trouble.lose_reply()
    with pytest.raises(aiohttp.ClientError):
        await channel.send("arrived, unconfirmed")
    assert [one.text for one in ada.dms] == ["arrived, unconfirmed"]
    assert fake.calls[-1].status is None


async def test_a_fault_of_discords_is_tried_again_by_the_library(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    channel = await (await bot.fetch_user(ada.id)).create_dm()
    fake.trouble.fail(502)
    await channel.send("arrives")
    assert len(ada.dms) == 1
    fake.trouble.fail(503)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("is not tried again")


# The gateway


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(fake: FakeDiscord, bot: Bot) -> None:
    ada = fake.user("ada")
    before = fake.gateway.live[0]
    await fake.gateway.drop()
    await ada.dm("while you were away")
    await fake.gateway.resumed()
    await until(lambda: bool(ada.dms))
    assert bot.heard == ["while you were away"]
    assert fake.gateway.live == [before]
    assert len(fake.gateway.identifies) == 1
    await until(lambda: bot.events == ["resumed 0"])


async def test_a_client_that_is_asked_to_reconnect_resumes(fake: FakeDiscord, bot: Bot) -> None:
    await fake.gateway.reconnect()
    await fake.gateway.resumed()
    await fake.gateway.invalidate(resumable=True)
    await fake.gateway.resumed(2)
    assert (await fake.user("ada").command("prep")).message is not None


async def test_a_forgotten_session_is_begun_anew(fake: FakeDiscord, bot: Bot) -> None:
    await fake.gateway.invalidate()
    await fake.gateway.ready()
    assert len(fake.gateway.identifies) == 2
    fake.gateway.forget()
    await fake.gateway.drop()
    await fake.gateway.until(lambda: len(fake.gateway.identifies) == 3)
    assert (await fake.user("ada").command("prep")).message is not None


async def test_a_gateway_that_is_down_is_waited_for(
    fake: FakeDiscord, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "discord")
    await fake.gateway.go_down()
    await until(lambda: fake.gateway.refused > 0)
    fake.gateway.come_back()
    await fake.gateway.ready()


async def test_a_client_takes_silence_for_a_dead_connection() -> None:
    async with FakeDiscord() as fake:
        fake.gateway.heartbeat_interval = 0.1
        async with running(fake, heartbeat_timeout=0.3):
            assert fake.gateway.connections[0].heartbeats >= 1
            fake.gateway.acknowledges = False
            await fake.gateway.until(lambda: len(fake.gateway.resumes) > 0)
            fake.gateway.acknowledges = True


async def test_a_guilds_interactions_go_to_its_shard_and_dms_to_the_first() -> None:
    async with FakeDiscord(shards=2) as fake:
        ada = fake.user("ada")
        guilds = [fake.guild("Even", people=(ada,)), fake.guild("Odd", people=(ada,))]
        async with running(fake) as bot:
            assert sorted(tuple(one["shard"]) for one in fake.gateway.identifies) == [(0, 2), (1, 2)]
            assert [bot.get_guild(guild.id).shard_id for guild in guilds] == [0, 1]  # type: ignore[union-attr]
            for place in (*guilds, None):
                assert (await ada.command("prep", guild=place)).message is not None
            shards = {
                one.shard[0]: "".join(one.sent).count("INTERACTION_CREATE") for one in fake.gateway.live
            }
            assert shards == {0: 2, 1: 1}


async def test_a_server_is_joined_and_left(fake: FakeDiscord, bot: Bot) -> None:
    guild = fake.guild("Later", installed=False)
    await fake.join(guild)
    await until(lambda: bot.get_guild(guild.id) is not None)
    await fake.leave(guild)
    await until(lambda: bot.get_guild(guild.id) is None)
    status, body = await to(fake, f"/channels/{guild.channel.id}/messages", said("x"))
    assert (status, body["code"]) == (403, 50001)


async def test_a_held_clock_makes_ids_that_still_grow() -> None:
    held = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    async with FakeDiscord(now=lambda: held) as fake:
        path = f"/channels/{fake.user('ada').dm_channel.id}/messages"
        sent = [(await to(fake, path, said("x")))[1] for _ in range(3)]
        assert sorted({int(one["id"]) for one in sent}) == [int(one["id"]) for one in sent]
        assert discord.utils.snowflake_time(int(sent[0]["id"])) == held


# What the tests above share

TEXT_ROW: dict[str, Any] = {
    "type": 1,
    "components": [{"type": 4, "style": 1, "label": "Company", "custom_id": "company"}],
}


def said(text: str) -> dict[str, Any]:
    return {"content": text, "allowed_mentions": NOBODY}


def answer(text: str) -> dict[str, Any]:
    return {"type": 4, "data": said(text)}


async def until(check: Any, seconds: float = 10) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)
