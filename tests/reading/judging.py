"""Holding what is read against what is right: `python -m tests.reading.judging FOLDER [-v]` prints the table."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters.reading import as_json, desk
from bot.documents.cities import Cities

HERE = Path(__file__).parent
ASKED = {"choice", "guess", "no_time", "refused", "nothing"}
FIELDS = ("company", "people", "place", "link")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a case: "right", "asked", "wrong" or "missed", and the fields that were found of those named."""

    case: str
    word: str
    seen: str
    right: str
    found: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def instant(at: str, zone: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def phrase(cities: Cities, case: dict[str, Any]) -> Verdict:
    """Judge a typed time. A wrong time that is taken, or offered as the only one, is wrong; so is a guess that is."""
    told = as_json(
        asyncio.run(desk(cities, case["now"], case["zone"], datetime.now(UTC)).words(case["phrase"]))
    )
    rights = [right for right in case["right"] if right not in {"ask", "ok-ask"}]
    word = _of_phrase(told, case, rights)
    seen = f"{told['kind']} {[(one['at'], one['zone']) for one in told['readings']]} {told['day'] or ''} {told['said']}"
    return Verdict(case["phrase"], word, seen, str(case["right"]))


def _of_phrase(told: dict[str, Any], case: dict[str, Any], rights: list[str]) -> str:
    may_ask = {"ask", "ok-ask"} & set(case["right"])
    days = {right[4:] for right in rights if right.startswith("day ")}
    instants = {
        instant(*[*right.split(), case["zone"]][:2]) for right in rights if not right.startswith("day ")
    }
    seen = {instant(one["at"], one["zone"]) for one in told["readings"]}
    match told["kind"]:
        case "one" | "guess":
            if seen <= instants:
                return "right"
            # What a clock change skips is asked about, in so many words.
            return "asked" if may_ask and "clocks" in " ".join(told["said"]) else "wrong"
        case "choice":
            return "right" if "ask" in case["right"] else "asked" if seen & instants or may_ask else "wrong"
        case "no_time":
            if told["day"] in days:
                return "right"
            return "asked" if may_ask or told["day"] in {right[:10] for right in rights} else "wrong"
        case _:
            return "right" if "ask" in case["right"] else "asked" if may_ask else "missed"


def invitation(cities: Cities, case: dict[str, Any]) -> Verdict:
    """Judge a pasted text."""
    at_desk = desk(cities, case["now"], case["zone"], datetime.now(UTC))
    told = as_json(asyncio.run(at_desk.brought(text=case["input"])))
    seen = f"{told['kind']} {[(one['at'], one['zone']) for one in told['readings']]} {told['day'] or ''} {told['said']}"
    named, found = tuple(_named(case["right"])), tuple(_found(told, case["right"]))
    word = _of_invitation(told, case)
    return Verdict(case["id"], word, seen, str(case["right"]["when"]), found, named)


def _of_invitation(told: dict[str, Any], case: dict[str, Any]) -> str:
    right, zone = case["right"], case["zone"]
    instants = {instant(at, zone if where == "-" else where) for at, where in map(str.split, right["when"])}
    seen = [instant(one["at"], one["zone"]) for one in told["readings"]]
    match told["kind"]:
        case "cancelled":
            return "right" if right["cancelled"] else "wrong"
        case "one":
            if seen[0] in instants and not right["cancelled"]:
                # On the member's own clock for want of a named one, a time is asked about as such.
                return "right"
            return "wrong"
        case "passed":
            return "right" if right.get("passed") or not right["when"] else "missed"
        case "choice":
            if right["ask"] or not right["when"]:
                return "asked"
            return "asked" if instants & set(seen) else "wrong"
        case _:
            if not right["when"]:
                return "right"
            return "asked"


def _named(right: dict[str, Any]) -> Iterator[str]:
    return (name for name in FIELDS if right.get(name))


def _found(told: dict[str, Any], right: dict[str, Any]) -> Iterator[str]:
    for name in _named(right):
        if name == "people":
            wanted = {person.split(",")[0].casefold() for person in right["people"]}
            if wanted <= {person["name"].casefold() for person in told["people"]}:
                yield name
        elif str(right[name]).casefold() in str(told[name]).casefold():
            yield name


def judged(folder: Path) -> tuple[list[Verdict], list[Verdict]]:
    """Return what came of a folder's invitations and of its phrases."""
    cities = Cities()
    invitations, phrases = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("invitations", "phrases")
    )
    return [invitation(cities, case) for case in invitations], [phrase(cities, case) for case in phrases]


def main() -> None:
    """Print the tables, and with -v each case that is not right."""
    say = sys.stdout.write
    for name, verdicts in zip(("invitations", "phrases"), judged(Path(sys.argv[1])), strict=True):
        say(f"{name} {dict(Counter(each.word for each in verdicts))}\n")
        for field in FIELDS:
            named = [each for each in verdicts if field in each.named]
            if named:
                say(f"  {field}: {sum(field in each.found for each in named)} of {len(named)}\n")
        if "-v" in sys.argv:
            for each in verdicts:
                if each.word != "right" or set(each.named) - set(each.found):
                    missing = ", ".join(sorted(set(each.named) - set(each.found)))
                    say(
                        f"  {each.word:7} {each.case} | {each.seen} | right {each.right} | missing {missing}\n"
                    )


if __name__ == "__main__":
    main()
