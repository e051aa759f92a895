"""Addresses of the web: a search to begin with, and the link that a member typed."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

SEARCH = "https://duckduckgo.com/?q="
NEWS = "https://news.google.com/search?q="
MOST_WORDS = 200
"""Characters of what is searched for; more finds nothing."""
MOST = 500
"""Characters of a link as it is kept."""
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*", re.IGNORECASE)
"""A name with a dot in it (RFC 1123), whose last part is no number."""
OURS = "%!#$&'()*+,-./:;=?@_~[]"
"""What an address may hold as it stands (RFC 3986), but for letters and figures."""
EXAMPLE = "For example: https://acme.example/news"


def search(words: str, *, news: bool = False) -> str:
    """Return the address of a search for `words`. Nothing is fetched: it opens where the member presses it."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    terms = " ".join(shown.split())[:MOST_WORDS]
    return f"{NEWS if news else SEARCH}{quote(terms, safe='', errors='ignore')}"


def web_address(typed: str) -> str:
    """Return a typed link as it can be pressed, with its scheme; empty for nothing.

    Raises ValueError, safe to show, for what is no link or more than one.
    """
    words = typed.strip().strip("<>").strip()
    if not words:
        return ""
    if len(words.split()) > 1:
        raise ValueError("One link, please. More of them can go into the notes.")
    if not SCHEME.match(words):
        words = f"https://{words}"
    address = _whole(words)
    if not address:
        raise ValueError(f"I can't use that as a link. {EXAMPLE}")
    if len(address) > MOST:
        raise ValueError(f"That link is longer than {MOST} characters. Put it into the notes instead.")
    return address


def host_of(address: str) -> str:
    """Return where an address leads, as it is said: "acme.example"."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _whole(words: str) -> str:
    """Return an address in plain characters, or nothing where it is none, hides its host or names a person."""
    try:
        parts = urlsplit(words)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc or not HOST.fullmatch(host):
        return ""
    rest = words[words.index("//") + 2 + len(parts.netloc) :]
    return f"{parts.scheme.lower()}://{host}{port}{quote(rest, safe=OURS, errors='ignore')}"
