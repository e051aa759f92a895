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
from itertools import chain
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
def pins(lock: str) -> dict[str, list[Pin]]:
    """Read a lock: by package, its releases, which are several where a system lacks the newest."""
    text = re.sub(r"\\\n", " ", (ROOT / lock).read_text())
    found: dict[str, list[Pin]] = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement, *hashes = line.split("--hash=")
            pin = Pin(Requirement(requirement.strip()), tuple(each.strip() for each in hashes))
            found.setdefault(canonicalize_name(pin.requirement.name), []).append(pin)
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
    missing = []
    for requirement in asked:
        releases = pins(lock).get(canonicalize_name(requirement.name), [])
        if not releases or not all(requirement.specifier.contains(pin.version) for pin in releases):
            missing.append(str(requirement))
    return missing


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
    for pin in chain.from_iterable(pins(lock).values()):
        assert [specifier.operator for specifier in pin.requirement.specifier] == ["=="], pin.requirement
        assert pin.hashes, pin.requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in pin.hashes), pin.requirement


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize(
    ("system", "platform", "machine"),
    [
        ("Linux", "linux", "x86_64"),
        ("Linux", "linux", "aarch64"),
        ("Darwin", "darwin", "x86_64"),
        ("Darwin", "darwin", "arm64"),
        ("Windows", "win32", "AMD64"),
    ],
)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_a_machine_gets_at_most_one_release_of_a_package(
    lock: str, system: str, platform: str, machine: str, python: str
) -> None:
    environment = {
        "platform_system": system,
        "sys_platform": platform,
        "platform_machine": machine,
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    for releases in pins(lock).values():
        markers = [pin.requirement.marker for pin in releases]
        assert len([each for each in markers if each is None or each.evaluate(environment)]) <= 1, releases


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
    users, developers = (pins(lock) for lock in LOCKS)
    assert [name for name, releases in users.items() if developers.get(name) != releases] == []


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
