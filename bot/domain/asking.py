"""Whom a member may ask: what the five sorts of interviewer are called, and which one a job title tells of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.content import Asker
from bot.domain.interviews import Person

CHIEF = re.compile(
    r"\bchief\b|\bc[a-z]{1,2}o\b|\b(?:co-?)?founder\b|\bowner\b|\bpresident\b|\bmanaging director\b"
)
PEOPLE = re.compile(
    r"\bh\.?r\b|human resources|recruit|\btalent\b|\bpeople (?:partner|team|operations|manager|lead|director|officer)\b"
    r"|head of people|of people\b|\bstaffing\b|\bpersonnel\b"
)
TOP = re.compile(
    r"\b[se]?vp\b|\bdirector\b|\bhead of\b|\bheadteacher\b|\bgeneral manager\b|\bexecutive\b|\bpartner\b"
    r"|\bboard\b|\btrustee\b|\bgovernor\b|\bdean\b"
)
NOT_TOP = re.compile(r"\b(?:account|sales|marketing) executive\b|\bexecutive assistant\b|\bassistant to\b")
TOGETHER = re.compile(r"\bpanel\b|\bcommittee\b")
BESIDE = re.compile(r"\b(?:product|project|programme|program|account|community|case|social media) manager\b")
"""Managers of a thing and not of people."""
LEADING = re.compile(
    r"\bmanager\b|\bsupervisor\b|\blead\b|\bteam leader\b|\bforeman\b|\bhead\b|\bprincipal\b|\bmatron\b|\bboss\b"
)
VICE = re.compile(r"\bvice president\b")


def asker_of(title: str) -> Asker | None:
    """Return which sort of interviewer a job title probably tells of; None for no title.

    A guess that is only ever offered: who has no rank in the title is taken for a colleague.
    """
    words = " ".join(title.casefold().split())
    if not words:
        return None
    if TOGETHER.search(words):
        return Asker.PANEL
    if NOT_TOP.search(words):
        return Asker.PEER
    if CHIEF.search(words) or VICE.search(words):
        return Asker.EXECUTIVE
    if PEOPLE.search(words):
        return Asker.HR
    if TOP.search(words):
        return Asker.EXECUTIVE
    if LEADING.search(words) and not BESIDE.search(words):
        return Asker.MANAGER
    return Asker.PEER


def title_asker(words: str) -> Asker | None:
    """Return the sort that words tell of where they are a rank or a profession of HR; None where nothing says so."""
    return asker_of(_role_as_name(words))


def askers_of(people: Sequence[Person]) -> tuple[tuple[Person, Asker], ...]:
    """Return the people whose title tells of what sort they are, each with it, in their order."""
    told = ((person, asker_of(person.title or _role_as_name(person.name))) for person in people)
    return tuple((person, asker) for person, asker in told if asker is not None)


def suggested(people: Sequence[Person]) -> tuple[Asker, ...]:
    """Return every sort of interviewer, those that the member will meet first."""
    met = dict.fromkeys(asker for _, asker in askers_of(people))
    return (*met, *(asker for asker in Asker if asker not in met))


def _role_as_name(name: str) -> str:
    """Return a "name" that is a title in truth ("the hiring manager", "CFO"), or nothing."""
    words = name.casefold()
    titled = any(pattern.search(words) for pattern in (TOGETHER, CHIEF, PEOPLE, TOP, LEADING))
    return name if titled else ""
