"""Golden files: one a view and platform, as members see it, laid out so that a person can read it.

A file holds the bodies of its view by their kind. With ENCORE_WRITE_GOLDEN=1 the tests write the files anew. What
must hold of the longest and the most hostile words too is held by laws, not by files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VARIANTS = frozenset({"longest", "hostile"})
"""The samples that no file holds: what is said of them is true of all views."""
WIDTH = 110
"""Characters of a line, where a list can be broken to keep to it."""


def by_view(bodies: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the bodies as members see them, by view and kind; their names are `<view>[.<variant>].<kind>`."""
    found: dict[str, dict[str, Any]] = {}
    for name, body in bodies.items():
        view, _, kind = name.partition(".")
        if VARIANTS.isdisjoint(name.split(".")):
            found.setdefault(view, {})[kind] = body
    return found


def written(kinds: Mapping[str, Any]) -> str:
    """Return what a file holds of a view: a field of each body a line, and beneath it an element of a list a line."""
    bodies = [f"  {json.dumps(kind)}: {_body(body)}" for kind, body in kinds.items()]
    # What nobody could see in a file is written by its number.
    return "{\n" + ",\n".join(bodies).replace("\u200b", "\\u200b") + "\n}\n"


def held(folder: Path, views: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return what the files of a folder hold, by view; when goldens are being written, write these into it first."""
    if os.environ.get("ENCORE_WRITE_GOLDEN"):
        _write(folder, {f"{view}.json": written(kinds) for view, kinds in views.items()})
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))}


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in texts:
            path.unlink(missing_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _body(body: Any) -> str:
    if not isinstance(body, dict):
        return _laid_out(body, 2)
    fields = [f"    {json.dumps(name)}: {_laid_out(part, 4, len(name) + 4)}" for name, part in body.items()]
    return "{\n" + ",\n".join(fields) + "\n  }"


def _laid_out(node: Any, indent: int, before: int = 0) -> str:
    """Return JSON on one line, but for lists that do not fit: their elements stand on a line each."""
    line = json.dumps(node, ensure_ascii=False)
    if not isinstance(node, dict | list) or indent + before + len(line) <= WIDTH:
        return line
    if isinstance(node, dict):
        parts = (
            f"{json.dumps(name)}: {_laid_out(part, indent, len(name) + 4)}" for name, part in node.items()
        )
        return "{" + ", ".join(parts) + "}"
    if len(node) == 1:
        return f"[{_laid_out(node[0], indent, before)}]"
    lines = [" " * (indent + 2) + _laid_out(part, indent + 2) for part in node]
    return "[\n" + ",\n".join(lines) + "\n" + " " * indent + "]"
