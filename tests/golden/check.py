"""Hold what Discord and Slack get against their published specifications: `python -m tests.golden.check FOLDER`.

FOLDER has `check_discord.py KIND FILE…` and `check_manifest.py FILE…`, which exit 0 when all is valid. They need
packages that Encore does not, so this runs by hand. The longest and the most hostile bodies, which no golden file
holds, are checked with the usual ones.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.discord.golden import bodies, kind_of

MANIFEST = Path(__file__).parent.parent.parent / "docs" / "slack-manifest.json"


def runs(specifications: Path, found: Mapping[str, Any], folder: Path) -> Iterator[list[str]]:
    """Write each body into a file of `folder` and yield the commands to run."""
    by_kind: dict[str, list[str]] = {}
    for name, body in found.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        by_kind.setdefault(kind_of(name), []).append(str(path))
    for kind, files in by_kind.items():
        yield [sys.executable, str(specifications / "check_discord.py"), kind, *files]
    yield [sys.executable, str(specifications / "check_manifest.py"), str(MANIFEST)]


def main(arguments: Sequence[str]) -> int:
    """Run every check; return 1 when one finds a fault, 2 when no folder was named."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        commands = runs(Path(arguments[0]), bodies(), Path(folder))
        ended = [subprocess.run(command, check=False).returncode for command in commands]
    return int(any(ended))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
