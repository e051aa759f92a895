"""The words that the grammar knows, lower case."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

WEEKDAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Kind(Enum):
    """What a token is, before anyone asks what it means."""

    NUMBER = auto()
    """One to four digits: (value,)."""
    ORDINAL = auto()
    """"5th" or "fifth": (value,)."""
    CLOCK = auto()
    """A time of day in one token, "3pm" or "15:00"."""
    DOTTED = auto()
    """"3.12" or "9.30", a date or a time: (left, right)."""
    NUMERIC_DATE = auto()
    """"3/12", "12-03-2026": (left, right, year or -1), the separator is in the text."""
    ISO_DATE = auto()
    """"2026-12-03": (year, month, day)."""
    STAMP = auto()
    """"2026-12-03T09:00": (year, month, day), with a clock."""
    OFFSET = auto()
    """"+01:00": (minutes east of UTC,)."""
    WEEKDAY = auto()
    MONTH = auto()
    HALF = auto()
    """"am" or "pm"."""
    PART = auto()
    """"morning"."""
    MARK = auto()
    """Punctuation that separates."""
    WORD = auto()
    END = auto()


WEEKDAYS: Final = {name.lower(): index for index, name in enumerate(WEEKDAY_NAMES)} | {
    spelling: index
    for index, spellings in enumerate(("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun"))
    for spelling in spellings.split()
}
MONTHS: Final = {
    spelling: index
    for index, name in enumerate(MONTH_NAMES, start=1)
    for spelling in (name.lower(), name[:3].lower())
} | {"sept": 9}

_UNITS: Final = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
NUMBERS: Final = (
    {word: value for value, word in enumerate(_UNITS, start=1)}
    | _TENS
    | {
        f"{ten}-{unit}": value + n
        for ten, value in _TENS.items()
        for n, unit in enumerate(_UNITS[:9], start=1)
    }
)
_FIRST: Final = _words("first second third fourth fifth sixth seventh eighth ninth")
_TEENS: Final = _words(
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TWENTIES: Final = ("twentieth", *(f"twenty-{word}" for word in _FIRST))
ORDINALS: Final = {
    word: value
    for value, word in enumerate((*_FIRST, *_TEENS, *_TWENTIES, "thirtieth", "thirty-first"), start=1)
}
MINUTES: Final = frozenset({"ten", "fifteen", "twenty", "thirty", "forty", "forty-five", "fifty"})
"""What may stand after an hour in words: "ten thirty"."""

PARTS: Final = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "evening"}
TODAY: Final = {"today": 0, "tomorrow": 1, "yesterday": -1, "tonight": 0} | dict.fromkeys(
    ("tmr", "tmrw", "tommorow", "tommorrow", "tomorow"), 1
)
UNITS: Final = {
    spelling: unit
    for unit, spellings in {
        "minute": "minute minutes min mins",
        "hour": "hour hours hr hrs hour's",
        "day": "day days day's",
        "week": "week weeks wk wks week's",
        "fortnight": "fortnight fortnights fortnight's",
        "month": "month months month's",
    }.items()
    for spelling in spellings.split()
}

FIXED: Final[dict[str, tuple[Kind, tuple[int, ...]]]] = {
    **{word: (Kind.WEEKDAY, (value,)) for word, value in WEEKDAYS.items()},
    **{word: (Kind.MONTH, (value,)) for word, value in MONTHS.items()},
    **{word: (Kind.ORDINAL, (value,)) for word, value in ORDINALS.items()},
    **dict.fromkeys(PARTS, (Kind.PART, ())),
    **dict.fromkeys(("am", "a.m", "pm", "p.m"), (Kind.HALF, ())),
}
"""Words of one meaning each, looked up before anything is worked out."""

FOLLOWERS: Final = frozenset(
    _words(
        "with via by over for on at in video phone mobile zoom teams meet skype online onsite on-site remote "
        "virtual hybrid"
    )
)
"""What often follows the time in a typed line, so that a lone number or a city may end before it."""
NOT_PLACES: Final = FOLLOWERS | frozenset(_words("from to and or call office person interview"))
"""Never asked for as a city, though some towns are so named."""
UNDOING: Final = frozenset(
    _words(
        "not every each last by before after until till since first second third around about approx circa or either a "
        "alternate other another any anything but except unless than least most as maybe perhaps deadline due expires "
        "cancel cancelled canceled longer instead wc w/c wb w/b"
    )
)
"""Words before a date that make it another one, or none."""
NEARLY: Final = frozenset(_words("around about approx circa"))
"""Those of them that leave it a guess worth asking about."""
SPANNING: Final = frozenset(_words("week weekend month beginning commencing end start middle between"))
"""Words that make of the date behind them, after "of" or "from", a range of days."""
QUALIFYING: Final = frozenset(_words("or ish onwards either"))
"""Words behind a date that do so."""
