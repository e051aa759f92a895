"""The fake Slack finds what is beyond Slack's limits, and says so at the end of the test."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.fake import FakeSlack
from tests.slack.fake.limits import message_faults, view_faults
from tests.slack.fake_app import HOME, asked, button, form, message, option, text


def header(words: str) -> dict:
    return {"type": "header", "text": text(words)}


def actions(*elements: dict, **more: str) -> dict:
    return {"type": "actions", "elements": list(elements), **more}


def section(words: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        ([{"type": "divider"}] * 51, "51 of 50"),
        ([header("x" * 151)], "151 characters"),
        ([section("x" * 3001)], "3001 characters"),
        ([section("")], "0 characters"),
        ([actions(button("x" * 76, "a"))], "76 characters"),
        ([actions(button("x", "a" * 256))], "256 of 255"),
        ([actions(button("x", "a", value="v" * 2001))], "2001 of 2000"),
        ([actions(*(button("x", f"a{n}") for n in range(26)))], "26; 1 to 25"),
        ([actions()], "0; 1 to 25"),
        ([actions(button("x", "a"), button("y", "a"))], "'a' stands 2 times"),
        ([{"type": "divider", "block_id": "b"}] * 2, "'b' stands 2 times"),
        ([asked("b", "Label", {"type": "plain_text_input"})], "has no place here"),
        ([section("x" * 2990) for _ in range(5)], "of 13200 characters"),
        ([{"type": "rich_text", "elements": []}], "holds nothing"),
        ([{"type": "unheard_of"}], "has no place here"),
    ],
)
def test_a_message_beyond_a_limit_is_found(blocks, fault):
    assert any(fault in found for found in message_faults({"text": "x", "blocks": blocks}))


def test_a_text_of_more_than_forty_thousand_characters_is_found():
    assert message_faults({"text": "x" * 40_001}) == ["text: 40001 of 40000 characters"]


def modal(*blocks: dict, **more: object) -> dict:
    return {**form(), "blocks": list(blocks) or form()["blocks"], **more}


OPTIONS = [option(str(n), str(n)) for n in range(101)]


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        (modal(*[{"type": "divider"}] * 101), "101 of 100"),
        (modal(title=text("x" * 25)), "25 characters"),
        (modal(submit=text("x" * 25)), "25 characters"),
        (modal(close=text("x" * 25)), "25 characters"),
        (modal(private_metadata="x" * 3001), "3001 of 3000"),
        (modal(submit=None), "needs one"),
        (modal(surprise=True), "no argument of a view"),
        (modal(asked("b", "x" * 2001, {"type": "plain_text_input"})), "2001 characters"),
        (modal(asked("b", "x", {"type": "plain_text_input", "max_length": 3001})), "max_length 3001"),
        (modal(asked("b", "x", {"type": "plain_text_input", "placeholder": text("x" * 151)})), "151 char"),
        (modal(asked("b", "x", {"type": "radio_buttons", "options": OPTIONS[:11]})), "11; 1 to 10"),
        (modal(asked("b", "x", {"type": "checkboxes", "options": OPTIONS[:11]})), "11; 1 to 10"),
        (modal(asked("b", "x", {"type": "static_select", "options": OPTIONS})), "101; 1 to 100"),
        (modal(asked("b", "x", {"type": "static_select", "options": [option("v", "x" * 76)]})), "76 char"),
        (
            modal(asked("b", "x", {"type": "static_select", "options": [option("v" * 151, "x")]})),
            "151 of 150",
        ),
        ({**HOME, "blocks": [{"type": "divider"}] * 101}, "101 of 100"),
    ],
)
def test_a_view_beyond_a_limit_is_found(view, fault):
    assert any(fault in found for found in view_faults(view)), view_faults(view)


def test_what_keeps_to_the_limits_is_taken():
    assert view_faults(form()) == view_faults(HOME) == []
    assert message_faults(message("x" * 3000, *(button("x" * 75, f"{n}" * 255) for n in range(1)))) == []


async def test_a_broken_limit_fails_the_test_at_its_end():
    async def break_one() -> None:
        async with FakeSlack() as slack:
            web = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
            sent = {"channel": slack.general.id, "text": "x", "blocks": [header("x" * 151)]}
            with pytest.raises(SlackApiError, match="invalid_blocks"):
                await web.chat_postMessage(**sent)

    with pytest.raises(AssertionError, match="151 characters"):
        await break_one()
