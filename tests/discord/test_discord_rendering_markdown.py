"""What a member typed reaches Discord as words: read back by the rules of its clients, it is what was typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.limits import length
from adapters.discord.markdown import SEAM, fit, harmless, words
from bot.text import Bold, Code, Italic, Link, Moment, Plain, Text, text
from tests.discord.reading import read


def squeezed(shown: str) -> str:
    return "".join(shown.split())


PIECES = [
    "@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</prep:1>", "<:a:1>", "<a:b:2>", "<t:1:R>", "<id:home>",
    "https://x.example", "<https://x.example>", "steam://run/1", "discord.gg/abc", "discord.com/invite/abc",
    "[a](https://x.example)", ":tada:", ":+1:", "**", "*", "__", "_", "~~", "||", "`", "```", "\\", "# ", "-# ", "- ",
    "> ", ">>> ", "1. ", "\n", "\n\n\n\n", " ", "  ", "a", "b ", "15:00", "\u200b", "\u202e", "\x00", "\x1b[1m", "\t",
    "\ud83d", "\u2028", "\r\n", "\r", "ada@x.example", "<ada@x.example>", "<+4930123456>", "é", "名", "😀", "(", ")",
]  # fmt: skip
typed = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)
span = (
    typed.map(Plain)
    | typed.map(Bold)
    | typed.map(Italic)
    | typed.map(Code)
    | st.builds(Link, typed, st.just("https://x.example/a"))
    | st.builds(Moment, typed, st.just(datetime(2026, 11, 26, 20, tzinfo=UTC)))
)
texts = st.lists(span, max_size=5).map(tuple)


@given(typed)
def test_typed_words_are_shown_as_typed_and_nothing_is_made_of_them(said):
    shown, made = read(words(text(said)))
    assert made == []
    assert shown == harmless(said)


@given(typed)
def test_neither_a_mention_nor_an_invitation_is_left_for_the_server_to_find(said):
    written = words(text(said, Bold(said), Italic(said)))
    assert not re.search(
        r"@everyone|@here|<@[!&]?\d+>|(?<!\\)://|discord(\.gg|\.com/invite)/", written, re.IGNORECASE
    )


@given(texts)
def test_only_our_own_spans_style_or_link(content: Text):
    shown, made = read(words(content))
    ours = {
        Bold: {"strong"},
        Italic: {"emphasis"},
        Code: {"code"},
        Link: {"link", "hidden address"},
        Moment: {"time"},
    }
    assert set(made) <= set().union(*(ours.get(type(span), set()) for span in content))
    assert [name for name in made if name == "time"] == [
        "time" for span in content if isinstance(span, Moment)
    ]
    if not any(isinstance(span, Link | Moment) for span in content):
        assert squeezed(shown) == squeezed("".join(harmless(span.text) for span in content))


@given(texts, st.integers(min_value=1, max_value=80))
def test_shortened_text_is_no_longer_than_asked_and_its_markup_is_whole(content: Text, most):
    written = fit(content, most)
    assert length(written) <= most
    assert set(read(written)[1]) <= {"strong", "emphasis", "code", "link", "hidden address", "time"}


def test_shortened_text_ends_at_a_word_and_says_so():
    assert fit(text("one two three four"), 12) == "one two…"
    assert fit(text(Bold("one two three four")), 14) == "**one two…**"


@pytest.mark.parametrize(
    ("content", "written"),
    [
        (text("Bring ", Bold("two"), " copies"), "Bring **two** copies"),
        (text(Bold("Next: "), "rest"), "**Next:** rest"),
        (text(Bold("a"), Italic("b")), f"**a**{SEAM}*b*"),
        (text(Code("/prep add Acme")), "`/prep add Acme`"),
        (text(Code("a"), "", Code("b")), f"`a`{SEAM}`b`"),
        (text(Code("a`b")), "a\\`b"),
        (text(Link("A study", "https://x.example/a b")), "[A study](<https://x.example/a%20b>)"),
        (text(Link("https://y.example", "https://x.example")), "https\\://y.example <https://x.example>"),
        (text(Link("run it", "javascript:alert(1)")), "run it (javascript:alert(1))"),
        (text("https://x.example/a_b"), "https\\://x.example/a\\_b"),
        (text("@everyone"), f"@{SEAM}everyone"),
        (text("3. third\n# big"), "3\\. third\n\\# big"),
        (text("a\u202eb"), "a\\<U+202E>b"),
        (text("ada@x.example, 15:00 and 3.5"), "ada@x.example, 15:00 and 3.5"),
    ],
)
def test_markdown_of(content, written):
    assert words(content) == written


def test_a_time_is_said_with_its_place_before_the_readers_own():
    moment = Moment("Thursday 26 November 2026, 15:00, New York", datetime(2026, 11, 26, 20, tzinfo=UTC))
    assert words(text(moment)) == "Thursday 26 November 2026, 15:00, New York (<t:1795723200:f>)"


def test_a_wall_of_empty_lines_becomes_one():
    assert words(text("a\n\n\n \n\nb")) == "a\n\nb"
