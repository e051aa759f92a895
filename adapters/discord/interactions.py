"""What members ask on Discord, decoded from the payloads themselves, and answered.

Nothing is looked up in memory: neither a command tree, nor views, nor modals that discord.py would have to
remember. So a press a month later and a form sent after a restart work like any other.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, cast

import discord
from discord import InteractionType

from adapters.discord import attachments, definitions, modals
from adapters.discord.answering import Shown, Turn
from adapters.discord.callers import Asked, author_of, caller_of, in_own_dm, pressed_of
from adapters.discord.components import reply_data
from adapters.discord.conversation import DiscordConversation, Want
from adapters.discord.lines import answer_line
from adapters.discord.recent import Recent
from adapters.discord.reopening import key_of, unmarked
from adapters.discord.rest import RefusedError, Rest
from bot.app import App
from bot.domain.members import Caller, MemberRef
from bot.fault_log import log_fault
from bot.invocation import Invocation, decode
from bot.reply import Choice
from bot.views.problems import Apology
from bot.views.view import present

log = logging.getLogger("encore.discord")
PATIENCE = 1.5
"""Seconds that a command or a press has before its answer is deferred; after that no form can open."""
PATIENCE_AFTER_FORM = 1.0
"""The same for a submitted form, which opens no other."""
SUGGESTING = 2.0
"""Seconds that suggestions may take: Discord waits 3, and there is no deferring."""
REFUSED = Invocation("greeting refused")
WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""Types of messages that a person has typed."""


class Interactions:
    """Answers commands, presses, forms, suggestions and lines in direct messages."""

    def __init__(self, app: App, rest: Rest) -> None:
        self._app = app
        self._conversation = DiscordConversation(app, rest)
        self._rest = rest
        self._running: set[asyncio.Task[Any]] = set()
        self._recent = Recent()

    async def take(self, asked: Asked) -> None:
        """Answer an interaction. Never raises."""
        if asked.type is InteractionType.autocomplete:
            await self._guarded(self._suggest(asked), "suggestions")
        elif asked.type is not InteractionType.ping:
            await self._guarded(self._answer(asked), "an interaction")

    async def read(self, message: discord.Message) -> None:
        """Answer a line in a direct message; what is said elsewhere is not ours to read. Never raises."""
        if message.guild is None and not message.author.bot and message.type in WRITTEN:
            await self._guarded(self._read(message), "a direct message")

    async def tell_refused(self, member: MemberRef) -> None:
        """Tell a member at once that direct messages are refused, where a recent answer of ours still can.

        Otherwise they are told with the next thing they ask.
        """
        turn = self._recent.of(member)
        if turn is None:
            return
        reply = await self._app.handle(REFUSED, turn.caller)
        if reply.view is not None:
            # It counts as told from here on: heard twice is better than never.
            told = reply_data(present(reply.view), ephemeral=turn.hidden)
            await turn.follow_up(told, repeatable=True)

    async def finish(self, grace: float) -> None:
        """Let what is being answered come to its end, for at most `grace` seconds."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=grace)
            for task in late:
                task.cancel()

    async def _guarded(self, answering: Any, where: str) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            await answering
        except Exception as error:  # noqa: BLE001 - one member's fault must not end the connection of all
            log_fault(error, where)
        finally:
            self._running.discard(task)

    async def _answer(self, asked: Asked) -> None:
        turn = _turn(self._rest, asked)
        try:
            want = _want(asked)
        except (KeyError, ValueError, TypeError) as error:
            apology = Apology(reference=log_fault(error, "an interaction that could not be read"))
            await turn.first(Shown(message=present(apology)))
            return
        work = asyncio.create_task(self._hold(want, turn.caller))
        patience = PATIENCE_AFTER_FORM if want.submitted else PATIENCE
        done, _ = await asyncio.wait({work}, timeout=patience)
        answered = await (self._at_once(turn, work.result()) if done else self._later(turn, work))
        if answered:
            self._recent.note(turn)

    async def _hold(self, want: Want, caller: Caller) -> Shown:
        try:
            return await self._conversation.hold(want, caller)
        except Exception as error:  # noqa: BLE001 - a fault becomes an apology, as in the core
            return Shown(message=present(Apology(reference=log_fault(error, want.invocation.path))))

    async def _at_once(self, turn: Turn, shown: Shown) -> bool:
        try:
            answered = await turn.first(shown)
        except RefusedError as error:
            return await turn.first(_instead(shown, error))
        if answered and shown.public is not None and shown.message is not None:
            await turn.follow_up(reply_data(shown.message, ephemeral=turn.hidden))
        return answered

    async def _later(self, turn: Turn, work: asyncio.Task[Shown]) -> bool:
        deferred = await turn.defer()
        shown = await work
        if not deferred:
            return False
        try:
            await turn.later(shown)
        except RefusedError as error:
            await turn.later(_instead(shown, error))
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
        want = Want(self._app.read(message.content), attached=attachments.of_message(message))
        shown = await self._hold(want, caller)
        try:
            await answer_line(self._rest, caller.channel, str(message.id), shown)
        except RefusedError as error:
            if shown.plainer is None:
                raise
            log.warning("Discord did not take an answer with a picture: %s", error)
            await answer_line(self._rest, caller.channel, str(message.id), shown.plainer)


def _instead(shown: Shown, error: RefusedError) -> Shown:
    """Return what to show when Discord does not take an answer: the same without its pictures, if it has any.

    Otherwise what we wrote breaks a rule of Discord's: our fault, and the member hears so.
    """
    if shown.plainer is not None:
        log.warning("Discord did not take an answer with a picture: %s", error)
        return shown.plainer
    return Shown(message=present(Apology(reference=log_fault(error, "Discord refused an answer"))))


def _turn(rest: Rest, asked: Asked) -> Turn:
    return Turn(
        rest=rest,
        id=asked.id,
        token=asked.token,
        application=asked.application_id,
        caller=caller_of(asked),
        hidden=not in_own_dm(asked),
        pressed=pressed_of(asked),
        opens_forms=asked.type is not InteractionType.modal_submit,
        stays=attachments.lasting(asked.message) if asked.message is not None else None,
    )


def _want(asked: Asked) -> Want:
    """Return what an interaction asks for. Raises KeyError, ValueError or TypeError for one that says nothing."""
    data = _data(asked)
    match asked.type:
        case InteractionType.application_command:
            return Want(definitions.invocation(data), opens=True, attached=attachments.resolved(data))
        case InteractionType.component:
            pressed = decode(data["custom_id"])
            invocation, marks = unmarked(pressed)
            return Want(invocation, opens=True, marks=marks, key=key_of(pressed))
        case InteractionType.modal_submit:
            submitted, typed = modals.submitted(data)
            invocation, marks = unmarked(submitted)
            attached = attachments.resolved(data)
            return Want(invocation, typed, submitted=True, marks=marks, attached=attached)
        case _:
            raise ValueError(f"an interaction of type {asked.type.value}")


def _data(asked: Asked) -> dict[str, Any]:
    return cast("dict[str, Any]", asked.data or {})
