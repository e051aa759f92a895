"""What the size of the library costs: a start with the whole of it beside a tenth of it, and choosing an item.

Run with `python -m benchmarks.library`. A start is a fresh interpreter up to the first prompt, or up to the first
tip, with the database and the bytecode there already. Choosing from all tips or questions is set against reading
the row of the member who asks, inside a unit of work that is open.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import yaml

from benchmarks.member import StoppedClock
from benchmarks.startup import PROMPT, Way, in_a_pipe, wait
from benchmarks.table import Row, interleaved_awaits
from bot.app import App
from bot.catalog.catalog import load
from bot.catalog.layers import read_layers
from bot.catalog.location import builtin_packs
from bot.catalog.rules.structure import references
from bot.config import load_settings
from bot.domain.content import Asker, Audience, Lead, PlanTemplate, Question, Tip
from bot.domain.interviews import Format
from bot.domain.members import Caller, MemberRef, Platform
from bot.domain.practice import Situation, choose, fits
from bot.encore import open_encore
from bot.invocation import Invocation

TENTH = 10
ROUNDS = 15
DRAWS = 400
REF = MemberRef(Platform.TERMINAL, "local", "ada")
SITUATION = Situation(
    lead=Lead.T_3,
    format=Format.VIDEO,
    panel=True,
    askers=frozenset({Asker.MANAGER, Asker.PEER}),
    audience=Audience.GRADUATE,
    region="uk",
)
"""All is known, so that nothing is passed over."""
TIP = b"Do now: "
CHAT = """
import pathlib, sys
import bot.encore
packs = pathlib.Path(sys.argv.pop(1))
bot.encore.builtin_packs = lambda: packs
from adapters.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""Encore's command with its own packs taken from elsewhere."""


def a_tenth(folder: Path) -> Path:
    """Write packs that hold a tenth of the items of ours, and what these name, into `folder`; return it."""
    packs = builtin_packs()
    layers = read_layers([packs])
    names = list(layers.entries)
    kept: set[str] = set()
    waiting = [*names[::TENTH], *(entry.id for entry, _ in layers.of(PlanTemplate))]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting += [other for _, other in references(layers.entries[name])]
    shutil.copytree(packs, folder)
    for path in folder.glob("*/*/*.yaml"):
        items = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        if isinstance(items, list):
            some = [item for item in items if item["id"] in kept]
            path.write_text(yaml.safe_dump(some, allow_unicode=True), "utf-8")
    load([folder])
    return folder


@contextmanager
def asking_for_a_tip(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[IO[bytes]]:
    """Start an interpreter that is asked for a tip through a pipe; yield what it says."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"/tip trust\n")
        yield process.stdout
        process.stdin.close()
        process.stdout.read()


def starts(folder: Path) -> list[Row]:
    """Start with all of the library and with a tenth in turn."""
    environment = {
        **os.environ,
        "ENCORE_SECRETS__KEY_FILE": str(folder / "key"),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    chat = ("chat", "--zone", "Europe/Berlin", "--db", str(folder / "encore.db"))
    whole, tenth = (("-c", CHAT, str(packs), *chat) for packs in (builtin_packs(), a_tenth(folder / "packs")))
    found = []
    ways: tuple[tuple[str, Way, bytes, float], ...] = (
        ("first prompt", in_a_pipe, PROMPT, 1.1),
        # Where a tip is the first thing asked, the packs are read then: so much is what one would still not notice.
        ("first tip", asking_for_a_tip, TIP, 1.25),
    )
    for name, way, until, limit in ways:
        wait(way, whole, until, environment)
        pairs = [
            (wait(way, whole, until, environment), wait(way, tenth, until, environment))
            for _ in range(ROUNDS)
        ]
        ours, small = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        detail = f"{ours * 1e3:.0f} ms, {small * 1e3:.0f} ms"
        found.append(Row(f"{name} with the library / with a tenth of it", ratio, limit, detail))
    return found


async def choosing(folder: Path) -> list[Row]:
    """Choose from the whole library beside reading the member's row."""
    catalog = load([builtin_packs()])
    settings = load_settings(
        database={"url": f"sqlite:///{(folder / 'choosing.db').as_posix()}"},
        secrets={"key_file": folder / "key"},
    )
    rng = random.Random(1)
    shelves: tuple[tuple[str, Sequence[Tip | Question]], ...] = (
        ("tip", catalog.tips()),
        ("question", catalog.questions()),
    )
    found = []
    async with open_encore(settings, clock=StoppedClock(), rng=rng) as encore:
        await _greet(encore.app)
        async with encore.store.unit() as unit:
            for name, items in shelves:
                seen = {item.id for item in items[:TENTH]}

                async def choose_one(items: Sequence[Tip | Question] = items, seen: set[str] = seen) -> None:
                    choose(items, seen, rng, member_id="m", fitting=fits(items, SITUATION))

                async def read_member() -> None:
                    assert await unit.members.get(REF) is not None

                ours, other = await interleaved_awaits(choose_one, read_member, DRAWS)
                detail = f"{ours * 1e6:.0f} us, {other * 1e6:.0f} us, of {len(items)}"
                found.append(Row(f"choosing a {name} / reading the member's row", ours / other, 1, detail))
    return found


async def _greet(app: App) -> None:
    """Have the member written down."""
    caller = Caller(member=REF, group="local")
    await app.handle(Invocation("encore settings", {"setting": "zone", "value": "America/New_York"}), caller)


def run() -> list[Row]:
    """Start, then choose."""
    with tempfile.TemporaryDirectory() as folder:
        return [*starts(Path(folder)), *asyncio.run(choosing(Path(folder)))]


if __name__ == "__main__":
    for row in run():
        print(row)
