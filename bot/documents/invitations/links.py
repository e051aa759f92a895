"""Links to join a meeting, told from the many others that an invitation holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

LONGEST: Final = 2000

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\\^`{|}]{3,2000}", re.IGNORECASE)
_MEETINGS: Final = (
    (re.compile(r"(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com)"), re.compile(r"/(?:j|my|w|s|wc/join|wc)/.+")),
    (re.compile(r"teams\.(?:microsoft|live)\.(?:com|us)"), re.compile(r"/(?:l/meetup-join|meet)/.+")),
    (re.compile(r"meet\.google\.com"), re.compile(r"/(?:lookup/\w+|[a-z]{3}-?[a-z]{4}-?[a-z]{3})")),
    (re.compile(r"(?:[\w-]+\.)*webex\.com"), re.compile(r"/.+")),
    (re.compile(r"(?:[\w-]+\.)?whereby\.com"), re.compile(r"/.+")),
    (re.compile(r"(?:meet\.goto\.com|(?:[\w-]+\.)?gotomeet(?:ing)?\.(?:com|me))"), re.compile(r"/.+")),
    (re.compile(r"(?:[\w-]+\.)?chime\.aws"), re.compile(r"/.+")),
    (re.compile(r"(?:[\w-]+\.)?bluejeans\.com"), re.compile(r"/.+")),
    (re.compile(r"meet\.jit\.si|8x8\.vc"), re.compile(r"/.+")),
    (re.compile(r"join\.skype\.com"), re.compile(r"/.+")),
    (re.compile(r"(?:[\w-]+\.)*(?:hirevue|sparkhire|willo\.video)\.?(?:com|video)?"), re.compile(r"/.+")),
)


_LEADS_UP: Final = re.compile(
    r"\b(?:join|video|meeting|interview|start|begin|pick|choose|book|select|schedule|availability|slots?|record|assessment|test)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"\b(?:unsubscribe|privacy|policy|maps?|directions|website|careers page|glassdoor|linkedin|dial-in numbers|help|cancel|decline|add to calendar)\b",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[str]:
    """Yield the web addresses in a text, unwrapped from mail filters' redirections, without closing marks."""
    for found in _ADDRESS.finditer(text):
        address = _closed(found[0])
        yield _unwrapped(address)


def meeting(texts: Iterable[str]) -> str:
    """Return the first address that joins a meeting, or ""."""
    return next((address for text in texts for address in addresses(text) if is_meeting(address)), "")


def likely(text: str) -> str:
    """Return the first address on a line, or below one, that speaks of joining, beginning or choosing a time, or ""."""
    before = ""
    for line in text.split("\n"):
        for address in addresses(line):
            if _LEADS_UP.search(f"{before} {line}") and not _ASIDE.search(f"{before[-80:]} {line}"):
                return address
        before = line if line.strip() else before
    return ""


def is_meeting(address: str) -> bool:
    """Whether an address joins a video meeting; help pages, dial-in lists and options of the same hosts do not."""
    parts = _split(address)
    if parts is None:
        return False
    host, path = parts
    return any(hosts.fullmatch(host) and paths.fullmatch(path) for hosts, paths in _MEETINGS)


def is_address(value: str) -> bool:
    """Whether a value is one web address that may be shown as a link."""
    return bool(_ADDRESS.fullmatch(value)) and _split(value) is not None


def _split(address: str) -> tuple[str, str] | None:
    """Return host and path; None for one that carries a name or password, which only a trap does."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    return None if "@" in parts.netloc or "." not in host else (host.casefold(), parts.path)


def _closed(address: str) -> str:
    address = address.rstrip(".,;:!?*_")
    while address.endswith((")", "]")) and address.count("(") + address.count("[") < address.count(
        ")"
    ) + address.count("]"):
        address = address[:-1].rstrip(".,;:!?*_")
    return address


def _unwrapped(address: str) -> str:
    """Return where a redirection of Outlook, Google or Proofpoint leads; others as they are."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        query = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return address
    inner = ""
    if host.endswith("safelinks.protection.outlook.com"):
        inner = query.get("url", [""])[0]
    elif host in {"www.google.com", "google.com"} and parts.path == "/url":
        inner = (query.get("q") or query.get("url") or [""])[0]
    elif host == "urldefense.com" and (found := re.search(r"/v3/__(.+?)__;", address)):
        inner = unquote(found[1])
    return inner if is_address(inner) else address
