"""What the words of a field mean: days, times, offsets, ids. Each refusal says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WithJsonSchema

from bot.catalog.problem import quoted
from bot.catalog.vocabulary import CLAIMS, REGION, id_fault, id_pattern
from bot.domain.content import Asker
from bot.domain.leads import Offset

DAY = r"\d{4}-\d{2}-\d{2}"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
OFFSET = r"(?P<sign>[+-]?)P(?:(?P<days>\d{1,2})D|(?P<business>\d{1,2})BD|T(?:(?P<hours>\d{1,2})H)?(?:(?P<minutes>\d{1,2})M)?)"
VERSION = r"\d+\.\d+\.\d+"
ADDRESS = r"https?://[^\s/]+\.[^\s]+"
SLOT = r"[a-z][a-z0-9_]{0,29}"


def offset_of(words: Any) -> Offset:
    """Read an ISO 8601 duration with its sign, or business days (BD), which ISO lacks.

    Raises ValueError saying how it is written.
    """
    if isinstance(words, Offset):
        return words
    found = re.fullmatch(OFFSET, words) if isinstance(words, str) else None
    if found is None or not any(found.group("days", "business", "hours", "minutes")):
        raise ValueError(
            f"{_shown(words)} is not an offset; write -P5D (five days before), +P5BD (five business days after) "
            "or -PT1H (an hour before)"
        )
    days, business, hours, minutes = (
        int(part or 0) for part in found.group("days", "business", "hours", "minutes")
    )
    if not found["sign"] and (days or business or hours or minutes):
        raise ValueError(f"{_shown(words)} has no sign; write - for before or + for after")
    factor = -1 if found["sign"] == "-" else 1
    if found["hours"] or found["minutes"]:
        return Offset(elapsed=factor * timedelta(hours=hours, minutes=minutes))
    return Offset(days=factor * days, business_days=factor * business)


def _shown(words: Any) -> str:
    return quoted(words) if isinstance(words, str) else "this"


def _day(words: Any) -> Any:
    if isinstance(words, str) and re.fullmatch(DAY, words):
        try:
            return date.fromisoformat(words)
        except ValueError:
            raise ValueError(
                f"{quoted(words)} is no day of the calendar; write one like 2026-11-22"
            ) from None
    if isinstance(words, date):
        return words
    raise ValueError(f"{_shown(words)} is not a day; write it like 2026-11-22")


def _clock(words: Any) -> Any:
    if words is None or isinstance(words, time):
        return words
    if isinstance(words, str) and re.fullmatch(CLOCK, words):
        return time.fromisoformat(words)
    raise ValueError(f"{_shown(words)} is not a time of day; write hours and minutes, like 08:00")


def _shape(pattern: str, advice: str) -> Callable[[str], str]:
    def check(words: str) -> str:
        if re.fullmatch(pattern, words):
            return words
        raise ValueError(f"{quoted(words)} {advice}")

    return check


def _claim(words: str) -> str:
    if words in CLAIMS:
        return words
    raise ValueError(f"{quoted(words)} is not a claim; write one from {CLAIMS[0]} to {CLAIMS[-1]}")


def _identifier(prefix: str) -> AfterValidator:
    def check(words: str) -> str:
        if fault := id_fault(prefix, words):
            raise ValueError(fault)
        return words

    return AfterValidator(check)


def _pattern(prefix: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{id_pattern(prefix)}$"})


def _listed(words: Any) -> Any:
    return [words] if isinstance(words, str) else words


Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
LocalTime: TypeAlias = Annotated[
    time | None, PlainValidator(_clock), WithJsonSchema({"type": "string", "pattern": f"^{CLOCK}$"})
]
StepOffset: TypeAlias = Annotated[
    Offset,
    PlainValidator(offset_of),
    WithJsonSchema({"type": "string", "pattern": r"^([+-]P(\d{1,2}(D|BD)|T(\d{1,2}H)?(\d{1,2}M)?)|P0D)$"}),
]
Claim: TypeAlias = Annotated[str, AfterValidator(_claim), WithJsonSchema({"enum": list(CLAIMS)})]
Region: TypeAlias = Annotated[
    str,
    AfterValidator(
        _shape(REGION.pattern, "is not a region; write any, eu or a country in two letters, like uk or us")
    ),
]
Address: TypeAlias = Annotated[
    str, AfterValidator(_shape(ADDRESS, "is not an address; write it from https:// on"))
]
Version: TypeAlias = Annotated[
    str, AfterValidator(_shape(VERSION, "is not a version; write three numbers, like 1.0.0"))
]
PackId: TypeAlias = Annotated[
    str,
    AfterValidator(
        _shape(r"[a-z0-9]+(-[a-z0-9]+)*", "is not a pack's id; write small letters, digits and hyphens")
    ),
]
Slot: TypeAlias = Annotated[
    str,
    AfterValidator(
        _shape(SLOT, "is not a slot's name; write small letters, digits and _, at most 30, like my_name")
    ),
]
Askers: TypeAlias = Annotated[
    tuple[Asker, ...], BeforeValidator(_listed, json_schema_input_type=Asker | tuple[Asker, ...])
]
"""One asker alone may stand without brackets."""

TipId: TypeAlias = Annotated[str, _identifier("tip"), _pattern("tip")]
QuestionId: TypeAlias = Annotated[str, _identifier("q"), _pattern("q")]
TaskId: TypeAlias = Annotated[str, _identifier("task"), _pattern("task")]
PlanId: TypeAlias = Annotated[str, _identifier("plan"), _pattern("plan")]
StepId: TypeAlias = Annotated[str, _identifier("step"), _pattern("step")]
RubricId: TypeAlias = Annotated[str, _identifier("rubric"), _pattern("rubric")]
AskId: TypeAlias = Annotated[str, _identifier("ask"), _pattern("ask")]
TemplateId: TypeAlias = Annotated[str, _identifier("template"), _pattern("template")]
SourceId: TypeAlias = Annotated[str, _identifier("source"), _pattern("source")]
