"""Hold the golden files against the platforms' published specifications: `python -m tests.golden.check FOLDER`.

FOLDER has `check_discord.py KIND FILE…` and `check_manifest.py FILE…`, which exit 0 when all is valid. They need
packages that Encore does not, so this runs by hand.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
MANIFEST = HERE.parent.parent / "docs" / "slack-manifest.json"
DISCORD_KINDS = {"message": "message", "callback": "callback", "modal": "callback", "commands": "commands"}
"""What a body is checked as, by the last part of its file's name."""


def runs(specifications: Path) -> Iterator[list[str]]:
    """Yield the commands to run."""
    by_kind: dict[str, list[str]] = {}
    for path in sorted((HERE / "discord").glob("*.json")):
        by_kind.setdefault(DISCORD_KINDS[path.stem.rpartition(".")[2]], []).append(str(path))
    for kind, files in by_kind.items():
        yield [sys.executable, str(specifications / "check_discord.py"), kind, *files]
    yield [sys.executable, str(specifications / "check_manifest.py"), str(MANIFEST)]


def main(arguments: Sequence[str]) -> int:
    """Run every check; return 1 when one finds a fault, 2 when no folder was named."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    ended = [subprocess.run(command, check=False).returncode for command in runs(Path(arguments[0]))]
    return int(any(ended))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
