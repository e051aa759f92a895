"""A forgiving reader of dates: dateparser, asked only about what the strict grammar has refused.

It is often right and now and then silently wrong, so an answer is only ever offered as a question. The module
itself fills the `LooseDates` port.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.dates import When
from bot.domain.dates.tokens import tokenize
from bot.domain.dates.vocabulary import NEARLY, NUMBERS, QUALIFYING, SPANNING, UNDOING, Kind

LONGEST: Final = 200
"""Characters; beyond them it is not asked, since it grows slow on long texts."""
FURTHEST: Final = timedelta(days=730)
"""No interview is planned further ahead; "Dec 3 1500" and its like end here."""
_PERIODS: Final = frozenset({"day", "time"})
"""dateparser's word for how exact a date is; a month or a year would have its day made up."""


def suggest(text: str, now: datetime) -> When | None:
    """Return a guess at the moment meant, or None; whatever the text, nothing is raised.

    `now` is aware, in the speaker's zone; a naive one raises ValueError. A text that names a zone has no guess:
    dateparser reads "IST" as the clock of one country of three.
    """
    if now.utcoffset() is None:
        raise ValueError(f"a datetime without a zone: {now}")
    if len(text) > LONGEST:
        return None
    # Imported here: it takes about a tenth of a second, and most lines never need it.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    base = now.replace(tzinfo=None)
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base, "RETURN_TIME_AS_PERIOD": True}
    try:
        # The language is given: finding it out takes seconds.
        data = DateDataParser(languages=["en"], settings=settings).get_date_data(text)
    except Exception:  # noqa: BLE001 - strange texts make it raise errors of many kinds, and there is no guess then
        return None
    found = data.date_obj
    if found is None or found.tzinfo is not None or data.period not in _PERIODS:
        return None
    if not base.date() <= found.date() <= (base + FURTHEST).date() or (
        data.period == "time" and found < base
    ):
        return None
    if _passes_over(text, found):
        return None
    return When(
        found.date(), found.time().replace(second=0, microsecond=0) if data.period == "time" else None
    )


def _passes_over(text: str, found: datetime) -> bool:
    """Whether a guess leaves out what was typed: another weekday, a number, a word that makes it another day."""
    numbers = {found.day, found.year, found.hour, found.hour % 12 or 12, found.minute}
    for token in tokenize(text):
        if token.text in (UNDOING - NEARLY) | QUALIFYING | SPANNING:
            return True
        if token.kind is Kind.WEEKDAY and token.values[0] != found.weekday():
            return True
        number = token.values[0] if token.kind in {Kind.NUMBER, Kind.ORDINAL} else NUMBERS.get(token.text)
        if number is not None and number not in numbers:
            return True
    return False
