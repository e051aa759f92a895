"""Words are shown as they were typed and are obeyed by nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.slack.plain_text import SAID, blank, harmless, notice, on_one_line, plain_text, shortened
from adapters.slack.rich_text import YOUR_CLOCK, elements, fitted
from bot.text import Bold, Code, Italic, Link, Moment, Plain, plain, text
from tests.view_samples import ON_DISCORD, ON_SLACK, UNSEEN

THURSDAY = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)


def test_spans_become_texts_with_their_style():
    content = text("Plain, ", Bold("bold"), Italic("italic"), Code("/prep"))
    assert elements(content) == [
        {"type": "text", "text": "Plain, "},
        {"type": "text", "text": "bold", "style": {"bold": True}},
        {"type": "text", "text": "italic", "style": {"italic": True}},
        {"type": "text", "text": "/prep", "style": {"code": True}},
    ]


def test_a_style_for_all_leaves_those_that_have_their_own():
    assert [element["style"] for element in elements(text("a", Bold("b")), "italic")] == [
        {"italic": True},
        {"bold": True},
    ]


def test_a_link_of_ours_is_one_and_an_odd_one_is_words():
    assert elements(text(Link("Guide", "https://example.org"))) == [
        {"type": "link", "url": "https://example.org", "text": "Guide"}
    ]
    odd = [Link("Guide", "javascript:alert(1)"), Link("Guide", "https://example.org/" + "x" * 3000)]
    assert elements(tuple(odd)) == [{"type": "text", "text": "Guide"}] * 2


def test_a_moment_is_wall_time_first_and_the_readers_clock_behind_it():
    wall, own = elements(text(Moment("Thursday 26 November 2026, 15:00, New York", THURSDAY)))
    assert wall == {"type": "text", "text": "Thursday 26 November 2026, 15:00, New York"}
    assert own == {
        "type": "date",
        "timestamp": 1795723200,
        "format": YOUR_CLOCK,
        "fallback": " (20:00 UTC)",
    }


@pytest.mark.parametrize("typed", [ON_SLACK, ON_DISCORD])
def test_what_slack_would_parse_elsewhere_is_words_in_rich_text(typed):
    assert elements(text(typed)) == [{"type": "text", "text": typed}]


@pytest.mark.parametrize("unseen", ["", " ", "\n \t", "\u200b", "\u202e\u2066", "\x00\x1b"])
def test_what_cannot_be_seen_is_no_element_since_slack_refuses_empty_ones(unseen):
    assert blank(harmless(unseen))
    assert elements(text(unseen, Bold(unseen))) == []
    assert plain_text(unseen)["text"] == notice(unseen) == "…"


def test_characters_that_turn_hide_or_break_are_taken_out():
    assert harmless(UNSEEN) == "right to left\u200b[31mred tab here \ufffd"
    assert harmless("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert on_one_line(" a\nb ") == "a b"


def test_plain_text_shows_no_emoji():
    assert plain_text("Acme :tada:") == {"type": "plain_text", "text": "Acme :tada:", "emoji": False}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Encore: one small step, 15 minutes", "Encore: one small step, 15 minutes"),
        ("<!channel> & <@U123>", "&lt;!channel&gt; &amp; &lt;\uff20U123&gt;"),
        ("*b* _i_ ~s~ `c`", "\u2217b\u2217 \uff3fi\uff3f \u223cs\u223c \u02cbc\u02cb"),
        ("At 18:00 :tada: http://x.example", "At 18:00 \ua789tada: http\ua789//x.example"),
        ("@here and #general", "\uff20here and \uff03general"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_notice_is_read_as_it_is_written(typed, shown):
    assert notice(typed) == shown


def test_shortening_is_at_a_word_and_shows():
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three", 12) == "one two…"
    assert shortened("one two three", 8) == "one two…"
    assert shortened("https://example.org/a-long-path", 12) == "https://exa…"
    assert shortened("anything", 1) == "…"


def test_a_text_that_is_too_long_says_that_it_was_shortened():
    content = text("one two ", Bold("three four five"), " six seven")
    assert fitted(content, 100) == content
    cut = fitted(content, 30)
    assert plain(cut) == "one two three" + SAID
    assert cut[1] == Bold("three")
    assert len(plain(cut)) <= 30


def test_a_moment_that_is_cut_is_no_moment_any_more():
    cut = fitted(text(Moment("Thursday 26 November 2026, 15:00, New York", THURSDAY)), 30)
    assert cut == (Plain("Thursday 26"), Plain(SAID))
