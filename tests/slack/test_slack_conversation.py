"""What happens between a member and Encore on Slack, by its payloads, and what nobody else ever sees of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack import conversation, people
from bot.errors import EncoreError
from bot.invocation import Invocation
from bot.reply import Reply
from bot.views.problems import Noted
from tests.conftest import HeldClock
from tests.slack.fake import FakeSlack, User
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
    assert delivery.elapsed < 1.5
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


# Forms.


async def test_a_bare_command_opens_its_form_at_once(served: Served, ada: User) -> None:
    delivery = await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    assert delivery.answer is None
    assert ada.modals[-1].body["submit"]


async def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    form = ada.modals[-1]
    await ada.submit(form, {"field:company": "Acme", "field:when#words": "when pigs fly"})
    assert list(form.errors) == ["field:when#words"]
    assert form.entered["field:company", "value"]["value"] == "Acme"
    await ada.submit(form, {"field:when#words": "3 December 15:00"})
    await served.settle()
    assert "Acme" in ada.modals[-1].words or ada.modals[-1].body.get("submit")


async def test_a_form_is_submitted_after_a_restart(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    await served.restart()
    form = ada.modals[-1]
    await ada.submit(form, {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    await served.settle()
    while ada.modals[-1].body.get("submit"):
        await ada.submit(ada.modals[-1])
        await served.settle()
    assert "Acme" in ada.modals[-1].words
    await ada.press(ada.modals[-1], "Right")
    await served.settle()
    assert not ada.modals[-1].body.get("submit")
    await ada.command("/interview", "list", channel=served.slack.general)
    assert "Acme" in ada.ephemerals[-1].words


async def test_what_was_typed_into_a_form_that_is_closed_is_offered_again(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    form = ada.modals[-1]
    await ada.choose(form, "field:company", "Acme")
    await ada.close()
    await served.settle()
    await ada.command("/prep", channel=served.slack.general)
    assert "Acme" in ada.ephemerals[-1].words


async def test_an_untouched_form_that_is_closed_leaves_nothing(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    await ada.close()
    await served.settle()
    await ada.command("/prep", channel=served.slack.general)
    assert "carry on" not in ada.ephemerals[-1].words.casefold()


@pytest.mark.parametrize(
    "word", ["expired_trigger_id", "exchanged_trigger_id", "internal_error", "ratelimited"]
)
async def test_a_form_that_cannot_be_opened_waits_behind_a_button_for_the_asker_alone(
    served: Served, ada: User, word: str
) -> None:
    served.slack.fail("views.open", error=word)
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    assert ada.modals == []
    assert everything(served.slack) == ""
    await ada.press(ada.ephemerals[-1], "Open the form")
    await served.settle()
    assert ada.modals[-1].body["submit"]


async def test_a_form_that_comes_too_late_keeps_what_was_typed(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", 0.05)
    served.answers_slowly(0.2)
    served.slack.fail("views.open", error="expired_trigger_id")
    await ada.command("/prep", "add Acme, data analyst, some day", channel=served.slack.general)
    await served.settle()
    waiting = next(m for m in ada.ephemerals if "Open the form" in m.labels)
    await ada.press(waiting, "Open the form")
    await served.settle()
    monkeypatch.undo()
    await ada.submit(ada.modals[-1], {"field:when#words": "3 December 15:00"})
    assert "Acme" in ada.modals[-1].words


async def test_a_dropped_connection_while_a_form_opens_leaves_it_a_tap_away(
    served: Served, ada: User
) -> None:
    served.slack.fail("views.open", untaken=True)
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    assert "Open the form" in ada.ephemerals[-1].labels


async def test_a_form_that_takes_long_says_so_and_then_answers_in_its_place(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", 0.05)
    monkeypatch.setattr(conversation, "AFTER_THE_WAIT", 0.05)
    served.answers_slowly(0.3)
    form = ada.modals[-1]
    delivery = await ada.submit(form, {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    assert "One moment" in form.title
    assert delivery.elapsed < 1.5
    await served.settle()
    assert "One moment" not in form.title
    assert ada.modals == [form]


async def test_an_answer_never_overtakes_the_one_moment_that_it_replaces(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the answer there first, Slack would put "One moment" over it for ever."""
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", 0.05)
    monkeypatch.setattr(conversation, "AFTER_THE_WAIT", 0.2)
    served.answers_slowly(0.06)
    await ada.submit(ada.modals[-1], {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    await asyncio.sleep(0.05)
    assert served.slack.called("views.update") == []
    await served.settle()
    assert len(served.slack.called("views.update")) == 1


async def test_who_closes_the_modal_meanwhile_gets_the_answer_privately(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", 0.05)
    monkeypatch.setattr(conversation, "AFTER_THE_WAIT", 0.2)
    served.answers_slowly(0.1)
    await ada.submit(ada.modals[-1], {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    await ada.close()
    await served.settle()
    assert ada.dms
    assert everything(served.slack) == ""


async def test_buttons_inside_a_modal_answer_in_it(served: Served, ada: User) -> None:
    await ada.shortcut("prep")
    await served.settle()
    [modal] = ada.modals
    assert modal.title
    before = modal.hash
    await ada.press(modal, next(label for label in modal.labels if "tip" in label.casefold()))
    await served.settle()
    assert modal.hash != before
    assert ada.modals == [modal]


async def test_a_modal_offers_no_sharing_since_it_has_no_channel(served: Served, ada: User) -> None:
    await ada.shortcut("prep")
    await served.settle()
    [modal] = ada.modals
    await ada.press(modal, next(label for label in modal.labels if "tip" in label.casefold()))
    await served.settle()
    assert not any("Share" in label for label in modal.labels)


@pytest.mark.parametrize(
    ("command", "words"), [("/interview", "add"), ("/encore", "settings city")], ids=["adding", "settings"]
)
async def test_cities_are_suggested_while_they_are_typed(
    served: Served, clock: HeldClock, command: str, words: str
) -> None:
    ben = served.slack.user("UBEN", name="ben")
    await ben.command(command, words, channel=served.slack.general)
    await served.settle()
    if command == "/interview":
        form = ben.modals[-1]
        await ben.submit(form, {"field:company": "Acme", "field:when#words": "3 December 15:00"})
        await served.settle()
    form = ben.modals[-1]
    field = next(b["block_id"] for b in form.blocks if b.get("element", {}).get("type") == "external_select")
    assert "Berlin" in (await ben.suggest(form, field, "berl"))[0]
    assert await ben.suggest(form, field, "zzzzzz") == []


# What others see.


async def test_a_share_is_posted_by_the_presses_own_address_and_holds_nothing_typed(
    served: Served, ada: User
) -> None:
    await served.adds(ada)
    await ada.command("/tip", channel=served.slack.general)
    await ada.press(ada.ephemerals[-1], "Share")
    await served.settle()
    [shared] = served.slack.general.messages
    assert served.slack.called("chat.postMessage") == []
    assert "Acme" not in everything(served.slack)
    assert ada.id not in json.dumps(shared.body)
    assert "ada" not in everything(served.slack).casefold().split()


async def test_what_could_not_be_shared_is_not_said_to_be(served: Served, ada: User) -> None:
    await ada.command("/tip", channel=served.slack.general)
    card = ada.ephemerals[-1]
    served.slack.fail("response_url", status=404, error="used_url")
    await ada.press(card, "Share")
    await served.settle()
    assert served.slack.general.messages == []
    assert "did not let me share" in ada.ephemerals[-1].words


@pytest.mark.parametrize("who", [{"admin": True}, {"owner": True}])
async def test_the_card_is_posted_by_those_who_run_the_workspace(
    served: Served, who: dict[str, bool]
) -> None:
    ben = await served.member("ben", **who)
    await ben.command("/coach", "card", channel=served.slack.general)
    await served.settle()
    assert len(served.slack.general.messages) == 1


async def test_the_card_is_posted_by_nobody_else(served: Served, ada: User) -> None:
    await ada.command("/coach", "card", channel=served.slack.general)
    await served.settle()
    assert served.slack.general.messages == []
    assert "run this group" in ada.ephemerals[-1].words


async def test_who_cannot_be_told_apart_is_no_admin(served: Served) -> None:
    served.slack.fail("users.info", error="internal_error", times=None)
    ben = served.slack.user("UBEN", name="ben", admin=True)
    await ben.command("/coach", "card", channel=served.slack.general)
    assert served.slack.general.messages == []


async def test_a_press_on_the_card_opens_the_form_for_the_presser_and_leaves_the_card(
    served: Served, ada: User
) -> None:
    ben = await served.member("ben", admin=True)
    await ben.command("/coach", "card", channel=served.slack.general)
    [card] = served.slack.general.messages
    before = json.dumps(card.body)
    await ada.press(card, "Start privately")
    await served.settle()
    assert ada.modals
    assert ben.modals == []
    assert json.dumps(card.body) == before
    assert not card.edited
    assert served.slack.general.messages == [card]


async def test_a_late_press_on_the_card_is_answered_to_the_presser_alone(served: Served, ada: User) -> None:
    ben = await served.member("ben", admin=True)
    await ben.command("/coach", "card", channel=served.slack.general)
    [card] = served.slack.general.messages
    served.slack.fail("views.open", error="expired_trigger_id")
    await ada.press(card, "Start privately")
    await served.settle()
    assert "Open the form" in ada.ephemerals[-1].labels
    assert served.slack.general.messages == [card]
    assert not card.edited


async def test_what_stands_in_two_peoples_own_messages_is_never_taken_for_ours(
    served: Served, ada: User
) -> None:
    """A direct message of two members has an id like ours; what is public there is before both of them."""
    theirs = served.slack.channel("D0ADAANDBEN", "directmessage")
    theirs.has_app = False
    ben = await served.member("ben", admin=True)
    await ben.command("/coach", "card", channel=theirs)
    [card] = theirs.messages
    before = json.dumps(card.body)
    served.slack.fail("views.open", error="expired_trigger_id")
    await ada.press(card, "Start privately")
    await served.settle()
    assert theirs.messages == [card]
    assert json.dumps(card.body) == before
    await ada.command("/prep", LINE, channel=theirs)
    await ada.press(ada.ephemerals[-1], "Right")
    await served.settle()
    assert theirs.messages == [card]
    await served.deliver()
    async with served.encore.store.unit() as unit:
        member = await unit.members.get(served.ref(ada))
    assert member is not None
    assert member.channel == ada.dm_channel.id


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
        {"subtype": "file_share"},
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
    "trouble", [{"error": "missing_scope"}, {"status": 503}, {"untaken": True}, {"delay": 1.5}], ids=str
)
async def test_an_answer_comes_whatever_becomes_of_the_question_who_asks(
    served: Served, trouble: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PATIENCE", 0.1)
    served.slack.fail("users.info", **trouble)
    ben = served.slack.user("UBEN", name="ben")
    delivery = await ben.command("/tip", channel=served.slack.general)
    assert delivery.answer["response_type"] == EPHEMERAL
    assert delivery.elapsed < 1
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


# The first private message.


async def test_the_first_private_message_comes_after_the_first_right(served: Served, ada: User) -> None:
    await served.adds(ada)
    await served.deliver()
    [first] = ada.dms
    assert "I see it" in first.labels
    await served.adds(ada, "add Beta, analyst, 4 December 15:00")
    await served.deliver()
    assert len([m for m in ada.dms if "I see it" in m.labels]) == 1


@pytest.mark.parametrize("word", ["user_disabled", "cannot_dm_bot", "user_not_found"])
async def test_a_refusal_is_told_at_once_where_they_just_spoke(served: Served, ada: User, word: str) -> None:
    await served.adds(ada)
    served.slack.fail("conversations.open", error=word)
    await served.deliver()
    assert "My messages do not reach you" in ada.ephemerals[-1].words
    assert everything(served.slack) == ""
    told = len(ada.ephemerals)
    await ada.command("/prep", channel=served.slack.general)
    assert "was refused" not in ada.ephemerals[-1].words
    assert len(ada.ephemerals) == told + 1


@pytest.mark.parametrize("why", ["too long ago", "spent", "restarted"])
async def test_where_that_cannot_be_it_is_told_with_the_next_answer(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "too long ago":
        monkeypatch.setattr(conversation, "WAY_BACK_LASTS", -1)
    await served.adds(ada)
    if why == "restarted":
        await served.restart()
    if why == "spent":
        served.slack.fail("response_url", status=404, error="used_url")
    served.slack.fail("conversations.open", error="cannot_dm_bot")
    shown = len(ada.ephemerals)
    await served.deliver()
    assert len(ada.ephemerals) == shown
    await ada.command("/prep", channel=served.slack.general)
    assert "was refused" in ada.ephemerals[-1].words


# Files.


@pytest.mark.parametrize("place", ["channel", "message", "modal"])
async def test_an_export_reaches_the_direct_messages_wherever_it_was_asked_for(
    served: Served, ada: User, place: str
) -> None:
    await served.adds(ada)
    if place == "channel":
        await ada.command("/encore", "export", channel=served.slack.general)
    elif place == "message":
        await ada.dm("/encore export")
    else:
        await ada.shortcut("prep")
        await served.settle()
        press = {"block_id": "b", "action_id": "encore export", "type": "button"}
        payload = served.slack.payloads.press(ada, ada.modals[-1], press)
        await served.slack.deliverer.send("interactive", payload)
    await served.settle()
    files = [file["name"] for message in ada.dms for file in message.files]
    assert files == ["encore-export.json", "encore-export.txt"]
    assert everything(served.slack) == ""


@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("files.getUploadURLExternal", {"error": "missing_scope"}),
        ("upload", {"status": 500}),
        ("files.completeUploadExternal", {"untaken": True}),
    ],
)
async def test_files_that_slack_does_not_take_are_not_said_to_be_there(
    served: Served, ada: User, method: str, trouble: dict[str, object]
) -> None:
    served.slack.fail(method, **trouble)
    await ada.command("/encore", "export", channel=served.slack.general)
    await served.settle()
    assert "did not take the files" in ada.ephemerals[-1].words


async def test_a_form_with_files_acknowledges_before_it_hands_them_over(served: Served, ada: User) -> None:
    """An upload takes as long as it takes; an acknowledgement has three seconds."""
    from bot.reply import File

    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()

    async def with_a_file(asked: Invocation, _: object) -> Reply:
        return Reply(view=Noted("Here", "It is."), files=(File("a.txt", "text/plain", b"x"),))

    served.encore.app.handle = with_a_file
    served.slack.fail("upload", delay=2)
    delivery = await ada.submit(
        ada.modals[-1], {"field:company": "Acme", "field:when#words": "3 December 15:00"}
    )
    assert delivery.elapsed < 1
    await served.settle()
    assert [file["name"] for message in ada.dms for file in message.files] == ["a.txt"]


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


async def test_the_answers_keep_to_slacks_rules(served: Served, slack_of: FakeSlack) -> None:
    assert slack_of.violations == []


@pytest.fixture
def slack_of(served: Served) -> FakeSlack:
    return served.slack
