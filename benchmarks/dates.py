"""The strict date grammar beside dateparser, on the phrases that both can read, in one run.

Run with `python -m benchmarks.dates`. dateparser is given its best case: one parser made once, English alone.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.table import Row, interleaved, median_seconds
from bot.domain.dates import Reading, find, read

PHRASES = Path(__file__).parent.parent / "tests" / "dates" / "phrases.json"
ROUNDS = 15
LINE = (
    "Acme Widgets, senior data analyst for the north of May and March, next Tue 3pm, video, with Jane Doe and "
    "two others of the team, bring 5 copies, on floor 3"
)
FIVE_MILLISECONDS = 0.005


def run() -> list[Row]:
    """Read every phrase with the one and with the other, in turn; and look for a date in a long line."""
    from dateparser.date import DateDataParser  # noqa: PLC0415 - another benchmark times what is imported when

    given = json.loads(PHRASES.read_text(encoding="utf-8"))["given"]
    now = datetime.fromisoformat(given["now"]).replace(tzinfo=ZoneInfo(given["zone"]))
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": now.replace(tzinfo=None)}
    parser = DateDataParser(languages=["en"], settings=settings)
    phrases = [
        phrase
        for phrase in (row["phrase"] for row in given["phrases"])
        if isinstance(read(phrase, now), Reading) and parser.get_date_data(phrase).date_obj is not None
    ]

    def strict() -> None:
        for phrase in phrases:
            read(phrase, now)

    def loose() -> None:
        for phrase in phrases:
            parser.get_date_data(phrase)

    ours, theirs = interleaved(strict, loose, ROUNDS)
    search = median_seconds(lambda: find(LINE, now), ROUNDS)
    count = len(phrases)
    each = f"{ours / count * 1e6:.0f} µs, {theirs / count * 1e6:.0f} µs a phrase, {count} phrases"
    return [
        Row("dateparser / strict grammar", theirs / ours, 10.0, each, at_least=True),
        Row("finding a date in 30 words / 5 ms", search / FIVE_MILLISECONDS, 1.0, f"{search * 1e3:.2f} ms"),
    ]


if __name__ == "__main__":
    for row in run():
        print(row)
