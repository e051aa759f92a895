"""The part of `encore doctor` that looks at deliveries: what is late, what was set aside, who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from adapters.findings import Finding
from bot.storage.examination import Aside, Standing

RECENT = timedelta(days=7)
"""What was set aside before then is told of and needs nothing any more."""
AT_WORK = frozenset({"", "handed back", "ratelimited"})
"""What holds a reminder up, by the row's own words, although all is well: its turn has not come."""
NOBODY = (
    "Start a process that delivers (encore run, or encore run --roles delivery) and has their platform set up, and look "
    "into the log of those that should. Late reminders leave at once, or in the morning, unless they are of no use any more."
)
REMEDIES = {
    "fault": "Each time a line with the kind fault is in the log of a process that delivers.",
}
ELSEWHERE = "The findings below, or the log of a process that delivers, say more."


def check_delivery(found: Standing, now: datetime) -> tuple[Finding, ...]:
    """Tell how delivery stands at `now` (aware)."""
    return (_lateness(found, now), _set_aside(found.aside, now), _unreachable(found.unreachable))


def _lateness(found: Standing, now: datetime) -> Finding:
    number = sum(found.late.values())
    if not number or found.oldest is None:
        return Finding("reminders", True, f"None is late. {_owed(found)}")
    words = f"{_reminders(number, 'is', 'are')} late by more than 15 minutes, the oldest by {_span(now - found.oldest)}."
    if not found.at_work and found.late.keys() & AT_WORK:
        return Finding("reminders", False, f"{words} Nobody is sending them.", NOBODY)
    held = {reason: count for reason, count in found.late.items() if reason not in AT_WORK}
    if not held:
        return Finding("reminders", True, f"{words} They are being sent, as fast as the platforms allow.")
    most = sorted(held, key=lambda reason: -held[reason])
    why = ", ".join(f"{reason} ({held[reason]})" for reason in most[:3])
    return Finding(
        "reminders", False, f"{words} They were held up by: {why}.", REMEDIES.get(most[0], ELSEWHERE)
    )


def _owed(found: Standing) -> str:
    if not found.owed or found.next_at is None:
        return "None is owed."
    return f"{found.owed:,} owed, the first for {found.next_at:%d %B, %H:%M} UTC."


def _set_aside(aside: Aside | None, now: datetime) -> Finding:
    if aside is None:
        return Finding("set aside", True, "No reminder had to be given up for a fault.")
    words = (
        f"{_reminders(aside.number, 'was', 'were')} given up, because laying out failed three times: due from "
        f"{aside.first:%d %B %Y} to {aside.last:%d %B %Y}; the last for {aside.words}."
    )
    if now - aside.last > RECENT:
        return Finding("set aside", True, words)
    return Finding(
        "set aside",
        False,
        words,
        "Look that reference up in the log. If a pack of your own is at fault, encore content check FOLDER names the "
        "line; if none is, report it. They are not sent any more: their steps ride along with the next reminder, and "
        "/prep tells the member.",
    )


def _unreachable(counts: Mapping[str, int]) -> Finding:
    if not counts:
        return Finding("unreachable", True, "No member is known to refuse messages.")
    said = ", ".join(f"{number:,} on {platform.title()}" for platform, number in sorted(counts.items()))
    return Finding(
        "unreachable",
        True,
        f"Members who refuse messages, or have left: {said}. They are told what they missed when they next speak.",
    )


def _reminders(number: int, one: str, many: str) -> str:
    return f"1 reminder {one}" if number == 1 else f"{number:,} reminders {many}"


def _span(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
