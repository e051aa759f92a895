"""Answering a line in a direct message, which no interaction's token can answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

from adapters.dialogue.outcomes import Answered
from adapters.discord.messages import dm_body, once
from adapters.discord.public import public_data
from adapters.discord.rest import RefusedError, Rest, RestError
from adapters.discord.trouble import NO_ACCESS
from bot.errors import Transient
from bot.reply import File

log = logging.getLogger("encore.discord")
ATTEMPTS = 4
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
"""Seconds between attempts; all of them together are well inside what a nonce is remembered for."""


async def answer_line(rest: Rest, channel: str, line: str, shown: Answered) -> None:
    """Post what a line (its message's id) is answered with. Attempts that got lost are made again.

    None is taken twice, since the line's id is the answer's nonce. Raises RestError or Transient when there is
    nothing more to try.
    """
    for body, files in _bodies(shown, line):
        await _post(rest, f"/channels/{channel}/messages", body, files)


def _bodies(shown: Answered, line: str) -> Iterator[tuple[dict[str, Any], tuple[File, ...]]]:
    if shown.message is not None:
        yield dm_body(shown.message, line), shown.files
    if shown.public is not None:
        yield once(public_data(shown.public), f"{line}p"), ()


async def _post(rest: Rest, path: str, body: dict[str, Any], files: tuple[File, ...]) -> None:
    wait = FIRST_WAIT
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await rest.call("POST", path, json=body, files=files)
        except (RestError, Transient) as error:
            asked = _asked_to_wait(error)
            if attempt == ATTEMPTS or asked is None:
                raise
            await asyncio.sleep(max(asked, wait) / rest.faster)
            wait *= 2
        else:
            return


def _asked_to_wait(error: RestError | Transient) -> float | None:
    """Return how many seconds Discord asks to wait; None when trying again does not help, or would come too late."""
    if isinstance(error, Transient):
        seconds = error.retry_after.total_seconds()
    elif isinstance(error, RefusedError):
        if error.status != 429 and error.status < 500 and error.code != NO_ACCESS:
            return None
        seconds = error.retry_after
    else:
        seconds = 0.0
    return seconds if seconds <= LONGEST_WAIT else None
