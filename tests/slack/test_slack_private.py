"""What reaches a member privately on Slack: the first message, a refusal told at once, files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import conversation
from bot.reply import Reply
from bot.views.problems import Noted
from tests.conftest import HeldClock
from tests.slack.fake import User
from tests.slack.served import Served, everything, serving


@pytest.fixture
async def served(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
async def ada(served: Served) -> User:
    return await served.member("ada")


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

    async def with_a_file(*_: object) -> Reply:
        return Reply(view=Noted("Here", "It is."), files=(File("a.txt", "text/plain", b"x"),))

    served.encore.app.handle = with_a_file
    served.slack.fail("upload", delay=5)
    delivery = await ada.submit(
        ada.modals[-1], {"field:company": "Acme", "field:when#words": "3 December 15:00"}
    )
    assert delivery.elapsed < 5
    await served.settle()
    assert [file["name"] for message in ada.dms for file in message.files] == ["a.txt"]
