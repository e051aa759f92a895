"""Forms on Slack: opened in time or left a tap away, answered in their place, and nothing typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import conversation
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


async def test_a_bare_command_opens_its_form_at_once(served: Served, ada: User) -> None:
    delivery = await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    assert delivery.answer is None
    assert ada.modals[-1].body["submit"]


async def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    form = ada.modals[-1]
    await ada.submit(form, {"field:company": "Acme", "field:when#words": "when pigs fly"})
    assert list(form.errors) == ["field:when#words"]
    assert form.entered["field:company", "value"]["value"] == "Acme"
    await ada.submit(form, {"field:when#words": "3 December 15:00"})
    await served.settle()
    assert "Acme" in ada.modals[-1].words or ada.modals[-1].body.get("submit")


async def test_a_form_is_submitted_after_a_restart(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    await served.restart()
    form = ada.modals[-1]
    await ada.submit(form, {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    await served.settle()
    while ada.modals[-1].body.get("submit"):
        await ada.submit(ada.modals[-1])
        await served.settle()
    assert "Acme" in ada.modals[-1].words
    await ada.press(ada.modals[-1], "Right")
    await served.settle()
    assert not ada.modals[-1].body.get("submit")
    await ada.command("/interview", "list", channel=served.slack.general)
    assert "Acme" in ada.ephemerals[-1].words


async def test_what_was_typed_into_a_form_that_is_closed_is_offered_again(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    form = ada.modals[-1]
    await ada.choose(form, "field:company", "Acme")
    await ada.close()
    await served.settle()
    await ada.command("/prep", channel=served.slack.general)
    assert "Acme" in ada.ephemerals[-1].words


async def test_an_untouched_form_that_is_closed_leaves_nothing(served: Served, ada: User) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    await ada.close()
    await served.settle()
    await ada.command("/prep", channel=served.slack.general)
    assert "carry on" not in ada.ephemerals[-1].words.casefold()


@pytest.mark.parametrize(
    "word", ["expired_trigger_id", "exchanged_trigger_id", "internal_error", "ratelimited"]
)
async def test_a_form_that_cannot_be_opened_waits_behind_a_button_for_the_asker_alone(
    served: Served, ada: User, word: str
) -> None:
    served.slack.fail("views.open", error=word)
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    assert ada.modals == []
    assert everything(served.slack) == ""
    await ada.press(ada.ephemerals[-1], "Open the form")
    await served.settle()
    assert ada.modals[-1].body["submit"]


async def test_a_form_that_comes_too_late_keeps_what_was_typed(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", 0.05)
    served.answers_slowly(0.2)
    served.slack.fail("views.open", error="expired_trigger_id")
    await ada.command("/prep", "add Acme, data analyst, some day", channel=served.slack.general)
    await served.settle()
    waiting = next(m for m in ada.ephemerals if "Open the form" in m.labels)
    await ada.press(waiting, "Open the form")
    await served.settle()
    monkeypatch.undo()
    await ada.submit(ada.modals[-1], {"field:when#words": "3 December 15:00"})
    assert "Acme" in ada.modals[-1].words


async def test_a_dropped_connection_while_a_form_opens_leaves_it_a_tap_away(
    served: Served, ada: User
) -> None:
    served.slack.fail("views.open", untaken=True)
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    assert "Open the form" in ada.ephemerals[-1].labels


async def test_a_form_that_takes_long_says_so_and_then_answers_in_its_place(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", 0.05)
    monkeypatch.setattr(conversation, "AFTER_THE_WAIT", 0.05)
    served.answers_slowly(0.3)
    form = ada.modals[-1]
    await ada.submit(form, {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    assert "One moment" in form.title
    await served.settle()
    assert "One moment" not in form.title
    assert ada.modals == [form]


async def test_an_answer_never_overtakes_the_one_moment_that_it_replaces(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the answer there first, Slack would put "One moment" over it for ever."""
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", 0.05)
    monkeypatch.setattr(conversation, "AFTER_THE_WAIT", 0.2)
    served.answers_slowly(0.06)
    await ada.submit(ada.modals[-1], {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    await asyncio.sleep(0.05)
    assert served.slack.called("views.update") == []
    await served.settle()
    assert len(served.slack.called("views.update")) == 1


async def test_who_closes_the_modal_meanwhile_gets_the_answer_privately(
    served: Served, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ada.command("/interview", "add", channel=served.slack.general)
    await served.settle()
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", 0.05)
    monkeypatch.setattr(conversation, "AFTER_THE_WAIT", 0.2)
    served.answers_slowly(0.1)
    await ada.submit(ada.modals[-1], {"field:company": "Acme", "field:when#words": "3 December 15:00"})
    await ada.close()
    await served.settle()
    assert ada.dms
    assert everything(served.slack) == ""


async def test_buttons_inside_a_modal_answer_in_it(served: Served, ada: User) -> None:
    await ada.shortcut("prep")
    await served.settle()
    [modal] = ada.modals
    assert modal.title
    before = modal.hash
    await ada.press(modal, next(label for label in modal.labels if "tip" in label.casefold()))
    await served.settle()
    assert modal.hash != before
    assert ada.modals == [modal]


async def test_a_modal_offers_no_sharing_since_it_has_no_channel(served: Served, ada: User) -> None:
    await ada.shortcut("prep")
    await served.settle()
    [modal] = ada.modals
    await ada.press(modal, next(label for label in modal.labels if "tip" in label.casefold()))
    await served.settle()
    assert not any("Share" in label for label in modal.labels)


@pytest.mark.parametrize(
    ("command", "words"), [("/interview", "add"), ("/encore", "settings city")], ids=["adding", "settings"]
)
async def test_cities_are_suggested_while_they_are_typed(
    served: Served, clock: HeldClock, command: str, words: str
) -> None:
    ben = served.slack.user("UBEN", name="ben")
    await ben.command(command, words, channel=served.slack.general)
    await served.settle()
    if command == "/interview":
        form = ben.modals[-1]
        await ben.submit(form, {"field:company": "Acme", "field:when#words": "3 December 15:00"})
        await served.settle()
    form = ben.modals[-1]
    field = next(b["block_id"] for b in form.blocks if b.get("element", {}).get("type") == "external_select")
    assert "Berlin" in (await ben.suggest(form, field, "berl"))[0]
    assert await ben.suggest(form, field, "zzzzzz") == []
