"""The page to print: one sheet always, the same bytes for the same brief, and no box where a letter is missing."""

from __future__ import annotations

import gc
import logging
import re
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.fonts import BOLD, REGULAR, Lettered, legible, lettered
from bot.documents.pages import SIZES, UNSHOWN, brief_page
from bot.domain.brief import Brief
from bot.domain.interviews import Interview
from bot.domain.interviews import Person as Interviewer

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
MOST_BYTES = 60_000
LATIN = frozenset(range(32, 0x250))


def a_brief(**changes: object) -> Brief:
    interview = Interview(
        id="i1", member_id="m", company="Acme", role="data analyst", day=date(2026, 11, 26), time=time(15),
        zone="America/New_York", interviewers=(Interviewer("Dana Example", "Head of Data"),),
        place="12 Sample Street", created_at=NOW, planned_from=NOW,
    )  # fmt: skip
    brief = Brief(
        interview=interview,
        reader_zone="Europe/Berlin",
        headlines=("Told the client early", "Cut a report to one hour"),
        questions=("What would you like changed first?",),
        facts=("A second site opens in May",),
        promised="To send the sample report",
        calm="Give your hands something to do.",
    )
    about = {
        name: value for name, value in changes.items() if name in {"company", "role", "interviewers", "place"}
    }
    rest = {name: value for name, value in changes.items() if name not in about}
    return replace(brief, interview=replace(interview, **about), **rest)  # type: ignore[arg-type]


def objects(page: bytes) -> dict[int, bytes]:
    return {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", page, re.DOTALL)}


def stream(body: bytes) -> bytes:
    found = re.search(rb"stream\n(.*)\nendstream", body, re.DOTALL)
    assert found
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def reference(body: bytes, name: str) -> int:
    found = re.search(rb"/%b \[?(\d+)" % name.encode(), body)
    assert found
    return int(found[1])


def said(page: bytes) -> list[str]:
    """The lines of the page, as a reader that copies them out finds them (ISO 32000, "ToUnicode CMaps")."""
    parts = objects(page)
    (sheet,) = [body for body in parts.values() if re.search(rb"/Type /Page\b(?!s)", body)]
    fonts = {
        name: dict(re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", stream(parts[reference(parts[int(number)], "ToUnicode")])))
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", parts[reference(sheet, "Resources")])
    }  # fmt: skip
    lines = []
    current = b""
    for font, shown in re.findall(
        rb"BT /(F\d+) [\d.]+ Tf ET|\(((?:\\.|[^\\)])*)\) Tj",
        stream(parts[reference(sheet, "Contents")]),
        re.DOTALL,
    ):
        current = font or current
        if font:
            continue
        raw = re.sub(rb"\\(.)", lambda found: {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(found[1], found[1]), shown, flags=re.DOTALL)  # fmt: skip
        codes = [raw[at : at + 2].hex().upper().encode() for at in range(0, len(raw), 2)]
        lines.append(
            "".join(bytes.fromhex(fonts[current][code].decode()).decode("utf-16-be") for code in codes)
        )
    return lines


def pages_in(page: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", page))


def test_the_page_says_what_the_brief_says() -> None:
    lines = said(brief_page(a_brief()))
    for line in (
        "Acme",
        "data analyst",
        "Thursday 26 November 2026, 15:00, New York",
        "21:00 in Berlin, for you",
        "Dana Example, Head of Data",
        "12 Sample Street",
        "Told the client early",
        "What would you like changed first?",
        "A second site opens in May",
        "To send the sample report",
        "Give your hands something to do.",
    ):
        assert line in lines
    assert UNSHOWN not in lines


def test_one_clock_is_enough_where_both_show_the_same() -> None:
    lines = said(brief_page(replace(a_brief(), reader_zone="America/Toronto")))
    assert not any("for you" in line for line in lines)


def test_what_is_not_known_has_no_heading() -> None:
    bare = a_brief(
        headlines=(), questions=(), facts=(), promised="", calm="", place="", interviewers=(), role=""
    )
    lines = said(brief_page(bare))
    assert lines[:2] == ["Acme", "When"]
    assert not {"Your headlines", "To ask", "To know", "Who", "Where", "Promised"} & set(lines)
    assert "Notes" in lines


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert brief_page(a_brief()) == brief_page(a_brief())
    assert brief_page(a_brief()) != brief_page(a_brief(calm="Breathe."))


def test_the_file_says_nothing_beside_its_page() -> None:
    page = brief_page(a_brief())
    assert b"/Title (One page)" in page
    assert b"/CreationDate (D:20261122150000Z)" in page
    assert not re.search(rb"/(Author|Subject|Keywords|Creator) ", page)
    assert b"Acme" not in page
    assert len(page) < MOST_BYTES


@pytest.mark.parametrize("sign", ["W", "Ж", "i", "word "])
def test_the_longest_brief_is_still_one_page(sign: str) -> None:
    people = tuple(Interviewer(sign * 30, sign * 60) for _ in range(9))
    full = a_brief(
        company=(sign * 80)[:80],
        role=(sign * 80)[:80],
        place=(sign * 300)[:300],
        interviewers=people,
        headlines=tuple(f"{n} {sign * 140}"[:140] for n in range(3)),
        questions=tuple(f"{n} {sign * 140}"[:140] for n in range(3)),
        facts=tuple(f"{n} {sign * 100}"[:100] for n in range(3)),
        promised=(sign * 140)[:140],
        calm=(sign * 100)[:100],
    )
    page = brief_page(full)
    assert pages_in(page) == 1
    assert "and 1 more" in said(page)
    lowest = min(float(at) for at in re.findall(rb"BT [\d.]+ (-?[\d.]+) Td", stream(_contents(page))))
    assert lowest > 36


def _contents(page: bytes) -> bytes:
    parts = objects(page)
    (sheet,) = [body for body in parts.values() if re.search(rb"/Type /Page\b(?!s)", body)]
    return parts[reference(sheet, "Contents")]


def test_a_usual_brief_is_set_in_the_largest_type() -> None:
    assert b"%.2f Tf" % SIZES[0] in stream(_contents(brief_page(a_brief())))


@pytest.mark.parametrize(
    "words",
    ["Zoë Łukasz Ærø", "Ελένη Παπαδοπούλου", "Оксана Їжак", "Nguyễn Thị Hoa", "Əli Şahin", "10 € · “so”…"],
)
def test_these_letters_are_printed(words: str) -> None:
    lines = said(brief_page(a_brief(company=words)))
    assert lines[0] == words
    assert UNSHOWN not in lines


@pytest.mark.parametrize("words", ["王伟", "محمد", "שרה", "नेहा", "ยินดี", "김민수"])
def test_other_scripts_are_left_out_and_the_page_says_where_they_are(
    words: str, caplog: pytest.LogCaptureFixture
) -> None:
    mixed = a_brief(
        company=words,
        headlines=(words, "Told the client early"),
        interviewers=(Interviewer(f"{words} (Wei)", "CTO"),),
    )
    lines = said(brief_page(mixed))
    assert lines[0] == "Your interview"
    assert "(Wei), CTO" in lines
    assert [line for line in lines if line in {"1.", "2.", "3."}].count("2.") == 0
    assert any("this page cannot print" in line for line in lines)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_an_emoji_is_left_out_without_a_word() -> None:
    lines = said(brief_page(a_brief(headlines=("Shipped it 🚀❤️ early",))))
    assert "Shipped it early" in lines
    assert not any("cannot print" in line for line in lines)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Dana\nExample", Lettered("Dana Example")),
        ("王伟, CTO", Lettered("CTO", lost=True)),
        ("Wei (王伟) Wang", Lettered("Wei Wang", lost=True)),
        ("e\u0301", Lettered("é")),
        ("1\ufe0f\u20e3 first", Lettered("1 first")),
        ("\u202egnihton", Lettered("gnihton")),
        ("", Lettered("")),
    ],
)
def test_what_the_letters_lack_goes(words: str, shown: Lettered) -> None:
    assert lettered(words, LATIN) == shown


def test_signs_alone_are_not_legible() -> None:
    assert not legible("(), …")
    assert legible("7")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=140), st.text(max_size=80))
def test_no_text_breaks_the_page(line: str, company: str) -> None:
    page = brief_page(a_brief(company=company, headlines=(line,)))
    assert pages_in(page) == 1


def test_no_font_is_left_open() -> None:
    brief_page(a_brief())
    gc.collect()  # an open file would warn here, and a warning is an error


def test_the_fonts_are_small_and_their_licence_lies_beside_them() -> None:
    assert REGULAR.stat().st_size + BOLD.stat().st_size < 800_000
    assert "Bitstream Vera Fonts Copyright" in (REGULAR.parent / "LICENSE").read_text()
