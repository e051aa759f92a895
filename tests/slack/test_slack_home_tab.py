"""The Home tab is kept true after every change, and a Slack that does not take it harms nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Changed
from bot.domain.members import MemberRef, Platform
from tests.conftest import HeldClock
from tests.slack.fake import User
from tests.slack.served import LINE, Served, serving


@pytest.fixture
async def served(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Served]:
    async with serving(tmp_path, clock=clock) as opened:
        yield opened


@pytest.fixture
async def ada(served: Served) -> User:
    return await served.member("ada")


def published(served: Served, user: User) -> int:
    return len([call for call in served.slack.called("views.publish") if call.body["user_id"] == user.id])


async def test_it_is_published_when_it_is_opened(served: Served) -> None:
    ben = served.slack.user("UBEN", name="ben")
    await ben.open_home()
    await served.settle()
    assert ben.home is not None
    assert ben.home.labels


async def test_the_messages_tab_is_no_reason_to_publish(served: Served) -> None:
    ben = served.slack.user("UBEN", name="ben")
    await ben.open_home("messages")
    await served.settle()
    assert ben.home is None


async def test_it_follows_a_change(served: Served, ada: User) -> None:
    await served.adds(ada)
    assert ada.home is not None
    assert "Acme" in ada.home.words


async def test_what_changes_nothing_publishes_nothing(served: Served, ada: User) -> None:
    before = published(served, ada)
    await ada.command("/encore", "help", channel=served.slack.general)
    await served.settle()
    assert published(served, ada) == before


async def test_it_follows_a_reminder_that_was_delivered(served: Served, ada: User, clock: HeldClock) -> None:
    await served.adds(ada)
    await served.deliver()
    due = await served.encore.delivery.next_due()
    assert due is not None
    clock.move_to(due)
    before = published(served, ada)
    assert await served.deliver() == 1
    assert published(served, ada) > before


async def test_ten_changes_at_once_are_two_publications_at_most(served: Served, ada: User) -> None:
    before = published(served, ada)
    for _ in range(10):
        await served.encore.app.publish(Changed(served.ref(ada)))
    await served.settle()
    assert before < published(served, ada) <= before + 2


async def test_what_changes_while_it_is_published_stands_there_in_the_end(served: Served, ada: User) -> None:
    served.slack.fail("views.publish", delay=0.3)
    await ada.open_home()
    await asyncio.sleep(0.05)
    await ada.command("/prep", LINE, channel=served.slack.general)
    await ada.press(ada.ephemerals[-1], "Right")
    await served.settle()
    assert ada.home is not None
    assert "Acme" in ada.home.words


async def test_when_another_replica_was_quicker_it_is_read_again_and_published_once_more(
    served: Served, ada: User
) -> None:
    await ada.open_home()
    await served.settle()
    before = published(served, ada)
    served.slack.fail("views.publish", error="hash_conflict")
    await ada.open_home()
    await served.settle()
    assert published(served, ada) == before + 2
    assert served.slack.called("views.publish")[-1].ok
    assert "hash" not in served.slack.called("views.publish")[-1].body


async def test_conflicts_without_end_make_no_loop(served: Served, ada: User) -> None:
    before = published(served, ada)
    served.slack.fail("views.publish", error="hash_conflict", times=None)
    await ada.open_home()
    await served.settle()
    assert published(served, ada) == before + 2


@pytest.mark.parametrize(
    "trouble",
    [
        {"error": "internal_error"},
        {"error": "invalid_auth"},
        {"status": 503},
        {"untaken": True},
        {"lost": True},
    ],
    ids=str,
)
async def test_a_slack_that_does_not_take_it_harms_nothing_else(
    served: Served, ada: User, trouble: dict[str, object]
) -> None:
    served.slack.fail("views.publish", times=None, **trouble)
    await served.adds(ada)
    assert await served.deliver() == 1
    assert "I see it" in ada.dms[-1].labels
    assert len(served.slack.called("views.publish")) < 20


async def test_a_change_during_a_failure_is_not_forgotten(served: Served, ada: User) -> None:
    await ada.open_home()
    await served.settle()
    served.slack.fail("views.publish", status=503, delay=0.2)
    await ada.open_home()
    await asyncio.sleep(0.05)
    await ada.open_home()
    await served.settle()
    assert served.slack.called("views.publish")[-1].ok


async def test_a_request_to_wait_is_heeded_once(served: Served, ada: User) -> None:
    served.slack.fail("views.publish", error="ratelimited", retry_after=1)
    before = published(served, ada)
    await ada.open_home()
    await served.settle()
    assert published(served, ada) == before + 2
    assert served.slack.called("views.publish")[-1].ok


async def test_a_workspace_that_was_left_is_no_fault(
    served: Served, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    await served.slack.uninstall()
    await served.settle()
    before = len(served.slack.calls)
    await served.encore.app.publish(Changed(served.ref(ada)))
    await served.settle()
    assert len(served.slack.calls) == before
    assert not [record for record in caplog.records if "fault" in record.getMessage()]


async def test_presses_there_open_above_it_and_what_they_change_shows_in_it(
    served: Served, ada: User
) -> None:
    await served.adds(ada)
    label = next(label for label in ada.home.labels if "tip" in label.casefold())
    await ada.press(ada.home, label)
    await served.settle()
    assert ada.modals
    assert ada.dms == []


async def test_a_form_opens_above_it(served: Served) -> None:
    ben = served.slack.user("UBEN", name="ben")
    await ben.open_home()
    await served.settle()
    label = next(
        label for label in ben.home.labels if "interview" in label.casefold() or "add" in label.casefold()
    )
    await ben.press(ben.home, label)
    await served.settle()
    assert ben.modals[-1].body["submit"]


async def test_a_press_there_that_comes_too_late_is_answered_in_direct_messages(
    served: Served, ada: User
) -> None:
    await served.adds(ada)
    served.slack.fail("views.open", error="expired_trigger_id")
    await ada.press(ada.home, next(label for label in ada.home.labels if "tip" in label.casefold()))
    await served.settle()
    assert ada.dms


async def test_its_buttons_work_after_a_restart(served: Served, ada: User) -> None:
    await served.adds(ada)
    await served.restart()
    await ada.press(ada.home, next(label for label in ada.home.labels if "tip" in label.casefold()))
    await served.settle()
    assert ada.modals


async def test_others_and_other_platforms_changes_publish_nothing_of_mine(served: Served, ada: User) -> None:
    before = len(served.slack.called("views.publish"))
    await served.encore.app.publish(Changed(MemberRef(Platform.TERMINAL, "local", "ada")))
    await served.settle()
    assert len(served.slack.called("views.publish")) == before


async def test_two_workspaces_keep_apart(tmp_path: Path, clock: HeldClock) -> None:
    installing = {"bot_token": None, "client_id": "100.200", "client_secret": "fake-client-secret"}
    async with serving(tmp_path, clock=clock, **installing) as served:
        await install(served, served.slack.team_id)
        await install(served, "T0OTHER")
        ada = await served.member("ada")
        ben = await served.member("ben", team="T0OTHER")
        await served.adds(ada)
        await ben.open_home()
        await served.settle()
        assert "Acme" in json.dumps(ada.home.body)
        assert "Acme" not in json.dumps(ben.home.body)
        teams = {call.body["user_id"]: call.team for call in served.slack.called("views.publish")}
        assert teams == {ada.id: served.slack.team_id, ben.id: "T0OTHER"}


async def install(served: Served, team: str) -> None:
    from bot.domain.installations import Installation

    own = served.slack.identity
    token = served.slack.add_team(team)
    workspaces = served.runner._workspaces
    assert workspaces is not None
    await workspaces.installed(
        Installation(
            platform=Platform.SLACK,
            workspace=team,
            bot=own.bot,
            bot_user=own.bot_user,
            token=token,
            installed_at=served.clock.now(),
        )
    )
