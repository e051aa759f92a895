from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import ColorDepth, DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from adapters.terminal.console import Asked, InterruptedLineError, Suggestion
from adapters.terminal.ink import Ink, line
from adapters.terminal.prompting import Prompt

COMMAND = Asked(prompt="encore> ", command=True)


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        yield keyboard


async def turns() -> None:
    """Let everything that is ready to run do so."""
    for _ in range(100):
        await asyncio.sleep(0)


def screen(*, inked: bool) -> tuple[Prompt, io.StringIO]:
    sink = io.StringIO()
    output = Vt100_Output(
        sink, lambda: Size(rows=30, columns=61), term="xterm", default_color_depth=ColorDepth.DEPTH_4_BIT
    )
    with create_app_session(output=output):
        return Prompt(inked=inked), sink


async def test_a_line_is_read_as_it_was_typed(keys: PipeInput) -> None:
    keys.send_text("日本 Acme, Thu 3pm\r")
    assert await Prompt().read(COMMAND) == "日本 Acme, Thu 3pm"


async def test_ctrl_c_clears_the_line_first_and_leaves_second(keys: PipeInput) -> None:
    prompt = Prompt()
    keys.send_text("half a li\x03/tip\r")
    assert await prompt.read(COMMAND) == "/tip"
    keys.send_text("\x03")
    with pytest.raises(InterruptedLineError):
        await prompt.read(COMMAND)


async def test_ctrl_d_on_an_empty_line_is_the_end(keys: PipeInput) -> None:
    keys.send_text("\x04")
    with pytest.raises(EOFError):
        await Prompt().read(COMMAND)


async def test_commands_are_remembered_in_this_run_and_answers_are_not(keys: PipeInput) -> None:
    prompt = Prompt()
    keys.send_text("/tip\r")
    await prompt.read(COMMAND)
    keys.send_text("my secret\r")
    await prompt.read(Asked(prompt="> "))
    keys.send_text("\x1b[A\r")
    assert await prompt.read(COMMAND) == "/tip"


async def test_what_is_there_already_can_be_edited(keys: PipeInput) -> None:
    keys.send_text("\x7f\x7fme\r")
    assert await Prompt().read(Asked(prompt="> ", prefill="Acne")) == "Acme"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("\r", "Acme"),
        ("Bolt\r", "Bolt"),
        ("\x1b[200~Bolt Ltd\x1b[201~\r", "Bolt Ltd"),
        ("\x1b[D!\r", "Acm!e"),
        ("\x1b[D\x1b[C!\r", "Acme!"),
        ("\x01The \r", "The Acme"),
        ("\x7f\r", "Acm"),
        ("\x1b[3~\r", "Acme"),
        ("\x7fe Ltd\r", "Acme Ltd"),
        ("\x15\r", ""),
        ("B\x7fAcme\r", "Acme"),
        ("Acme Ltd\r", "Acme Ltd"),
        ("\x1b[C!\r", "Acme!"),
    ],
)
async def test_typing_replaces_what_is_there_editing_keys_edit_it_and_enter_keeps_it(
    keys: PipeInput, typed: str, read: str
) -> None:
    keys.send_text(typed)
    assert await Prompt().read(Asked(prompt="> ", prefill="Acme")) == read


@pytest.mark.parametrize("wrong", [False, True])
async def test_what_is_there_already_comes_with_a_word_on_how_to_keep_or_replace_it(wrong: bool) -> None:
    sink = io.StringIO()
    output = Vt100_Output(sink, lambda: Size(rows=30, columns=80), term="xterm", enable_cpr=False)
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=output):
        keyboard.send_text("\r")
        await Prompt(inked=False).read(Asked(prompt="> ", prefill="Acme", wrong=wrong))
    kept = "Enter keeps it; typing replaces it"
    assert (kept in sink.getvalue()) is not wrong
    assert "typing replaces it" in sink.getvalue()


async def test_an_empty_field_has_nothing_to_keep() -> None:
    sink = io.StringIO()
    output = Vt100_Output(sink, lambda: Size(rows=30, columns=80), term="xterm", enable_cpr=False)
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=output):
        keyboard.send_text("Acme\r")
        await Prompt(inked=False).read(Asked(prompt="> "))
    assert "replaces" not in sink.getvalue()


async def test_tab_completes_through_the_event_loop(keys: PipeInput) -> None:
    suggested = asyncio.Event()

    async def suggest(typed: str) -> list[Suggestion]:
        suggested.set()
        return [Suggestion("/interview list", len(typed), "/interview list")]

    prompt = Prompt()
    reading = asyncio.ensure_future(prompt.read(Asked(prompt="encore> ", command=True, suggest=suggest)))
    keys.send_text("x\t")
    await suggested.wait()
    await turns()
    keys.send_text("\r")
    assert await reading == "/interview list"


async def test_lines_are_drawn_with_ink_and_nothing_raw_gets_through() -> None:
    prompt, sink = screen(inked=True)
    await prompt.show([line((Ink.STRONG, "Bold"), " and ", (Ink.ACCENT, "[1]")), line("raw \x1b[2J")])
    drawn = sink.getvalue()
    assert "\x1b[0;1mBold" in drawn
    assert "\x1b[0;36m[1]" in drawn
    assert "\x1b[2J" not in drawn


async def test_without_ink_only_words_are_drawn() -> None:
    prompt, sink = screen(inked=False)
    await prompt.show([line((Ink.STRONG, "Bold"), (Ink.ACCENT, " [1]"), (Ink.FAINT, " dim"))])
    assert "Bold [1] dim" in sink.getvalue()


async def test_the_width_follows_the_terminal() -> None:
    prompt, _ = screen(inked=True)
    assert prompt.columns == 60


async def test_lines_arrive_above_what_is_being_typed_and_leave_it_alone(keys: PipeInput) -> None:
    prompt = Prompt()
    reading = asyncio.ensure_future(prompt.read(COMMAND))
    keys.send_text("half")
    await turns()
    await prompt.show([line("A reminder")])
    keys.send_text(" a line\r")
    assert await reading == "half a line"


async def test_bytes_that_are_no_character_are_replaced(keys: PipeInput) -> None:
    keys.send_bytes(b"caf\xe9 x\r")
    assert await Prompt().read(COMMAND) == "caf? x"
