"""Company, role, place and format, where a text says them outright. Nothing is guessed from an address or a tone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.documents.invitations.people import COMPANY_WORDS, TITLE_WORDS, words
from bot.domain.dates.vocabulary import MONTHS, WEEKDAYS
from bot.domain.interviews import Format

LONGEST: Final = 200
"""Characters of a place, a company or a role."""

_LABEL: Final = r"^[ \t>*•-]*(?:the )?(?:{})\b[ \t]*\**[ \t]*[:-][ \t]*\**[ \t]*(\S[^\n]*)"
_PROPER: Final = r"[^\W\d_a-z][\w&'-]*(?:\.\w+)*"
_COMPANY: Final = rf"({_PROPER}(?: (?:&|of|and)(?= [^\W\d_a-z])| {_PROPER}){{0,4}})"
_ROLE: Final = r"((?:[\w&/+#.-]+,? ){0,6}?[\w&/+#.-]+)"


def _label(words: str) -> re.Pattern[str]:
    return re.compile(_LABEL.format(words), re.IGNORECASE | re.MULTILINE)


_COMPANY_LABEL: Final = _label("company|employer|organi[sz]ation|company name")
_ROLE_LABEL: Final = _label("role|position|job|job title|vacancy|post|job role|opening|position title")
_PLACE_LABEL: Final = _label("location|where|address|venue|place|office address|interview location")
_FORMAT_LABEL: Final = _label("format|type|interview type|interview format|method|how|mode|medium")

_COMPANIES: Final = tuple(
    re.compile(pattern.format(_COMPANY))
    for pattern in (
        r"\b(?:[Aa]pplication|[Aa]pplying|[Aa]pplied) (?:to|with|at) {}",
        r"\b(?:role|position|job|opportunity|opening|vacancy|career|post|[Ii]nterview|[Ii]nterviews|working|work|life) at {}",
        r"\b(?:role|position|opportunity|opening) with {}",
        r"\b(?:[Oo]n behalf of|[Hh]ere at|[Uu]s at|[Tt]eam at|[Jj]oining|[Oo]ffice of) {}",
        r"\b[Tt]he {} (?:recruiting|recruitment|hiring|talent|people|interview|careers|HR|Recruiting|Talent|Hiring|People) [Tt]eam\b",
        r"\b{} (?:Recruiting|Recruitment|Talent Acquisition|Careers|Hiring) Team\b",
    )
)
_ROLES: Final = tuple(
    re.compile(pattern.format(_ROLE), re.IGNORECASE)
    for pattern in (
        r"\b(?:role|position|post|job|vacancy) of (?:an? )?{}(?= at\b| with\b|[,.;:!?)\n]| \(|$| on\b| in our\b)",
        r"\b(?:for|to) (?:the|our|an?) {} (?:role|position|post|job|vacancy|opening|opportunity)\b",
        r"\b(?:the|our) {} (?:role|position|post|vacancy|opening)\b",
        r"\binterview(?: invitation)?(?: for|:| -) {} (?:at|@) ",
    )
)
_ROLE_AT: Final = re.compile(
    rf"\b(?:[Ii]nterview(?:ing)?(?: for|:| -)|(?:role|position|post|job) of) (?:the )?(?:(?:role|position|post|job) of )?([^\n:]{{2,60}}?) (?:at|@) {_COMPANY}"
)
_WITH_COMPANY: Final = re.compile(rf"\b[Ii]nterview with {_COMPANY}")
_TAIL: Final = re.compile(
    r"(?: (?:on|at|and|of|the|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Interview|Team|Recruiting|Talent|Hiring|People)(?:day)?)+$"
)
_NO_COMPANY: Final = words(
    "our the your this i we monday tuesday wednesday thursday friday saturday sunday home noon zoom teams google meet "
    "microsoft human stage round am pm interview hiring talent people recruiting recruitment"
)

_DATES: Final = frozenset({*WEEKDAYS, *MONTHS})
_KINDS: Final = {
    **dict.fromkeys(("video", "zoom", "teams", "virtual", "online"), Format.VIDEO),
    **dict.fromkeys(("phone", "telephone"), Format.PHONE),
    **dict.fromkeys(("onsite", "on-site", "in-person"), Format.ONSITE),
}
_ONSITE: Final = re.compile(
    r"\b(?:on-?site|in[- ]person|face[- ]to[- ]face|at our (?:\w+ )?(?:office|offices|headquarters|hq|studio)"
    r"|come (?:in )?to our (?:\w+ )?(?:office|offices|headquarters|hq|studio))\b",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"\b(?:(?:tele)?phone (?:call|interview|screen(?:ing)?|conversation)|by (?:tele)?phone|over the phone"
    r"|(?:we|i|she|he|they)(?:'ll| will) (?:call|phone|ring) you|will (?:call|phone|ring) you (?:on|at))\b",
    re.IGNORECASE,
)
_VIDEO: Final = re.compile(
    r"\b(?:video (?:call|interview|conference|chat|meeting)|(?:via|on|over|by|through|using) (?:zoom|video|teams|skype|webex"
    r"|google meet|microsoft teams|ms teams)|(?:zoom|teams|google meet|webex|skype) (?:call|meeting|interview|link)|virtual interview)\b",
    re.IGNORECASE,
)
_NOT_SO: Final = re.compile(r"\b(?:not|no longer|instead of|rather than)(?: an?)? $", re.IGNORECASE)
_PANEL: Final = re.compile(
    r"\bpanel (?:interview|of|format|made|discussion)\b|\binterview panel\b|^[ \t>*•-]*panel(?: members)?[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_CANCELLED: Final = re.compile(
    r"\binterview\b[^.\n]{0,60}\b(?:has been|is|was|been) (?:cancell?ed|called off)\b|^(?:subject: *)?cancell?ed(?: event)?:",
    re.IGNORECASE | re.MULTILINE,
)
_IF: Final = re.compile(r"\b(?:if|in case|should|unless|whether|before)\b", re.IGNORECASE)
_NOT_PLACES: Final = re.compile(
    r"(?:(?:microsoft |ms )?teams(?: meeting)?|zoom(?: meeting| call| video)?|google meet|meet|hangouts|webex(?: meeting)?|skype"
    r"(?: meeting| call)?|online|virtual(?:ly)?|remote(?:ly)?|video(?: call| interview| conference)?|(?:tele)?phone(?: call| interview)?"
    r"|call|t\.?b\.?[ac]\.?|to be (?:confirmed|announced|decided)|see (?:below|description|above|notes?|link)|n/?a|none|\W*)\.?"
    r"|(?:via|on|over|by) (?:zoom|teams|phone|video|google meet|webex|skype|microsoft teams|telephone)(?: \(?link[^)]*\)?)?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[\d\s()+.,#-]{7,}")
_ABOUT_A_CALL: Final = re.compile(
    r"\b(?:zoom|teams|google meet|webex|skype|video|phone|telephone|virtual|online|remote|link|conference call)\b",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"\bour (?:[\w-]+ ){0,2}(?:office|offices|headquarters|HQ|studio|building)(?:,|:)? (?:is )?(?:at|in|located (?:at|in)) "
    r"((?:\d|[A-Z])[^\n]*?)(?=,? (?:on|at|from|for|where|by|this|next|to) |[.;](?:\s|$)| \(|\n|$)"
)
_DAYS: Final = re.compile(
    r"\d{1,2}[:.]\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2} ?[ap]m\b", re.IGNORECASE
)


def company(text: str) -> str:
    """Return the company that a text names as such; "" where none or more than one is named."""
    labelled = _labelled(_COMPANY_LABEL, text)
    if labelled:
        return labelled
    found = [_trimmed(name) for pattern in _COMPANIES for name in pattern.findall(text)]
    found += [_trimmed(name) for job, name in _ROLE_AT.findall(text) if _is_role(job)]
    found += [
        name
        for name in map(_trimmed, _WITH_COMPANY.findall(text))
        if set(name.casefold().split()) & COMPANY_WORDS
    ]
    return _agreed(name for name in found if _is_company(name))


_KIND_OF_WORD: Final = re.compile(r"\s+(?:role|position|job|post)$", re.IGNORECASE)
"""What follows the name of a position and is no part of it."""


def role(text: str) -> str:
    """Return the position that a text names as such; "" where none or more than one is named."""
    labelled = _labelled(_ROLE_LABEL, text)
    if labelled:
        return labelled
    found = (name.strip(" ,.") for pattern in _ROLES for name in pattern.findall(text))
    names = (_KIND_OF_WORD.sub("", name) for name in map(_last_clause, found))
    return _agreed(name for name in names if _is_role(name))


def place(text: str) -> str:
    """Return the address or room that a text gives for the interview, or ""."""
    for found in _PLACE_LABEL.finditer(text):
        if where := place_of(found[1]):
            return where
    offices = [where for where in _OFFICE.findall(text) if not _DAYS.search(where)]
    return offices[0].strip(" ,.")[:LONGEST] if offices else ""


def place_of(location: str) -> str:
    """Return a location without links and without words such as "Microsoft Teams Meeting"."""
    for address in sorted(set(re.findall(r"https?://\S+", location)), key=len, reverse=True):
        location = location.replace(address, " ")
    parts = (part.strip(" ,\t<>()*") for part in re.split(r"[;\n|]", location))
    return ", ".join(part for part in parts if part and not _is_no_place(part))[:LONGEST]


def format_of(text: str, *, link: str = "", place: str = "", location: str = "") -> Format:
    """Return how the interview is held: as a label or the location says, else as all else agrees; else UNKNOWN."""
    for found in _FORMAT_LABEL.finditer(text):
        if (labelled := _only(_said(found[1]) | _named(found[1]))) is not Format.UNKNOWN:
            return labelled
    if not place and (stated := _only(_named(location))) is not Format.UNKNOWN:
        return stated if not link else _only({stated, Format.VIDEO})
    said = _said(text)
    if link:
        said.add(Format.VIDEO)
    if place:
        said.add(Format.ONSITE)
    return _only(said)


def is_panel(text: str) -> bool:
    """Whether the text calls it a panel."""
    return _PANEL.search(text) is not None


def is_cancelled(text: str) -> bool:
    """Whether the text says that the interview is off."""
    found = _CANCELLED.search(text)
    return found is not None and not _IF.search(text[: found.start()].rpartition(".")[2])


def _is_no_place(part: str) -> bool:
    """Whether a location is none: "Zoom Meeting", or words about a call in which no number of a house stands."""
    if _NOT_PLACES.fullmatch(part) or ":" in part.partition(" ")[0] or "@" in part or _NUMBER.fullmatch(part):
        return True
    return _ABOUT_A_CALL.search(part) is not None and not any(mark.isdigit() for mark in part)


def _said(text: str) -> set[Format]:
    patterns = ((Format.ONSITE, _ONSITE), (Format.PHONE, _PHONE), (Format.VIDEO, _VIDEO))
    return {
        kind
        for kind, pattern in patterns
        if any(
            not _NOT_SO.search(text[max(0, found.start() - 20) : found.start()])
            for found in pattern.finditer(text)
        )
    }


def _named(label: str) -> set[Format]:
    return {_KINDS[word] for word in re.findall(r"[a-z-]+", label[:80].casefold()) if word in _KINDS}


def _only(kinds: set[Format]) -> Format:
    return next(iter(kinds)) if len(kinds) == 1 else Format.UNKNOWN


def _labelled(label: re.Pattern[str], text: str) -> str:
    found = label.search(text)
    return found[1].strip(" *\t")[:LONGEST] if found else ""


def _trimmed(name: str) -> str:
    return _TAIL.sub("", name.strip(" .,-")).strip(" .,-'")


def _is_company(name: str) -> bool:
    parts = [part.casefold().strip(".,") for part in name.split()]
    if not parts or parts[0] in _NO_COMPANY or any(part in _DATES for part in parts):
        return False
    return not all(part in TITLE_WORDS for part in parts)


def _last_clause(phrase: str) -> str:
    """Return what stands behind the last article: "interest in the Data Analyst" is a Data Analyst."""
    return re.split(r"\b(?:the|our|an?|for)\b ", phrase, flags=re.IGNORECASE)[-1].strip()


def _is_role(phrase: str) -> bool:
    parts = [part.strip(".,").casefold() for part in re.split(r"[\s/-]+", phrase)]
    if not 0 < len(parts) <= 7 or not phrase[:1].isupper() or any(part in _DATES for part in parts):
        return False
    return any(part in TITLE_WORDS or part.endswith(("er", "ist", "or")) for part in parts)


def _agreed(names: Iterable[str]) -> str:
    """Return the one name meant, the fullest spelling of it, or "" where they differ."""
    found = sorted(set(names), key=lambda name: (-len(name), name))
    if not found:
        return ""
    longest = found[0].casefold()
    return found[0][:LONGEST] if all(longest.startswith(name.casefold()) for name in found) else ""
