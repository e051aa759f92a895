"""The interactive prompt: history, completion, and messages that arrive above what is being typed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app_session, in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import DummyHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.styles import Style

from adapters.terminal.console import Asked, InterruptedLineError, Suggest
from adapters.terminal.harmless import on_one_line
from adapters.terminal.ink import Gaps, Ink, Line
from adapters.terminal.wrap import reading_width

MENU_ROWS = 6
KEPT = "(Enter keeps it; typing replaces it)"
REPLACED = "(typing replaces it; an arrow or backspace edits it)"
"""For what cannot stay as it is."""


class Prompt:
    """A terminal with a person at it. `inked` is false where NO_COLOR or the terminal asks for plain words."""

    def __init__(self, *, inked: bool = True) -> None:
        self._output = get_app_session().output
        self._inked = inked
        self._gaps = Gaps()
        # In memory alone: what members type is encrypted wherever it is kept.
        self._commands = _session(InMemoryHistory(), lambda: False)
        self._answers = _session(DummyHistory(), lambda: self._untouched)
        self._answers.app.key_processor.after_key_press += self._touch
        self._untouched = False

    @property
    def columns(self) -> int:
        """How many cells a line may take."""
        return reading_width(self._output.get_size().columns)

    async def show(self, lines: Sequence[Line]) -> None:
        """Print lines above the prompt."""
        fragments = [
            part for content in self._gaps.settle(lines) for part in (*self._styled(content), ("", "\n"))
        ]
        async with in_terminal():
            print_formatted_text(
                self._output,
                FormattedText(fragments),
                Style([]),
                color_depth=self._output.get_default_color_depth(),
            )
            self._output.flush()

    async def read(self, asked: Asked) -> str:
        """Return a line. Raises EOFError at Ctrl-D and InterruptedLineError at Ctrl-C, both on an empty line."""
        session: PromptSession[str] = self._commands if asked.command else self._answers
        self._untouched = bool(asked.prefill)
        hint = (Ink.FAINT, f"{REPLACED if asked.wrong else KEPT}\n" * self._untouched)
        try:
            typed = await session.prompt_async(
                FormattedText(self._styled((hint, (Ink.STRONG, asked.prompt)))),
                default=asked.prefill,
                completer=_Suggestions(asked.suggest),
            )
        finally:
            self._gaps.typed()
        # Bytes that are no character come as halves of one, which nothing could store.
        return typed.encode("utf-8", "replace").decode("utf-8")

    def _touch(self, _: object) -> None:
        """Note that a key was pressed: what it left is being edited, even where it reads as before."""
        self._untouched = False

    def _styled(self, content: Line) -> list[tuple[str, str]]:
        return [(ink.value if self._inked else "", words) for ink, words in content]


class _Suggestions(Completer):
    """Completes in the event loop itself: the core is asked where it lives, and no thread is needed."""

    def __init__(self, suggest: Suggest | None) -> None:
        self._suggest = suggest

    def get_completions(
        self,
        document: Document,  # noqa: ARG002 - the library's signature
        complete_event: CompleteEvent,  # noqa: ARG002 - the same
    ) -> Iterable[Completion]:
        """Never asked: see the asynchronous one."""
        return ()

    async def get_completions_async(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - the library's signature
    ) -> AsyncGenerator[Completion, None]:
        """Yield what may come next."""
        if self._suggest is None:
            return
        for found in await self._suggest(document.text_before_cursor):
            yield Completion(
                found.insert,
                start_position=-found.replaces,
                display=on_one_line(found.label),
                display_meta=on_one_line(found.meaning),
            )


def _session(history: History, untouched: Callable[[], bool]) -> PromptSession[str]:
    session: PromptSession[str] = PromptSession(
        history=history,
        key_bindings=_keys(untouched),
        reserve_space_for_menu=MENU_ROWS,
        complete_while_typing=Condition(lambda: session.default_buffer.text.startswith("/")),
        interrupt_exception=InterruptedLineError,
    )
    return session


def _keys(untouched: Callable[[], bool]) -> KeyBindings:
    """Return our keys. `untouched` tells whether no key was pressed yet on a line that was filled in.

    Typing then takes its place, as in an address bar; an arrow or a backspace begins to edit it.
    """
    keys = KeyBindings()

    @keys.add(Keys.Any, filter=Condition(untouched))
    @keys.add(Keys.BracketedPaste, filter=Condition(untouched))
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.reset()
        # A terminal ends the lines of what is pasted as the Enter key does.
        event.current_buffer.insert_text(event.data.replace("\r\n", "\n").replace("\r", "\n"))

    @keys.add("c-d", filter=Condition(untouched))
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError, style="class:exiting")

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        """Clear the line; on an empty one, leave what is being asked."""
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=InterruptedLineError, style="class:aborting")

    return keys
