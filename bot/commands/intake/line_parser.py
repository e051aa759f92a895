"""The parts of a typed line: which is the company, which the role, and which was meant for the time."""

from __future__ import annotations

import re

from bot.domain.dates.tokens import length, tokenize
from bot.domain.dates.vocabulary import QUALIFYING, TODAY, UNDOING, Kind

SUFFIX = re.compile(
    r"(?:inc|incorporated|ltd|limited|llc|llp|lp|plc|corp|corporation|co|company|gmbh|ag|kg|s\.a"
    r"|srl|s\.r\.l|spa|s\.p\.a|bv|b\.v|nv|n\.v|ab|oy|pty|pty\.? ltd|pvt\.? ltd|co\.?,? ltd)\.?",
    re.IGNORECASE,
)
"""What stands behind a comma and still belongs to the company's name."""
EMPTY = re.compile(
    r"(?:(?:hi|hello|hey|good (?:morning|evening|news)|great news|please|thanks|so|yes|ok)(?: (?:there|encore))?"
    r"|(?:(?:my|a|an|the|second|2nd|third|3rd|final|next|new|job)\s+)*(?:interview|round))[!.]*",
    re.IGNORECASE,
)
"""Parts that name nothing."""
BEGUN = re.compile(
    r"(?:i|i'm|i've|i'll|im|ive|we've|they|they've|there is|there's|got|have)\b", re.IGNORECASE
)
ABOUT = re.compile(r"\b(?:interview(?:s|ing)?|invited|call(?:ed)? back|callback)\b", re.IGNORECASE)
"""How people begin who tell it in a sentence; and words of which one is in such a sentence."""
MARKS = re.compile(r"\b(at|with|from|by|back to|as|for)\s+", re.IGNORECASE)
OF_A_COMPANY = ("at", "with", "from", "by", "back to")
ARTICLE = re.compile(r"^(?:a|an|the|their|my)\s+", re.IGNORECASE)
OF_A_ROLE = re.compile(r"\s+(?:role|position|job|post|opening|vacancy)$", re.IGNORECASE)
DANGLING = re.compile(r"(?:\s+(?:on|at|for|to|is|it's|and))+$", re.IGNORECASE)
ROLES = frozenset({
    "accountant", "administrator", "advisor", "agent", "analyst", "architect", "assistant", "associate",
    "barista", "buyer", "carer", "cashier", "chef", "clerk", "coach", "consultant", "cook",
    "coordinator", "designer", "developer", "director", "driver", "editor", "electrician", "engineer",
    "executive", "head", "intern", "lawyer", "lead", "lecturer", "librarian", "manager", "marketer",
    "mechanic", "nurse", "officer", "operator", "paralegal", "pharmacist", "physiotherapist", "planner",
    "producer", "programmer", "receptionist", "recruiter", "researcher", "salesperson", "scientist",
    "secretary", "specialist", "strategist", "supervisor", "support", "surveyor", "teacher",
    "technician", "tester", "therapist", "trainer", "translator", "tutor", "waiter", "writer",
})  # fmt: skip
"""The last word of many roles."""
JOINING = frozenset(
    {"&", "+", "and", "of", "the", "de", "der", "für", "for", "at", "in", "la", "le", "du", "van", "von"}
)
"""Small words inside the names of companies."""
CERTAIN = frozenset({Kind.CLOCK, Kind.ISO_DATE, Kind.STAMP, Kind.HALF})
NAMED_DAYS = frozenset({Kind.WEEKDAY, Kind.MONTH})
COUNTED = frozenset({Kind.NUMBER, Kind.ORDINAL, Kind.DOTTED, Kind.NUMERIC_DATE, Kind.CLOCK})
LEADING = UNDOING | QUALIFYING | {"next", "this", "on", "at"}
"""Words before a day that belong to it."""
OTHERWISE = ("with ", "at ", "by ", "as ", "http://", "https://")
"""How a part begins that is no time, whatever figures are in it."""


def parts_of(line: str) -> list[str]:
    """Split a line at commas and semicolons, where "Inc." and its like stay with the name before them."""
    parts: list[str] = []
    for part in (piece.strip() for piece in re.split(r"[,;]\s*", line)):
        if part and len(parts) == 1 and SUFFIX.fullmatch(part):
            parts[0] = f"{parts[0]}, {part}"
        elif part:
            parts.append(part)
    return parts


def date_like(line: str) -> tuple[str, str]:
    """Return a line without the words that were meant for a time which nobody could read, and those words."""
    parts = parts_of(line)
    if len(parts) == 1:
        return _tail(parts[0])
    likely = [_likelihood(part, index) for index, part in enumerate(parts)]
    best = max(likely, default=0)
    if not best:
        return line, ""
    first = last = len(likely) - 1 - likely[::-1].index(best)
    # "Monday, 31 November, 3pm" is one time in three parts.
    while first > 1 and likely[first - 1]:
        first -= 1
    while last + 1 < len(parts) and likely[last + 1]:
        last += 1
    return ", ".join([*parts[:first], *parts[last + 1 :]]), ", ".join(parts[first : last + 1])


def told(sentence: str) -> dict[str, str] | None:
    """Return company, role and people of a sentence ("I have an interview at Acme as a nurse").

    What it does not name is not in the answer. None for what is no sentence.
    """
    if not (BEGUN.match(sentence) or ABOUT.search(sentence)):
        return None
    said = _marked(sentence)
    values = {
        "company": next((said[mark] for mark in OF_A_COMPANY if said.get(mark)), ""),
        "role": role_in(said.get("as") or said.get("for") or ""),
    }
    if said.get("at"):
        values["interviewers"] = said.get("with", "").replace(" and ", "\n")
    return {name: value for name, value in values.items() if value}


def _marked(sentence: str) -> dict[str, str]:
    """Return the words behind each "at", "with", "as" and so on; "Doctors for Justice" is one name."""
    _, *marked = MARKS.split(sentence.rstrip(" .!"))
    said: dict[str, str] = {}
    before = ""
    for mark, words in zip(map(str.lower, marked[::2]), marked[1::2], strict=True):
        behind = bare(words)
        if mark == "for" and before in OF_A_COMPANY and not _is_role(behind):
            said[before] = bare(f"{said[before]} for {behind}")
            continue
        said[mark] = behind
        before = mark
    return said


def _is_role(words: str) -> bool:
    named = words[:1].isupper() and words.rpartition(" ")[2].casefold() not in ROLES
    return not named or bool(ARTICLE.match(words) or OF_A_ROLE.search(words))


def bare(words: str) -> str:
    """Return words without a "for" or "on" that led up to a time."""
    return DANGLING.sub("", f" {words.strip()}").strip()


def role_in(words: str) -> str:
    """Return "data analyst" of "a data analyst role"."""
    return OF_A_ROLE.sub("", ARTICLE.sub("", words, count=1))


def divided(words: str) -> tuple[str, str]:
    """Guess where a company's name ends in "Acme data analyst": the name, and the role or nothing."""
    each = words.split()
    if len(each) < 2:
        return words, ""
    named = _named(each)
    if each[-1].casefold() not in ROLES:
        return (" ".join(each[:named]), " ".join(each[named:])) if named else (words, "")
    # "Acme Data Analyst", "acme data analyst": nothing but the last word tells that there is a role.
    cut = named if 0 < named < len(each) else 1
    return " ".join(each[:cut]), " ".join(each[cut:])


def _named(each: list[str]) -> int:
    """Return how many words from the first on look like a name: capitals, figures, and small words between them."""
    count = 0
    for index, word in enumerate(each):
        if word[:1].isupper() or word[:1].isdigit():
            count = index + 1
        elif word.casefold() not in JOINING:
            break
    return count


def _likelihood(part: str, index: int) -> int:
    """Return how surely a part was meant for a time, from 0: it was not."""
    if part.casefold().startswith(OTHERWISE):
        return 0
    kinds, words = _kinds(part)
    if kinds & CERTAIN or (kinds & NAMED_DAYS and kinds & COUNTED) or kinds == {Kind.NUMERIC_DATE}:
        return 3
    if index and (kinds & NAMED_DAYS or words & TODAY.keys()):
        return 2
    return 1 if index > 1 and any(sign.isdigit() for sign in part) else 0


def _tail(line: str) -> tuple[str, str]:
    """Cut a line without commas before its first word about a day or a time, if what follows is surely one."""
    tokens = tokenize(line)
    for index, token in enumerate(tokens[: length(tokens)]):
        if token.kind not in CERTAIN | NAMED_DAYS | COUNTED and token.text not in TODAY:
            continue
        first = index
        while first > 1 and tokens[first - 1].text in LEADING:
            first -= 1
        start = tokens[first].start
        surely = first > 0 and _likelihood(line[start:], 0)
        return (bare(line[:start]), line[start:].strip()) if surely else (line, "")
    return line, ""


def _kinds(part: str) -> tuple[set[Kind], set[str]]:
    tokens = tokenize(part)
    used = tokens[: length(tokens)]
    return {token.kind for token in used}, {token.text for token in used}
