"""Files that a member hands over on Slack, and pictures that are shown there."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.slack import conversation
from adapters.slack.client import ForeignAddressError, SlackClient
from bot.reply import MOST_BYTES
from tests.slack.fake import User
from tests.slack.fake.files import LoginPage
from tests.slack.served import Served, serving
from tests.terminal.receiving import CALENDAR, PICTURE, Heard, takes_files

ICS = b"BEGIN:VCALENDAR\r\nSUMMARY:Second interview\r\nEND:VCALENDAR\r\n"
READ = "files:read"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as process:
        yield process


@pytest.fixture
async def ada(served: Served) -> User:
    return await served.member()


@pytest.fixture
def heard(served: Served) -> Heard:
    return takes_files(served.encore.app)


async def opened(served: Served, ada: User) -> None:
    await ada.command("/interview", "import")
    await served.settle()


async def test_a_file_in_the_direct_messages_is_read_as_prep_with_it(
    served: Served, ada: User, heard: Heard
) -> None:
    await ada.dm("that is for Acme", served.slack.file("invite.ics", ICS, "text/calendar"))
    await served.settle()
    assert heard.lines == ["that is for Acme"]
    [file] = heard.files
    assert (file.name, file.media_type, file.content) == ("invite.ics", "text/calendar", ICS)
    assert "invite.ics" in ada.dms[-1].words


async def test_a_file_without_a_word_is_enough(served: Served, ada: User, heard: Heard) -> None:
    await ada.dm("", served.slack.file("invite.ics", ICS))
    await served.settle()
    assert heard.lines == [""]
    assert heard.files[0].content == ICS


async def test_an_event_that_slack_repeats_is_heard_once(served: Served, ada: User, heard: Heard) -> None:
    delivery = await ada.dm("", served.slack.file("invite.ics", ICS))
    await served.slack.again(delivery)
    await served.settle()
    assert len(heard.files) == 1
    assert len(served.slack.called("download")) == 1


async def test_the_files_that_we_hand_over_are_not_taken_for_hers(
    served: Served, ada: User, heard: Heard
) -> None:
    heard.answer = (CALENDAR,)
    await ada.dm("hello")
    await served.settle()
    assert [file["name"] for message in ada.dms for file in message.files] == ["plan.ics"]
    assert heard.lines == ["hello"]
    assert not heard.files


async def test_a_command_that_takes_no_file_does_as_ever(served: Served, ada: User, heard: Heard) -> None:
    await ada.dm("/tip", served.slack.file("invite.ics", ICS))
    await served.settle()
    assert not served.slack.called("download")
    assert ada.dms[-1].words


async def test_a_file_in_a_form_comes_beside_what_was_typed(served: Served, ada: User, heard: Heard) -> None:
    await opened(served, ada)
    kinds = [block["element"] for block in ada.modals[-1].blocks if block["type"] == "input"]
    assert {"type": "file_input", "max_files": 1, "action_id": "value"} in kinds
    await ada.submit(None, {"file": served.slack.file("invite.ics", ICS), "text": "and more"})
    await served.settle()
    assert heard.lines == ["and more"]
    assert heard.files[0].content == ICS
    assert "invite.ics" in ada.modals[-1].words


async def test_a_form_without_a_file_asks_slack_for_none(served: Served, ada: User, heard: Heard) -> None:
    await opened(served, ada)
    await ada.submit(None, {"text": "Dear Ada, we would like to see you again"})
    await served.settle()
    assert heard.lines == ["Dear Ada, we would like to see you again"]
    assert not heard.files


async def test_a_file_that_cannot_be_had_is_told_at_its_field_and_nothing_typed_is_lost(
    served: Served, ada: User, heard: Heard
) -> None:
    await opened(served, ada)
    served.slack.fail("download", status=500)
    await ada.submit(None, {"file": served.slack.file("invite.ics", ICS), "text": "and more"})
    view = ada.modals[-1]
    assert "once more" in view.errors["field:file"]
    assert view.entered["field:text", "value"]["value"] == "and more"
    await ada.submit(None)
    await served.settle()
    assert heard.lines == ["and more"]


async def test_a_late_file_follows_what_said_one_moment(
    served: Served, ada: User, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", 0.05)
    monkeypatch.setattr(conversation, "AFTER_THE_WAIT", 0.0)
    await opened(served, ada)
    served.slack.fail("download", delay=0.3)
    await ada.submit(None, {"file": served.slack.file("invite.ics", ICS)})
    assert "One moment" in ada.modals[-1].title
    await served.settle()
    assert heard.files[0].content == ICS
    assert "invite.ics" in ada.modals[-1].words


async def test_no_more_is_fetched_than_one_byte_beyond_what_is_read(
    served: Served, ada: User, heard: Heard
) -> None:
    await ada.dm("", served.slack.file("big.ics", bytes(MOST_BYTES + 50_000)))
    await served.settle()
    assert len(heard.files[0].content) == MOST_BYTES + 1
    assert "too large" in ada.dms[-1].words


async def test_of_a_file_that_slack_only_names_it_is_asked(served: Served, ada: User, heard: Heard) -> None:
    whole = served.slack.file("invite.ics", ICS)
    await ada.dm("", {"id": whole["id"], "file_access": "check_file_info"})
    await served.settle()
    assert heard.files[0].content == ICS
    assert [call.body["file"] for call in served.slack.called("files.info")] == [whole["id"]]


@pytest.mark.parametrize("way", LoginPage)
async def test_without_the_permission_she_hears_what_to_do_and_the_operator_once(
    served: Served, ada: User, heard: Heard, way: LoginPage, caplog: pytest.LogCaptureFixture
) -> None:
    served.slack.state.scopes.discard(READ)
    served.slack.login_page = way
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            await ada.dm("", served.slack.file("invite.ics", ICS))
            await served.settle()
    assert not heard.files
    assert "does not let me open files" in ada.dms[-1].words
    assert "/interview import" in ada.dms[-1].words
    told = [record.getMessage() for record in caplog.records if READ in record.getMessage()]
    assert len(told) == 1
    assert "invite" not in caplog.text


async def test_a_page_that_she_hands_over_is_no_login_page(served: Served, ada: User, heard: Heard) -> None:
    page = b"<html>Dear Ada</html>"
    await ada.dm("", served.slack.file("mail.html", page, "text/html"))
    await served.settle()
    assert heard.files[0].content == page


async def test_without_the_permission_the_form_opens_without_that_field(
    served: Served, ada: User, heard: Heard
) -> None:
    served.slack.state.scopes.discard(READ)
    await opened(served, ada)
    labels = [block["label"]["text"] for block in ada.modals[-1].blocks if block["type"] == "input"]
    assert labels == ["Or its words"]


@pytest.mark.parametrize("url", ["", "https://drive.example.org/invite.ics", "http://127.0.0.1:9/x"])
async def test_a_file_that_lies_elsewhere_is_not_fetched(
    served: Served, ada: User, heard: Heard, url: str
) -> None:
    described = served.slack.file("invite.ics", ICS, url_private_download=url)
    if not url:
        served.slack.state.uploads.clear()
    await ada.dm("", described)
    await served.settle()
    assert not heard.files
    assert ("not lie in Slack" if url else "once more") in ada.dms[-1].words


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.example.org/f",
        "https://files.slack.com@example.org/f",
        "https://me:secret@files.slack.com/f",
        "http://files.slack.com/f",
        "https://files.slack.com:8443/f",
        "https://example.org/files.slack.com",
        "//files.slack.com/f",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
async def test_the_token_goes_to_slack_alone(url: str) -> None:
    client = SlackClient("https://slack.com/api/")
    with pytest.raises(ForeignAddressError):
        client._of_files(url)


async def test_files_lie_beside_the_api() -> None:
    client = SlackClient("https://slack.com/api/")
    assert client._of_files("https://files.slack.com/files-pri/T1-F1/download/invite.ics").host
    assert client._of_files("https://slack.com/files-pri/T1-F1/invite.ics").host


# Pictures


async def test_a_picture_is_put_into_her_direct_messages_with_its_words(
    served: Served, ada: User, heard: Heard
) -> None:
    heard.answer = (PICTURE,)
    await ada.command("/prep", channel=served.slack.general)
    await served.settle()
    assert "no file" in ada.ephemerals[-1].words
    [shared] = [message for message in ada.dms if message.files]
    [file] = shared.files
    assert (file["name"], file["title"]) == ("countdown.png", "countdown.png")
    assert file["alt_txt"] == "Nine days to go"


async def test_a_long_description_of_a_picture_is_shortened(served: Served, ada: User, heard: Heard) -> None:
    heard.answer = (replace(PICTURE, picture_of="word " * 400),)
    await ada.dm("hello")
    await served.settle()
    [shared] = [message for message in ada.dms if message.files]
    assert 900 < len(shared.files[0]["alt_txt"]) <= 1000


@pytest.mark.parametrize("refused", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_a_picture_that_is_refused_is_passed_over_in_silence(
    served: Served, ada: User, heard: Heard, refused: str
) -> None:
    heard.answer = (PICTURE,)
    served.slack.fail(refused, status=500)
    await ada.command("/prep", channel=served.slack.general)
    await served.settle()
    assert "no file" in ada.ephemerals[-1].words
    assert len(ada.ephemerals) == 1
    assert not [message for message in ada.dms if message.files]


async def test_a_line_is_answered_before_its_picture(served: Served, ada: User, heard: Heard) -> None:
    heard.answer = (PICTURE, CALENDAR)
    await ada.dm("hello")
    await served.settle()
    said = [
        [file["name"] for file in message.files] or message.words.partition("\n")[0] for message in ada.dms
    ]
    assert said[-3][0] == "plan.ics"
    assert said[-1] == ["countdown.png"]


async def test_a_picture_never_delays_the_form_that_was_filled_in(
    served: Served, ada: User, heard: Heard
) -> None:
    heard.answer = (PICTURE,)
    await opened(served, ada)
    slow = served.slack.fail("files.getUploadURLExternal", delay=0.5)
    await ada.submit(None, {"text": "Dear Ada"})
    assert "Dear Ada" in ada.modals[-1].words
    assert not [message for message in ada.dms if message.files]
    await served.settle()
    assert slow.met
    assert [message.files[0]["name"] for message in ada.dms if message.files] == ["countdown.png"]
