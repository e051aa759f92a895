"""Answering a line in a direct message, which no interaction's token can answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from adapters.dialogue.outcomes import Answered
from adapters.dialogue.underway import again
from adapters.discord.messages import dm_body, once
from adapters.discord.public import public_data
from adapters.discord.rest import NoAnswerError, NotSentError, RefusedError, Rest
from adapters.discord.trouble import NO_ACCESS
from bot.errors import Transient
from bot.reply import File

ATTEMPTS = 4
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
"""Seconds between attempts; all of them together are well inside what a nonce is remembered for."""


async def answer_line(rest: Rest, channel: str, line: str, shown: Answered) -> None:
    """Post what a line (its message's id) is answered with. Attempts that got lost are made again.

    None is taken twice, since the line's id is the answer's nonce. Raises RestError or Transient when there is
    nothing more to try.
    """

    def wait(error: Exception, attempt: int) -> float | None:
        asked = _asked_to_wait(error)
        return None if asked is None else max(asked, FIRST_WAIT * 2 ** (attempt - 1)) / rest.faster

    path = f"/channels/{channel}/messages"
    for body, files in _bodies(shown, line):
        await again(partial(rest.call, "POST", path, json=body, files=files), wait, ATTEMPTS)


def _bodies(shown: Answered, line: str) -> Iterator[tuple[dict[str, Any], tuple[File, ...]]]:
    if shown.message is not None:
        yield dm_body(shown.message, line), shown.files
    if shown.public is not None:
        yield once(public_data(shown.public), f"{line}p"), ()


def _asked_to_wait(error: Exception) -> float | None:
    """Return how many seconds Discord asks to wait; None when trying again does not help, or would come too late."""
    match error:
        case Transient():
            seconds = error.retry_after.total_seconds()
        case RefusedError() if error.status == 429 or error.status >= 500 or error.code == NO_ACCESS:
            seconds = error.retry_after
        case NotSentError() | NoAnswerError():
            seconds = 0.0
        case _:
            return None
    return seconds if seconds <= LONGEST_WAIT else None
