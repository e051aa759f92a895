from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.members import Caller, MemberRef, Platform
from bot.invocation import Invocation
from bot.reply import Show
from tests.conftest import Person

ACME = "Acme, analyst, 3 December 3pm"


@pytest.fixture
async def settled(member: Person) -> Person:
    """A member with an interview, a draft, something kept and a setting of her own."""
    await member.adds(ACME)
    await member.type("/prep add Beta, tester")
    await member.type("/tip")
    await member.press("Save")
    await member.type("/encore settings pace light")
    return member


async def test_it_says_exactly_what_goes_and_asks(settled: Person) -> None:
    await settled.type("/encore delete")
    for words in ("for good", "1 interview", "reminders", "1 draft", "1 kept item", "your settings"):
        assert words in settled.says
    assert settled.labels == ["Export first", "Yes, delete everything", "No, keep it"]
    await settled.type("/interview list")
    assert "Acme" in settled.says


async def test_no_keeps_everything(settled: Person) -> None:
    await settled.type("/encore delete")
    reply = await settled.press("No")
    assert reply.show is Show.UPDATE
    await settled.type("/interview list")
    assert "Acme" in settled.says


async def test_yes_deletes_everything_and_the_next_contact_starts_fresh(settled: Person) -> None:
    await settled.type("/encore delete")
    await settled.press("Yes")
    assert settled.message.title == "Everything is deleted"
    async with settled.encore.store.unit() as unit:
        assert await unit.members.get(settled.caller.member) is None
    await settled.type("/prep")
    assert "Called back for a second interview?" in settled.says
    await settled.type("/encore saved")
    assert "Nothing kept yet" in settled.says
    await settled.type("/encore settings")
    assert "Pace: standard" in settled.says
    assert "City: not known yet" in settled.says
    assert await settled.live_through(timedelta(days=40)) == []


async def test_yes_deletes_only_ones_own(settled: Person) -> None:
    other = Person(settled.encore, settled.clock, "grace")
    await other.live_in()
    await other.adds(ACME)
    await settled.type("/encore delete")
    await settled.press("Yes")
    await other.type("/interview list")
    assert "Acme" in other.says
    assert await other.live_through(timedelta(days=40))


async def test_yes_pressed_twice_deletes_once_and_stays_kind(settled: Person) -> None:
    await settled.type("/encore delete")
    asked = settled.reply
    await settled.press("Yes")
    settled.reply = asked
    await settled.press("Yes")
    assert settled.message.title == "Everything is deleted"


async def test_a_yes_holds_for_an_hour(settled: Person) -> None:
    await settled.type("/encore delete")
    settled.clock.move_to(settled.clock.now() + timedelta(minutes=59))
    await settled.press("Yes")
    assert settled.message.title == "Everything is deleted"


async def test_an_old_yes_deletes_nothing_and_asks_again(settled: Person) -> None:
    await settled.type("/encore delete")
    settled.clock.move_to(settled.clock.now() + timedelta(hours=1, minutes=1))
    await settled.press("Yes")
    assert "nothing was deleted" in settled.says
    await settled.press("Yes")
    assert settled.message.title == "Everything is deleted"


@pytest.mark.parametrize("token", ["", "yes", "20990101T000000Z", "20261122T150000", "x" * 1000])
async def test_a_token_that_was_never_given_deletes_nothing(settled: Person, token: str) -> None:
    await settled.ask(Invocation("encore erase", {"token": token}))
    assert settled.message.title == "Delete everything?"
    await settled.type("/interview list")
    assert "Acme" in settled.says


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        (Platform.TERMINAL, "one database file on this machine"),
        (Platform.SLACK, "owns this workspace may be able to export"),
        (Platform.DISCORD, "Discord keeps our messages"),
    ],
)
async def test_privacy_is_told_for_the_platform_one_is_on(
    member: Person, platform: Platform, words: str
) -> None:
    member.caller = Caller(member=MemberRef(platform, "T1", "U1"))
    await member.type("/encore privacy")
    assert words in member.says
    for told in ("encrypted", "7 days", "180 days", "name no company", "nickname"):
        assert told in member.says
    assert ("A coach" in member.says) == (platform is not Platform.TERMINAL)
    assert member.labels == ["Export everything", "Settings", "Delete everything"]


async def test_privacy_says_so_when_notices_name_the_company(member: Person) -> None:
    await member.type("/encore settings discreet off")
    await member.type("/encore privacy")
    assert "They may name the company" in member.says
