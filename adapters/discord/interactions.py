"""What members ask on Discord, decoded from the payloads themselves, and answered.

Nothing is looked up in memory: neither a command tree, nor views, nor modals that discord.py would have to
remember. So a press a month later and a form sent after a restart work like any other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

import discord
from cachetools import TLRUCache
from discord import InteractionType

from adapters.dialogue.outcomes import Answered, Fetch, Outcome
from adapters.dialogue.underway import Underway, ready
from adapters.discord import attachments, definitions, modals
from adapters.discord.answering import Turn
from adapters.discord.attachments import Attachment
from adapters.discord.callers import Asked, author_of, caller_of, in_own_dm, pressed_of
from adapters.discord.components import reply_data
from adapters.discord.conversation import Want, dialogue, hold
from adapters.discord.lines import answer_line
from adapters.discord.reopening import key_of, unmarked
from adapters.discord.rest import RefusedError, Rest
from bot.app import App
from bot.domain.members import MemberRef
from bot.fault_log import log_fault
from bot.invocation import Invocation, decode
from bot.reply import Choice
from bot.views.blocks import present
from bot.views.problems import Apology

log = logging.getLogger("encore.discord")
PATIENCE = 1.5
"""Seconds that a command or a press has before its answer is deferred; after that no form can open."""
PATIENCE_AFTER_FORM = 1.0
"""The same for a submitted form, which opens no other."""
SUGGESTING = 2.0
"""Seconds that suggestions may take: Discord waits 3, and there is no deferring."""
TOKEN_SECONDS = 14 * 60.0
"""A token lasts 15 minutes; one is left for the clocks. Source: interactions/receiving-and-responding."""
MOST_RECENT = 5_000
REFUSED = Invocation("greeting refused")
WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""Types of messages that a person has typed."""


class Interactions:
    """Answers commands, presses, forms, suggestions and lines in direct messages."""

    def __init__(self, app: App, rest: Rest) -> None:
        self._app = app
        self._dialogue = dialogue(app)
        self._rest = rest
        self._underway = Underway(log_fault)
        self._recent: TLRUCache[MemberRef, Turn] = TLRUCache(MOST_RECENT, _good_until)
        """The last interaction of each member, for the minutes in which its token still speaks to them privately."""

    async def take(self, asked: Asked) -> None:
        """Answer an interaction. Never raises."""
        if asked.type is InteractionType.autocomplete:
            await self._underway.later(self._suggest(asked), "suggestions")
        elif asked.type is not InteractionType.ping:
            await self._underway.later(self._answer(asked), "an interaction")

    async def read(self, message: discord.Message) -> None:
        """Answer a line in a direct message; what is said elsewhere is not ours to read. Never raises."""
        if message.guild is None and not message.author.bot and message.type in WRITTEN:
            await self._underway.later(self._read(message), "a direct message")

    async def tell_refused(self, member: MemberRef) -> None:
        """Tell a member at once that direct messages are refused, where a recent answer of ours still can.

        Otherwise they are told with the next thing they ask.
        """
        turn = self._recent.pop(member, None)
        if turn is None:
            return
        reply = await self._app.handle(REFUSED, turn.caller)
        if reply.view is not None:
            # It counts as told from here on: heard twice is better than never.
            told = reply_data(present(reply.view), ephemeral=turn.hidden)
            await turn.follow_up(told, repeatable=True)

    async def finish(self, grace: float) -> None:
        """Let what is being answered come to its end, for at most `grace` seconds."""
        await self._underway.finish(asyncio.get_running_loop().time() + grace)

    async def _answer(self, asked: Asked) -> None:
        turn = _turn(self._rest, asked)
        try:
            want = self._want(asked)
        except (KeyError, ValueError, TypeError) as error:
            apology = Apology(reference=log_fault(error, "an interaction that could not be read"))
            await turn.first(Answered(message=present(apology)))
            return
        asking = self._underway.begin(hold(self._dialogue, want, turn.caller))
        in_time = await ready(asking, PATIENCE_AFTER_FORM if want.submitted else PATIENCE)
        answered = await (self._at_once(turn, asking.result()) if in_time else self._later(turn, asking))
        if answered:
            self._recent[turn.caller.member] = turn

    async def _at_once(self, turn: Turn, outcome: Outcome) -> bool:
        try:
            answered = await turn.first(outcome)
        except RefusedError as error:
            return await turn.first(_plainer(outcome.instead, error))
        shown = outcome.instead
        if answered and shown.public is not None and shown.message is not None:
            await turn.follow_up(reply_data(shown.message, ephemeral=turn.hidden))
        return answered

    async def _later(self, turn: Turn, asking: asyncio.Task[Outcome]) -> bool:
        deferred = await turn.defer()
        shown = (await asking).instead
        if not deferred:
            return False
        try:
            await turn.later(shown)
        except RefusedError as error:
            await turn.later(_plainer(shown, error))
        return True

    async def _suggest(self, asked: Asked) -> None:
        turn = _turn(self._rest, asked)
        found: tuple[Choice, ...] = ()
        try:
            path, option, typed = definitions.focused(_data(asked))
            async with asyncio.timeout(SUGGESTING):
                found = await self._app.complete(turn.caller, path, option, typed)
        except Exception as error:  # noqa: BLE001 - no suggestions are better than an error in the midst of typing
            log_fault(error, "suggestions")
        await turn.suggest(definitions.choices(found))

    async def _read(self, message: discord.Message) -> None:
        caller = author_of(message)
        fetch = self._fetch(attachments.of_message(message))
        want = Want(invocation=self._app.read(message.content), opens=False, fetch=fetch)
        shown = (await hold(self._dialogue, want, caller)).instead
        try:
            await answer_line(self._rest, caller.channel, str(message.id), shown)
        except RefusedError as error:
            if not shown.pictures:
                raise
            await answer_line(self._rest, caller.channel, str(message.id), _plainer(shown, error))

    def _want(self, asked: Asked) -> Want:
        """Return what an interaction asks for. Raises KeyError, ValueError or TypeError for one that says nothing."""
        data = _data(asked)
        fetch = self._fetch(attachments.resolved(data))
        match asked.type:
            case InteractionType.application_command:
                return Want(invocation=definitions.invocation(data), fetch=fetch)
            case InteractionType.component:
                pressed = decode(data["custom_id"])
                invocation, marks = unmarked(pressed)
                return Want(invocation=invocation, marks=marks, key=key_of(pressed))
            case InteractionType.modal_submit:
                submitted, typed = modals.submitted(data)
                invocation, marks = unmarked(submitted)
                return Want(
                    invocation=invocation, typed=typed, submitted=True, opens=False, marks=marks, fetch=fetch
                )
            case _:
                raise ValueError(f"an interaction of type {asked.type.value}")

    def _fetch(self, attached: Sequence[Attachment]) -> Fetch | None:
        return partial(attachments.fetch, self._rest, attached) if attached else None


def _plainer(shown: Answered, error: RefusedError) -> Answered:
    """Return what to show when Discord does not take an answer: the same without its pictures, if it has any.

    Otherwise what we wrote breaks a rule of Discord's: our fault, and the member hears so.
    """
    if shown.pictures:
        log.warning("Discord did not take an answer with a picture: %s", error)
        return replace(shown, pictures=())
    return Answered(message=present(Apology(reference=log_fault(error, "Discord refused an answer"))))


def _good_until(_: MemberRef, turn: Turn, __: float) -> float:
    return turn.began + TOKEN_SECONDS


def _turn(rest: Rest, asked: Asked) -> Turn:
    return Turn(
        rest=rest,
        id=asked.id,
        token=asked.token,
        application=asked.application_id,
        caller=caller_of(asked),
        hidden=not in_own_dm(asked),
        pressed=pressed_of(asked),
        stays=attachments.lasting(asked.message) if asked.message is not None else None,
    )


def _data(asked: Asked) -> dict[str, Any]:
    return cast("dict[str, Any]", asked.data or {})
