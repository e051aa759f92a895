"""The locks say exactly what an installation fetches, and cover all that the project asks for."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PARTS = {"pydantic-core": "pydantic"}
"""A release of one asks for exactly one release of the other, so declaring one is enough."""


@dataclass(frozen=True, slots=True)
class Pin:
    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def version(self) -> str:
        (specifier,) = self.requirement.specifier
        return specifier.version


@cache
def pins(lock: str) -> dict[str, Pin]:
    text = re.sub(r"\\\n", " ", (ROOT / lock).read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = {}
    for line in lines:
        requirement, *hashes = line.split("--hash=")
        pin = Pin(Requirement(requirement.strip()), tuple(each.strip() for each in hashes))
        found[canonicalize_name(pin.requirement.name)] = pin
    assert len(found) == len(lines), f"{lock} names a package twice"
    return found


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def asked_by(group: str) -> list[Requirement]:
    found = []
    for entry in project()["dependency-groups"][group]:
        found += [Requirement(entry)] if isinstance(entry, str) else asked_by(entry["include-group"])
    return found


def uncovered(asked: list[Requirement], lock: str) -> list[str]:
    return [
        str(requirement)
        for requirement in asked
        if (pin := pins(lock).get(canonicalize_name(requirement.name))) is None
        or not requirement.specifier.contains(pin.version)
    ]


def imported(package: str) -> Iterator[str]:
    """Yield the top-level name of every import in a package, those inside functions included."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_one_exact_version_with_hashes(lock: str) -> None:
    for name, pin in pins(lock).items():
        assert [specifier.operator for specifier in pin.requirement.specifier] == ["=="], name
        assert pin.hashes, name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in pin.hashes), name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_place_on_a_machine(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(?:-i|-f|-e|--(?!hash=))", text, re.MULTILINE), "an option of pip"
    assert not re.search(r"(?:^|\s)/", text), "an absolute path"


def test_what_the_project_depends_on_is_locked() -> None:
    asked = [Requirement(each) for each in project()["project"]["dependencies"]]
    assert uncovered(asked, "requirements.lock") == [], "run `make lock`"


def test_what_builds_the_project_is_locked() -> None:
    asked = [Requirement(each) for each in project()["build-system"]["requires"]]
    assert uncovered(asked + asked_by("build"), "requirements.lock") == [], "run `make lock`"


def test_what_developers_use_is_locked() -> None:
    assert uncovered(asked_by("dev"), "requirements-dev.lock") == [], "run `make lock`"


def test_developers_run_the_very_releases_that_users_run() -> None:
    """So the larger lock may stand in for the smaller one."""
    users, developers = (
        {name: (str(pin.requirement), pin.hashes) for name, pin in pins(lock).items()} for lock in LOCKS
    )
    assert users.items() <= developers.items()


@pytest.mark.parametrize("package", ["bot", "adapters"])
def test_what_the_code_imports_is_a_declared_dependency(package: str) -> None:
    """A tool of the developers', or a dependency's dependency, may be missing where users install Encore."""
    declared = {canonicalize_name(Requirement(each).name) for each in project()["project"]["dependencies"]}
    providers = packages_distributions()
    undeclared = set()
    for name in set(imported(package)) - sys.stdlib_module_names - {"bot", "adapters"}:
        distributions = {canonicalize_name(each) for each in providers.get(name, [])}
        if not declared & {PARTS.get(each, each) for each in distributions}:
            undeclared.add(name)
    assert undeclared == set()
