"""The pages that are made from the code: what each should say, and which of them are stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from adapters.slack.manifest import as_json, manifest
from bot.catalog.json_schema import rendered_schemas
from bot.commands.reference import render
from bot.commands.registry import all_commands
from bot.config import SlackSettings
from bot.errors import EncoreError

MARK = "pyproject.toml"


def checkout() -> Path:
    """Return the folder of the checkout that this code runs from; raises EncoreError when it is installed."""
    folder = Path(__file__).resolve().parent.parent
    if not (folder / MARK).is_file():
        raise EncoreError(
            "The pages belong to a checkout of Encore, and this is an installed one.",
            example="git clone, then make docs",
        )
    return folder


def pages() -> Mapping[str, str]:
    """Return the text of every page by its place in the checkout."""
    schemas = {f"content/schema/{name}": text for name, text in rendered_schemas().items()}
    slack = as_json(manifest(all_commands(), SlackSettings()))
    return {"docs/commands.md": render(all_commands()), "docs/slack-manifest.json": slack, **schemas}


def stale(folder: Path) -> tuple[str, ...]:
    """Return the pages that are missing or say something else."""
    return tuple(page for page, text in pages().items() if _text(folder / page) != text)


def write(folder: Path) -> tuple[str, ...]:
    """Write the pages that are stale; return them."""
    found = stale(folder)
    for page in found:
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(pages()[page], encoding="utf-8")
    return found


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None
