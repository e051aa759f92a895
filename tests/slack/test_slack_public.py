"""What stands before others on Slack: only what somebody shared, and never anything that was typed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import HeldClock
from tests.slack.fake import User
from tests.slack.served import LINE, Served, everything, serving


@pytest.fixture
async def served(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
async def ada(served: Served) -> User:
    return await served.member("ada")


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
