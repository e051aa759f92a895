"""`encore run`: what is configured is served side by side, and no platform notices that another is down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters import lifecycle
from adapters.lifecycle import Running, roles_of, serving
from adapters.slack.runner import SlackRunner
from bot.clock import SystemClock
from bot.config import Role, Settings, load_settings
from bot.domain.members import Caller, MemberRef, Platform
from bot.encore import Encore
from bot.errors import ConfigurationError, InputError
from bot.invocation import Invocation
from tests.discord.fake import FakeDiscord
from tests.discord.fake import User as DiscordUser
from tests.prepared import CITIES
from tests.slack.fake import FakeSlack
from tests.slack.fake import User as SlackUser

WRONG = "xoxb-not-the-token"


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as opened:
        yield opened


@pytest.fixture
async def discord_() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as opened:
        yield opened


@dataclass
class Both:
    """Slack over Socket Mode and Discord, served by one process; Ada is on the one, Ben on the other."""

    slack: FakeSlack
    discord: FakeDiscord
    ada: SlackUser
    ben: DiscordUser
    running: Running

    @property
    def encore(self) -> Encore:
        return self.running.encore

    @property
    def started(self) -> set[str]:
        """Whoever can be spoken to."""
        found = {"slack"} if self.slack.socket.connections else set()
        return found | ({"discord"} if self.discord.gateway.live and self.discord.commands else set())

    async def slack_answers(self) -> None:
        before = len(self.ada.ephemerals) + len(self.ada.dms)
        await self.ada.command("/prep")
        await until(lambda: len(self.ada.ephemerals) + len(self.ada.dms) > before)

    async def discord_answers(self) -> None:
        assert (await self.ben.command("prep")).message is not None

    async def owes(self, *platforms: Platform) -> None:
        """Have a first private message fall due now."""
        people = {Platform.SLACK: (self.slack.team_id, self.ada.id), Platform.DISCORD: ("", str(self.ben.id))}
        for platform in platforms:
            workspace, user = people[platform]
            await owe(self.encore, MemberRef(platform, workspace, user))


async def until(check: Callable[[], object], seconds: float = 15.0) -> None:
    """Wait until something is so. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110 - what the fakes keep has no event of its own
            await asyncio.sleep(0.01)


async def owe(encore: Encore, ref: MemberRef) -> None:
    """Add an interview in three weeks: the first private message is due at once."""
    caller = Caller(member=ref)
    await encore.app.handle(Invocation("encore settings", {"setting": "zone", "value": "New York"}), caller)
    day = (encore.clock.now() + timedelta(days=21)).date()
    asked = await encore.app.handle(
        Invocation("interview add", {"what": f"Acme, analyst, {day.isoformat()} 15:00"}), caller
    )
    assert asked.view is not None, asked.form
    right = asked.view.present().buttons[0]
    await encore.app.handle(right.invocation, caller)


def settings(
    folder: Path, slack: FakeSlack | None, discord_: FakeDiscord | None, wrong: Collection[str] = ()
) -> Settings:
    more = {}
    if slack is not None:
        more["slack"] = {
            "bot_token": WRONG if "slack" in wrong else slack.bot_token,
            "app_token": slack.app_token,
            "api_url": slack.api_url,
        }
    if discord_ is not None:
        more["discord"] = {
            "token": SecretStr(WRONG if "discord" in wrong else discord_.token),
            "api_url": discord_.api_url,
            "gateway_url": discord_.gateway_url,
        }
    return load_settings(
        database={"url": f"sqlite:///{folder / 'encore.db'}"}, secrets={"key_file": folder / "key"}, **more
    )


@asynccontextmanager
async def both(
    folder: Path, slack: FakeSlack, discord_: FakeDiscord, wrong: Collection[str] = ()
) -> AsyncIterator[Both]:
    """Serve both; what is down is not waited for. Those in `wrong` have a token that is refused."""
    asked = settings(folder, slack, discord_, wrong)
    async with serving(asked, clock=SystemClock(), cities=CITIES) as running:
        yield Both(slack, discord_, slack.user("U1ADA", name="ada"), discord_.user("ben"), running)


async def test_slack_and_discord_are_served_side_by_side(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"slack", "discord"})
        await asyncio.gather(served.slack_answers(), served.discord_answers())
        await served.owes(Platform.SLACK, Platform.DISCORD)
        for person in (served.ada, served.ben):
            await until(lambda person=person: any("I see it" in message.labels for message in person.dms))


async def test_what_a_member_has_on_one_platform_is_not_seen_on_the_other(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"slack", "discord"})
        await served.owes(Platform.SLACK)
        answer = await served.ben.command("interview list")
        assert answer.message is not None
        assert "No interview" in answer.message.text


async def test_discord_is_down_from_the_start_and_slack_does_not_notice(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    trouble = discord_.trouble.fail(503, route="*", times=1000)
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"slack"})
        await served.slack_answers()
        await served.owes(Platform.SLACK)
        await until(lambda: served.ada.dms)
        assert not served.running.failed.done()
        trouble.stop()
        await until(lambda: served.started == {"slack", "discord"})
        await served.discord_answers()


async def test_slack_is_down_from_the_start_and_discord_does_not_notice(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "FIRST_WAIT", 0.1)
    trouble = slack.fail("*", status=503, times=None)
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"discord"})
        await served.discord_answers()
        await served.owes(Platform.DISCORD)
        await until(lambda: served.ben.dms)
        assert not served.running.failed.done()
        trouble.end()
        await until(lambda: served.started == {"slack", "discord"})
        await served.slack_answers()


async def test_discord_goes_down_and_comes_back_and_slack_does_not_notice(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"slack", "discord"})
        await discord_.gateway.go_down()
        trouble = discord_.trouble.fail(503, route="*", times=1000)
        await served.slack_answers()
        await served.owes(Platform.DISCORD, Platform.SLACK)
        await until(lambda: served.ada.dms)
        assert served.ben.dms == []
        trouble.stop()
        discord_.gateway.come_back()
        await until(lambda: discord_.gateway.live)
        await served.discord_answers()


async def test_slack_goes_down_and_discord_does_not_notice(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"slack", "discord"})
        trouble = slack.fail("*", status=503, times=None)
        for connection in list(slack.socket.connections):
            connection.drop()
        await served.discord_answers()
        await served.owes(Platform.SLACK, Platform.DISCORD)
        await until(lambda: served.ben.dms)
        assert served.ada.dms == []
        trouble.end()


@pytest.mark.parametrize("wrong", ["slack", "discord"])
async def test_a_token_that_one_refuses_is_logged_and_the_other_is_served(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    async with both(tmp_path, slack, discord_, {wrong}) as served:
        await until(lambda: served.started == {"slack", "discord"} - {wrong})
        await (served.discord_answers() if wrong == "slack" else served.slack_answers())
        await until(lambda: "TOKEN" in caplog.text)
        assert not served.running.failed.done()
    assert WRONG not in caplog.text


async def test_when_every_token_is_refused_there_is_nothing_left_to_run(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with both(tmp_path, slack, discord_, {"slack", "discord"}) as served:
        with pytest.raises(ConfigurationError):
            await asyncio.wait_for(served.running.failed, 15)


async def test_one_platform_alone_is_served_too(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with serving(settings(tmp_path, None, discord_), cities=CITIES) as running:
        await until(lambda: discord_.gateway.live and discord_.commands)
        assert [runner.name for runner in running.runners] == ["Discord"]
        assert (await discord_.user("ben").command("prep")).message is not None
    async with serving(settings(tmp_path, slack, None), cities=CITIES) as running:
        await until(lambda: slack.socket.connections)
        assert [runner.name for runner in running.runners] == ["Slack"]


async def test_nothing_configured_is_told_with_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ENCORE_DISCORD__TOKEN"):
        async with serving(settings(tmp_path, None, None), cities=CITIES):
            pass


# Roles


@asynccontextmanager
async def part(folder: Path, slack: FakeSlack, discord_: FakeDiscord, *roles: Role) -> AsyncIterator[Running]:
    """One process of several that share a database and what is configured."""
    async with serving(
        settings(folder, slack, discord_), roles, clock=SystemClock(), cities=CITIES
    ) as running:
        yield running


async def test_a_delivery_process_hears_what_another_process_wrote(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with (
        part(tmp_path, slack, discord_, Role.GATEWAY) as listening,
        part(tmp_path, slack, discord_, Role.DELIVERY) as delivering,
    ):
        served = Both(slack, discord_, slack.user("U1ADA", name="ada"), discord_.user("ben"), listening)
        await until(lambda: served.started == {"slack", "discord"})
        await asyncio.gather(served.slack_answers(), served.discord_answers())
        await served.owes(Platform.SLACK, Platform.DISCORD)
        for person in (served.ada, served.ben):
            await until(lambda person=person: any("I see it" in message.labels for message in person.dms))
        assert len(slack.socket.connections) == 1
        assert delivering.encore is not listening.encore


async def test_a_process_that_only_delivers_listens_to_nobody(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with part(tmp_path, slack, discord_, Role.DELIVERY) as delivering:
        ada = slack.user("U1ADA", name="ada")
        await owe(delivering.encore, MemberRef(Platform.SLACK, slack.team_id, ada.id))
        await until(lambda: ada.dms)
        assert not slack.socket.connections
        assert not discord_.gateway.connections


async def test_a_process_that_only_listens_leaves_reminders_to_others(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    async with part(tmp_path, slack, discord_, Role.GATEWAY) as listening:
        await until(lambda: slack.socket.connections and discord_.gateway.live)
        ada = slack.user("U1ADA", name="ada")
        await owe(listening.encore, MemberRef(Platform.SLACK, slack.team_id, ada.id))
        async with listening.encore.store.unit() as unit:
            backlog = await unit.owed.backlog(listening.encore.clock.now())
        assert backlog.overdue == 1
    async with part(tmp_path, slack, discord_, Role.DELIVERY):
        await until(lambda: ada.dms)
    assert len(ada.dms) == 1


async def test_a_role_without_anything_to_do_is_told(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord
) -> None:
    with pytest.raises(ConfigurationError, match="nothing belongs to --roles web"):
        async with part(tmp_path, slack, discord_, Role.WEB):
            pass


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("web,gateway,delivery", set(Role)),
        (" delivery ,", {Role.DELIVERY}),
        ("web,web", {Role.WEB}),
    ],
)
def test_roles_are_read_from_a_list(words: str, roles: set[Role]) -> None:
    assert roles_of(words) == roles


@pytest.mark.parametrize("words", ["", "webb", "web;delivery", "all"])
def test_a_role_that_is_none_is_told_with_those_there_are(words: str) -> None:
    with pytest.raises(InputError, match="web, gateway, delivery"):
        roles_of(words)


async def test_a_stop_leaves_nothing_running(tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord) -> None:
    before = asyncio.all_tasks()
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"slack", "discord"})
    await until(lambda: not discord_.gateway.connections and not slack.socket.connections)
    await until(lambda: not {task for task in asyncio.all_tasks() - before if _ours(task)})


def _ours(task: asyncio.Task[object]) -> bool:
    """Whether a task runs code of the adapters or the core."""
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and any(part in code.co_filename for part in ("/adapters/", "/bot/"))


async def test_a_runner_that_cannot_stop_does_not_keep_the_other_from_it(
    tmp_path: Path, slack: FakeSlack, discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: SlackRunner) -> None:
        raise RuntimeError

    stop = SlackRunner.stop
    async with both(tmp_path, slack, discord_) as served:
        await until(lambda: served.started == {"slack", "discord"})
        monkeypatch.setattr(SlackRunner, "stop", broken)
        slack_runner = served.running.runners[0]
    assert isinstance(slack_runner, SlackRunner)
    await until(lambda: not discord_.gateway.connections)
    await stop(slack_runner)
