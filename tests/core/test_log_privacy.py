"""Whatever happens on Slack and Discord, the log holds neither what members typed nor who they are."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.lifecycle import Running, serving
from adapters.logs import LIBRARIES, WITHHELD, handler_for
from bot.config import Settings, load_settings
from bot.domain.members import Caller, MemberRef, Platform
from bot.fault_log import log_fault
from bot.invocation import Invocation
from bot.owed.kind import Kinds
from tests.discord.fake import FakeDiscord
from tests.prepared import CITIES
from tests.slack.fake import FakeSlack
from tests.slack.fake.delivering import EVENT

TYPED = {
    "company": "zqxcompany",
    "role": "zqxrole",
    "interviewers": "zqxname, zqxtitle",
    "place": "zqxplace",
    "notes": "zqxnotes and an answer: zqxanswer",
}
IN_THREE_WEEKS = (datetime.now(UTC) + timedelta(days=21)).strftime("%Y-%m-%d 15:00")
PLACEHOLDER = "zqx"
"""Every word above begins so."""


class Served:
    """Slack's Socket Mode and Discord in one process, and what its log has."""

    def __init__(self, slack: FakeSlack, discord_: FakeDiscord, running: Running, log: io.StringIO) -> None:
        self.slack, self.discord, self.running, self._log = slack, discord_, running, log
        self.ada = slack.user("U0ZQADA", name="Zqxada")
        self.ben = discord_.user("zqxben")
        self.club = discord_.guild("Zqxclub", people=(self.ben,))

    @property
    def log(self) -> str:
        return self._log.getvalue()

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.log.splitlines()]

    @property
    def private(self) -> list[str]:
        """Who speaks and where, each long enough not to be found by chance; and what lets somebody in."""
        people = [self.ada.id, self.ada.team, self.ada.dm_channel.id, self.slack.general.id]
        places = [self.ben.id, self.club.id, self.club.channel.id, self.ben.dm_channel.id]
        secrets = [self.slack.bot_token, self.slack.app_token, self.discord.token]
        return [str(one) for one in (*people, *places, *secrets, *self.tokens)]

    @property
    def tokens(self) -> list[str]:
        """Of interactions: whoever has one can answer in Encore's name."""
        return [one.token for one in self.discord.interactions]

    async def until(self, words: str) -> None:
        async with asyncio.timeout(15):
            while words not in self.log:  # noqa: ASYNC110 - a stream has no event of its own
                await asyncio.sleep(0.01)


def settings(folder: Path, slack: FakeSlack, discord_: FakeDiscord) -> Settings:
    return load_settings(
        database={"url": f"sqlite:///{folder / 'encore.db'}"},
        secrets={"key_file": folder / "key"},
        log={"format": "json"},
        slack={"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url},
        discord={
            "token": SecretStr(discord_.token),
            "api_url": discord_.api_url,
            "gateway_url": discord_.gateway_url,
        },
    )


@pytest.fixture
def loud() -> Iterator[None]:
    """Everything is logged, as by an operator who looks for a fault and turns all on."""
    names = ("", "encore", *LIBRARIES)
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
async def served(tmp_path: Path, loud: None) -> AsyncIterator[Served]:
    log = io.StringIO()
    async with FakeSlack() as slack, FakeDiscord() as discord_:
        asked = settings(tmp_path, slack, discord_)
        handler = handler_for(asked, log)
        logging.getLogger().addHandler(handler)
        try:
            async with serving(asked, cities=CITIES) as running:
                served = Served(slack, discord_, running, log)
                await served.until('"Slack: ready"')
                await served.until('"Discord: ready"')
                await served.until("Discord was told the commands")
                yield served
        finally:
            logging.getLogger().removeHandler(handler)


async def add_everything(served: Served) -> None:
    """Type all there is to type, on both platforms: in commands, forms, suggestions and messages."""
    line = f"add {TYPED['company']}, {TYPED['role']}, 3 December 15:00 at {TYPED['place']}"
    await served.ada.dm(line)
    await served.ada.dm(TYPED["notes"])
    await served.ada.command("/prep", line, channel=served.slack.general)
    await served.ada.command("/question", TYPED["notes"], channel=served.slack.general)
    await served.ben.dm(line)
    await served.ben.command("prep", guild=served.club, what=line)
    await served.ben.autocomplete("tip", "topic", "zqxtopic")
    await served.ben.command("interview add", guild=served.club)
    await served.ben.submit(
        None, {"company": TYPED["company"], "when": IN_THREE_WEEKS, "role": TYPED["role"]}
    )
    for member in members(served):
        app, caller = served.running.encore.app, Caller(member=member)
        await app.handle(Invocation("encore settings", {"setting": "zone", "value": "New York"}), caller)
        asked = await app.handle(Invocation("interview add", {**TYPED, "when": IN_THREE_WEEKS}), caller)
        assert asked.view is not None, asked.form
        await app.handle(asked.view.present().buttons[0].invocation, caller)


def members(served: Served) -> list[MemberRef]:
    return [
        MemberRef(Platform.SLACK, served.ada.team, served.ada.id),
        MemberRef(Platform.DISCORD, "", str(served.ben.id)),
    ]


def check(served: Served) -> None:
    found = [line for line in served.log.splitlines() if PLACEHOLDER in line.lower()]
    found += [line for line in served.log.splitlines() for word in served.private if word in line]
    assert found == []


async def test_what_is_typed_is_not_in_the_log(served: Served) -> None:
    await add_everything(served)
    check(served)


async def test_a_fault_in_an_answer_shows_none_of_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(invocation: Invocation, caller: Caller, _: object) -> None:
        raise RuntimeError(f"{invocation} {caller}")

    monkeypatch.setattr(served.running.encore.app, "_run", broken)
    line = f"add {TYPED['company']}, {TYPED['role']}, 3 December 15:00"
    await served.ada.command("/prep", line, channel=served.slack.general)
    await served.ben.command("prep", guild=served.club, what=line)
    faults = [line for line in served.lines if "reference" in line]
    assert {line["kind"] for line in faults} == {"RuntimeError"}
    assert len(faults) >= 2
    check(served)


async def test_a_fault_in_reading_shows_none_of_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(line: str) -> None:
        raise RuntimeError(line)

    monkeypatch.setattr(served.running.encore.app, "read", broken)
    asking = asyncio.create_task(served.ada.dm(TYPED["company"]))
    await served.until("a request of Slack's")
    asking.cancel()
    await served.ben.dm(TYPED["company"])
    await served.until("a direct message")
    check(served)


async def test_a_fault_in_a_delivery_shows_none_of_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*asked: object) -> None:
        raise RuntimeError(repr(asked))

    monkeypatch.setattr(Kinds, "view", broken)
    await add_everything(served)
    await served.until("laying out a reminder")
    check(served)


async def test_a_fault_in_the_database_shows_none_of_it(served: Served) -> None:
    async with served.running.encore.store._engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE interviews")
    await served.ada.command("/prep", f"add {TYPED['company']}, analyst, Thu 3pm")
    await served.ben.command("prep", what=f"add {TYPED['company']}, analyst, Thu 3pm")
    await served.until("OperationalError (SQLITE_ERROR)")
    check(served)


async def test_platforms_in_trouble_are_told_of_without_it(served: Served) -> None:
    for method in ("views.open", "views.publish", "chat.postMessage", "users.info", "response_url"):
        served.slack.fail(method, error="internal_error", status=500)
    served.discord.trouble.fail(500, route="*", times=3)
    await served.ada.dm(f"add {TYPED['company']}, {TYPED['role']}, 4 December 15:00")
    await served.ada.open_home()
    await served.ben.command("prep", guild=served.club, what=TYPED["company"], wait=False)
    for connection in list(served.slack.socket.connections):
        connection.drop()
    await served.discord.gateway.drop(4000)
    await served.discord.gateway.until(lambda: bool(served.discord.gateway.live))
    await asyncio.sleep(0.5)
    check(served)


async def test_what_libraries_cannot_read_is_not_quoted(served: Served) -> None:
    await served.discord.gateway.dispatch("MESSAGE_CREATE", {"content": TYPED["notes"]}, None)
    await served.discord.gateway.dispatch("INTERACTION_CREATE", {"data": TYPED["notes"]}, None)
    event = {"type": "zqxevent", "text": TYPED["notes"], "user": served.ada.id}
    payload = served.slack.payloads.event(event, served.ada.team)
    telling = asyncio.create_task(served.slack.deliverer.send(EVENT, payload))
    await asyncio.sleep(0.5)
    telling.cancel()
    check(served)


async def test_a_task_that_nobody_waited_for_is_told_of_without_its_words(served: Served) -> None:
    async def broken() -> None:
        raise RuntimeError(TYPED["notes"])

    task = asyncio.create_task(broken())
    await asyncio.sleep(0)
    del task
    gc.collect()
    await served.until("RuntimeError")
    [line] = [line for line in served.lines if line.get("kind") == "RuntimeError"]
    assert (line["logger"], line["message"]) == ("asyncio", WITHHELD)
    check(served)


async def test_whom_a_fault_befell_is_told_by_a_name_that_stays(served: Served) -> None:
    ada, ben = members(served)
    for ref in (ada, ben, ada):
        log_fault(RuntimeError(TYPED["notes"]), "a test", member=ref, group=served.ada.team)
    first, second, third = (line["member"] for line in served.lines if line.get("where") == "a test")
    assert first == third != second
    check(served)
