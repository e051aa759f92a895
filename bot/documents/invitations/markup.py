"""HTML descriptions and letters as plain text, with the addresses of their links."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BREAKING: Final = frozenset(
    {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "hr"}
)
_HIDDEN: Final = frozenset({"style", "script", "head", "title"})
_TAG: Final = re.compile(
    r"<(?:!doctype|html|body|p|br|div|span|a|b|strong|ul|li|table)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)
_BLANKS: Final = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")

_MARKS: Final = str.maketrans(
    "\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014\u00a0\u202f", "''\"\"-----  "
)


def is_html(text: str) -> bool:
    """Whether a text is marked up: Google's descriptions are, and say so nowhere."""
    return _TAG.search(text) is not None


def plain(text: str) -> str:
    """Return the text of HTML; a link's address follows its words unless they are the same."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _BLANKS.sub("\n\n", "".join(reader.parts)).strip()


def plain_marks(text: str) -> str:
    """Return the text with the quotes, dashes and spaces of an office program as a keyboard has them."""
    return text.translate(_MARKS)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._address = ""
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        if tag in _BREAKING:
            self.parts.append("\n")
        if tag == "a":
            self._address, self._words = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in _BREAKING - {"br"}:
            self.parts.append("\n")
        if tag == "a" and self._address.startswith(("http://", "https://")):
            if self._address not in self._words:
                self.parts.append(f" <{self._address}>")
            self._address = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            data = re.sub(r"[ \t\r\n]+", " ", data)
            self._words += data
            self.parts.append(data)
