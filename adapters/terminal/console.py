"""What a conversation needs from a terminal, prompt or pipe alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from adapters.terminal.ink import Line


class InterruptedLineError(Exception):
    """Ctrl-C on an empty line: whatever was being asked is to be left."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to complete a line: `insert` takes the place of its last `replaces` characters."""

    insert: str
    replaces: int
    label: str
    meaning: str = ""


Suggest: TypeAlias = Callable[[str], Awaitable[Sequence[Suggestion]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One line that is asked for. `prefill` is what is there already; `wrong` when it cannot stay as it is.

    A command goes into the history of this run, an answer does not.
    """

    prompt: str
    prefill: str = ""
    wrong: bool = False
    command: bool = False
    suggest: Suggest | None = None


class Console(Protocol):
    """Shows lines and reads lines."""

    @property
    def columns(self) -> int:
        """How many cells a line may take."""
        ...

    async def show(self, lines: Sequence[Line]) -> None:
        """Print lines, above the prompt if there is one; when it returns they have left the process."""
        ...

    async def read(self, asked: Asked) -> str:
        """Return a line without its end. Raises EOFError at the end and InterruptedLineError at Ctrl-C."""
        ...
