"""What items rest on: statistics and their sources, grades, and what must be looked at again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.catalog.layers import Layers
from bot.catalog.packs import Entry
from bot.catalog.problem import Problem
from bot.catalog.rules.wording import texts
from bot.catalog.vocabulary import REVIEWED_YEARLY
from bot.domain.content import Evidence, Item, Source, Tip

SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
SPANS = "seconds?|minutes?|hours?|days?|weeks?|months?|years?|words?|lines?|sentences?|breaths?|goes|rows?"
PARTS = "half|(?:a|one)[ -](?:third|quarter|fifth|tenth)|(?:two|three|four)[ -](?:thirds|quarters|fifths)"
THOSE = "employers|interviewers|managers|recruiters|candidates|applicants|interviews"
STATISTIC = re.compile(
    rf"\d[\d.,]*\s?(?:%|per\s?cent\b)"
    rf"|\b(?:\d+|{SMALL})\s+(?:in|out\s+of)\s+(?:every\s+)?(?:\d{{1,3}}(?:,\d{{3}})*|{SMALL})\b(?!\s+(?:{SPANS})\b)"
    rf"|\b(?:{PARTS})\s+(?:of\s+)?(?:all\s+|the\s+)*(?:\w+\s+)?(?:{THOSE})\b"
    rf"|\b(?:twice|\w+\s+times)\s+(?:as|more|less)\s+(?:likely|often)\b"
    rf"|\b\d[\d.,]*[x\u00d7](?!\w)"
    rf"|\b[dnr]\s*=\s*[\d.][\d,.]*"
    rf"|[£$€]\s?\d[\d.,]*k?"
    rf"|\b\d[\d.,]*\s?(?:dollars|pounds|euros|USD|GBP|EUR)\b",
    re.IGNORECASE,
)
"""A percentage, a ratio, a sample, a measure of effect or a sum of money. Counts, times and minutes are none."""
PERCENTAGE = re.compile(r"(\d[\d.,]*)\s?(?:%|per\s?cent\b)", re.IGNORECASE)
NAME = re.compile(r"\b[A-Z][\w&-]*[A-Za-z]\b")
NO_NAMES = frozenset({"American", "International", "Journal", "National", "Review", "The"})
"""They begin too many publishers to tell one from another."""
GOOD = frozenset({Evidence.A, Evidence.B})
YEAR = timedelta(days=366)
TOMORROW = timedelta(days=1)
"""East of here it is tomorrow already."""


def _sources(layers: Layers, item: Item) -> list[Source]:
    entries = (layers.entries.get(name) for name in item.sources)
    return [entry.item for entry in entries if entry and isinstance(entry.item, Source)]


def statistics_have_sources(layers: Layers) -> Iterator[Problem]:
    """Find percentages, ratios, samples and sums of money without a source of grade A or B, its name and year."""
    for entry in layers.entries.values():
        words = list(texts(entry.item))
        found = [(loc, match[0]) for loc, text in words if (match := STATISTIC.search(text))]
        fault = _unsupported(layers, entry, " ".join(text for _, text in words)) if found else None
        if fault:
            loc, figure = found[0]
            yield entry.problem(loc, f'"{figure.strip(".,")}" is a statistic; {fault}')


def _unsupported(layers: Layers, entry: Entry, words: str) -> str | None:
    if not isinstance(entry.item, Item):
        return "a plan has no sources, so move it into a tip"
    good = [source for source in _sources(layers, entry.item) if source.grade in GOOD]
    if not good:
        return "name its source, of grade A or B, in sources"
    if not any(re.search(rf"\b{source.year}\b", words) for source in good):
        years = " or ".join(dict.fromkeys(str(source.year) for source in good))
        return f"name who found it in the text, with the year ({years})"
    named = set(NAME.findall(words))
    if not any(named & _names(source) for source in good):
        return f"name who found it in the text, like {' or '.join(source.publisher for source in good)}"
    return None


def _names(source: Source) -> set[str]:
    return set(NAME.findall(f"{source.publisher} {source.title}")) - NO_NAMES


def percentages_are_the_sources(layers: Layers) -> Iterator[Problem]:
    """Find percentages that none of the item's sources is said to have found."""
    for entry in layers.entries.values():
        if not isinstance(entry.item, Item):
            continue
        claims = [source.claim_supported for source in _sources(layers, entry.item) if source.grade in GOOD]
        found = {figure for claim in claims for figure in re.findall(r"\d[\d.,]*\d|\d", claim)}
        for loc, text in texts(entry.item):
            for match in PERCENTAGE.finditer(text):
                if claims and match[1] not in found:
                    yield entry.problem(
                        loc, f'"{match[0]}" is in none of its sources; give the figure that they found'
                    )


def evidence_is_the_best_grade(layers: Layers) -> Iterator[Problem]:
    """Find tips whose evidence is not the best grade among their sources, or none without any."""
    order = list(Evidence)
    for entry, tip in layers.of(Tip):
        if set(tip.sources) - layers.entries.keys():
            continue
        grades = [source.grade for source in _sources(layers, tip)]
        best = min(grades, key=order.index, default=Evidence.NONE)
        if tip.evidence is not best:
            where = ("evidence",) if entry.says("evidence") else ("sources",)
            why = f"its sources reach {best}" if grades else "it names no source"
            yield entry.problem(where, f'evidence is "{tip.evidence}" but {why}; write "evidence: {best}"')


def addresses_are_unique(layers: Layers) -> Iterator[Problem]:
    """Find sources that stand twice, by their address."""
    first: dict[str, Entry] = {}
    for entry, source in layers.of(Source):
        other = first.setdefault(source.url.casefold().rstrip("/"), entry)
        if other is not entry:
            yield entry.problem(
                ("url",), f"is the address of {other.id} too ({other.place_of()}); keep one of the two"
            )


def reviewed_in_time(layers: Layers, today: date) -> Iterator[Problem]:
    """Find pay, health and law without a region or not reviewed within a year, and reviews still to come."""
    for entry in layers.entries.values():
        item = entry.item
        if not isinstance(item, Item):
            continue
        if item.reviewed > today + TOMORROW:
            yield entry.problem(
                ("reviewed",), f"is {item.reviewed}, which is still to come; write the day it was read"
            )
        if item.topic not in REVIEWED_YEARLY:
            continue
        if not entry.says("region"):
            text = f"is missing, and {item.topic} differs by country; write any, or where it holds"
            yield entry.problem(("region",), text)
        if today - item.reviewed > YEAR:
            text = f"is {item.reviewed}, over twelve months ago; read it again and write the day"
            yield entry.problem(("reviewed",), text)
