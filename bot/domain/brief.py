"""The one page for the last hour: who, where, three headlines, three questions, three facts, one line for nerves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.interviews import Interview

MOST = 3
"""Headlines, questions and facts: what one phone screen and one nervous head can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What stands on the page. What the member has not written is simply not there."""

    interview: Interview
    reader_zone: str
    headlines: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    calm: str = ""
