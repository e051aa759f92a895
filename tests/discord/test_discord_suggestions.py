"""What Discord offers while a member types, from the registry's own completers."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from adapters.discord import definitions
from adapters.discord.runner import DiscordRunner
from bot.commands.reference import options_of
from bot.commands.registry import all_commands
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import Encore
from bot.invocation import Invocation
from tests.conftest import HeldClock
from tests.discord.fake import FakeDiscord, User
from tests.discord.served import serving
from tests.discord.test_discord_interactions import adds, live_in

LISTED = [command for command in all_commands() if command.listed]
OFFERED = [
    (command.path, option.name)
    for command in LISTED
    for option in options_of(command)
    if option.name in command.completers
]


@pytest.fixture
async def discord_(clock: HeldClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(now=clock.now) as opened:
        yield opened


@pytest.fixture
async def runner(encore: Encore, discord_: FakeDiscord) -> AsyncIterator[DiscordRunner]:
    async with serving(encore, discord_) as started:
        yield started


@pytest.fixture
async def ada(encore: Encore, runner: DiscordRunner, discord_: FakeDiscord) -> User:
    """Somebody with an interview at Acme."""
    person = discord_.user("ada")
    await live_in(encore, person)
    await adds(person)
    return person


async def names(person: User, path: str, option: str, typed: str) -> list[str]:
    return [choice.name for choice in await person.autocomplete(path, option, typed)]


async def test_verbs_are_offered_behind_prep(ada: User) -> None:
    assert "move" in await names(ada, "prep", "what", "m")
    assert "add" in await names(ada, "prep", "what", "")
    assert await names(ada, "prep", "what", "zzz") == []


async def test_the_members_companies_are_offered_behind_a_verb(ada: User, discord_: FakeDiscord) -> None:
    [choice] = await ada.autocomplete("prep", "what", "move A")
    assert "Acme" in choice.name
    answer = await ada.command("prep", what=str(choice.value))
    assert answer.modal is not None, "what was chosen is understood: it asks for the new time"
    assert await names(discord_.user("ben"), "prep", "what", "move A") == []


async def test_the_members_interviews_are_offered_by_company(ada: User, discord_: FakeDiscord) -> None:
    for path in ("interview show", "interview move", "interview plan", "interview cancel"):
        [name] = await names(ada, path, "what", "ac")
        assert "Acme" in name
        assert await names(discord_.user("ben"), path, "what", "ac") == []


async def test_topics_are_offered_for_tips_and_proofs_for_questions(ada: User) -> None:
    [nerves] = [choice for choice in await ada.autocomplete("tip", "topic", "nerv") if choice.name]
    assert (await ada.command("tip", topic=str(nerves.value))).message is not None
    assert await names(ada, "question", "proof", "trust")


async def test_cities_are_offered_for_zones_most_people_first(ada: User) -> None:
    first, *_ = await names(ada, "interview add", "zone", "Londo")
    assert first.startswith("London")


@pytest.mark.parametrize(("locale", "country"), [("en-GB", "United Kingdom"), ("en-US", "United States")])
async def test_cities_of_the_readers_own_country_come_first_with_the_time_there(
    ada: User, discord_: FakeDiscord, locale: str, country: str
) -> None:
    reader = discord_.user(locale.lower(), locale=locale)
    first, *_ = await reader.autocomplete("interview add", "zone", "Birmingham")
    assert country in first.name
    assert re.search(r"\d\d:\d\d", first.name), "it tells which clock it is"
    assert ":" not in str(first.value)
    answer = await reader.command("interview add", what="Acme, tomorrow 3pm", zone=str(first.value))
    assert answer.modal is not None or answer.message is not None


@pytest.mark.parametrize(("path", "option"), OFFERED)
def test_every_completer_of_the_registry_is_offered_or_has_its_choices(path: str, option: str) -> None:
    tree = {command["name"]: command for command in definitions.commands({c.path: c for c in LISTED})}
    first, _, second = path.partition(" ")
    inner = tree[first]["options"]
    if second:
        inner = next(one for one in inner if one["name"] == second)["options"]
    found = next(one for one in inner if one["name"] == option)
    assert found.get("autocomplete") or found.get("choices")


@pytest.mark.parametrize(("path", "option"), OFFERED)
@pytest.mark.parametrize("typed", ["", "a", "move ", "@everyone", "😀" * 60, "x" * 6000])
async def test_nothing_that_is_typed_makes_suggestions_that_discord_refuses(
    ada: User, encore: Encore, path: str, option: str, typed: str
) -> None:
    speaker = Caller(member=MemberRef(Platform.DISCORD, "", str(ada.id)))
    found = definitions.choices(await encore.app.complete(speaker, path, option, typed))
    assert len(found) <= 25
    assert all(len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in found)


async def test_a_suggestion_for_an_option_that_is_gone_is_none(
    ada: User, encore: Encore, discord_: FakeDiscord
) -> None:
    del encore.app._commands["tip"]
    assert await ada.autocomplete("tip", "topic", "nerv") == []
    assert Invocation("tip").path not in encore.app.commands
