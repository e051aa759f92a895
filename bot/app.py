"""The only door into Encore: what was asked goes in, what to show comes out."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pydantic import ValidationError

from bot.clock import new_id
from bot.commands.command import Command, Context, Instead
from bot.commands.drafts import keep, save, written
from bot.commands.line import read_line
from bot.commands.prep import standing
from bot.domain.greeting import doubtful
from bot.domain.members import Caller, Greeting, Member, MemberRef, Preferences
from bot.errors import EncoreError
from bot.fault_log import log_fault
from bot.invocation import Invocation
from bot.ports import Catalog, Cities, Clock, LooseDates, Store, UnitOfWork
from bot.ports.surroundings import Documents
from bot.reply import Choice, File, Reply
from bot.views.blocks import View
from bot.views.forms import Form
from bot.views.greeting import WithDoubt
from bot.views.problems import Apology, Problem

MOST_CHOICES = 25
"""Discord's limit for autocompletion, the narrowest of the platforms."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Published after a commit that touched a member's data; a Home tab listens to it."""

    member: MemberRef


Listener: TypeAlias = Callable[[Changed], Awaitable[None]]


class App:
    """The core with its ports filled; adapters hold one and know nothing else of it."""

    def __init__(  # noqa: PLR0913 - each is a port of its own
        self,
        *,
        store: Store,
        catalog: Catalog,
        cities: Cities,
        loose_dates: LooseDates,
        documents: Documents,
        clock: Clock,
        rng: random.Random,
        commands: Sequence[Command],
        public_url: str = "",
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._cities = cities
        self._loose_dates = loose_dates
        self._documents = documents
        self._clock = clock
        self._rng = rng
        self._public_url = public_url
        self._commands = {command.path: command for command in commands}
        self._listeners: list[Listener] = []

    @property
    def commands(self) -> Mapping[str, Command]:
        """Every command by its path, unlisted ones included."""
        return self._commands

    def listen(self, listener: Listener) -> None:
        """Have `listener` told of every `Changed`, after its commit."""
        self._listeners.append(listener)

    def read(self, line: str) -> Invocation:
        """Return what a typed line asks for; a line without a command is read as if `/prep` stood before it."""
        return read_line(line, self._commands)

    def form(self, invocation: Invocation) -> Form | None:
        """Return the form that an invocation needs first. Pure: it can be the platform's acknowledgement."""
        command = self._commands.get(invocation.path)
        return command.form(invocation.arguments) if command and command.form else None

    async def handle(self, invocation: Invocation, caller: Caller, files: Sequence[File] = ()) -> Reply:
        """Do what is asked and return what to show. Never raises: a failure is an answer too.

        `files` are what the member handed over with it.
        """
        try:
            return await self._run(invocation, caller, tuple(files))
        except EncoreError as error:
            return Reply(view=Problem(message=error.message, example=error.example))
        except Exception as error:  # noqa: BLE001 - the door's last guard: a fault becomes an apology
            return Reply(
                view=Apology(
                    reference=log_fault(error, invocation.path, member=caller.member, group=caller.group)
                )
            )

    async def complete(self, caller: Caller, path: str, option: str, typed: str) -> tuple[Choice, ...]:
        """Return at most 25 suggestions for an option that is being typed."""
        command = self._commands.get(path)
        completer = command.completers.get(option) if command else None
        if completer is None:
            return ()
        async with self._store.unit() as unit:
            context = await self._context(unit, caller)
            return (await completer(context, typed))[:MOST_CHOICES]

    async def standing(self, caller: Caller) -> tuple[View, ...]:
        """Return everything at a glance, for a page that stays open. It only reads."""
        async with self._store.unit() as unit:
            return await standing(await self._context(unit, caller))

    async def keep(self, form: Form, values: Mapping[str, str], caller: Caller) -> Reply:
        """Keep what was typed into a form that is left half-way."""
        async with self._store.unit() as unit:
            reply = await keep(await self._context(unit, caller), form, values)
            await unit.commit()
        await self.publish(Changed(caller.member))
        return reply

    async def save(self, form: Form, values: Mapping[str, str], caller: Caller) -> Form:
        """Save what was typed into a form so far; return the form that goes on with that draft."""
        async with self._store.unit() as unit:
            form = await save(await self._context(unit, caller), form, values)
            await unit.commit()
        return form

    async def _run(self, invocation: Invocation, caller: Caller, files: tuple[File, ...]) -> Reply:
        command = self._commands.get(invocation.path)
        if command is None:
            raise EncoreError("That button or command is not one I know any more.", example="/encore help")
        if command.admin and not caller.admin:
            raise EncoreError(
                "That one is for those who run this group. Everything else is yours.", example="/encore help"
            )
        form = None if files else self.form(invocation)
        if form is not None:
            return Reply(form=form)
        try:
            options = command.options.model_validate(dict(invocation.arguments))
        except ValidationError as error:
            if not command.listed:
                raise EncoreError("That button does not work any more.", example="/prep") from None
            raise EncoreError(_explain(error, command), example=_example(command)) from None
        async with self._store.unit() as unit:
            context = await self._context(unit, caller)
            context.files = files
            try:
                reply = await command.handler(context, options)
            except Instead as instead:
                reply = instead.reply
            reply = await _doubting(context, reply)
            if reply.form is None and command.kept_as:
                await written(context, invocation)
            changed = unit.changed
            if changed:
                await unit.commit()
        if changed:
            await self.publish(Changed(caller.member))
        return reply

    async def _context(self, unit: UnitOfWork, caller: Caller) -> Context:
        now = self._clock.now()
        member = await unit.members.get(caller.member)
        if member is None:
            member = Member(
                id=new_id(self._rng),
                ref=caller.member,
                group=caller.group,
                preferences=Preferences(),
                channel=caller.channel,
                created_at=now,
            )
            await unit.members.add(member)
        elif not member.reachable or caller.channel not in ("", member.channel):
            # She speaks, so she can be spoken to; what she missed is told at home.
            member = replace(member, reachable=True, channel=caller.channel or member.channel)
            await unit.members.save(member)
        return Context(
            caller=caller,
            member=member,
            now=now,
            unit=unit,
            catalog=self._catalog,
            cities=self._cities,
            loose_dates=self._loose_dates,
            documents=self._documents,
            rng=self._rng,
            commands=self._commands,
            public_url=self._public_url,
        )

    async def publish(self, changed: Changed) -> None:
        """Tell every listener of a change that was committed."""
        for listener in self._listeners:
            try:
                await listener(changed)
            except Exception as error:  # noqa: BLE001 - one listener's fault is not the member's
                log_fault(error, "changed")


async def _doubting(context: Context, reply: Reply) -> Reply:
    """Add to an answer that reminders may not arrive, once, when there is reason to think so."""
    member = context.member
    if reply.view is None or not doubtful(member, context.now):
        return reply
    refused = member.greeting is Greeting.CLOSED
    # What the handler wrote of the member is kept: only the greeting changes.
    current = await context.unit.members.get(member.ref)
    if current is None or current.greeting is not member.greeting:
        return reply
    await context.unit.members.save(replace(current, greeting=Greeting.DOUBTED))
    return replace(reply, view=WithDoubt(reply.view, member.ref.platform, refused))


def _explain(error: ValidationError, command: Command) -> str:
    problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = ".".join(str(part) for part in problem["loc"]) or "that"
    return f"I could not read {name} for /{command.path}: {problem['msg'].removeprefix('Value error, ')}."


def _example(command: Command) -> str:
    return command.examples[0] if command.examples else f"/{command.path}"
