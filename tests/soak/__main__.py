"""The long soak: `make soak`, or `python -m tests.soak --count 20000 --over 300`. Ends with 1 if the promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bot.storage.upkeep import bring_up_to_date
from tests.database import FILLED, Postgres
from tests.soak.replica import FASTER, shorten
from tests.soak.soaking import NONCE_SECONDS, Outcome, Plan, soak


def main() -> int:
    """Soak PostgreSQL with several replicas, then SQLite with one process, and print what came of it."""
    arguments = _parser().parse_args()
    plan = Plan(
        count=arguments.count,
        replicas=3,
        over=arguments.over,
        lease=arguments.lease,
        restart=3,
        patience=600,
        seed=arguments.seed,
    )
    _say("Encore's soak: " + " ".join(("python -m tests.soak", *sys.argv[1:])))
    _say(f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}\n")
    with tempfile.TemporaryDirectory(prefix="encore-soak-") as folder:
        outcomes = {}
        if arguments.only in {None, "postgresql"}:
            outcomes["PostgreSQL, 3 replicas"] = _on_postgresql(plan, Path(folder))
        if arguments.only in {None, "sqlite"}:
            url = f"sqlite:///{Path(folder) / 'encore.db'}"
            alone = replace(plan, replicas=1, count=arguments.count_sqlite or arguments.count)
            outcomes["SQLite, 1 process"] = asyncio.run(soak(alone, url, Path(folder) / "sqlite.log"))
    _tell(outcomes)
    _tell_what_was_shortened(plan)
    return 0 if all(outcome.kept for outcome in outcomes.values()) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=main.__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="reminders owed")
    parser.add_argument("--count-sqlite", type=int, help="on SQLite, where it is another number")
    parser.add_argument("--over", type=float, default=300.0, help="seconds over which they fall due")
    parser.add_argument("--lease", type=float, default=20.0, help="seconds of a lease, 120 otherwise")
    parser.add_argument("--seed", type=int, default=1, help="of what goes wrong and who is killed")
    parser.add_argument("--only", choices=("postgresql", "sqlite"))
    return parser


def _on_postgresql(plan: Plan, folder: Path) -> Outcome:
    server = Postgres()
    try:
        server.start()
        server.run(f"CREATE DATABASE {FILLED}")
        url = server.url(FILLED)
        asyncio.run(bring_up_to_date(url))
        log = folder / "postgresql.log"
        return asyncio.run(soak(plan, url, log, stop=server.stop, start=server.start))
    finally:
        server.remove()


def _tell(outcomes: dict[str, Outcome]) -> None:
    told = {title: dict(outcome.told()) for title, outcome in outcomes.items()}
    names = dict.fromkeys(name for column in told.values() for name in column)
    width = max(len(name) for name in names)
    widths = {
        title: max(len(title), *(len(value) for value in column.values())) for title, column in told.items()
    }
    _say(" " * width + "  " + "  ".join(title.rjust(widths[title]) for title in told))
    for name in names:
        row = "  ".join(column.get(name, "-").rjust(widths[title]) for title, column in told.items())
        _say(f"{name.ljust(width)}  {row}")
    for title, outcome in outcomes.items():
        for key, many in list(outcome.repeated.items())[:20]:
            _say(f"\n{title}: {key} was taken {many} times:")
            for one in outcome.recorder.taken:
                if one.key == key:
                    _say(f"  {one.platform} {one.id} at {one.at:.3f}")


def _tell_what_was_shortened(plan: Plan) -> None:
    _say("\nShortened, in seconds, so that what a kill leaves behind is taken up while we look:")
    for name, (was, now) in shorten(plan.lease).items():
        _say(f"  {name:<16} {was:>6.1f}  {now:>6.2f}")
    nonce = NONCE_SECONDS * plan.lease / 120
    _say(f"Discord forgets a nonce after {nonce:.0f}, taken to be {NONCE_SECONDS:.0f} otherwise.")
    _say(f"What the platforms allow in a second was taken times {FASTER:,.0f}.")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
