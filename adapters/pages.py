"""The pages that are made from the code: what each should say, and which of them are stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from adapters.slack.manifest import as_json, manifest
from bot.catalog.json_schema import rendered_schemas
from bot.catalog.layers import read_layers
from bot.catalog.location import builtin_packs
from bot.catalog.rules.register import REGISTER, rendered_register
from bot.catalog.tables import render_tables
from bot.commands.reference import render
from bot.commands.registry import all_commands
from bot.config import SlackSettings
from bot.errors import EncoreError

MARK = "pyproject.toml"
CONTENT = "docs/content.md"
BEGIN, END = "<!-- Written by encore docs from here on -->\n", "<!-- Written by encore docs up to here -->\n"
"""Between these two lines stands what is made from the packs; the rest of the page is written by hand."""


def checkout() -> Path:
    """Return the folder of the checkout that this code runs from; raises EncoreError when it is installed."""
    folder = Path(__file__).resolve().parent.parent
    if not (folder / MARK).is_file():
        raise EncoreError(
            "The pages belong to a checkout of Encore, and this is an installed one.",
            example="git clone, then make docs",
        )
    return folder


def pages(folder: Path) -> Mapping[str, str]:
    """Return the text of every page by its place in the checkout `folder`.

    Raises EncoreError when the page that is written in part has lost the place for it.
    """
    schemas = {f"content/schema/{name}": text for name, text in rendered_schemas().items()}
    slack = as_json(manifest(all_commands(), SlackSettings()))
    packs = read_layers([builtin_packs()])
    registers = {
        f"content/packs/{pack.manifest.path.parent.name}/{REGISTER}": rendered_register(pack)
        for pack in packs.folders
    }
    return {
        "docs/commands.md": render(all_commands()),
        "docs/slack-manifest.json": slack,
        CONTENT: filled(_text(folder / CONTENT) or "", render_tables(packs)),
        **schemas,
        **registers,
    }


def filled(page: str, made: str) -> str:
    """Return the page with `made` between its two marks; raises EncoreError when they are not there once each."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise EncoreError(f"{CONTENT} needs these two lines, once and in this order:\n{BEGIN}{END}")
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}"


def stale(folder: Path) -> tuple[str, ...]:
    """Return the pages that are missing or say something else."""
    return tuple(page for page, text in pages(folder).items() if _text(folder / page) != text)


def write(folder: Path) -> tuple[str, ...]:
    """Write the pages that are stale; return them."""
    made = pages(folder)
    found = tuple(page for page, text in made.items() if _text(folder / page) != text)
    for page in found:
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(made[page], encoding="utf-8")
    return found


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None
