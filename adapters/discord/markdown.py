"""Spans as Discord's Markdown, in which nothing that a member typed is more than words.

Discord's reference for message formatting lists what `<…>` can turn into; what the rest of its Markdown obeys
is described in its help centre's "Markdown Text 101". A backslash before any sign that is neither a letter, a
digit nor a space shows that sign alone, which is how an address is kept from becoming a link and yet reads as
it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from adapters.discord.limits import CUT, length
from bot.text import Bold, Code, Italic, Link, Moment, Plain, Span, Text, cut, plain

CONTROL_PICTURES = 0x2400
DELETE = 0x7F
TAB = "  "
SEAM = "\u200b"
"""Nothing to see; it parts what Discord would read as one. Typed ones are left out, so each one is ours."""
BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Characters without a shape, which could hide words or pass for an empty name; those that join letters stay."""
CONTROL = re.compile("[\x00-\x09\x0e-\x1f\x7f-\x9f]")
HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a character, which no encoding can write."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the reading direction of all that follows."""
MANY_BREAKS = re.compile(r"\n\s*\n\s*\n")
MARKUP = re.compile(
    r"[\\*_~|`<\[\]]"  # style, spoiler, code, every mention and time, links
    r"|(?<=<)@"  # a mention that the server, which heeds no backslash, would still find
    r"|:(?=//)"  # what makes an address one
    r"|:(?=[^\s:]+:)"  # an emoji by its name
    r"|(?i:(?<=\.gg)|(?<=\.gd)|(?<=\.com)|(?<=\.new)|(?<=\.gift))/"  # invitations work without https://
    r"|^(?P<lead>[^\S\n]*)(?:(?P<mark>[#>+-])|(?P<number>\d+)\.)",  # heading, quote, list, subtext
    re.MULTILINE,
)
BACKTICKS = re.compile("``+")
MARKS = frozenset("*`")
"""What begins and ends a style."""
EVERYONE = re.compile("@(?=everyone|here)")
SIGNS = re.compile(r"[\\*_~|`<\[\]@:/#>+\d-]")
"""What any of the two above needs; looked for first, since most words have none."""


def harmless(typed: str) -> str:
    """Return words as Discord shows them without being moved by them: line breaks stay, three become two."""
    if typed.isprintable() and (typed.isascii() or not UNSEEN.search(typed)):
        return typed  # as nearly all words are: a thousand reminders at nine o'clock are worth the question
    shown = CONTROL.sub(_visible, UNSEEN.sub("", BREAKS.sub("\n", typed)))
    shown = TURNING.sub(_numbered, HALVES.sub("\ufffd", shown))
    return MANY_BREAKS.sub("\n\n", shown)


def on_one_line(typed: str) -> str:
    """Return harmless words without line breaks, for where Discord reads no Markdown: labels, choices, titles."""
    return " ".join(harmless(typed).split())


def writable(typed: str) -> str:
    """Return words as they were typed, without what no request can carry, for an input that holds them again."""
    return CONTROL.sub(" ", HALVES.sub("\ufffd", BREAKS.sub("\n", typed)))


def escape(typed: str) -> str:
    """Return words that Discord's Markdown reads back as they were typed."""
    shown = harmless(typed)
    return EVERYONE.sub(f"@{SEAM}", MARKUP.sub(_escaped, shown)) if SIGNS.search(shown) else shown


def in_a_fence(typed: str) -> str:
    """Return words for a code block, where nothing but three backticks is read; they are parted by `SEAM`."""
    return BACKTICKS.sub(lambda found: SEAM.join(found.group()), harmless(typed))


def words(content: Text) -> str:
    """Return a text in Discord's Markdown; no line of it begins a block, and every style ends where it began."""
    if len(content) == 1 and isinstance(content[0], Plain):
        return escape(content[0].text)
    written = ""
    for kind, run in groupby(_runs(content), key=lambda piece: piece[0]):
        piece = _write(kind, "".join(text for _, text in run))
        # Two marks side by side would be read as one.
        parted = piece[:1] in MARKS and written.endswith(piece[0])
        written += SEAM + piece if parted else piece
    return written


def fit(content: Text, most: int) -> str:
    """Return a text in at most `most` characters, shortened at a word where it is longer, its markup whole."""
    written = words(content)
    kept = sum(len(span.text) for span in content)
    while written and length(written) > most:
        # Signs and styles make words longer by about the same throughout.
        kept = min(kept - 1, kept * max(0, most) // length(written))
        written = words(_cut(content, kept)) if kept > 0 else ""
    return written


def _runs(content: Text) -> Iterator[tuple[type[Span], str]]:
    """Yield kinds of writing with their words, styled ones line by line; what must stay as it is comes as Link."""
    for span in content:
        match span:
            case Moment(said, instant):
                yield Plain, f"{said} ("
                yield Link, f"<t:{int(instant.timestamp())}:f>"
                yield Plain, ")"
            case Link(said, url):
                yield from _link(said, url)
            case Code(said) if "`" in said or not said.strip():
                yield Plain, said
            case Bold(said) | Italic(said) | Code(said):
                for line in re.split("(\n)", BREAKS.sub("\n", said)):
                    yield (Plain if line == "\n" else type(span)), line
            case Plain(said):
                yield Plain, said


def _link(said: str, url: str) -> Iterator[tuple[type[Span], str]]:
    target = url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    if not re.match("https?://[^\\s]+$", target):
        yield Plain, said if said == url else f"{said} ({url})"
    elif "://" in said or not on_one_line(said):
        # Discord shows no words that look like another address; in angle brackets it opens no preview.
        yield Plain, "" if said == url else f"{said} "
        yield Link, f"<{target}>"
    else:
        yield Link, f"[{escape(on_one_line(said))}](<{target}>)"


def _write(kind: type[Span], said: str) -> str:
    if kind is Link:
        return said
    if kind is Plain:
        return escape(said)
    core = harmless(said).strip()
    if not core:
        return " " if said else ""
    before, after = " " * (said[0] == " "), " " * (said[-1] == " ")
    if kind is Code:
        return f"{before}`{core}`{after}"
    mark = "**" if kind is Bold else "*"
    return f"{before}{mark}{escape(core)}{mark}{after}"


def _cut(content: Text, characters: int) -> Text:
    """Return the first so many characters of a text, cut at a word, with the sign that there was more."""
    room = len(cut(plain(content), characters))
    kept: list[Span] = []
    for span in content:
        if len(span.text) >= room:
            part = span.text[:room] + CUT
            return (*kept, Plain(part) if isinstance(span, Moment | Link | Plain) else type(span)(part))
        kept.append(span)
        room -= len(span.text)
    return (*kept, Plain(CUT))


def _escaped(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['lead']}{found['number']}\\."
    if found["mark"]:
        return f"{found['lead']}\\{found['mark']}"
    return f"\\{found.group()}"


def _visible(found: re.Match[str]) -> str:
    code = ord(found.group())
    if found.group() == "\t":
        return TAB
    if code < 0x20:
        return chr(CONTROL_PICTURES + code)
    return "\u2421" if code == DELETE else _numbered(found)


def _numbered(found: re.Match[str]) -> str:
    return f"<U+{ord(found.group()):04X}>"
