"""Files that a member hands over on Discord, and pictures that are shown there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.discord import definitions, interactions, limits
from adapters.discord.answering import _with_files
from adapters.discord.components import reply_data
from adapters.discord.limits import ResponseType
from adapters.discord.rest import ForeignAddressError, Rest
from adapters.discord.runner import DiscordRunner
from bot.encore import Encore
from bot.invocation import Invocation
from bot.reply import MOST_BYTES, Show
from bot.views.blocks import Actions, Button
from bot.views.blocks import Message as Laid
from tests.conftest import HeldClock
from tests.discord.fake import FakeDiscord, Guild, Interaction, Message, Upload, User
from tests.discord.served import FASTER, serving, until
from tests.terminal.receiving import CALENDAR, PICTURE, Heard, takes_files

ICS = b"BEGIN:VCALENDAR\r\nSUMMARY:Second interview\r\nEND:VCALENDAR\r\n"
INVITE = Upload("invite.ics", ICS, "text/calendar; charset=utf-8")
FILES = "GET /attachments/*"
GALLERY, DOCUMENT = 12, 13


@pytest.fixture
async def discord_(clock: HeldClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(now=clock.now) as opened:
        yield opened


@pytest.fixture
def heard(encore: Encore) -> Heard:
    return takes_files(encore.app)


@pytest.fixture
async def runner(encore: Encore, heard: Heard, discord_: FakeDiscord) -> AsyncIterator[DiscordRunner]:
    async with serving(encore, discord_, faster=FASTER) as started:
        yield started


@pytest.fixture
def ada(runner: DiscordRunner, discord_: FakeDiscord) -> User:
    return discord_.user("ada")


@pytest.fixture
def club(discord_: FakeDiscord, ada: User) -> Guild:
    return discord_.guild(people=(ada,))


def message_of(answer: Interaction) -> Message:
    assert answer.message is not None
    return answer.message


async def answered(ada: User, runner: DiscordRunner, number: int = 1) -> None:
    await until(lambda: len(ada.dms) >= number)
    await until(lambda: not runner._interactions._underway.tasks)


def gallery(message: Message) -> list[dict]:
    return [item for part in message.components if part["type"] == GALLERY for item in part["items"]]


# Receiving


async def test_a_file_comes_with_a_command(ada: User, club: Guild, heard: Heard) -> None:
    answer = await ada.command("prep", guild=club, what="for Acme", file=INVITE)
    [file] = heard.files
    assert (file.name, file.media_type, file.content) == ("invite.ics", "text/calendar", ICS)
    assert heard.lines == ["for Acme"]
    assert "invite.ics" in message_of(answer).text
    assert message_of(answer).ephemeral


async def test_a_file_takes_the_place_of_a_form(ada: User, heard: Heard) -> None:
    answer = await ada.command("interview import", file=INVITE)
    assert ada.modal is None
    assert heard.files[0].content == ICS
    assert "invite.ics" in message_of(answer).text


async def test_only_commands_that_take_a_file_offer_one(encore: Encore, heard: Heard) -> None:
    found = definitions.commands(encore.app.commands)
    assert limits.check("commands", found) == []
    by_name = {command["name"]: command for command in found}
    assert by_name["prep"]["options"][-1] == definitions.TAKEN
    subcommands = {one["name"]: one["options"] for one in by_name["interview"]["options"]}
    assert subcommands["import"][-1] == definitions.TAKEN
    assert definitions.TAKEN not in subcommands["list"]


async def test_a_file_in_a_form_comes_beside_what_was_typed(ada: User, heard: Heard) -> None:
    await ada.command("interview import")
    assert ada.modal is not None
    assert ada.modal.fields["file"] == {
        "type": 19, "custom_id": "file", "required": False, "min_values": 0, "max_values": 1,
    }  # fmt: skip
    assert "An .ics or .eml file" in ada.modal.text
    answer = await ada.submit(None, {"file": INVITE, "text": "and more"})
    assert heard.lines == ["and more"]
    assert heard.files[0].content == ICS
    assert "invite.ics" in message_of(answer).text


async def test_a_form_without_a_file_hands_over_none(ada: User, heard: Heard) -> None:
    await ada.command("interview import")
    await ada.submit(None, {"text": "Dear Ada, we would like to see you again"})
    assert heard.lines == ["Dear Ada, we would like to see you again"]
    assert not heard.files


async def test_a_file_in_the_direct_messages_is_read_as_prep_with_it(
    ada: User, runner: DiscordRunner, heard: Heard
) -> None:
    await ada.dm("that is for Acme", INVITE)
    await answered(ada, runner)
    await ada.dm("", INVITE)
    await answered(ada, runner, 2)
    assert heard.lines == ["that is for Acme", ""]
    assert [file.content for file in heard.files] == [ICS, ICS]
    assert "invite.ics" in ada.dms[0].text


async def test_a_line_that_takes_no_file_does_as_ever(
    ada: User, runner: DiscordRunner, discord_: FakeDiscord, heard: Heard
) -> None:
    await ada.dm("/tip", INVITE)
    await answered(ada, runner)
    assert not discord_.called("GET", "/attachments/{id}/{name}")


async def test_no_more_is_fetched_than_one_byte_beyond_what_is_read(ada: User, heard: Heard) -> None:
    answer = await ada.command("prep", file=Upload("big.ics", bytes(MOST_BYTES + 50_000)))
    assert len(heard.files[0].content) == MOST_BYTES + 1
    assert "too large" in message_of(answer).text


async def test_a_slow_file_defers_the_answer(
    ada: User, club: Guild, discord_: FakeDiscord, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interactions, "PATIENCE", 0.1)
    discord_.trouble.slow(0.5, route=FILES)
    answer = await ada.command("prep", guild=club, file=INVITE)
    assert answer.response_type == ResponseType.DEFERRED_MESSAGE
    assert message_of(answer).ephemeral
    assert "invite.ics" in message_of(answer).text


async def test_a_file_that_cannot_be_had_is_said_kindly(
    ada: User, discord_: FakeDiscord, heard: Heard
) -> None:
    discord_.trouble.fail(404, route=FILES)
    answer = await ada.command("prep", file=INVITE)
    assert not heard.files
    assert "once more" in message_of(answer).text


async def test_a_form_whose_file_cannot_be_had_comes_back_with_what_was_typed(
    ada: User, discord_: FakeDiscord, heard: Heard
) -> None:
    await ada.command("interview import")
    discord_.trouble.fail(404, route=FILES)
    answer = await ada.submit(None, {"file": INVITE, "text": "and more"})
    assert not heard.lines
    assert "once more" in message_of(answer).text
    assert "Correct it" in message_of(answer).labels


async def test_files_are_fetched_without_the_token(ada: User, discord_: FakeDiscord, heard: Heard) -> None:
    await ada.command("prep", file=INVITE)
    [call] = discord_.called("GET", "/attachments/{id}/{name}")
    assert "Authorization" not in call.headers


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/attachments/1/invite.ics",
        "https://cdn.discordapp.com.example.org/f",
        "https://cdn.discordapp.com@example.org/f",
        "http://cdn.discordapp.com/f",
        "http://127.0.0.1:1/attachments/1/f",
        "https://[",
        "",
    ],
)
async def test_files_are_fetched_from_discord_alone(url: str) -> None:
    async with Rest("token", "https://discord.com/api/v10") as rest:
        with pytest.raises(ForeignAddressError):
            await rest.fetch(url, 10)


async def test_the_addresses_of_discords_files_are_known() -> None:
    async with Rest("token", "https://discord.com/api/v10") as rest:
        for host in ("cdn.discordapp.com", "media.discordapp.net"):
            signed = f"https://{host}/ephemeral-attachments/1/2/invite.ics?ex=1&is=2&hm=3&"
            assert str(rest._of_files(signed)) == signed


# Pictures


async def test_a_picture_stands_in_the_answer_with_its_words(ada: User, club: Guild, heard: Heard) -> None:
    heard.answer = (PICTURE,)
    sent = message_of(await ada.command("prep", guild=club))
    assert sent.ephemeral
    assert gallery(sent) == [
        {"media": {"url": "attachment://countdown.png"}, "description": "Nine days to go"}
    ]
    assert [(file.name, file.description) for file in sent.files] == [("countdown.png", "Nine days to go")]


async def test_what_is_to_be_kept_stands_as_a_file(ada: User, club: Guild, heard: Heard) -> None:
    heard.answer = (CALENDAR, PICTURE)
    sent = message_of(await ada.command("prep", guild=club))
    kinds = [part["type"] for part in sent.components]
    assert kinds[1:] == [DOCUMENT, GALLERY]
    assert [file.name for file in sent.files] == ["plan.ics", "countdown.png"]


async def test_a_line_is_answered_with_the_picture_and_its_words(
    ada: User, runner: DiscordRunner, heard: Heard
) -> None:
    heard.answer = (PICTURE,)
    await ada.dm("hello")
    await answered(ada, runner)
    [sent] = ada.dms
    assert sent.content
    assert [(file.name, file.description) for file in sent.files] == [("countdown.png", "Nine days to go")]


@pytest.mark.parametrize("late", [False, True])
async def test_an_answer_whose_picture_is_refused_comes_without_it(
    ada: User,
    club: Guild,
    discord_: FakeDiscord,
    heard: Heard,
    monkeypatch: pytest.MonkeyPatch,
    late: bool,
) -> None:
    heard.answer = (PICTURE, CALENDAR)
    route = "PATCH /webhooks/*" if late else "POST /interactions/*"
    discord_.trouble.refuse(40005, route=route, times=1)
    if late:
        monkeypatch.setattr(interactions, "PATIENCE", 0.0)
    sent = message_of(await ada.command("prep", guild=club))
    assert "no file" in sent.text
    assert [file.name for file in sent.files] == ["plan.ics"]


async def test_a_line_whose_picture_is_refused_is_answered_without_it(
    ada: User, runner: DiscordRunner, discord_: FakeDiscord, heard: Heard
) -> None:
    heard.answer = (PICTURE,)
    discord_.trouble.refuse(40005, times=1)
    await ada.dm("hello")
    await answered(ada, runner)
    assert "no file" in ada.dms[0].text
    assert not ada.dms[0].files


@pytest.mark.parametrize("by_line", [False, True])
async def test_a_change_takes_an_old_picture_away_and_leaves_what_is_to_be_kept(
    encore: Encore, runner: DiscordRunner, ada: User, heard: Heard, by_line: bool
) -> None:
    heard.answer = (PICTURE, CALENDAR)
    if by_line:
        await ada.dm("hello")
        await answered(ada, runner)
    else:
        await ada.command("prep")
    [sent] = ada.dms
    button = {"type": 2, "style": 2, "label": "Old", "custom_id": "encore help"}
    sent.body["components"] = [*sent.components, {"type": 1, "components": [button]}]
    handle = encore.app.handle

    async def in_place(*asked: object) -> object:
        return replace(await handle(*asked), show=Show.UPDATE)

    encore.app.handle = in_place
    await ada.press(sent, "Old")
    assert sent.edited
    assert [file.name for file in sent.files] == ["plan.ics"]


def test_a_picture_for_which_there_is_no_room_is_left_out() -> None:
    buttons = tuple(Button(str(number), Invocation(f"prep {number}")) for number in range(31))
    full = reply_data(Laid("Much", "Much", (Actions(buttons),)), ephemeral=True)
    data, files = _with_files(full, (PICTURE,))
    assert (data, files) == (full, ())
    assert limits.check("callback", {"type": 4, "data": data}) == []


def test_a_long_description_of_a_picture_is_shortened() -> None:
    short = reply_data(Laid("Little", "Little", ()), ephemeral=True)
    data, _ = _with_files(short, (replace(PICTURE, picture_of="word " * 400),))
    assert 900 < len(data["components"][-1]["items"][0]["description"]) <= 1024
