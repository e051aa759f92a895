"""Draw a terminal's screen, read with its colours from standard input, as docs/session.svg.

tmux capture-pane -p -e | .venv/bin/python docs/draw_session.py
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 78


def main() -> None:
    """Write the picture beside this file."""
    screen = Text.from_ansi(sys.stdin.read().strip("\n"))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(screen)
    picture = console.export_svg(title="make chat", unique_id="session")
    # The drawing names fonts of the reader's machine alone, so that opening it fetches nothing.
    start, end = picture.index("@font-face"), picture.rindex("@font-face")
    end = picture.index("}", end) + 1
    plain = picture[:start] + picture[end:]
    Path(__file__).with_name("session.svg").write_text(plain.replace("Fira Code", "ui-monospace"), "utf-8")


if __name__ == "__main__":
    main()
