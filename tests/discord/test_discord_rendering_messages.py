"""Any message becomes a private message and an answer within limits, with all its words' buttons."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord.components import MOST_BUTTONS, reply_data
from adapters.discord.layout import SHORTENED
from adapters.discord.limits import check, walk
from adapters.discord.messages import dm_body, in_place_data
from adapters.discord.public import public_data
from bot.invocation import Invocation
from bot.reply import PublicMessage
from bot.text import Bold, Code, Italic, Link, Moment, Plain, text
from bot.views.blocks import (
    Actions,
    Bullets,
    Button,
    Check,
    Checklist,
    Copyable,
    Divider,
    Emphasis,
    Fields,
    Message,
    Note,
    Paragraph,
    Progress,
    Quote,
)  # fmt: skip
from tests.discord.laws import pressed

said = st.text(max_size=40) | st.builds(
    lambda word, times: word * times,
    st.sampled_from(["a ", "*", "\n", "@everyone ", "word\n", "😀"]),
    st.integers(0, 450),
)
instants = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
span = (
    said.map(Plain)
    | said.map(Bold)
    | said.map(Italic)
    | said.map(Code)
    | st.builds(Link, said, st.just("https://x.example"))
    | st.builds(Moment, said, instants)
)
words = st.lists(span, max_size=3).map(tuple)
presses = st.integers(0, 24).map(lambda number: Invocation("plan done", {"step": str(number)}))
buttons = st.lists(st.builds(Button, said, presses, st.sampled_from(Emphasis)), max_size=12).map(tuple)
block = (
    words.map(Paragraph)
    | words.map(Note)
    | words.map(Quote)
    | said.map(Copyable)
    | st.lists(words, max_size=6).map(tuple).map(Bullets)
    | st.lists(st.tuples(st.sampled_from(Check), words), max_size=6).map(tuple).map(Checklist)
    | st.lists(st.tuples(said, words), max_size=6).map(tuple).map(Fields)
    | st.builds(Progress, st.integers(-1, 9), st.integers(-1, 9), said)
    | st.just(Divider())
    | buttons.map(Actions)
)
messages = st.builds(Message, said, said, st.lists(block, max_size=10).map(tuple))
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


def shown(body) -> str:
    return "\n".join(item["content"] for item in walk(body["components"]) if "content" in item)


def a_message(*blocks, notice="Encore: one small step", title="The day before: Acme") -> Message:
    return Message(notice, title, blocks)


def a_button(number: int) -> Button:
    return Button(f"Step {number}", Invocation("plan done", {"step": str(number)}))


@slow
@given(messages)
def test_any_message_is_within_limits_and_offers_what_it_offered(message):
    offered = {button.invocation for button in message.buttons}
    body, data = dm_body(message, "k" * 25), reply_data(message, ephemeral=True)
    assert check("message", body) == []
    assert check("callback", {"type": 4, "data": data}) == []
    assert check("callback", {"type": 7, "data": in_place_data(message)}) == []
    assert set(pressed(in_place_data(message))) == offered
    assert set(pressed(body)) == set(pressed(data)) == offered


@slow
@given(st.lists(said, max_size=4), said, buttons)
def test_any_public_message_is_within_limits(paragraphs, title, offered):
    public = PublicMessage(title, tuple(text(words) for words in paragraphs), offered)
    assert check("callback", {"type": 4, "data": public_data(public)}) == []


@given(st.text(min_size=1))
def test_the_notice_is_the_first_line_of_a_private_message(company):
    body = dm_body(a_message(Paragraph(text(company)), title=company))
    assert body["content"].split("\n")[0] == "Encore: one small step"


def test_a_private_message_can_mention_nobody_opens_no_preview_and_is_taken_once():
    body = dm_body(a_message(Paragraph(text("@everyone"))), "mfzwizltoq3gk5dfn5xhg2lp")
    assert body["allowed_mentions"] == {"parse": []}
    assert body["flags"] == 4
    assert (body["nonce"], body["enforce_nonce"]) == ("mfzwizltoq3gk5dfn5xhg2lp", True)
    assert "nonce" not in dm_body(a_message())


def test_what_takes_the_place_of_a_private_message_is_plain_and_clears_its_buttons():
    data = in_place_data(a_message(Paragraph(text("Done."))))
    assert data["content"] == "### The day before: Acme\n\nDone."
    assert data["components"] == []


def test_a_key_that_discord_would_cut_is_refused():
    with pytest.raises(ValueError, match="25 characters"):
        dm_body(a_message(), "k" * 26)


def test_only_a_private_answer_is_for_the_presser_alone():
    assert reply_data(a_message(), ephemeral=True)["flags"] == (1 << 15) | 64
    assert reply_data(a_message(), ephemeral=False)["flags"] == 1 << 15


def test_a_long_note_gives_way_before_a_short_date_and_says_so():
    message = a_message(Fields((("Notes", text("word " * 2000)), ("When", text("Thursday 26 November")))))
    for body in (dm_body(message)["content"], shown(reply_data(message, ephemeral=True))):
        assert "Thursday 26 November" in body
        assert "word…" in body
        assert body.endswith(SHORTENED)


def test_what_fits_is_not_said_to_be_shortened():
    assert SHORTENED not in dm_body(a_message(Paragraph(text("Rest."))))["content"]


def test_buttons_stay_where_they_were_among_the_words():
    data = reply_data(
        a_message(Paragraph(text("One")), Actions((a_button(1),)), Divider(), Paragraph(text("Two"))),
        ephemeral=True,
    )
    (container,) = data["components"]
    assert [item["type"] for item in container["components"]] == [10, 1, 14, 10]


def test_so_many_blocks_of_buttons_that_they_would_not_fit_stand_together_below_the_words():
    blocks = [
        item for number in range(25) for item in (Paragraph(text("Step")), Actions((a_button(number),)))
    ]
    message = a_message(*blocks)
    assert pressed(reply_data(message, ephemeral=True)) == [button.invocation for button in message.buttons]
    assert pressed(dm_body(message)) == [button.invocation for button in message.buttons]


def test_more_buttons_than_discord_takes_are_said_to_be_missing():
    message = a_message(Actions(tuple(a_button(number) for number in range(40))))
    data = reply_data(message, ephemeral=True)
    assert len(pressed(data)) == MOST_BUTTONS
    assert "more buttons" in shown(data)
    assert "more buttons" in dm_body(message)["content"]
    assert check("message", dm_body(message)) == []


def test_words_to_copy_stand_in_a_code_block_that_nothing_in_them_ends():
    copied = Copyable("Dear *Ben*,\n\n```\n@everyone <@1>")
    data = reply_data(a_message(Paragraph(text(Bold("Message"))), copied), ephemeral=True)
    assert shown(data).endswith("**Message**\n```\nDear *Ben*,\n\n`\u200b`\u200b`\n@everyone <@1>\n```")


def test_words_to_copy_that_are_too_long_are_shortened_within_their_block():
    data = reply_data(a_message(Copyable("word " * 2000), Note(text("Read it first."))), ephemeral=True)
    assert "word…\n```" in shown(data)
    assert "Read it first." in shown(data)
    assert shown(data).endswith(SHORTENED)


def test_nothing_to_copy_leaves_no_empty_block():
    assert "`" not in shown(reply_data(a_message(Copyable(" \n "), Note(text("a"))), ephemeral=True))


def test_emphasis_becomes_a_style():
    offered = tuple(
        Button("x", Invocation("plan done", {"step": emphasis}), emphasis) for emphasis in Emphasis
    )
    data = reply_data(a_message(Actions(offered)), ephemeral=True)
    styles = {item["custom_id"]: item["style"] for item in walk(data["components"]) if "style" in item}
    assert list(styles.values()) == [2, 1, 4]


def test_a_state_is_said_in_words():
    data = reply_data(a_message(Checklist(tuple((check, text("Sleep")) for check in Check))), ephemeral=True)
    assert shown(data).endswith("- Sleep\n- Done: Sleep\n- Skipped: Sleep\n- **Now:** Sleep")


def test_a_quote_and_a_note_hold_all_their_lines():
    data = reply_data(a_message(Quote(text("a\n\nb")), Note(text("c\nd"))), ephemeral=True)
    assert shown(data).endswith("> a\n> b\n\n-# c\n-# d")
