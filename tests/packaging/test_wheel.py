"""The wheel carries all that an installed Encore needs, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
METADATA = f"encore_coach-{VERSION}.dist-info"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """Unpack the wheel, as it would lie in site-packages."""
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    return tmp_path / "installed"


def files_in(folder: str) -> Iterator[str]:
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix()


def run(code: str, installed: Path, folder: Path, typed: str = "") -> str:
    """Run Python in that folder, with the unpacked wheel before the checkout."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "ENCORE_DATABASE__URL": f"sqlite:///{folder / 'encore.db'}",
        "ENCORE_SECRETS__KEY_FILE": str(folder / "key"),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        input=typed,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("package", ["bot", "adapters"])
def test_it_carries_every_file_of_a_package(names: set[str], package: str) -> None:
    """Migrations, their template and the `py.typed` marks are not Python modules, and are easily lost."""
    assert set(files_in(package)) <= names
    assert f"{package}/py.typed" in names


def test_it_carries_the_migrations(names: set[str]) -> None:
    assert "bot/storage/migrations/env.py" in names
    assert any(name.startswith("bot/storage/migrations/versions/") for name in names)


def test_it_carries_the_packs_inside_the_bot_package(names: set[str]) -> None:
    assert "bot/_content/packs/second-interview/pack.yaml" in names
    assert {f"bot/_{name}" for name in files_in("content/packs")} <= names


def test_it_carries_nothing_but_the_two_packages(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"bot", "adapters", METADATA}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_it_carries_both_licences(wheel: Path, names: set[str]) -> None:
    with ZipFile(wheel) as archive:
        about = HeaderParser().parsestr(archive.read(f"{METADATA}/METADATA").decode())
        texts = {
            name: archive.read(f"{METADATA}/licenses/{name}").decode()
            for name in about.get_all("License-File")
        }
    assert about["License-Expression"] == "MIT AND CC-BY-4.0 AND Bitstream-Vera"
    assert texts["LICENSE"].startswith("MIT License")
    assert "Attribution 4.0" in texts["content/LICENSE"]


def test_the_encore_command_starts_a_function_that_is_there(
    wheel: Path, installed: Path, tmp_path: Path
) -> None:
    with ZipFile(wheel) as archive:
        entry_points = archive.read(f"{METADATA}/entry_points.txt").decode()
    assert "encore = adapters.cli:main" in entry_points
    where = run(
        "import adapters.cli; assert callable(adapters.cli.main); print(adapters.cli.__file__)",
        installed,
        tmp_path,
    )
    assert Path(where).is_relative_to(installed)


def test_its_own_packs_win_over_folders_that_look_like_them(installed: Path, tmp_path: Path) -> None:
    for neighbour in (tmp_path, installed):
        decoy = neighbour / "content" / "packs" / "second-interview"
        decoy.mkdir(parents=True)
        (decoy / "pack.yaml").write_text("id: decoy\n")
    found = run("from bot.catalog.location import builtin_packs; print(builtin_packs())", installed, tmp_path)
    assert Path(found) == (installed / "bot" / "_content" / "packs").resolve()


def test_it_makes_its_database_and_answers(installed: Path, tmp_path: Path) -> None:
    """So that the migrations and the packs are found where the wheel puts them."""
    talk = "from adapters.cli import main; raise SystemExit(main(['chat', '--plain']))"
    assert "Save" in run(talk, installed, tmp_path, typed="/tip\n")
    assert (tmp_path / "encore.db").is_file()
