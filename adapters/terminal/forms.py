"""Asking a form field by field."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.terminal import paths
from adapters.terminal.console import Asked, Console, InterruptedLineError, Suggest, Suggestion
from adapters.terminal.harmless import on_one_line
from adapters.terminal.ink import BLANK, Ink, Line, line
from adapters.terminal.render import aside, inked, title
from adapters.terminal.wrap import wrap
from bot.errors import InputError
from bot.reply import File
from bot.views.forms import Field, Form, Input

ANSWER = "> "
BACK, CANCEL, CLEAR = "back", "cancel", "-"
YES = frozenset({"y", "yes"})
NO = frozenset({"", "n", "no"})


@dataclass(frozen=True, slots=True)
class Filled:
    """Every field was answered; `command` is a line to read next, typed instead of the last answer."""

    values: Mapping[str, str]
    command: str | None = None
    files: Mapping[str, File] = field(default_factory=dict)
    """By field; they come beside the values."""


@dataclass(frozen=True, slots=True)
class Left:
    """The form was left half-way; `command` is the line that was typed instead of an answer."""

    values: Mapping[str, str]
    command: str | None = None


class _LeftError(Exception):
    """The member wants out; `command` is what was typed instead of an answer."""

    def __init__(self, command: str | None = None) -> None:
        super().__init__()
        self.command = command


class _BackError(Exception):
    """The member wants the question before."""


@dataclass(slots=True)
class FormDialogue:
    """One form, asked.

    `is_command` tells a command from an answer; `suggest` completes a field; `keep` is told of every answer,
    so that a process that ends in the middle of a form loses none, and returns the form that goes on with it. A
    path counts from `within`; `files` are those that were handed over already, by field. `pasted` are fields that
    were answered where a file was asked for.
    """

    form: Form
    console: Console
    is_command: Callable[[str], bool]
    suggest: Callable[[Field], Suggest | None]
    keep: Callable[[Form, Mapping[str, str]], Awaitable[Form]]
    values: dict[str, str] = field(default_factory=dict)
    within: Path = field(default_factory=Path.cwd)
    files: dict[str, File] = field(default_factory=dict)
    pasted: set[str] = field(default_factory=set)

    async def hold(self) -> Filled | Left:
        """Ask what is needed and return the values, those that were not asked for included."""
        self.values = dict(self.form.values)
        asked = [item for item in self.form.fields if item.name in self.form.errors] or [*self.form.fields]
        try:
            if self.form.optional and not await self._wanted(asked):
                return Filled(self.values)
            await self._open(asked)
            await self._ask_all(asked)
        except (InterruptedLineError, EOFError):
            return Left(self.values)
        except _LeftError as left:
            skipped = self.form.optional and left.command is not None
            return (Filled if skipped else Left)(self.values, left.command)
        return Filled(self.values, files=self.files)

    async def _wanted(self, asked: Sequence[Field]) -> bool:
        names = ", ".join(item.name for item in asked)
        await self.console.show([BLANK, *title(self.form.title, self.console.columns)])
        while True:
            answer = (await self._read(f"Add {names} now? (yes, or Enter to skip) ")).strip().lower()
            if answer in YES | NO:
                return answer in YES
            await self._say("Please answer yes, or press Enter to skip.")

    async def _open(self, asked: Sequence[Field]) -> None:
        columns = self.console.columns
        lines: list[Line] = [] if self.form.optional else [BLANK, *title(self.form.title, columns)]
        for words in self.form.intro if not self.form.errors else ():
            lines += wrap(inked(words), columns)
        names = {item.name for item in asked}
        for name, error in self.form.errors.items():
            if name not in names:
                lines += wrap(line(on_one_line(error)), columns)
        if len(asked) > 1:
            lines += aside(
                "Enter skips what is not needed, back returns to the question before, cancel leaves.", columns
            )
        await self.console.show(lines)

    async def _ask_all(self, asked: Sequence[Field]) -> None:
        index = 0
        while index < len(asked):
            try:
                if asked[index].name not in self.pasted:
                    await self._ask(asked[index])
                index += 1
            except _BackError:
                if index == 0:
                    await self._say("This is the first question.")
                index = max(0, index - 1)

    async def _ask(self, item: Field) -> None:
        """Ask for one field until what is typed passes the checks that need no more than the field."""
        error = self.form.errors.get(item.name, "")
        await self.console.show(self._question(item, error))
        if item.input is Input.FILE:
            await self._open_file(item)
            return
        wrong = bool(error)
        while True:
            answer = await self._answer(item, wrong=wrong)
            problem = _problem(item, answer)
            if not problem:
                await self._take(item, _value(item, answer))
                return
            if answer and not item.options:
                self.values[item.name] = answer
                wrong = True
            await self._say(problem)

    async def _take(self, item: Field, value: str) -> None:
        self.values[item.name] = value
        self.form = await self.keep(self.form, self.values)

    async def _open_file(self, item: Field) -> None:
        """Ask for a path until it is one, or until it is passed over."""
        while True:
            answer = (await self._read(ANSWER)).strip()
            try:
                if answer == CLEAR:
                    self.files.pop(item.name, None)
                elif "\n" in answer and (words := self._for_words()):
                    # What has several lines is no path, and too long to be typed again.
                    self.pasted.add(words.name)
                    await self._take(words, answer)
                    return
                elif answer:
                    path = paths.given(answer, self.within)
                    self.files[item.name] = await asyncio.to_thread(paths.read, path)
            except InputError as error:
                await self._say(error.message)
                continue
            if item.name in self.files or not item.required:
                return
            await self._say(_problem(item, ""))

    async def _answer(self, item: Field, *, wrong: bool) -> str:
        present = self.values.get(item.name, "")
        if item.input is Input.LINES:
            return await self._lines(present)
        if item.options:
            return (await self._read(ANSWER, suggest=_options(item))).strip() or present
        typed = await self._read(ANSWER, prefill=present, wrong=wrong, suggest=self.suggest(item))
        return " ".join(typed.split("\n")).strip()

    async def _lines(self, present: str) -> str:
        if present:
            await self._say(f"So far: {present.replace(chr(10), '; ')}. Enter keeps it, {CLEAR} clears it.")
        typed: list[str] = []
        while answer := (await self._read(ANSWER)).strip():
            if not typed and answer == CLEAR:
                return ""
            typed += answer.split("\n")
        return "\n".join(typed) or present

    async def _read(
        self, prompt: str, *, prefill: str = "", wrong: bool = False, suggest: Suggest | None = None
    ) -> str:
        answer = await self.console.read(
            Asked(prompt=prompt, prefill=prefill.replace("\n", " "), wrong=wrong, suggest=suggest)
        )
        word = answer.strip().lower()
        if word == CANCEL:
            raise _LeftError
        if word == BACK:
            raise _BackError
        if self.is_command(answer):
            raise _LeftError(answer)
        return answer

    async def _say(self, words: str) -> None:
        await self.console.show(aside(words, self.console.columns))

    def _question(self, item: Field, error: str) -> list[Line]:
        columns = self.console.columns
        hints = [hint for hint in (item.hint, *self._how(item)) if hint]
        needed = " *" if item.required else ""
        hint = (Ink.FAINT, f"  ({on_one_line('; '.join(hints))})") if hints else ""
        lines = [BLANK]
        if error:
            lines += wrap(line((Ink.STRONG, on_one_line(error))), columns)
        lines += wrap(line(on_one_line(item.label), needed, hint), columns)
        for number, option in enumerate(item.options, 1):
            kept = option.value == self.values.get(item.name)
            lines += wrap(
                line(on_one_line(option.label), (Ink.FAINT, "  (Enter keeps it)" * kept)),
                columns,
                first=line(f"  {number} "),
                rest=line("    "),
            )
        return lines

    def _for_words(self) -> Field | None:
        return next((item for item in self.form.fields if item.input is Input.LINES), None)

    def _how(self, item: Field) -> Iterator[str]:
        if item.input is Input.LINES:
            yield "an empty line ends"
        if item.input is Input.FILE:
            yield "type its path, or drop it here"
            if item.name in self.files:
                yield f"Enter keeps {self.files[item.name].name}, {CLEAR} drops it"


def _problem(item: Field, answer: str) -> str:
    if not answer:
        return f"This one is needed. ({CANCEL} leaves.)" if item.required else ""
    if len(answer) > item.limit:
        return f"Please keep this under {item.limit} characters; that was {len(answer)}."
    if item.options and _chosen(item, answer) is None:
        return f"Please type a number from 1 to {len(item.options)}."
    return ""


def _value(item: Field, answer: str) -> str:
    return _chosen(item, answer) or answer if item.options else answer


def _chosen(item: Field, answer: str) -> str | None:
    """Return the value that a number, a label or an unmistakable beginning of one stands for."""
    if answer.isdecimal():
        number = int(answer)
        return item.options[number - 1].value if 1 <= number <= len(item.options) else None
    folded = answer.casefold()
    exact = [o.value for o in item.options if folded in {o.value.casefold(), o.label.casefold()}]
    begun = [o.value for o in item.options if o.label.casefold().startswith(folded)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def _options(item: Field) -> Suggest:
    async def suggest(typed: str) -> Sequence[Suggestion]:
        folded = typed.casefold()
        return [
            Suggestion(option.label, len(typed), option.label)
            for option in item.options
            if option.label.casefold().startswith(folded)
        ]

    return suggest
