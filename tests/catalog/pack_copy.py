"""A pack to spoil: a copy of the small one, and what is said of it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.catalog.problem import Problem
from bot.catalog.report import check

PACKS = Path(__file__).parent.parent / "fixtures" / "packs"
TODAY = date(2026, 11, 22)


class PackCopy:
    """A copy of the small pack whose files a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(PACKS / "small", folder)

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def problems(self, *later: Path) -> list[str]:
        return self._said(check([self.folder, *later], today=TODAY).problems)

    def warnings(self, *later: Path) -> list[str]:
        return self._said(check([self.folder, *later], today=TODAY).warnings)

    def _said(self, problems: Sequence[Problem]) -> list[str]:
        return [str(problem).replace(f"{self.folder}/", "") for problem in problems]
