"""Answering one interaction: the first response within 3 seconds, what comes later by its token.

Source of every rule here: interactions/receiving-and-responding.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.dialogue.outcomes import Answered, FormNeeded, Outcome
from adapters.dialogue.underway import again
from adapters.discord.callers import Pressed
from adapters.discord.components import reply_data
from adapters.discord.limits import (
    COMPONENTS,
    CUT,
    DESCRIPTION,
    GALLERY_ITEMS,
    Component,
    ResponseType,
    shorten,
    walk,
)  # fmt: skip
from adapters.discord.messages import in_place_data
from adapters.discord.modals import modal_data
from adapters.discord.public import public_data
from adapters.discord.rest import NoAnswerError, NotSentError, RefusedError, Rest, RestError
from bot.domain.members import Caller
from bot.reply import File
from bot.text import text
from bot.views.blocks import Message, Paragraph

log = logging.getLogger("encore.discord")
TOO_LATE = 10062
"""Unknown interaction: the 3 seconds, or the 15 minutes, are over."""
ANSWERED = 40060
"""The interaction has had its first response."""
AGAIN_WITHIN = 1.8
"""Seconds after an interaction came in within which a first response without an answer is tried once more."""
EDITS = 3
"""Attempts at an edit; it does the same however often it arrives."""
BETWEEN_EDITS = 1.0
OURS = frozenset({400, 413})
"""HTTP's words for a body that breaks a rule, or is too large."""
LONGEST_WAIT = 60.0
"""Seconds that a completion waits when Discord asks to; who asked has long gone after more."""
POSTED = Message("Posted", "Posted", (Paragraph(text("It is in the channel now.")),))


@dataclass(slots=True, kw_only=True)
class Turn:
    """One interaction, and how far its answer has come. `hidden`: only the caller sees what is answered."""

    rest: Rest
    id: int
    token: str
    application: int
    caller: Caller
    hidden: bool
    pressed: Pressed
    stays: tuple[str, ...] | None = None
    """Of the pressed message's files, the ids of those that outlast a change of it; None where it has none."""
    began: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    follows: bool = False
    """Deferred as an update: what is new comes as a follow-up, of which a user's installation has five."""

    async def first(self, outcome: Outcome) -> bool:
        """Send the first response. Returns false when it is too late for any."""
        if isinstance(outcome, FormNeeded):
            return await self._respond(ResponseType.MODAL, modal_data(outcome.form))
        if outcome.public is not None:
            # The press itself posts it: this is the only way into a channel.
            return await self._respond(ResponseType.MESSAGE, public_data(outcome.public), outcome.files)
        assert outcome.message is not None
        if outcome.in_place and self._may_update:
            return await self._respond(ResponseType.UPDATE, *self._in_place(outcome))
        data, files = _with_files(reply_data(outcome.message, ephemeral=self.hidden), outcome.files)
        return await self._respond(ResponseType.MESSAGE, data, files)

    async def defer(self) -> bool:
        """Promise an answer. Returns false when it is too late for any.

        Always privately: a promise fixes who sees what comes, and what comes may be private words.
        """
        self.follows = self._may_update
        if self.follows:
            return await self._respond(ResponseType.DEFERRED_UPDATE, None)
        flags = {"flags": 1 << 6} if self.hidden else {}
        return await self._respond(ResponseType.DEFERRED_MESSAGE, flags)

    async def later(self, shown: Answered) -> None:
        """Keep the promise: by an edit wherever one does, since follow-ups are few.

        Raises RefusedError when what we wrote breaks a rule of Discord's.
        """
        message = shown.message
        if message is None and not self.follows:
            # The first follow-up of a promise is taken for its fulfilment, and would be as private.
            message = POSTED
        if message is not None:
            await self._keep(replace(shown, message=message))
        if shown.public is not None:
            await self.follow_up(public_data(shown.public))

    async def _keep(self, shown: Answered) -> None:
        assert shown.message is not None
        if self.follows and shown.in_place:
            await self._edit(*self._in_place(shown))
            return
        hidden = self.hidden and self.follows  # an edit stays as private as the promise was
        data, files = _with_files(reply_data(shown.message, ephemeral=hidden), shown.files)
        await (self.follow_up(data, files) if self.follows else self._edit(data, files))

    async def suggest(self, choices: list[dict[str, str]]) -> None:
        """Answer an autocompletion; it can't be deferred."""
        await self._respond(ResponseType.SUGGESTIONS, {"choices": choices})

    async def follow_up(
        self, data: dict[str, Any], files: tuple[File, ...] = (), *, repeatable: bool = False
    ) -> None:
        """Send a further message, once: whether a lost one arrived can't be known.

        `repeatable` is for what is better heard twice than never. Raises RefusedError as `later` does.
        """
        await self._webhook("POST", "", data, files, repeatable=repeatable)

    @property
    def _may_update(self) -> bool:
        return self.pressed in {Pressed.THEIRS_PLAIN, Pressed.THEIRS_RICH}

    def _in_place(self, shown: Answered) -> tuple[dict[str, Any], tuple[File, ...]]:
        """Return what the pressed message becomes. It stays of its kind: Components V2 can't be taken back.

        A picture of how things were goes; files to keep stay.
        """
        assert shown.message is not None
        if self.pressed is Pressed.THEIRS_PLAIN:
            data, files = in_place_data(shown.message), shown.files
        else:
            data, files = _with_files(reply_data(shown.message, ephemeral=False), shown.files)
        if self.stays is not None:
            data = {**data, "attachments": [{"id": identifier} for identifier in self.stays]}
        return data, files

    async def _respond(
        self, kind: ResponseType, data: dict[str, Any] | None, files: tuple[File, ...] = ()
    ) -> bool:
        """Send a first response; one without an answer is sent again, since Discord takes only one."""
        body = {"type": kind.value, **({} if data is None else {"data": data})}
        path = f"/interactions/{self.id}/{self.token}/callback"
        for second in (False, True):
            try:
                await self.rest.answer("POST", path, json=body, files=files)
            except RefusedError as refused:
                if refused.code in {TOO_LATE, ANSWERED}:
                    taken = second and refused.code == ANSWERED
                    if not taken:
                        log.warning("an answer came too late for Discord (code %s)", refused.code)
                    return taken
                if refused.status == 429:
                    await asyncio.sleep(min(refused.retry_after, AGAIN_WITHIN))
                elif refused.status < 500:
                    raise
            except (NotSentError, NoAnswerError):
                pass
            else:
                return True
            if asyncio.get_running_loop().time() - self.began > AGAIN_WITHIN:
                break
        log.warning("Discord did not take an answer in time")
        return False

    async def _edit(self, data: dict[str, Any], files: tuple[File, ...]) -> None:
        await self._webhook("PATCH", "/messages/@original", data, files, repeatable=True)

    async def _webhook(
        self, method: str, path: str, data: dict[str, Any], files: tuple[File, ...], *, repeatable: bool
    ) -> None:
        whole = f"/webhooks/{self.application}/{self.token}{path}"

        def wait(error: Exception, _: int) -> float | None:
            seconds = _before_again(error, repeatable=repeatable)
            return None if seconds is None else seconds / self.rest.faster

        try:
            await again(lambda: self.rest.answer(method, whole, json=data, files=files), wait, EDITS)
        except RestError as error:
            if isinstance(error, RefusedError) and error.status in OURS:
                raise
            log.warning("an answer could not be completed: %s", error)


def _before_again(error: Exception, *, repeatable: bool) -> float | None:
    """Return how many seconds to wait before the next attempt; None when there is to be none."""
    if isinstance(error, RefusedError) and error.status == 429:
        # Nothing was taken, so even what must not be said twice can be sent again.
        return error.retry_after if error.retry_after <= LONGEST_WAIT else None
    refused = isinstance(error, RefusedError) and error.status < 500
    return BETWEEN_EDITS if repeatable and isinstance(error, RestError) and not refused else None


def _with_files(data: dict[str, Any], files: tuple[File, ...]) -> tuple[dict[str, Any], tuple[File, ...]]:
    """Return `data` with what shows its uploads, without which Components V2 shows none, and those uploads.

    Pictures for which there is no room are left out. Source: components/reference, "File" and "Media Gallery".
    """
    if not files:
        return data, files
    documents = [file for file in files if not file.picture_of]
    pictures = [file for file in files if file.picture_of][:GALLERY_ITEMS]
    shown = [{"type": Component.FILE.value, "file": {"url": _at(file)}} for file in documents]
    components = [*data["components"], *shown]
    if pictures and len(list(walk(components))) < COMPONENTS:
        components.append({"type": Component.MEDIA_GALLERY.value, "items": [_item(one) for one in pictures]})
    else:
        pictures = []
    return {**data, "components": components}, (*documents, *pictures)


def _item(picture: File) -> dict[str, Any]:
    return {"media": {"url": _at(picture)}, "description": shorten(picture.picture_of, DESCRIPTION) or CUT}


def _at(file: File) -> str:
    return f"attachment://{file.name}"
