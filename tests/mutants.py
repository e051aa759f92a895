"""Draw mutants of the code at random and see which the quick tests notice: `make mutants ARGS='--seed 2 bot/domain'`.

mutmut makes and tries them; it would try all, which takes hours. What it cannot change are module-level tables and
decorated functions, properties among them. Its work lies in the folder `mutants`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[1]
MUTMUT = Path(sys.executable).with_name("mutmut")
WHERE = ("bot/domain", "bot/delivery")
NOTICED = {"killed", "timeout"}
"""A mutant that never comes back is noticed too."""


def files(places: Iterable[str]) -> list[Path]:
    """Return the modules at these places, relative to the root, in an order that is always the same."""
    found = [path for place in places for path in (ROOT / place, *(ROOT / place).rglob("*.py"))]
    return sorted(path.relative_to(ROOT) for path in found if path.suffix == ".py")


def mutants_of(file: Path) -> list[str]:
    """Return what mutmut calls the mutants of a module."""
    module = ".".join(file.with_suffix("").parts)
    made = mutate_file_contents(str(file), (ROOT / file).read_text(encoding="utf-8"))
    return [f"{module}.{name}" for name in made.mutant_names]


def verdicts(file: Path) -> dict[str, str]:
    """Return how each mutant of a module fared."""
    written = json.loads((ROOT / "mutants" / file).with_suffix(".py.meta").read_text(encoding="utf-8"))
    return {name: status_by_exit_code[code] for name, code in written["exit_code_by_key"].items()}


def main() -> int:
    """Print how many were noticed, and each that was not; return 1 if they are fewer than was asked for."""
    asked = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    asked.add_argument("places", nargs="*", default=WHERE, help="modules or packages to draw from")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--least", type=int, default=0, metavar="PERCENT", help="fail when fewer are noticed")
    wish = asked.parse_args()
    among = files(wish.places)
    every = [name for file in among for name in mutants_of(file)]
    drawn = random.Random(wish.seed).sample(every, min(wish.count, len(every)))
    # Statistics of an earlier run know nothing of what was written since.
    (ROOT / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    subprocess.run([MUTMUT, "run", *drawn], cwd=ROOT, check=True)
    fared = {name: status for file in among for name, status in verdicts(file).items()}
    missed = sorted(name for name in drawn if fared[name] not in NOTICED)
    for name in missed:
        subprocess.run([MUTMUT, "show", name], cwd=ROOT, check=True)
    noticed = 100 * (len(drawn) - len(missed)) / len(drawn)
    by_status = Counter(fared[name] for name in drawn)
    said = (
        f"{len(drawn)} of {len(every)} mutants, seed {wish.seed}: {noticed:.1f}% noticed. {dict(by_status)}"
    )
    sys.stdout.write(f"\n{said}\n")
    return int(noticed < wish.least)


if __name__ == "__main__":
    sys.exit(main())
