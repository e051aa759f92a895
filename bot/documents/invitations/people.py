"""Those whom a text says the member will meet, with their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.domain.interviews import Person

MOST: Final = 10


def words(text: str) -> frozenset[str]:
    """Return the words of a text, which are all lower case."""
    return frozenset(text.split())


_WORD: Final = r"(?:[^\W\d_a-z][^\W\d_]*(?:['.-][^\W\d_]+)*\.?)"
_PARTICLE: Final = r"(?:de|da|di|do|dos|del|della|van|von|der|den|ter|bin|bint|al|el|la|le|of)"
NAME: Final = rf"(?:{_WORD}(?: {_PARTICLE}){{0,2}} ){{1,3}}{_WORD}"
_NAME: Final = re.compile(NAME)
_LAST_NAME: Final = re.compile(rf"{NAME}$")
TITLE_WORDS: Final = words(
    "accountant account administrator adviser advisor analyst analytics architect assistant associate attorney "
    "board buyer ceo cfo chair chief chro cmo consultant controller coo coordinator counsel cpo cro cso cto "
    "customer data dean deputy designer developer development director editor engineer engineering executive "
    "experience finance financial founder co-founder cofounder general hr head hiring human insights it lead "
    "leader learning legal manager managing marketing nurse officer operations owner partner people planning "
    "president principal producer product professor program programme project quality recruiter recruiting "
    "recruitment representative research researcher resources revenue sales science scientist secretary senior "
    "services software specialist staff strategy supervisor support talent teacher team technical technician "
    "technology trainer vice vp evp svp writer ux"
)
_NOT_NAMES: Final = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december zoom teams microsoft google meet webex skype the our your their this "
    "please kind best warm regards thanks thank dear hi hello interview interviews panel round final second "
    "first phone video call meeting room floor street road avenue lane square building house tower campus office "
    "new time zone date location when where format duration company role position eastern central pacific "
    "mountain standard daylight inc ltd llc gmbh plc corp limited group university college hospital bank and "
    "looking we you if join click dial passcode password id part human resources tour welcome lunch break debrief exercise "
    "presentation review design programming system systems culture values case study deep dive sense portfolio skills task wrap "
    "wrap-up wash-up closing intro introduction coffee chat assessment written test arrival campus reception desk start end "
    "mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec hq center centre exchange person "
    "old career careers head office quay court place studios herr frau plaza in on by virtual onsite "
    "agenda schedule session live coding data discussion stakeholders leadership recording link address venue directions"
)
COMPANY_WORDS: Final = words(
    "agency associates bank brothers capital care co company consulting corp council foods foundation global gmbh group "
    "health holdings hospital inc industries institute international labs limited llc logistics ltd media ministry "
    "museum network networks partners plc school services solutions studio studios systems technologies technology "
    "trading trust university ventures works advisory aerospace air airlines analytics architects aviation bakery banking biotech bio "
    "books brewing cars catering chemicals clinic cloud coffee construction cosmetics council cycles dairy dental design digital "
    "electric electronics energy estates farms fashion finance fitness freight games gas genetics grill homes hotel hotels housing inn "
    "insurance interiors kitchen laboratories law legal loft mapping marine medical mills motors mutual outdoor packaging paper pharma "
    "pharmacy pictures power press properties publishing rail records renewables restaurants retail robotics shipping softworks software "
    "solar sports steel telecom textiles therapeutics tiles tools transport travel utilities veterinary water wines wireless wool"
)
_HONORIFIC: Final = re.compile(r"(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Dame|Herr|Frau)\.? ")
_MEETING: Final = re.compile(
    r"\byou(?:'ll|'d| will| would| are going to)(?: also| then| first)?(?: be)? "
    r"(?:meet(?:ing)?|speak(?:ing)?|talk(?:ing)?|chat(?:ting)?|interview(?:ing)?|interviewed|joined)"
    r"(?: up)?(?: (?:with|to|by))?:? ",
    re.IGNORECASE,
)
_WITH: Final = re.compile(
    r"\b(?i:(?:interview|conversation|call|chat|meeting|discussion|time) (?:is |will be )?with"
    r"|interviewers? (?:is|are|will be)|panel (?:is|will be|(?:is |will be )?(?:made up of|consisting of|comprising)))"
    r":? (?=[^\W\d_a-z])"
)
_SCHEDULE: Final = re.compile(
    r"^[ \t>*•-]*\d[\d:. ]*(?:[ap]\.?m\.?)?(?: ?(?:-|to) ?\d[\d:. ]*(?:[ap]\.?m\.?)?)?[ \t]*[:|,-][ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL: Final = re.compile(
    r"(?:^[ \t>*•-]*|(?<=[.!?] ))(?:your )?(?:interviewers?(?:\(s\))?|interview panel|panel(?: members)?|panell?ists?|attendees?|guests?|who|with"
    r"|(?:you(?:'ll| will) )?(?:be )?(?:meet(?:ing)?|speak(?:ing)?|talk(?:ing)?)(?: with| to)?|interviewed by|hiring manager)[ \t]*\**[ \t]*(?:[:-][ \t]*\**[ \t]*|(?=\n))",
    re.IGNORECASE | re.MULTILINE,
)
LONGEST_LINE: Final = 200
_BULLET: Final = re.compile(r"^[ \t]*(?:[-*•·▪o]|\d{1,2}[.)])?[ \t]*")
_IN_SLOT: Final = re.compile(r"(?:\bwith |\(|[|\t] ?|\bby )(?:[a-z ]{0,12}: ?)?(?=[^\W\d_a-z])")
"""What stands before a name on a line of a schedule."""
_TIMED_WITH: Final = re.compile(
    r"(?:\d\d|\d ?(?i:[ap]\.?m\.?))\)?(?: [A-Z]{2,4}\b| [A-Z]\w+ time)?,? with (?=[^\W\d_a-z])"
)
_OUR: Final = re.compile(rf"\b(?:our|the) ((?:[A-Z][\w&]*(?: of| and| &)? ?){{1,5}}),? ({NAME})")
_WITH_COMPANY: Final = re.compile(r"\binterview\w*\b[^.!?]{0,40}? (?:with|at)\b", re.IGNORECASE)
_TIME_LINE: Final = re.compile(r"\b\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m?\b)", re.IGNORECASE)
_ASK_FOR: Final = re.compile(
    r"\b(?i:ask for|report to|contact on the day:?|hosted by|led by|interview(?:er)? (?:is|will be)|met by|your host(?: is|:)?) (?=[^\W\d_a-z])"
)
_WILL_CALL: Final = re.compile(
    rf"({NAME})(?:,[^,.\n]{{2,60}},)? (?:will|is going to|'ll) (?:call|phone|ring|dial|be (?:calling|interviewing|hosting|meeting|joining)|interview|meet|host|join)\b"
)
_AND: Final = re.compile(r"(?:,|;)?\s*(?:\band\b|&)\s*|[;/]\s*|,\s*", re.IGNORECASE)
_WILL: Final = re.compile(
    r"(?:,| \(|,? who)[^.\n]{0,80}? (?:will (?:be )?(?:interview(?:ing)?|meet(?:ing)?|host(?:ing)?|lead(?:ing)?)|is interviewing) "
    r"(?:you|the interview|your interview)",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    r"[.\n;]|(?:,? (?:who|which|at|on|for|from|in|via|over|by|this|next|where|as well|will|is|are|to|about|with)\b)"
    r"|[)\]]| - |,? (?:and|&) |,",
    re.IGNORECASE,
)


def interviewers(text: str) -> tuple[Person, ...]:
    """Return those named as interviewers, each once, in the order of the text."""
    found: dict[str, Person] = {}
    for person in _all(text):
        known = found.get(person.name.casefold())
        if known is None or (person.title and not known.title):
            found[person.name.casefold()] = person
    return tuple(found.values())[:MOST]


def is_name(name: str) -> bool:
    """Whether words have the shape of a person's full name, and none of them is known for something else."""
    if not _NAME.fullmatch(name):
        return False
    parts = [part.strip("'.").casefold() for part in name.split()]
    return not any(part in TITLE_WORDS | _NOT_NAMES | COMPANY_WORDS for part in parts) and not name.isupper()


def _all(text: str) -> Iterator[Person]:
    yield from _introduced(text)
    yield from _in_schedule(text)
    yield from _who_will(text)


def _introduced(text: str) -> Iterator[Person]:
    """Read the names behind a label or a word that leads up to them."""
    for label in islice(_LABEL.finditer(text), MOST):
        yield from _listed(text[label.end() :])
    for found in islice(_MEETING.finditer(text), MOST):
        yield from _people(_sentence(text[found.end() :]))
    for opening in (_WITH, _SCHEDULE):
        for found in islice(opening.finditer(text), MOST):
            people = list(_people(_sentence(text[found.end() :])))
            # "An interview with Martin Rose" may be with a person or at a company; a title tells.
            if any(person.title for person in people) or "anel" in found[0]:
                yield from people
    for found in islice(_TIMED_WITH.finditer(text), MOST):
        yield from _people(_sentence(text[found.end() :]))
    for found in islice(_OUR.finditer(text), MOST):
        title, name = found[1].strip(" ,"), _longest_name(found[2], 0)
        if name and {part.casefold() for part in title.split()} & TITLE_WORDS:
            yield Person(name, title)
    for found in islice(_ASK_FOR.finditer(text), MOST):
        yield from list(_people(_sentence(text[found.end() :])))[:1]


def _who_will(text: str) -> Iterator[Person]:
    """Read the names of those who will call, meet or interview."""
    for found in islice(_WILL_CALL.finditer(text), MOST):
        if name := _longest_name(found[1], 0):
            yield Person(name)
    for found in islice(_WILL.finditer(text), MOST):
        before = _LAST_NAME.search(text[max(0, found.start() - 80) : found.start()])
        if before and is_name(before[0]):
            yield from _people(text[found.start() - len(before[0]) : found.end()])


def _in_schedule(text: str) -> Iterator[Person]:
    """Read names on lines with a time, and on the two below one: "with Bo Lind", "(Bo Lind, CFO)", "| Bo Lind"."""
    last = -3
    for number, line in enumerate(text.split("\n")):
        if _TIME_LINE.search(line) and not _WITH_COMPANY.search(line):
            last = number
        if number - last <= 2 and len(line) <= LONGEST_LINE:
            for found in islice(_IN_SLOT.finditer(line), MOST):
                yield from _people(line[found.end() :])
            if (
                number > last
                and (whole := _BULLET.sub("", line, count=1).strip())
                and is_name(whole.split(",")[0])
            ):
                yield from _people(whole)


def _listed(text: str) -> Iterator[Person]:
    """Read what stands behind a label: on its line, or in the lines below while they begin with a name."""
    first, _, rest = text.partition("\n")
    if first.strip():
        yield from _people(first)
        return
    for line in rest.lstrip("\n").split("\n")[:MOST]:
        people = list(_people(_BULLET.sub("", line, count=1)))
        if not people:
            return
        yield from people


def _sentence(text: str) -> str:
    """Return the text to the end of its sentence; single line breaks of a folded mail are spaces."""
    text = re.split(r"\n\s*\n|\n[ \t]*(?:[-*•]|\d)", text[:600], maxsplit=1)[0].replace("\n", " ")
    return re.split(
        r"(?<![A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!Prof)[.!?](?:\s|$)", text, maxsplit=1
    )[0]


def _people(text: str) -> Iterator[Person]:
    """Read a list of names, each perhaps with a title, from the beginning of a text."""
    place = 0
    for _ in range(MOST):
        honorific = _HONORIFIC.match(text, place)
        place = honorific.end() if honorific else place
        name = _longest_name(text, place)
        if not name:
            return
        place += len(name)
        title, place = _title(text, place)
        yield Person(name, title)
        joint = _AND.match(text, place)
        if joint is None:
            return
        place = joint.end()


def _longest_name(text: str, place: int) -> str:
    """Return the longest run of words at `place` that is a name; a possessive is a company's, not a person's."""
    found = _NAME.match(text, place)
    if found is None:
        return ""
    parts = found[0].split(" ")
    for count in range(len(parts), 1, -1):
        name = " ".join(parts[:count]).rstrip(".")
        if is_name(name) and not re.search(r"'s$", name):
            return name
    return ""


def _title(text: str, place: int) -> tuple[str, int]:
    """Read ", Head of Operations" or "(CFO)" at `place`; "" where a name or something else follows."""
    opening = re.compile(r"\s*(?:,|\(|\[| -|:)\s*").match(text, place)
    if opening is None:
        return "", place
    start = opening.end()
    if _longest_name(text, start):
        return "", place
    end = _title_end(text, start, closing=")" if "(" in opening[0] else "]" if "[" in opening[0] else "")
    title = re.sub(r"^(?:our|the|my|a|an)\s+", "", text[start:end].strip(" ,"), flags=re.IGNORECASE)
    parts = {part.strip(".,()").casefold() for part in re.split(r"[\s/]+", title)}
    if not parts & TITLE_WORDS or len(title) > 80:
        return "", place
    return title, end + 1 if text[end : end + 1] in {")", "]"} else end


def _title_end(text: str, start: int, closing: str) -> int:
    """Return where a title ends: at its bracket, or before what no longer belongs to it."""
    if closing:
        end = text.find(closing, start)
        return end if end >= 0 else len(text)
    for mark in _ENDS.finditer(text, start):
        after = text[mark.end() :].lstrip()
        joins = mark[0].strip(" ,").casefold() in {"and", "&", ""} and not _longest_name(after, 0)
        if joins and after and _goes_on(re.split(r",| and ", text[mark.end() :], maxsplit=1)[0]):
            continue
        return mark.start()
    return len(text)


def _goes_on(rest: str) -> bool:
    """Whether what follows a comma or "and" is more of the same title: "Head of People and Culture", "VP, Sales"."""
    first = rest.strip().split(" ")[0].strip(".,()")
    return len(rest.split()) <= 3 and first[:1].isupper() and first.casefold() not in _NOT_NAMES
