"""What a handed-over file is, told by its bytes."""

from __future__ import annotations

import pytest

from bot.domain.attachments import CalendarFile, Words, is_calendar, opened
from bot.errors import InputError

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LETTER = "Dear Ada,\nplease come on Thursday at 3pm, café au lait is on us.\n"
MAIL = f"From: ben@acme.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{LETTER}"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\x00\x00", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\x0c"])
def test_a_file_without_a_letter_is_empty(content: bytes) -> None:
    with pytest.raises(InputError, match=r"^That file is empty\. ") as caught:
        opened(content)
    assert caught.value.example


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 and more", "a PDF"),
        (b"PK\x03\x04 and more", "a zip file or an office document"),
        (b"\xd0\xcf\x11\xe0 and more", "an Outlook message or an old office document"),
        (b"{\\rtf1 and more", "a document of a word processor"),
        (b"\x89PNG and more", "a picture"),
        (b"\xff\xd8\xff and more", "a picture"),
        (b"GIF89a and more", "a picture"),
        (b"BM\x00 and more", "a picture"),
        (b"OggS and more", "a recording"),
        (b"\x00\x01\x02\x03ftypmp42 and more", "a picture or a film"),
        (b"RIFF1234WEBP and more", "a picture"),
        (b"RIFF1234WAVE and more", "a recording"),
    ],
)
def test_what_is_no_text_is_called_by_its_kind(content: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=rf"^That is {kind}, which I can't read\. ") as caught:
        opened(content)
    assert caught.value.example


def test_two_letters_may_begin_a_text_as_well() -> None:
    assert opened(b"BM is who invites you") == Words("BM is who invites you")
    assert opened(b"BM" + b"x" * 62 + b"\x00") == Words("BM" + "x" * 62)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_text_is_read_however_it_is_encoded(encoding: str) -> None:
    said = opened(LETTER.encode(encoding))
    assert isinstance(said, Words)
    assert said.text.lstrip("\ufeff") == LETTER


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_calendar_is_handed_on_as_it_came(encoding: str) -> None:
    content = CALENDAR.encode(encoding)
    assert opened(content) == CalendarFile(content)


def test_a_text_with_a_control_character_or_two_is_still_one_and_noise_is_none() -> None:
    assert opened(b"\x01" + LETTER.encode() * 10) == Words("\x01" + LETTER * 10)
    with pytest.raises(InputError, match=r"^That file holds no text that I can read\. ") as caught:
        opened(b"\x01\x02\x03\x04 \x05\x06 \x07\x08\x0e")
    assert caught.value.example


@pytest.mark.parametrize(
    "text",
    [
        CALENDAR,
        CALENDAR.lower(),
        "\ufeff" + CALENDAR,
        "BEGIN:VEVENT\n",
        "Hello.\r" + CALENDAR,
        f"Hello.\n {CALENDAR}",
    ],
)
def test_a_calendar_may_stand_behind_a_line_or_a_mark(text: str) -> None:
    assert is_calendar(text)


@pytest.mark.parametrize("text", [LETTER, MAIL, MAIL + CALENDAR, "BEGIN:VCARD\n", "XBEGIN:VCALENDAR", ""])
def test_a_letter_is_no_calendar_and_neither_is_a_mail_that_carries_one(text: str) -> None:
    assert not is_calendar(text)
