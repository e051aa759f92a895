"""What Slack sends is read for what the person meant, and for where it is safe to answer."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.requests import (
    BEFORE_ALL,
    Place,
    of_command,
    of_interaction,
    of_message,
    typed_in_a_command,
    typed_in_a_message,
)
from bot.domain.members import Surface


def press(channel: str, *, ephemeral: bool = False, block: str = "b1", **container: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "container": {"type": "message", "channel_id": channel, "is_ephemeral": ephemeral, **container},
        "channel": {"id": channel, "name": "directmessage"},
        "actions": [{"type": "button", "action_id": "prep", "block_id": block}],
        "trigger_id": "1.2",
        "response_url": "https://hooks.invalid/1",
    }


def in_a_view(kind: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": kind},
        "actions": [{"type": "button", "action_id": "prep", "block_id": "b1"}],
        "trigger_id": "1.2",
    }


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("R&amp;D at A &lt; B", "R&D at A < B"),
        ("&lt;!channel&gt; &lt;@U1&gt;", "<!channel> <@U1>"),
        ("*bold* _italic_ ~struck~ `code`", "*bold* _italic_ ~struck~ `code`"),
        ("see <https://a.org/x?a=1&amp;b=2>", "see https://a.org/x?a=1&b=2"),
        ("see <http://acme.org|acme.org>", "see acme.org"),
        ("<mailto:ada@a.org|ada@a.org> or <mailto:ben@a.org>", "ada@a.org or ben@a.org"),
        ("<tel:+4920112345|0201 12345>", "0201 12345"),
        ("with <@U1|ada> and <@U2>", "with @ada and @U2"),
        ("in <#C1|general>, <#C2|> and <#C3>", "in #general, #C2 and #C3"),
        ("<!channel> <!here|here> <!everyone>", "@channel @here @everyone"),
        ("<!subteam^S1|@coaches> <!subteam^S2>", "@coaches @subteam"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("a <> b | c >", "a <> b | c >"),
        ("", ""),
    ],
)
def test_a_message_reads_as_it_was_typed(sent: str, typed: str) -> None:
    assert typed_in_a_message(sent) == typed


@pytest.mark.parametrize("words", ["<!channel>", "<@U1> & co", "<https://a.org|here>", "a < b > c", "*x*"])
def test_behind_a_command_nothing_is_markup(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert typed_in_a_command(words) == words
    assert typed_in_a_command(escaped) == words


def test_a_press_in_our_direct_messages_is_direct_and_its_message_may_be_replaced() -> None:
    origin = of_interaction(press("D1"))
    assert (origin.direct, origin.channel, origin.replaceable) == (True, "D1", True)
    assert origin.caller().channel == "D1"
    assert origin.caller().surface is Surface.DIRECT


@pytest.mark.parametrize("channel", ["C1", "G1", "D1"])
def test_a_press_on_an_answer_for_one_alone_tells_no_channel_of_ours(channel: str) -> None:
    """Such an answer may stand in the direct messages of two people."""
    origin = of_interaction(press(channel, ephemeral=True))
    assert not origin.direct
    assert origin.caller().channel == ""
    assert origin.replaceable


@pytest.mark.parametrize(
    ("channel", "block"), [("C1", "b1"), ("G1", "b1"), ("D1", f"{BEFORE_ALL}:2"), ("C1", f"{BEFORE_ALL}:2")]
)
def test_a_press_on_what_others_see_too_replaces_nothing(channel: str, block: str) -> None:
    origin = of_interaction(press(channel, block=block))
    assert not origin.replaceable
    assert not origin.direct


def test_a_press_in_a_thread_keeps_it() -> None:
    assert of_interaction(press("D1", thread_ts="12.3")).thread == "12.3"


@pytest.mark.parametrize(
    ("kind", "place", "surface"),
    [("modal", Place.MODAL, Surface.DIRECT), ("home", Place.HOME, Surface.HOME)],
)
def test_a_view_has_no_channel_to_share_with(kind: str, place: Place, surface: Surface) -> None:
    origin = of_interaction(in_a_view(kind))
    assert origin.place is place
    assert origin.view_id == "V1"
    assert origin.caller().surface is surface
    assert not origin.replaceable


def test_a_shortcut_has_none_either() -> None:
    body = {"type": "shortcut", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "1.2"}
    origin = of_interaction(body)
    assert origin.place is Place.MESSAGE
    assert origin.caller().surface is Surface.DIRECT


def test_where_slack_names_no_team_the_persons_own_counts() -> None:
    body = {**press("C1"), "team": None}
    assert of_interaction(body).team == "T1"


def test_a_command_answers_by_its_own_address_wherever_it_was_typed() -> None:
    body = {"team_id": "T1", "user_id": "U1", "channel_id": "D9", "response_url": "u", "trigger_id": "t"}
    origin = of_command(body)
    assert (origin.direct, origin.response_url, origin.trigger) == (False, "u", "t")
    assert origin.caller().surface is Surface.CHANNEL


def test_a_direct_message_keeps_its_thread() -> None:
    event = {"user": "U1", "channel": "D1", "text": "", "ts": "1.0", "thread_ts": "0.5"}
    origin = of_message({"team_id": "T1", "event": event})
    assert (origin.direct, origin.thread) == (True, "0.5")
