"""A private calendar address: made, changed and removed by its member, and served to whoever knows it."""

from __future__ import annotations

import io
import logging
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import icalendar
import pytest

from adapters.lifecycle import serving
from adapters.web.feeds import Feeds
from adapters.web.server import WebServer
from bot.config import Role, Settings, load_settings
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import Encore, open_encore
from bot.invocation import Invocation, decode, encode
from bot.views.blocks import Copyable
from tests.conftest import SUNDAY, HeldClock, Person
from tests.discord.fake import FakeDiscord
from tests.prepared import CITIES

PUBLIC = "https://encore.example"
PRIVATE = ("Acme", "analyst", "Ben", "Sample Street", "zoom", "interview")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Any
    body: bytes


@dataclass
class Served:
    """An Encore whose addresses are served on loopback, its member, and its files."""

    encore: Encore
    ada: Person
    server: WebServer
    folder: Path

    @property
    def address(self) -> str:
        """What the message that she sees has to copy."""
        (found,) = (block.words for block in self.ada.message.blocks if isinstance(block, Copyable))
        return found

    async def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Fetch an address of Encore's as a calendar app does."""
        path = address.removeprefix(PUBLIC)
        url = f"http://127.0.0.1:{self.server.port}{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, headers=named) as answer,
        ):
            return Answer(answer.status, answer.headers, await answer.read())

    async def makes(self) -> str:
        """Have an interview and an address; return it."""
        await self.ada.adds()
        given = {"interviewers": "Ben Example, CFO", "place": "1 Sample Street, https://zoom.us/j/4242"}
        await self.ada.ask(Invocation("interview edit", {"what": "Acme", **given}))
        await self.ada.type("/interview calendar")
        await self.ada.press("A private address")
        return self.address


def settings(folder: Path, **web: Any) -> Settings:
    return load_settings(
        database={"url": f"sqlite:///{folder / 'data' / 'encore.db'}"},
        secrets={"key_file": folder / "config" / "key"},
        web={"enabled": True, "port": 0, "public_url": f"{PUBLIC}/", **web},
    )


@asynccontextmanager
async def opened(folder: Path, clock: HeldClock) -> AsyncIterator[Served]:
    given = settings(folder)
    async with open_encore(given, clock=clock, rng=random.Random(7), cities=CITIES) as encore:
        server = WebServer(given.web)
        Feeds(encore).join(server)
        await server.start()
        try:
            yield Served(encore, Person(encore, clock), server, folder)
        finally:
            await server.stop()


@pytest.fixture
async def served(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with opened(tmp_path, clock) as one:
        await one.ada.live_in()
        yield one


def events(data: bytes) -> dict[str, icalendar.Event]:
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(data).walk("VEVENT")}


def the_interview(data: bytes) -> icalendar.Event:
    (found,) = (event for uid, event in events(data).items() if "-" not in uid)
    return found


async def move(person: Person, when: str) -> None:
    await person.type(f"/interview move Acme to {when}")
    await person.press("Right" if "Right" in person.labels else person.labels[0])


async def test_the_address_holds_the_plan(served: Served) -> None:
    address = await served.makes()
    assert re.fullmatch(rf"{PUBLIC}/calendar/[A-Za-z0-9_-]{{43}}\.ics", address)
    answer = await served.get(address)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    (file,) = (await served.ada.type("/interview calendar")).files
    assert events(answer.body).keys() == events(file.content).keys()


async def test_it_is_discreet_until_its_member_says_otherwise(served: Served, clock: HeldClock) -> None:
    address = await served.makes()
    plain = (await served.get(address)).body
    assert not named_in(plain)
    clock.move_to(SUNDAY + timedelta(minutes=1))
    await served.ada.press("Name the company in it")
    assert served.address == address
    detailed = (await served.get(address)).body
    assert the_interview(detailed)["SUMMARY"] == "Interview: Acme, data analyst"
    assert b"Ben" not in detailed
    clock.move_to(SUNDAY + timedelta(minutes=2))
    await served.ada.press("Keep it discreet")
    again = (await served.get(address)).body
    assert not named_in(again)
    # An app that keeps what it has until a newer version comes must drop the name.
    for uid, event in events(again).items():
        assert event["SEQUENCE"] > events(detailed)[uid]["SEQUENCE"] > events(plain)[uid]["SEQUENCE"]


def named_in(data: bytes) -> list[str]:
    """The private words that a file holds."""
    unfolded = data.replace(b"\r\n ", b"").decode().casefold()
    return [word for word in PRIVATE if word.casefold() in unfolded]


async def test_what_an_app_has_already_is_not_sent_again(served: Served) -> None:
    address = await served.makes()
    tag = (await served.get(address)).headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{64}"', tag)
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        answer = await served.get(address, If_None_Match=known)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
        assert answer.headers["Cache-Control"] == "private, no-cache"
    for other in ('"other"', tag.strip('"'), 'W/"other", "more"'):
        assert (await served.get(address, If_None_Match=other)).status == 200


async def test_a_look_at_the_head_alone_has_no_body(served: Served) -> None:
    address = await served.makes()
    whole, head = await served.get(address), await served.get(address, "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length"):
        assert head.headers[name] == whole.headers[name]
    assert (await served.get(f"{address}x", "HEAD")).status == 404


async def test_a_move_is_seen_as_a_newer_version_of_the_same_event(served: Served) -> None:
    address = await served.makes()
    before = await served.get(address)
    await move(served.ada, "Fri 4pm")
    after = await served.get(address, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    old, new = the_interview(before.body), the_interview(after.body)
    assert new["UID"] == old["UID"]
    assert new.start - old.start == timedelta(hours=25)
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert new["DTSTAMP"].dt > old["DTSTAMP"].dt
    for uid in events(before.body).keys() & events(after.body).keys():
        moved = events(before.body)[uid].start != events(after.body)[uid].start
        assert not moved or events(after.body)[uid]["SEQUENCE"] > events(before.body)[uid]["SEQUENCE"]


async def test_time_alone_changes_nothing_until_it_is_long_over(served: Served, clock: HeldClock) -> None:
    address = await served.makes()
    first = await served.get(address)
    await served.ada.live_through(timedelta(days=20))
    later = await served.get(address)
    assert later.body == first.body
    clock.move_to(SUNDAY + timedelta(days=60))
    gone = await served.get(address)
    assert (gone.status, events(gone.body)) == (200, {})


async def test_a_cancelled_interview_is_told_as_cancelled_and_comes_back(served: Served) -> None:
    address = await served.makes()
    before = (await served.get(address)).body
    interview = str(the_interview(before)["UID"]).partition("@")[0]
    await served.ada.ask(Invocation("interview cancel", {"what": interview}))
    if any(label.startswith("Yes") for label in served.ada.labels):
        await served.ada.press("Yes")
    after = events((await served.get(address)).body)
    (told,) = after.values()
    assert told["STATUS"] == "CANCELLED"
    assert told["SEQUENCE"] > the_interview(before)["SEQUENCE"]
    await served.ada.ask(Invocation("interview restore", {"what": interview}))
    assert the_interview((await served.get(address)).body)["STATUS"] == "CONFIRMED"


async def test_a_step_done_ahead_of_its_time_leaves_it(served: Served) -> None:
    address = await served.makes()
    before = events((await served.get(address)).body)
    (uid,) = (uid for uid in before if uid.endswith("-T-1@encore"))
    await served.ada.ask(Invocation("plan done", {"interview": uid.partition("-")[0], "lead": "T-1"}))
    assert events((await served.get(address)).body).keys() == before.keys() - {uid}


async def test_no_two_wrong_addresses_are_answered_differently(served: Served) -> None:
    revoked = await served.makes()
    await served.ada.press("Make a new address")
    assert served.address != revoked
    assert "has stopped" in served.ada.says
    assert (await served.get(served.address)).status == 200
    token = "A" * 43
    wrong = [
        revoked,
        *(
            f"/calendar/{name}"
            for name in (
                f"{token}.ics",
                f"{token}",
                "x.ics",
                f"{'A' * 5000}.ics",
                "",
                "a/b.ics",
                "%00.ics",
                "ü.ics",
            )
        ),
    ]
    answers = [await served.get(address) for address in wrong]
    assert {answer.status for answer in answers} == {404}
    assert {answer.body for answer in answers} == {b"There is no calendar here.\n"}
    heads = {
        tuple(sorted((name, value) for name, value in answer.headers.items() if name != "Date"))
        for answer in answers
    }
    assert len(heads) == 1


async def test_a_removed_address_stops_and_another_can_be_made(served: Served) -> None:
    address = await served.makes()
    await served.ada.press("Remove this address")
    assert "Nothing is found under it any more" in served.ada.says
    assert (await served.get(address)).status == 404
    await served.ada.press("Make an address")
    assert served.address != address
    assert (await served.get(served.address)).status == 200


async def test_the_address_stays_when_it_is_asked_for_again(served: Served) -> None:
    address = await served.makes()
    await served.ada.type("/interview calendar feed")
    assert served.address == address
    await served.ada.type("/interview calendar")
    await served.ada.press("A private address")
    assert served.address == address


async def test_an_old_button_leaves_the_new_address_alone(served: Served, clock: HeldClock) -> None:
    await served.makes()
    old = {button.label: button.invocation for button in served.ada.message.buttons}
    clock.move_to(SUNDAY + timedelta(hours=1))
    await served.ada.press("Make a new address")
    new = served.address
    for label in ("Make a new address", "Remove this address", "Name the company in it"):
        await served.ada.ask(decode(encode(old[label])))
        assert served.address == new
        assert "before the last change" in served.ada.says
    assert b"Acme" not in (await served.get(new)).body
    await served.ada.press("Remove this address")
    await served.ada.ask(decode(encode(old["Name the company in it"])))
    assert "gone" in served.ada.message.title


async def test_a_new_address_says_as_much_as_the_one_before(served: Served) -> None:
    await served.makes()
    await served.ada.press("Name the company in it")
    await served.ada.press("Make a new address")
    assert b"Acme" in (await served.get(served.address)).body


async def test_the_message_says_who_can_read_it_and_its_notice_has_no_address(served: Served) -> None:
    address = await served.makes()
    assert "anyone who has the address" in served.ada.says
    assert address not in served.ada.message.notice
    assert all(len(encode(button.invocation)) <= 100 for button in served.ada.message.buttons)


async def test_a_member_who_deleted_everything_is_found_no_more(served: Served) -> None:
    address = await served.makes()
    async with served.encore.store.unit() as unit:
        member = await unit.members.get(served.ada.caller.member)
        assert member is not None
        await unit.members.delete(member.id)
        await unit.commit()
    assert (await served.get(address)).status == 404


async def test_each_member_has_an_address_of_their_own(served: Served, clock: HeldClock) -> None:
    address = await served.makes()
    ben = Person(served.encore, clock, "ben")
    await ben.ask(Invocation("calendar feed"))
    (found,) = (block.words for block in ben.message.blocks if isinstance(block, Copyable))
    assert found != address
    assert events((await served.get(found)).body) == {}


async def test_an_address_outlives_a_restart(tmp_path: Path, clock: HeldClock) -> None:
    async with opened(tmp_path, clock) as one:
        await one.ada.live_in()
        address = await one.makes()
        before = await one.get(address)
    async with opened(tmp_path, clock) as one:
        assert (await one.get(address, If_None_Match=before.headers["ETag"])).status == 304


async def test_reading_it_writes_nothing(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    address = await served.makes()
    units = []
    unit = served.encore.store.unit

    def watched() -> Any:
        units.append(unit())
        return units[-1]

    monkeypatch.setattr(served.encore.store, "unit", watched)
    assert (await served.get(address)).status == 200
    assert [one.changed for one in units] == [False]


async def test_without_its_database_it_asks_to_come_back(served: Served, capture: io.StringIO) -> None:
    address = await served.makes()
    database = served.folder / "data" / "encore.db"
    database.rename(database.with_suffix(".away"))
    answer = await served.get(address)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert b"Acme" not in answer.body
    database.with_suffix(".away").rename(database)
    assert (await served.get(address)).status == 200
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert "calendar feed" in capture.getvalue()
    assert token not in capture.getvalue()


@pytest.fixture
def capture() -> AsyncIterator[io.StringIO]:
    """Everything that anyone logs, down to the last detail."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


async def test_no_log_holds_an_address(served: Served, capture: io.StringIO) -> None:
    address = await served.makes()
    token = address.rpartition("/")[2].removesuffix(".ics")
    await served.get(address)
    await served.get(address, "HEAD")
    await served.get(address, "POST")
    await served.get(f"{address}/more")
    await served.ada.press("Make a new address")
    await served.get(address)
    assert token not in capture.getvalue()


async def test_where_nothing_is_served_it_says_so_and_offers_the_file(member: Person) -> None:
    await member.adds()
    await member.type("/interview calendar")
    assert not any(label.startswith("A private address") for label in member.labels)
    await member.type("/interview calendar feed")
    assert "not reachable from the web" in member.says
    await member.press("The file")
    assert len(member.reply.files) == 1


@pytest.mark.parametrize("web", [{"enabled": False}, {"public_url": ""}])
async def test_an_address_needs_a_server_and_a_name_in_the_web(
    tmp_path: Path, clock: HeldClock, web: dict[str, Any]
) -> None:
    given = settings(tmp_path, **web)
    async with open_encore(given, clock=clock, rng=random.Random(7), cities=CITIES) as encore:
        ada = Person(encore, clock)
        await ada.type("/interview calendar feed")
        assert "No addresses here" in ada.says


async def test_a_company_of_that_name_is_not_taken_for_the_address(served: Served) -> None:
    await served.ada.adds("Feed, editor, next Thu 3pm")
    await served.ada.type("/interview calendar feed")
    assert len(served.ada.reply.files) == 1


@pytest.mark.parametrize(("roles", "body"), [(set(Role), "no calendar here"), ({Role.GATEWAY}, "Not Found")])
async def test_the_process_that_serves_the_web_has_the_addresses(
    tmp_path: Path, roles: set[Role], body: str
) -> None:
    async with FakeDiscord() as discord_:
        connection = {
            "token": discord_.token,
            "api_url": discord_.api_url,
            "gateway_url": discord_.gateway_url,
        }
        given = settings(tmp_path).model_copy(update={"discord": load_settings(discord=connection).discord})
        async with serving(given, roles, cities=CITIES) as running:
            assert running.server is not None
            ada = Caller(member=MemberRef(Platform.DISCORD, "", "1"))
            reply = await running.encore.app.handle(Invocation("calendar feed"), ada)
            assert reply.view is not None
            (address,) = (b.words for b in reply.view.present().blocks if isinstance(b, Copyable))
            url = f"http://127.0.0.1:{running.server.port}/calendar/"
            async with aiohttp.ClientSession() as session:
                async with session.get(f"{url}x.ics") as answer:
                    assert (answer.status, body in await answer.text()) == (404, True)
                async with session.get(url + address.rpartition("/")[2]) as answer:
                    assert answer.status == (200 if Role.WEB in roles else 404)
