"""Where our own packs are found, and what is not mistaken for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalog.location import builtin_packs, packs_of
from bot.errors import ContentError


def pack_in(folder: Path, name: str = "second-interview") -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "pack.yaml").write_text("id: x\n", encoding="utf-8")
    return folder


def test_a_wheel_has_them_within_the_package(tmp_path: Path) -> None:
    inside = pack_in(tmp_path / "bot" / "_content" / "packs")
    pack_in(tmp_path / "content" / "packs")

    assert packs_of(tmp_path / "bot") == inside


def test_a_checkout_has_them_beside_the_package(tmp_path: Path) -> None:
    beside = pack_in(tmp_path / "content" / "packs")

    assert packs_of(tmp_path / "bot") == beside


def test_somebody_elses_folder_called_content_is_not_mistaken_for_ours(tmp_path: Path) -> None:
    pack_in(tmp_path / "content" / "packs", "mods")

    with pytest.raises(ContentError, match="Install Encore again, or run it from a complete checkout"):
        packs_of(tmp_path / "bot")


def test_the_folder_one_works_in_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack_in(tmp_path / "content" / "packs")
    monkeypatch.chdir(tmp_path)

    assert builtin_packs() == Path(__file__).resolve().parents[2] / "content" / "packs"
