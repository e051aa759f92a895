"""A pipe, a script or a very plain terminal: line by line, words alone, a transcript that reads well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from adapters.terminal.console import Asked, InterruptedLineError
from adapters.terminal.harmless import on_one_line
from adapters.terminal.ink import Gaps, Line, bare
from adapters.terminal.wrap import WIDEST

CLEAR = "-"


class PlainConsole:
    """Reads `source` line by line and writes plain words to `sink`.

    `echo` repeats what was read, for a source that shows nothing itself.
    """

    def __init__(self, source: TextIO, sink: TextIO, *, echo: bool, columns: int = WIDEST) -> None:
        self._source = source
        self._sink = sink
        self._echo = echo
        self._columns = columns
        self._gaps = Gaps()

    @property
    def columns(self) -> int:
        """How many cells a line may take."""
        return self._columns

    async def show(self, lines: Sequence[Line]) -> None:
        """Print lines."""
        self._sink.write("".join(f"{bare(content)}\n" for content in self._gaps.settle(lines)))
        self._sink.flush()

    async def read(self, asked: Asked) -> str:
        """Return the next line. Reading blocks: nothing else is to happen meanwhile.

        Raises EOFError at the end, and InterruptedLineError when a person presses Ctrl-C.
        """
        keeps = asked.prefill if asked.prefill and not asked.wrong else ""
        if keeps:
            self._sink.write(f"(Enter keeps: {on_one_line(keeps)}; {CLEAR} clears it)\n")
        self._sink.write(asked.prompt)
        self._sink.flush()
        typed = self._line()
        self._gaps.typed()
        if not typed:
            self._sink.write("\n")
            self._sink.flush()
            raise EOFError
        typed = typed.rstrip("\r\n")
        if self._echo:
            self._sink.write(f"{on_one_line(typed)}\n")
        if keeps and not typed.strip():
            return keeps
        return "" if keeps and typed.strip() == CLEAR else typed

    def _line(self) -> str:
        try:
            return self._source.readline()
        except KeyboardInterrupt:
            if self._echo:
                raise
            self._sink.write("\n")
            raise InterruptedLineError from None
