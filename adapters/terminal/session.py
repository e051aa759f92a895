"""The conversation: a line in, an answer out, whatever the console."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from adapters.dialogue.dialogue import Dialogue
from adapters.dialogue.outcomes import Answered, Fetch, FormNeeded, Incoming, Outcome
from adapters.terminal import completion, paths
from adapters.terminal.buttons import Numbers, number_in
from adapters.terminal.clock import EXAMPLE, Timekeeper, target_of
from adapters.terminal.console import Asked, Console, InterruptedLineError
from adapters.terminal.files import lay_down
from adapters.terminal.forms import FormDialogue, Left
from adapters.terminal.harmless import on_one_line
from adapters.terminal.inbox import InboxPrinter
from adapters.terminal.ink import BLANK, Line, line
from adapters.terminal.render import aside, render, render_public
from adapters.terminal.wrap import wrap
from bot.app import App
from bot.commands.command import Command
from bot.commands.line import plain_keyboard, typed_command
from bot.domain.calendar import city_of, local
from bot.errors import InputError
from bot.invocation import Invocation
from bot.reply import File, PublicMessage
from bot.views.blocks import Message, present
from bot.views.forms import Form, Input
from bot.views.problems import Problem
from bot.views.times import clock, count, day_and_time, long_day

PROMPT = "encore> "
LEAVING = frozenset({"quit", "exit", "/quit", "/exit"})
CLOCK = frozenset({"clock", "/clock"})
MOVING_TIME = re.compile(r"\s*/?clock(\s+[-+\d]|\s*$)")
"""A line about the clock; a company may be called Clock, but not so written."""
WELCOME = "Encore, in this terminal. A number presses the button with that number; clock +1d moves time on; quit leaves."
HELP = frozenset({"help", "/help", "?"})
HELP_COMMAND = Invocation("encore help")
PLAIN = "prep"
"""The command that words without a slash are for."""
HERE = (
    "In this terminal: a number presses the button with that number. clock tells Encore's time, clock +1d moves on. "
    "Tab completes commands and values. Ctrl-C clears a line or leaves a form. quit leaves; everything is kept."
)
HOW_TO_LEAVE = "To leave, type quit or press Ctrl-D. Everything is kept."
FAREWELL = "See you soon. Everything is kept for next time."


@dataclass(slots=True, kw_only=True)
class Session:
    """One chat at one console. `folder` is where files go.

    `live` is set where an engine runs meanwhile; without one, what is due is delivered between lines.
    """

    app: App
    console: Console
    time: Timekeeper
    inbox: InboxPrinter
    numbers: Numbers
    folder: Path
    live: bool
    greeted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the first prompt is about to be shown."""
    _next: str | None = field(default=None)

    async def run(self) -> None:
        """Greet, then answer line after line until the member leaves."""
        await self.time.delivery.deliver_due()
        await self.inbox.show_new()
        await self._remark(WELCOME)
        await self._handle(Invocation("prep"))
        self.greeted.set()
        while (typed := await self._line()) is not None:
            await self.time.catch_up()
            await self._take(typed)
            await self._deliver()
        await self._remark(FAREWELL)

    def now_in_words(self) -> str:
        """Return the day, the time and the place, as the member's clock shows them."""
        here = local(self.time.clock.now(), self.time.zone)
        return f"{long_day(here.date())}, {clock(here)}, {city_of(self.time.zone)}"

    async def _line(self) -> str | None:
        """Return the next line, or None when the member leaves."""
        if self._next is not None:
            typed, self._next = self._next, None
            return typed
        asked = Asked(prompt=PROMPT, command=True, suggest=completion.of_commands(self.app, self.time.caller))
        while True:
            try:
                typed = await self.console.read(asked)
            except EOFError:
                return None
            except InterruptedLineError:
                await self._remark(HOW_TO_LEAVE)
                continue
            return None if typed.strip().lower() in LEAVING else typed

    async def _take(self, typed: str) -> None:
        first, _, rest = typed.strip().partition(" ")
        number = number_in(typed)
        if not first:
            return
        if first.lower() in CLOCK and "," not in rest:
            await self._clock(rest.strip())
        elif number is not None:
            await self._press(number)
        elif (labelled := self.numbers.labelled(typed)) is not None:
            self.numbers.pressed()
            await self._handle(labelled)
        else:
            self.numbers.begin()
            await self._command("/help" if typed.strip().lower() in HELP else typed)

    async def _command(self, typed: str) -> None:
        try:
            invocation, file = self._asked(typed)
        except InputError as error:
            await self._show_message(present(Problem(error.message, error.example)))
            return
        await self._handle(invocation, partial(_read, file) if file is not None else None)
        if invocation == HELP_COMMAND:
            await self._remark(HERE)

    def _asked(self, typed: str) -> tuple[Invocation, Path | None]:
        """Return what a line asks for, and the file that it names where its command takes one. Raises InputError."""
        said = typed_command(typed, self.app.commands)
        invocation = self.app.read(typed) if said is None else said
        command = self.app.commands.get(invocation.path if said is not None else PLAIN)
        option = command.text_option if command is not None else None
        if command is None or not command.takes_file or option is None:
            return invocation, None
        # A path keeps the quotes, dashes and spaces that a line of words has made plain.
        words = typed if said is None else _end_of(typed, said.arguments.get(option, ""))
        for taking, path in self._readings(command, words):
            file = paths.named(path, self.folder, bare=taking.path != PLAIN)
            if file is not None:
                return Invocation(taking.path), file
        return invocation, None

    def _readings(self, command: Command, words: str) -> Iterator[tuple[Command, str]]:
        """Yield what may be a path, with the command it would be for: "import invite.ics" needs no slash."""
        yield command, words
        verb, _, rest = words.strip().partition(" ")
        other = self.app.commands.get(f"interview {verb.lower()}")
        if command.path == PLAIN and other is not None and other.takes_file:
            yield other, rest

    async def _press(self, number: int) -> None:
        invocation = self.numbers.behind(number)
        if invocation is None:
            await self._remark(self.numbers.explain(number))
            return
        self.numbers.pressed()
        await self._handle(invocation)

    async def _handle(self, invocation: Invocation, fetch: Fetch | None = None) -> None:
        asked = Incoming(invocation=invocation, fetch=fetch)
        outcome = await self._dialogue.ask(asked, self.time.caller)
        handed: Mapping[str, File] = {}
        while isinstance(outcome, FormNeeded):
            if outcome.why is not None:
                await self._show_message(outcome.why)
            outcome, handed = await self._fill(outcome.form, handed)
        await self._show(outcome)
        await self.time.learn_zone()
        self.time.delivery.wake()

    async def _fill(self, form: Form, handed: Mapping[str, File]) -> tuple[Outcome, Mapping[str, File]]:
        """Hold the form's conversation and return what came of it: its answer, or a draft kept.

        With it come the files that were handed over, which a form that comes back with an error does not ask for
        again.
        """
        talk = FormDialogue(
            form,
            self.console,
            self._is_command,
            lambda item: completion.of_field(self.app, self.time.caller, form.submit, item),
            partial(self.app.save, caller=self.time.caller),
            within=self.folder,
            files={
                item.name: handed[item.name]
                for item in form.fields
                if item.input is Input.FILE and item.name in handed and item.name not in form.errors
            },
        )
        filled = await talk.hold()
        self._next = filled.command
        if isinstance(filled, Left):
            return await self._dialogue.leave(talk.form, filled.values, self.time.caller), {}
        fetch = partial(_given, filled.files) if filled.files else None
        asked = Incoming(invocation=talk.form.submit, typed=filled.values, submitted=True, fetch=fetch)
        return await self._dialogue.ask(asked, self.time.caller), filled.files

    @property
    def _dialogue(self) -> Dialogue:
        return Dialogue(self.app)

    def _is_command(self, typed: str) -> bool:
        if typed.strip().lower() in LEAVING or MOVING_TIME.match(typed):
            return True
        return typed_command(typed, self.app.commands) is not None

    async def _show(self, answered: Answered) -> None:
        if answered.message is not None:
            await self._show_message(answered.message)
        if answered.public is not None:
            await self._show_public(answered.public)
        # A picture is drawn with the words.
        if answered.documents:
            await self._lay_down(answered.documents)

    async def _show_message(self, message: Message) -> None:
        lines = render(message, self.console.columns, self.numbers.take(message))
        await self.console.show([BLANK, *lines, BLANK])

    async def _show_public(self, public: PublicMessage) -> None:
        await self._remark("A channel would see this, and nothing of yours:")
        await self.console.show([*render_public(public, self.console.columns), BLANK])

    async def _lay_down(self, files: tuple[File, ...]) -> None:
        at = local(self.time.clock.now(), self.time.zone)
        try:
            folder = lay_down(files, self.folder, at)
        except OSError as error:
            refused = f"I could not write into {self.folder}: {error.strerror}."
            example = "cd to a folder of yours, start encore chat there and try again"
            await self._show_message(present(Problem(refused, example)))
            return
        await self._say(
            f"Written to {folder}: {', '.join(file.name for file in files)}. Only you can read it."
        )

    async def _clock(self, words: str) -> None:
        now = self.time.clock.now()
        if not words:
            await self._tell_time()
            return
        try:
            target = target_of(words, now, self.time.zone)
        except InputError as error:
            await self._show_message(present(Problem(error.message, error.example)))
            return
        with self.numbers.asked_for():
            came = await self.time.walk(target, self.inbox.show_new)
        what = count(came, "message") if came else "nothing"
        await self._say(f"It is now {self.now_in_words()}; {what} came on the way.")

    async def _tell_time(self) -> None:
        due = await self.time.delivery.next_due()
        soon = (
            f"The next reminder is due {day_and_time(due, self.time.zone, self.time.clock.now())}."
            if due
            else ""
        )
        await self._say(f"It is {self.now_in_words()}. {soon or 'No reminder is due.'}")
        await self._remark(f"To move on: {EXAMPLE}")

    async def _deliver(self) -> None:
        if not self.live:
            await self.time.delivery.deliver_due()
            await self.inbox.show_new()

    async def _say(self, words: str) -> None:
        lines: list[Line] = [*wrap(line(on_one_line(words)), self.console.columns)]
        await self.console.show([*lines, BLANK])

    async def _remark(self, words: str) -> None:
        await self.console.show(aside(words, self.console.columns))


async def _read(path: Path) -> tuple[File, ...]:
    return (await asyncio.to_thread(paths.read, path),)


async def _given(files: Mapping[str, File]) -> tuple[File, ...]:
    return tuple(files.values())


def _end_of(typed: str, rest: str) -> str:
    """Return the end of a line as it was typed, of which `rest` is what it reads as."""
    whole = typed.rstrip()
    end = whole[len(whole) - len(rest) :] if rest else ""
    return end if plain_keyboard(end) == rest else rest
