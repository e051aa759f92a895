"""Company, role, place and format, where a text says them outright. Nothing is guessed from an address or a tone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from bot.documents.everyday_words import FIRST_NAMES
from bot.documents.gazetteer import fold
from bot.documents.invitations.people import COMPANY_WORDS, TITLE_WORDS, is_name, words
from bot.domain.dates.vocabulary import MONTHS, WEEKDAYS
from bot.domain.interviews import Format, Person

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
_MAY_BE: Final = tuple(
    (re.compile(pattern.format(_COMPANY), re.MULTILINE), points)
    for pattern, points in (
        (
            r"\b(?:[Ii]nterview\w*|[Ss]creen|[Cc]hat|[Cc]all|[Cc]onversation|[Mm]eeting|[Pp]osition|[Rr]ole|[Oo]pening|[Jj]ob|[Aa]pplication)\b[^.!?\n]{{0,40}}? (?:with|at) (?:the )?{}",
            2,
        ),
        (
            r"\b(?:interest in|here at|hired by|works? (?:at|for)|joining|from|for|with|at) {}(?=[!.,;:)]|\s*$|\s(?:is|are|has|have|on)\b)",
            1,
        ),
        (r"\b{} (?:has|have|would like to|invites?|invited|is pleased|are pleased|team would)\b", 2),
        (
            r"(?:[Ii]nterview|[Ss]creen|[Cc]hat|[Oo]nsite|[Cc]all|[Pp]anel)[^\n]{{0,30}}?(?: - |, | \| |: | @ ){}[ \t]*(?=$|@|<|\(|,)",
            2,
        ),
        (r"(?:<>|/|\||-|@) {}(?=[ \t]*(?:$|@|-|<|\())", 1),
        (r"\b[Tt]he {} team\b", 3),
        (r"\b{} (?:Pte\.? Ltd|Ltd|Limited|LLC|LLP|Inc|GmbH|AG|AB|plc|PLC)\b", 1),
        (
            r"^(?:The )?{}(?: (?:[Tt]eam|HR|Recruiting|Recruitment|Careers|Hiring|Talent|People|Talent Acquisition|Talent Team|People Team|Hiring Team))?[ .]*$",
            1,
        ),
        (r"[.!?] {}[ .]*\Z", 2),
    )
)
"""Where a company's name may stand, and a person's as well: one that is said again, or has a company's words, is one."""
SEARCHED: Final = 4_000
"""Characters in which a company is looked for that is not named outright."""
BORNE_OUT: Final = 3
"""Points from which a name is taken for the company's."""
_HOST: Final = re.compile(r"(?:https?://|@)([\w.-]+)")
_WRAPPED: Final = re.compile(r"(?<=[^\n]{56})\n(?=\w)")
"""Where a mail program broke a line."""
_SIGNED: Final = re.compile(
    rf"^(?:The )?{_COMPANY} (?:[Tt]eam|HR|Recruiting|Recruitment|Careers|Hiring|Talent|People)\b",
    re.MULTILINE,
)
_TAIL: Final = re.compile(
    r"(?: (?:on|at|and|of|the|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Interview|Team|Recruiting|Recruitment|Talent|Acquisition|HR|Careers|Hiring|People)(?:day)?)+$"
)
_NO_COMPANY: Final = words(
    "our the your this i we monday tuesday wednesday thursday friday saturday sunday home noon zoom teams google meet "
    "microsoft human stage round am pm interview hiring talent people recruiting recruitment hi hello dear thanks thank "
    "best kind warm regards cheers sincerely yours google webex skype join location when where date time who video phone link "
    "please details schedule agenda confirmed invitation new updated old former in-person onsite virtual first second final "
    "third panel we you he she they it here all looking ok great good see sorry unfortunately there both day start end event "
    "invitee guests attendees reminder subject from to sent re fwd mr mrs ms dr a an if as meet est edt cst cdt mst mdt pst pdt "
    "apologies unfortunately congratulations us uk usa canada pte ltd gmt utc bst cet cest ist eastern central mountain pacific january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun"
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
_STREET: Final = re.compile(
    r"(?<![:.\d])\b\d{1,5}[a-zA-Z]?,? (?:[A-Z][\w'.]+ ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Drive|Dr|Lane|Ln|Way|Boulevard|Blvd|Square|Sq|Place|Court|Ct|Quay|Row"
    r"|Terrace|Parade|Wharf|Embankment|Hill|Park|Walk|Yard|Crescent|Close|Gardens|Plaza|Highway|Mews|Gate)\b\.?"
    r"(?:,? ?(?:(?:[A-Z#][\w'#-]*|\d[\w-]*)(?=[ ,.;)\n]|$))(?: (?:[A-Z\d][\w-]*))*)*"
)
"""An address by its street."""
_DAYS: Final = re.compile(
    r"\d{1,2}[:.]\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2} ?[ap]m\b", re.IGNORECASE
)


def company(text: str, met: Sequence[Person]) -> str:
    """Return the company that a text names, whose interviewers are `met`; "" where none or more than one is named."""
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
    sure = _agreed(name for name in found if _is_company(name))
    named = {person.name for person in met}
    return sure or ("" if any(map(_is_company, found)) else _likely_company(text[:SEARCHED], named))


def _likely_company(text: str, people: AbstractSet[str]) -> str:
    """Return the name that stands where a company's does and is best borne out by the rest of the text, or ""."""
    text = _WRAPPED.sub(" ", text)
    signed = {_trimmed(name) for name in _SIGNED.findall(text)}
    hosts = " ".join(_HOST.findall(text)).casefold()
    score: dict[str, int] = {}
    for pattern, points in _MAY_BE:
        for name in {_trimmed(name) for name in pattern.findall(text)}:
            if _is_company(name) and name not in people:
                score[name] = score.get(name, 0) + points
    for name in score:
        each = name.casefold().split()
        score[name] += min(len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text)) - 1, 2)
        score[name] += 2 * (name in signed) + 2 * bool(set(each) & COMPANY_WORDS or "&" in each)
        score[name] += 2 * (len(each[0]) > 3 and each[0] in hosts)
        score[name] += (len(each) == 1) - 3 * (fold(name) in FIRST_NAMES) - 3 * (each[-1] in TITLE_WORDS)
        score[name] -= 2 * (is_name(name) and name not in signed)
    ranked = sorted(score.items(), key=lambda one: (-one[1], -len(one[0])))
    if not ranked or ranked[0][1] < BORNE_OUT:
        return ""
    best, points = ranked[0]
    rivals = [
        name for name, others in ranked[1:] if others == points and name not in best and best not in name
    ]
    longer = [name for name, others in ranked if name.startswith(best) and others >= BORNE_OUT]
    return "" if rivals else max(longer, key=len)[:LONGEST]


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
    offices += [found[0] for found in _STREET.finditer(text)]
    return offices[0].strip(" ,.")[:LONGEST] if offices else ""


def place_of(location: str) -> str:
    """Return a location without links and without words such as "Microsoft Teams Meeting"."""
    for address in sorted(set(re.findall(r"https?://\S+", location)), key=len, reverse=True):
        location = location.replace(address, " ")
    parts = (_without_loose_brackets(part.strip(" ,\t<>*")) for part in re.split(r"[;\n|]", location))
    return ", ".join(part for part in parts if part and not _is_no_place(part))[:LONGEST]


def _without_loose_brackets(part: str) -> str:
    """Return a part without a bracket that has lost its other half, or that holds nothing or all of it."""
    if part.count("(") != part.count(")") or (part.startswith("(") and part.find(")") == len(part) - 1):
        part = part.strip(" ,()")
    return part.replace("()", "").strip(" ,")


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
