"""What may not be committed is not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRY = re.compile(
    rb"pypi\.org|pythonhosted\.org|npmjs\.(?:com|org)|deb\.debian\.org|archive\.ubuntu\.com"
)


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    """Every file that is tracked, or would be by the next `git add`."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [path for name in names.split("\0") if (path := ROOT / name).is_file()]


def test_no_file_names_the_host_of_a_package_registry(committed: list[Path]) -> None:
    """Where packages come from is each machine's own setting."""
    assert committed
    assert [path for path in committed if REGISTRY.search(path.read_bytes())] == []


def test_there_are_no_locks_but_ours(committed: list[Path]) -> None:
    assert {path.name for path in committed if path.name.endswith(".lock")} == {
        "requirements.lock",
        "requirements-dev.lock",
    }
