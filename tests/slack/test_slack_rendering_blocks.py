"""Every block of the core has its shape on Slack, reads well aloud, and shortens rather than fails."""

from __future__ import annotations

import json

import pytest

from adapters.slack.blocks import layout, message_body
from adapters.slack.home import home_view
from adapters.slack.limits import VIEW_BLOCKS, WHOLE_MESSAGE, check, weight
from adapters.slack.plain_text import SAID
from adapters.slack.public import public_body
from bot.invocation import Invocation, decode, encode
from bot.reply import PublicMessage
from bot.text import Bold, Code, text
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
from bot.views.coach import CARD


def of(*blocks, title=""):
    return Message("notice", title, blocks)


def spoken(node):
    """Everything that a block says, in order."""
    if isinstance(node, list):
        return "".join(spoken(part) for part in node)
    if not isinstance(node, dict):
        return ""
    if node.get("type") == "rich_text_section":
        return spoken(node["elements"]) + "\n"
    own = node["text"] if isinstance(node.get("text"), str) else spoken(node.get("text"))
    return own + spoken(node.get("elements"))


def says(*blocks):
    return spoken(layout(of(*blocks))).strip()


def offered(blocks):
    return [
        decode(element["action_id"])
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def some_buttons(count):
    return tuple(
        Button(f"Button {number}", Invocation("tip show", {"item": f"{number}"})) for number in range(count)
    )


def test_a_title_is_a_header_and_a_divider_a_divider():
    assert layout(of(Divider(), title="Acme")) == [
        {"type": "header", "text": {"type": "plain_text", "text": "Acme", "emoji": False}},
        {"type": "divider"},
    ]


def test_a_list_stands_in_the_block_of_the_words_before_it():
    [block] = layout(of(Paragraph(text(Bold("Ahead"))), Bullets((text("One"), text(Bold("Two"))))))
    section, listed = block["elements"]
    assert section["type"] == "rich_text_section"
    assert (listed["type"], listed["style"]) == ("rich_text_list", "bullet")
    assert [item["elements"][0]["text"] for item in listed["elements"]] == ["One", "Two"]


def test_fields_are_lines_of_a_label_and_its_value():
    [block] = layout(of(Fields((("Role", text("Analyst")), ("Round", text("2"))))))
    [section] = block["elements"]
    assert spoken(section).strip() == "Role: Analyst\nRound: 2"
    assert section["elements"][0] == {"type": "text", "text": "Role", "style": {"bold": True}}


def test_a_checklist_says_the_state_of_each_line_in_words():
    checks = Checklist(tuple((check, text(f"step {check}.")) for check in Check))
    assert says(checks).split("\n") == [
        "step open.",
        "Done: step done.",
        "Skipped: step skipped.",
        "Now: step now.",
    ]


@pytest.mark.parametrize(
    ("done", "total", "bar"),
    [(3, 7, "████░░░░░░"), (0, 7, "░" * 10), (7, 7, "█" * 10), (9, 7, "█" * 10), (0, 0, "░" * 10)],
)
def test_progress_is_said_before_it_is_drawn(done, total, bar):
    assert says(Progress(done, total, "steps done")) == f"{done} of {total} steps done  {bar}"


def test_a_quote_is_a_quote():
    [block] = layout(of(Quote(text("Tell me about a promise."))))
    [quote] = block["elements"]
    assert quote == {
        "type": "rich_text_quote",
        "elements": [{"type": "text", "text": "Tell me about a promise."}],
    }


def test_words_to_copy_are_a_preformatted_block_of_plain_words():
    [block] = layout(of(Copyable("Dear *Ben*,\n\n<!here> `thanks`")))
    assert block["elements"] == [
        {
            "type": "rich_text_preformatted",
            "elements": [{"type": "text", "text": "Dear *Ben*,\n\n<!here> `thanks`"}],
        }
    ]


def test_nothing_to_copy_leaves_no_empty_block():
    assert [block["type"] for block in layout(of(Copyable(" \n "), Note(text("a"))))] == ["context"]


def test_a_note_is_small_where_nothing_is_lost_by_it_and_slanted_else():
    plain, styled, broken = layout(
        of(Note(text("Done when: ", "done.")), Note(text("Type ", Code("/prep"))), Note(text("a\nb")))
    )
    assert plain["elements"] == [{"type": "plain_text", "text": "Done when: done.", "emoji": False}]
    assert [element["style"] for element in styled["elements"][0]["elements"]] == [
        {"italic": True},
        {"code": True},
    ]
    assert broken["elements"][0]["elements"][0]["text"] == "a\nb"


def test_a_button_carries_its_invocation_and_its_weight():
    invocation = Invocation("reminder later", {"key": "abc", "until": "hour"})
    [block] = layout(of(Actions((Button("In an hour", invocation, Emphasis.PRIMARY), *some_buttons(1)))))
    first, second = block["elements"]
    assert first["action_id"] == encode(invocation)
    assert first["style"] == "primary"
    assert "style" not in second


def test_buttons_stand_in_rows_of_five_and_are_offered_once():
    blocks = layout(of(Actions(some_buttons(7)), Actions(some_buttons(8))))
    assert [len(block["elements"]) for block in blocks] == [5, 2, 1]
    assert len(set(map(str, offered(blocks)))) == 1
    assert len(set(offered(blocks))) == 8


def test_a_button_without_words_still_says_something():
    [block] = layout(of(Actions((Button(" \u200b", Invocation("tip")),))))
    assert block["elements"][0]["text"]["text"] == "Go on"


def test_a_message_with_nothing_to_see_shows_its_notice():
    assert spoken(layout(of(Paragraph(text("")), Bullets(()), Fields(()), Note(text(" "))))) == "notice"


def test_a_message_that_is_too_long_is_shortened_and_keeps_its_buttons():
    long = Paragraph(text("word " * 900))
    body = message_body(of(long, long, long, long, long, Actions(some_buttons(6)), title="T"))
    assert check(body) == []
    assert spoken(body["blocks"]).count(SAID) == 5
    assert len(offered(body["blocks"])) == 6


def test_what_cannot_be_shortened_enough_is_left_out_from_the_end():
    body = message_body(
        of(*(Paragraph(text(f"{n} " + "word " * 60)) for n in range(60)), Actions(some_buttons(30)))
    )
    assert check(body) == []
    said = spoken(body["blocks"])
    assert said.startswith("0 word")
    assert said.count(f"\n{SAID}\n") == 1
    assert len(offered(body["blocks"])) == 30


def test_rows_of_buttons_grow_before_words_go():
    blocks = layout(of(*(Divider(),) * 46, Paragraph(text("kept")), Actions(some_buttons(21))))
    assert [len(block["elements"]) for block in blocks if block["type"] == "actions"] == [21]
    assert "kept" in spoken(blocks)


def test_a_list_without_end_ends():
    said = says(Bullets(tuple(text(f"item {n}") for n in range(75))))
    assert said.endswith(f"item 59\nand 15 more {SAID}")


def test_a_message_shows_its_notice_in_notifications_and_nothing_else_is_parsed_or_unfurled():
    body = message_body(Message("Encore: a *step*", "Acme", ()))
    assert body["text"] == "Encore: a \u2217step\u2217"
    assert {name: body[name] for name in body if name not in {"text", "blocks"}} == {
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
    }


def test_what_arrives_unasked_begins_with_its_notice():
    message = Message("Encore: one small step", "The evening before: Acme", ())
    assert spoken(message_body(message, pushed=True)["blocks"]).startswith("Encore: one small step")
    assert spoken(message_body(message)["blocks"]) == "The evening before: Acme"


def test_a_pushed_message_counts_its_notice_in():
    body = message_body(of(*(Paragraph(text("word " * 500)) for _ in range(60))), pushed=True)
    assert check(body) == []
    assert len(body["blocks"]) <= 50
    assert weight(body["blocks"]) < WHOLE_MESSAGE


def test_a_home_tab_shows_messages_in_turn_and_offers_nothing_twice():
    one = of(Paragraph(text("Where you stand")), Actions(some_buttons(2)), title="First")
    two = of(Actions(some_buttons(2)), Actions(some_buttons(3)), title="Second")
    view = home_view((one, two))
    assert view["type"] == "home"
    assert check(view) == []
    assert [block["type"] for block in view["blocks"]] == [
        "header", "rich_text", "actions", "divider", "header", "actions",
    ]  # fmt: skip
    assert len(offered(view["blocks"])) == 3


def test_a_home_tab_holds_a_hundred_blocks_and_the_last_message_too():
    long = [
        of(*(Paragraph(text(f"{n}")) for n in range(80)), Actions(some_buttons(3)), title=f"{m}")
        for m in range(30)
    ]
    view = home_view(long)
    assert check(view) == []
    assert len(view["blocks"]) <= VIEW_BLOCKS
    assert len(offered(view["blocks"])) == 3


def test_a_public_message_is_its_words_and_its_buttons():
    body = public_body(CARD)
    assert body["text"] == CARD.title
    assert offered(body["blocks"]) == [button.invocation for button in CARD.buttons]
    bare = public_body(PublicMessage("A question to practise", (text("Tell me about trust."),)))
    assert spoken(bare["blocks"]) == "A question to practiseTell me about trust.\n"
    assert json.dumps(bare).count("actions") == 0
