"""Dates in English words, read strictly: every word is understood, or the phrase is refused.

`read` takes a phrase that is nothing but a date, `find` looks for one in a typed line, `find_each` for all in a text. None ever guesses:
what can be read two ways has two readings, what cannot be told is refused with what to write instead.
"""

from bot.domain.dates.find import find, find_each
from bot.domain.dates.read import no_city, read
from bot.domain.dates.reading import DateInText, Reading, Refusal, When

__all__ = ["DateInText", "Reading", "Refusal", "When", "find", "find_each", "no_city", "read"]
