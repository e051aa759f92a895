"""What happens between a member and Encore on Slack, by its payloads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import conversation, people
from bot.errors import EncoreError
from bot.reply import Reply
from tests.conftest import HeldClock
from tests.slack.fake import User
from tests.slack.served import LINE, Served, everything, serving

EPHEMERAL = "ephemeral"


@pytest.fixture
async def served(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
async def ada(served: Served) -> User:
    return await served.member("ada")


async def said(served: Served, user: User, line: str) -> str:
    await user.dm(line)
    await served.settle()
    return user.dms[-1].words


# Commands.


async def test_an_answer_rides_in_the_acknowledgement_and_only_the_asker_sees_it(
    served: Served, ada: User
) -> None:
    delivery = await ada.command("/tip", channel=served.slack.general)
    assert delivery.answer["response_type"] == EPHEMERAL
    assert ada.ephemerals
    assert everything(served.slack) == ""
    assert served.slack.called("response_url") == []


@pytest.mark.parametrize("prefix", ["", "acme-"])
async def test_every_command_is_reached_behind_encore(tmp_path: Path, prefix: str) -> None:
    async with serving(tmp_path, prefix=prefix) as served:
        ada = await served.member("ada")
        for path, command in served.encore.app.commands.items():
            if not command.listed:
                continue
            await ada.command(f"/{prefix}encore", path, channel=served.slack.general)
            await served.settle()
            shown = ada.modals[-1].words if ada.modals else ada.ephemerals[-1].words
            assert "not one I know" not in shown, path
            ada.reload()


async def test_a_prefix_renames_commands_and_what_slack_still_knows_from_before_works(tmp_path: Path) -> None:
    async with serving(tmp_path, prefix="acme-") as served:
        ada = await served.member("ada")
        for name in ("/acme-tip", "/tip"):
            delivery = await ada.command(name, "nerves", channel=served.slack.general)
            assert "not one I know" not in json.dumps(delivery.answer)


@pytest.mark.parametrize(
    "line",
    [
        "add “Acme”,\u00a0data\u202fanalyst, 3\u00a0December 15:00",
        "  add Acme , data analyst,   3 December 15:00  ",
        "add Acme, data analyst, 3 December 15:00\n",
    ],
)
async def test_a_phones_keyboard_is_read_as_it_was_meant(served: Served, ada: User, line: str) -> None:
    await ada.command("/prep", line, channel=served.slack.general)
    assert "Right" in " ".join(ada.ephemerals[-1].labels)
    assert "Acme" in ada.ephemerals[-1].words


@pytest.mark.parametrize("command", ["/prep", "/tip", "/encore", "/interview"])
async def test_ten_thousand_characters_get_an_answer_that_slack_takes(
    served: Served, ada: User, command: str
) -> None:
    for words in (
        "x" * 10_000,
        "add " + "wörd, " * 1_650,
        "add Acme, analyst, 3 December 15:00 " + "\U0001f600" * 4_000,
    ):
        await ada.command(command, words, channel=served.slack.general)
        await served.settle()
        assert ada.ephemerals or ada.modals
        ada.reload()


@pytest.mark.parametrize(
    "company", ["*Bold* & <Co>", "<!channel>", "<@U1>", "a|b", "https://acme.org", ":tada:"]
)
@pytest.mark.parametrize("place", ["command", "message"])
async def test_what_is_typed_is_shown_as_typed(served: Served, ada: User, company: str, place: str) -> None:
    line = f"add {company}, analyst, 3 December 15:00"
    if place == "message":
        assert company in await said(served, ada, line)
        blocks = ada.dms[-1].blocks
    else:
        await ada.command("/prep", line, channel=served.slack.general)
        assert company in ada.ephemerals[-1].words
        blocks = ada.ephemerals[-1].blocks
    assert "mrkdwn" not in json.dumps(blocks)


async def test_a_command_that_takes_long_is_acknowledged_and_its_answer_follows(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", 0.05)
    served.answers_slowly(0.2)
    delivery = await ada.command("/prep", LINE, channel=served.slack.general)
    assert delivery.answer is None
    await served.settle()
    [call] = served.slack.called("response_url")
    assert call.body["response_type"] == EPHEMERAL
    assert call.body["replace_original"] is False
    assert "Acme" in ada.ephemerals[-1].words
    assert everything(served.slack) == ""


async def test_a_late_answer_whose_address_is_spent_comes_as_a_direct_message(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", 0.05)
    served.answers_slowly(0.2)
    served.slack.fail("response_url", status=404, error="used_url")
    await ada.command("/prep", channel=served.slack.general)
    await served.settle()
    assert ada.dms


async def test_a_fault_is_told_kindly(served: Served, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> Reply:
        raise EncoreError("That can't be done.", example="/tip")

    monkeypatch.setattr(served.encore.app, "_run", broken)
    await ada.command("/prep", channel=served.slack.general)
    assert "can't be done" in ada.ephemerals[-1].words


# Direct messages.


async def test_a_direct_message_is_read_as_a_line(served: Served, ada: User) -> None:
    assert "Acme" in await said(served, ada, LINE)
    assert served.slack.called("views.open") == []


async def test_it_is_answered_once_however_often_slack_sends_it(served: Served, ada: User) -> None:
    delivery = await ada.dm("/tip")
    await asyncio.gather(*(served.slack.again(delivery, number=number) for number in (1, 2, 3)))
    await served.settle()
    assert len(ada.dms) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0OTHER"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"subtype": "file_share", "user": "U0ENCOREBOT"},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"user": None},
    ],
    ids=str,
)
async def test_what_no_person_wrote_to_us_is_not_answered(
    served: Served, ada: User, more: dict[str, str]
) -> None:
    event = {"type": "message", "channel": ada.dm_channel.id, "user": ada.id, "text": "/tip", "ts": "1.0"}
    await served.slack.event({**event, "channel_type": "im", **more})
    await served.settle()
    assert ada.dms == []


async def test_its_own_messages_are_not_answered(served: Served, ada: User) -> None:
    await said(served, ada, "/tip")
    await asyncio.sleep(0.1)
    await served.settle()
    assert len(ada.dms) == 1


async def test_a_form_in_a_direct_message_waits_behind_a_button(served: Served, ada: User) -> None:
    await said(served, ada, "/interview add")
    assert "Open the form" in ada.dms[-1].labels
    await ada.press(ada.dms[-1], "Open the form")
    await served.settle()
    assert ada.modals[-1].body["submit"]


async def test_a_thread_is_kept(served: Served, ada: User) -> None:
    event = {"type": "message", "channel": ada.dm_channel.id, "user": ada.id, "text": "/tip", "ts": "2.0"}
    await served.slack.event({**event, "channel_type": "im", "thread_ts": "1.0"})
    await served.settle()
    assert ada.dms[-1].body["thread_ts"] == "1.0"


async def test_an_answer_waits_its_turn_when_slack_asks_for_it(served: Served, ada: User) -> None:
    served.slack.fail("chat.postMessage", error="ratelimited", retry_after=1)
    await said(served, ada, "/tip")
    assert len(ada.dms) == 1


# Presses.


async def test_a_button_in_a_direct_message_lives_for_ever_and_changes_its_own_message(
    served: Served, ada: User, clock: HeldClock
) -> None:
    await said(served, ada, LINE)
    question = ada.dms[-1]
    await ada.press(question, "Right")
    await served.settle()
    clock.move_to(clock.now() + timedelta(days=40))
    await served.restart()
    label = next(label for label in ada.dms[-1].labels if "plan" in label.casefold())
    await ada.press(ada.dms[-1], label)
    await served.settle()
    assert "Acme" in ada.dms[-1].words


async def test_done_updates_the_reminder_in_its_place_and_twice_does_no_harm(
    served: Served, ada: User, clock: HeldClock
) -> None:
    await served.adds(ada)
    await served.deliver()
    due = await served.encore.delivery.next_due()
    assert due is not None
    clock.move_to(due)
    await served.deliver()
    reminder = ada.dms[-1]
    before = len(ada.dms)
    await asyncio.gather(ada.press(reminder, "Done"), ada.press(reminder, "Done"))
    await served.settle()
    assert reminder.edited
    assert len(ada.dms) == before
    assert ada.failures == []


async def test_a_press_in_a_thread_is_answered_there(served: Served, ada: User) -> None:
    event = {"type": "message", "channel": ada.dm_channel.id, "user": ada.id, "text": "/prep", "ts": "2.0"}
    await served.slack.event({**event, "channel_type": "im", "thread_ts": "1.0"})
    await served.settle()
    message = ada.dms[-1]
    payload = served.slack.payloads.press(
        ada, message, {"block_id": "b", "action_id": "tip", "type": "button"}
    )
    payload["container"]["thread_ts"] = "1.0"
    await served.slack.deliverer.send("interactive", payload)
    await served.settle()
    [answer] = [m for m in ada.dms if m is not message]
    assert answer.body["thread_ts"] == "1.0"


async def test_a_button_that_nobody_knows_any_more_is_answered_kindly(served: Served, ada: User) -> None:
    await said(served, ada, "/prep")
    for action in ("gone for good?x=1", "prep?nonsense=1", "interview show?what=zzz", "%%%", "?"):
        press = {"block_id": "b", "action_id": action, "type": "button"}
        await served.slack.deliverer.send("interactive", served.slack.payloads.press(ada, ada.dms[-1], press))
        await served.settle()
    assert len(ada.dms) == 6


# Who speaks.


async def test_a_person_is_asked_for_once_an_hour(served: Served) -> None:
    ben = served.slack.user("UBEN", name="ben")
    for _ in range(3):
        await ben.command("/tip", channel=served.slack.general)
        await served.settle()
    await asyncio.gather(*(ben.open_home() for _ in range(3)))
    await served.settle()
    assert len(served.slack.called("users.info")) == 1


async def test_those_who_ask_at_once_wait_for_one_answer(served: Served) -> None:
    ben = served.slack.user("UBEN", name="ben")
    await asyncio.gather(ben.open_home(), *(ben.command("/tip") for _ in range(4)))
    await served.settle()
    assert len(served.slack.called("users.info")) == 1


@pytest.mark.parametrize(
    "trouble", [{"error": "missing_scope"}, {"status": 503}, {"untaken": True}, {"delay": 20}], ids=str
)
async def test_an_answer_comes_whatever_becomes_of_the_question_who_asks(
    served: Served, trouble: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PATIENCE", 0.1)
    served.slack.fail("users.info", **trouble)
    ben = served.slack.user("UBEN", name="ben")
    delivery = await ben.command("/tip", channel=served.slack.general)
    assert delivery.answer["response_type"] == EPHEMERAL
    assert delivery.elapsed < trouble.get("delay", 20)
    again = await ben.command("/tip", channel=served.slack.general)
    assert again.answer["response_type"] == EPHEMERAL
    # aiohttp asks once more by itself where a connection that lay idle turns out to be gone.
    assert len(served.slack.called("users.info")) <= 2


async def test_the_zone_is_offered_as_the_city_and_the_name_is_shown_nowhere(served: Served) -> None:
    ben = served.slack.user("UBEN", name="Benjamin Quux", tz="Europe/Berlin")
    await ben.command("/prep", LINE, channel=served.slack.general)
    await served.settle()
    assert "Berlin" in json.dumps(ben.modals[-1].body)
    await ben.submit(ben.modals[-1])
    await served.settle()
    assert "Quux" not in json.dumps([view.body for view in ben.modals])
    assert "Quux" not in json.dumps(ben.home.body if ben.home else {})


# Trouble.


@pytest.mark.parametrize("word", ["account_inactive", "invalid_auth", "missing_scope", "fatal_error"])
async def test_no_trouble_makes_a_loop(served: Served, ada: User, word: str) -> None:
    served.slack.fail("*", error=word, times=None)
    await ada.dm("/tip")
    await ada.command("/prep", channel=served.slack.general)
    await ada.command("/interview", "add", channel=served.slack.general)
    await ada.open_home()
    await ada.shortcut("prep")
    await served.settle()
    assert len(served.slack.calls) < 25
