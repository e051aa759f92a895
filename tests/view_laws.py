"""What is true of every view, whatever its words: laws that name the faults they find in a sample.

A law takes a sample and yields what is wrong, in words. `broken` runs one over many samples. Each platform adds
its own laws about what it makes of a view; they share how words are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import takewhile
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

from hypothesis import strategies as st
from pydantic import ValidationError

from bot.commands.registry import all_commands
from bot.domain.members import Platform
from bot.invocation import Invocation, decode, encode
from bot.text import Bold, Italic, Link, Plain, Span, Text
from bot.views.blocks import (
    Bullets,
    Checklist,
    Copyable,
    Fields,
    Message,
    Note,
    Paragraph,
    Picture,
    Progress,
    Quote,
    present,
)
from bot.views.forms import Form
from tests.view_samples import VARIANTS, form_samples, view_samples

SampleT = TypeVar("SampleT")

NAMED = frozenset({"reminder-late", "together-named"})
"""The samples of a member who wants names on the lock screen."""
NOTICE, NAMED_NOTICE = 60, 160
"""Characters of a notice, and of one with a company's name in it."""
SIGN = "…"
LEAST = 20
"""Characters that a shortened text keeps, and from which on words are known for what somebody typed."""
STUMBLES = re.compile(r" \.|\.\.| ,|\(\)|“”|\bNone\b(?! of)")
"""What nobody would read aloud."""
LINES = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=12).map(" ".join)
STYLED = st.builds(lambda style, words: style(f"{words} "), st.sampled_from((Plain, Bold, Italic)), LINES)
TEXTS = st.lists(STYLED, min_size=1, max_size=8).map(tuple)
"""Texts of words in one style or several, for what is shortened."""
TICK = "✓"
"""The one sign that a label has; the word for it stands beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A sample laid out, and beside it the same view in the usual words."""

    name: str
    message: Message
    usual: Message

    @property
    def variant(self) -> str:
        """Return "", "longest" or "hostile"."""
        return self.name.partition(".")[2]


def shown(platform: Platform) -> dict[str, Shown]:
    """Return every sample of a view, laid out."""
    laid_out = {name: present(view) for name, view in view_samples(platform).items()}
    return {
        name: Shown(name=name, message=message, usual=laid_out[name.partition(".")[0]])
        for name, message in laid_out.items()
    }


def forms() -> Mapping[str, Form]:
    """Return every sample of a form."""
    return form_samples()


def broken(law: Callable[[SampleT], Iterator[str]], samples: Mapping[str, SampleT]) -> dict[str, list[str]]:
    """Return what a law finds wrong, by the sample's name; empty where it holds."""
    return {name: faults for name, sample in samples.items() if (faults := list(law(sample)))}


def units(message: Message, word: Callable[[Span], str] = lambda span: span.text) -> Iterator[str]:
    """Yield what a message says, each text that can be shortened by itself; buttons and pictures left out."""

    def said(content: Text) -> str:
        return "".join(word(span) for span in content)

    yield message.title
    for block in message.blocks:
        match block:
            case Paragraph(content) | Note(content) | Quote(content):
                yield said(content)
            case Copyable(words):
                yield words
            case Progress():
                yield f"{block.done} of {block.total} {block.label}"
            case Bullets(items):
                yield from map(said, items)
            case Checklist(lines):
                yield from (said(content) for _, content in lines)
            case Fields(pairs):
                for label, value in pairs:
                    yield from (label, said(value))
            case _:
                continue


def squeezed(words: str) -> str:
    """Return words without what is only space, for a comparison across platforms."""
    return "".join(words.split())


def untold(said: Sequence[str], written: str, left_out: str | None = None) -> Iterator[str]:
    """Yield the words that are not written, in order: neither whole nor shortened at a word, with the sign of it.

    Where a line of its own says `left_out`, words may be missing from the end.
    """
    heard, at = squeezed(written), 0
    flat = " ".join(written.splitlines())
    cuts = {
        len(squeezed(cut)): cut
        for found in re.finditer(SIGN, flat)
        if (cut := flat[: found.start()].rstrip())
    }
    missing: list[str] = []
    for words in said:
        whole = heard.find(squeezed(words), at)
        line = " ".join(words.strip().splitlines())
        cut = next((end for end, cut in cuts.items() if end > at and _ends_at_a_word(line, cut)), -1)
        if whole < 0 and cut < 0:
            missing.append(f"lost or badly cut: {words[:200]!r}")
            continue
        yield from missing
        missing = []
        # Words that are told again further below, and whole there, may be shortened here.
        at = cut if whole < 0 or 0 <= cut < whole else whole + len(squeezed(words))
    if left_out not in written.splitlines():
        yield from missing


def _ends_at_a_word(words: str, cut: str) -> bool:
    """Whether what was cut ends with a beginning of these words, and that where one of them ends.

    A word that takes half of what was kept, such as an address, may be cut itself.
    """
    begins = [found.start() for found in re.finditer(re.escape(words[:LEAST]), cut)]
    kept = next((len(cut) - at for at in begins if words.startswith(cut[at:])), 0)
    head, _, torn = words[:kept].rpartition(" ")
    return kept >= LEAST and (not words[kept : kept + 1].isalnum() or len(torn) >= len(head))


def offered(message: Message) -> list[Invocation]:
    """Return what a platform has to offer of a message: every button once."""
    return list(dict.fromkeys(button.invocation for button in message.buttons))


def buttons_are_told_apart(sample: Shown) -> Iterator[str]:
    """No two buttons of a message encode alike or are called alike, and each fits on every platform."""
    encoded = []
    for button in sample.message.buttons:
        try:
            encoded.append(encode(button.invocation))
        except ValueError as error:
            yield str(error)
            continue
        if decode(encoded[-1]) != button.invocation:
            yield f"comes back as another: {button.invocation!r}"
        if not button.label.strip():
            yield f"says nothing: {encoded[-1]}"
    yield from (f"two encode alike: {one}" for one, times in Counter(encoded).items() if times > 1)
    # Long words may begin alike, and a label holds no more than the beginning.
    labels = Counter(button.label for button in sample.message.buttons if not sample.variant)
    yield from (f"two are called {label!r}" for label, times in labels.items() if times > 1)


MODELS = {command.path: command.options for command in all_commands()}


def buttons_lead_somewhere(sample: Shown) -> Iterator[str]:
    """Every button is of a command that takes what the button carries."""
    for button in sample.message.buttons:
        model = MODELS.get(button.invocation.path)
        if model is None:
            yield f"no command: {button.invocation.path}"
            continue
        try:
            model.model_validate(dict(button.invocation.arguments))
        except ValidationError as error:
            yield f"{button.invocation!r} is refused: {error}"


def notices_are_discreet(sample: Shown) -> Iterator[str]:
    """A lock screen shows one short line, in which nothing that anybody typed has a part."""
    notice, name = sample.message.notice, sample.name.partition(".")[0]
    if not notice.strip() or len(notice.splitlines()) > 1:
        yield f"not one line: {notice!r}"
    if len(notice) > (NAMED_NOTICE if name in NAMED else NOTICE):
        yield f"too long: {notice!r}"
    if name not in NAMED and notice != sample.usual.notice:
        yield f"depends on what was typed: {notice!r}"
    words = VARIANTS[sample.variant]
    private = (words.role, words.place, words.notes, words.typed, *(person.name for person in words.people))
    told = notice.replace(words.company[:LEAST], "")
    if name in NAMED and any(one[:LEAST] in told for one in private):
        yield f"tells more than a company: {notice!r}"


def links_show_where_they_lead(sample: Shown) -> Iterator[str]:
    """A link goes to a page of the web, and one that a member typed is shown as what it is."""
    ours = list(links(sample.usual))
    urls, named = {span.url for span in ours}, {(span.text, urlsplit(span.url).netloc) for span in ours}
    for span in links(sample.message):
        if not re.fullmatch(r"https?://\S+", span.url):
            yield f"no page of the web: {span.url!r}"
        known = span.url in urls or (span.text, urlsplit(span.url).netloc) in named
        if not known and span.text.rstrip(SIGN) not in span.url:
            yield f"{span.text!r} leads to {span.url!r}"


def links(message: Message) -> Iterator[Link]:
    """Yield the links of a message."""
    found: list[Link] = []
    for _ in units(message, lambda span: found.append(span) or "" if isinstance(span, Link) else ""):
        continue
    yield from found


def pictures_are_put_into_words(sample: Shown) -> Iterator[str]:
    """A drawing is followed by words that say what it shows, since two platforms show it as a file or not at all."""
    after = (*sample.message.blocks[1:], None)
    for block, following in zip(sample.message.blocks, after, strict=True):
        if isinstance(block, Picture) and not isinstance(following, Paragraph | Note):
            yield f"no words beside {block.lines[:1]}"


def words_make_sense_without_signs(sample: Shown) -> Iterator[str]:
    """What Encore itself says holds no picture sign, and can be read aloud."""
    if sample.variant:
        return
    labels = [button.label for button in sample.message.buttons]
    for words in (sample.message.notice, *units(sample.message), *labels):
        signs = [sign for sign in words if unicodedata.category(sign) in {"So", "Sk"} and sign != TICK]
        yield from (f"{sign!r} in {words!r}" for sign in signs)
        yield from (f"stumbles over {found!r}: {words!r}" for found in STUMBLES.findall(words))


def typed_words_are_cut_at_a_word(sample: Shown) -> Iterator[str]:
    """Where a view has room for a part of what was typed, that part ends at a word, and a sign says so."""
    labels = [button.label for button in sample.message.buttons]
    for said in (sample.message.notice, *units(sample.message), *labels):
        for typed in LONG if sample.variant == "longest" else ():
            at = said.find(typed[:LEAST])
            while at >= 0:
                kept = sum(
                    1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(typed, said[at:], strict=False))
                )
                if not _ended(typed[:kept], typed[kept:], said[at + kept :]):
                    yield f"cut within a word, or without a sign: {said[at : at + kept + 9]!r}"
                at = said.find(typed[:LEAST], at + kept)


def _ended(kept: str, left: str, after: str) -> bool:
    """Whether words end as somebody typed them, or at a word with a sign."""
    head, _, torn = kept.rpartition(" ")
    at_a_word = not left[:1].isalnum() or not kept[-1:].isalnum() or len(torn) >= len(head)
    whole = not left or any(text.endswith(kept) for text in WHOLE)
    return whole or (after.startswith(SIGN) and at_a_word)


def _long(found: object) -> Iterator[str]:
    """Yield the texts of a sample's words, the longest of those that begin alike."""
    texts = [text for text in _texts(found) if len(text) > LEAST]
    for begun in dict.fromkeys(text[:LEAST] for text in texts):
        yield max((text.removesuffix(".") for text in texts if text.startswith(begun)), key=len)


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, tuple):
        for part in found:
            yield from _texts(part)
    elif is_dataclass(found):
        for field in fields(found):
            yield from _texts(getattr(found, field.name))


LONG = tuple(_long(VARIANTS["longest"]))
WHOLE = frozenset(text.removesuffix(".") for text in _texts(VARIANTS["longest"]))
Law: TypeAlias = Callable[[Shown], Iterator[str]]
LAWS: tuple[Law, ...] = (
    buttons_are_told_apart,
    buttons_lead_somewhere,
    notices_are_discreet,
    links_show_where_they_lead,
    pictures_are_put_into_words,
    words_make_sense_without_signs,
    typed_words_are_cut_at_a_word,
)
"""Of every view on every platform."""
