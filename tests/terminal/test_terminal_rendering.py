from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from adapters.terminal.harmless import harmless, on_one_line
from adapters.terminal.ink import Ink, bare, line
from adapters.terminal.render import render, render_public
from adapters.terminal.wrap import reading_width, wrap
from bot.invocation import Invocation
from bot.reply import PublicMessage
from bot.text import Bold, Code, Italic, Link, text
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
)

EVERYTHING = Message(
    "notice",
    "Your plan for Acme",
    (
        Paragraph(text("Thursday 26 November 2026, 15:00, New York, in 4 days.")),
        Progress(4, 11, "steps done"),
        Paragraph(text(Bold("Today, Sunday 22 November 2026"))),
        Checklist(
            (
                (Check.DONE, text(Bold("any time"), "  Write down who you met (10 min)")),
                (Check.NOW, text(Bold("18:00"), "  " + "Read what the company says of itself and " * 3)),
                (Check.OPEN, text("Later")),
                (Check.SKIPPED, text("Left out")),
            )
        ),
        Fields((("Company", text("Acme")), ("Who you will meet there", text("Two people")))),
        Bullets((text("One"), text("Two"))),
        Quote(text("Tell me about a time when\nyou were wrong.")),
        Note(text("Done when: it is written down, which is how you will know that it is done.")),
        Note(text("A tip: breathe.")),
        Divider(),
        Paragraph(text("Read ", Italic("this"), " at ", Link("the guide", "https://example.org/guide"), ".")),
        Actions(
            (
                Button("Done", Invocation("a"), Emphasis.PRIMARY),
                Button("In an hour", Invocation("b")),
                Button("This evening", Invocation("c")),
                Button("Tomorrow", Invocation("d")),
                Button("Skip", Invocation("e"), Emphasis.DANGER),
            )
        ),
    ),
)


def words(message: Message, columns: int = 72) -> str:
    return "\n".join(bare(content) for content in render(message, columns))


def of(paragraph: str, columns: int = 72) -> list[str]:
    message = Message("n", "T", (Paragraph(text(paragraph)),))
    return [bare(content) for content in render(message, columns)][1:]


def test_words_to_copy_stand_as_they_are_with_nothing_before_a_line() -> None:
    message = Message(
        "n", "T", (Paragraph(text(Bold("Message"))), Copyable("Dear Ben,\n\n- one\n\x1b[31mthanks"))
    )
    assert words(message).split("\n") == ["T", "Message", "Dear Ben,", "", "- one", "\u241b[31mthanks"]


def test_every_block_reads_well_in_plain_words() -> None:
    assert words(EVERYTHING, 60).split("\n") == [
        "Your plan for Acme",
        "Thursday 26 November 2026, 15:00, New York, in 4 days.",
        "",
        "[#######-------------] 4 of 11 steps done",
        "",
        "Today, Sunday 22 November 2026",
        "[x] any time  Write down who you met (10 min)",
        "[>] 18:00  Read what the company says of itself and Read",
        "    what the company says of itself and Read what the",
        "    company says of itself and",
        "[ ] Later",
        "[-] Left out",
        "",
        "Company:         Acme",
        "Who you will meet there:",
        "                 Two people",
        "",
        "- One",
        "- Two",
        "",
        "> Tell me about a time when",
        "> you were wrong.",
        "",
        "  Done when: it is written down, which is how you will know",
        "    that it is done.",
        "  A tip: breathe.",
        "",
        "--------------------",
        "",
        "Read this at the guide (https://example.org/guide).",
        "",
        "[1] Done  [2] In an hour  [3] This evening  [4] Tomorrow",
        "[5] Skip",
    ]


@pytest.mark.parametrize("columns", [24, 40, 59, 72])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    rows = [row for row in words(EVERYTHING, columns).split("\n") if "https://" not in row]
    assert max(wcswidth(row) for row in rows) <= columns


def test_lines_stop_at_a_readable_width_however_wide_the_terminal_is() -> None:
    assert [reading_width(columns) for columns in (10, 60, 80, 300)] == [24, 59, 72, 72]


def test_only_the_eye_is_helped_by_ink() -> None:
    inks = {ink for content in render(EVERYTHING, 72) for ink, _ in content}
    assert inks == set(Ink)


def test_numbers_go_on_where_another_message_stopped() -> None:
    last = bare(render(EVERYTHING, 200, first_number=6)[-1])
    assert last == "[6] Done  [7] In an hour  [8] This evening  [9] Tomorrow  [10] Skip"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\x00b\x08c\x7f", "a␀b␈c␡"),
        ("\x9b2J", "<U+009B>2J"),
        ("left\u202eright\u2066x\u2069", "left<U+202E>right<U+2066>x<U+2069>"),
        ("half \ud83d", "half \ufffd"),
        ("tab\there", "tab    here"),
        ("bare\rreturn", "bare␍return"),
        ("**not bold** <@U1> [1] `x`", "**not bold** <@U1> [1] `x`"),
        ("\u05e9\u05dc\u05d5\u05dd\u200f", "\u05e9\u05dc\u05d5\u05dd\u200f"),
    ],
)
def test_hostile_characters_are_seen_and_do_nothing(typed: str, shown: str) -> None:
    assert harmless(typed) == shown
    assert of(typed) == [shown]


def test_line_breaks_of_every_kind_stay_inside_the_block_and_out_of_titles() -> None:
    broken = "one\r\ntwo\u2028three\u0085four"
    assert of(broken) == ["one", "two", "three", "four"]
    assert on_one_line(broken) == "one two three four"
    message = Message("n", broken, (Actions((Button("Go\n[2] Stop", Invocation("a")),)),))
    assert words(message) == "one two three four\n[1] Go [2] Stop"


@given(st.text(alphabet=st.characters(), max_size=300), st.integers(24, 72))
def test_nothing_that_can_be_typed_leaves_the_width_or_moves_the_cursor(typed: str, columns: int) -> None:
    for row in of(typed, columns):
        assert harmless(row) == row
        assert "\n" not in row
        assert wcswidth(row) <= columns or "http" in row


@given(st.lists(st.sampled_from(["a", "bb", "日本語", "👩‍👩‍👧", "é", "🇩🇪"]), min_size=1), st.integers(8, 40))
def test_wrapping_keeps_every_word_whole_and_in_order(pieces: list[str], columns: int) -> None:
    rows = [bare(row) for row in wrap(line(" ".join(pieces)), columns)]
    assert "".join(rows).replace(" ", "") == "".join(pieces)
    assert all(wcswidth(row) <= columns for row in rows)


def test_wide_characters_count_twice_and_emoji_are_never_torn() -> None:
    assert of("日本語" * 10, 24) == ["日本語" * 4, "日本語" * 4, "日本語" * 2]
    family = "👩‍👩‍👧‍👦"
    assert of(family * 15, 24) == [family * 12, family * 3]


def test_a_break_falls_between_words_even_where_the_ink_changes_inside_one() -> None:
    content = line("aaaa ", (Ink.STRONG, "bbbb"), ": cc")
    assert [bare(row) for row in wrap(content, 8)] == ["aaaa", "bbbb: cc"]


def test_an_address_is_never_broken_so_that_it_can_be_copied() -> None:
    address = "https://example.org/" + "room/" * 20
    assert of(f"Meet me at {address} on time", 40) == ["Meet me at", address, "on time"]


def test_ten_thousand_characters_without_a_space_are_shown_whole_and_soon() -> None:
    begun = time.perf_counter()
    rows = of("x" * 10_000, 60)
    assert "".join(rows) == "x" * 10_000
    assert "".join(of("語" * 10_000, 60)) == "語" * 10_000
    assert time.perf_counter() - begun < 5


def test_an_empty_message_is_its_title() -> None:
    assert (
        words(Message("n", "Quiet", (Paragraph(()), Bullets(()), Fields(()), Actions(())))).strip() == "Quiet"
    )


def test_progress_without_steps_is_an_empty_bar() -> None:
    assert "[--------------------] 0 of 0 steps" in words(Message("n", "T", (Progress(0, 0, "steps"),)))


def test_what_a_channel_would_see_is_shown_in_full() -> None:
    public = PublicMessage("A tip", (text("First."), text("Second, ", Code("/tip"), ".")))
    assert [bare(row) for row in render_public(public, 60)] == ["A tip", "First.", "", "Second, /tip."]
