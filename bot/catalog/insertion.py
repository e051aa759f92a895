"""Lines put into a YAML file with everything else in it left as it stands, comments and line ends included."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.catalog.document import read_document
from bot.catalog.problem import lines_of
from bot.domain.leads import ORDER, Lead
from bot.errors import ContentError


def add_item(path: Path, lines: Sequence[str]) -> int:
    """Write an item (its lines, without an indent) at the end of a file's list; return its line, from 1.

    Raises ContentError when the file cannot be read as a list, before anything is written.
    """
    text = _text(path)
    if not any(_says_something(line) for line in text.splitlines()):
        return _write(path, text, len(text.splitlines()), lines)
    node = _readable(path)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        raise ContentError(
            f"{path} is not a list with a hyphen before each item. Write it so, then try again."
        )
    return _write(path, text, len(text.splitlines()), _indented(lines, node.start_mark.column))


def add_step(path: Path, lines: Sequence[str], lead: Lead) -> int:
    """Write a step into a plan, after the last one that comes no later than `lead`; return its line, from 1.

    Raises ContentError when the file cannot be read as a plan with steps, before anything is written.
    """
    text = _text(path)
    plan = _readable(path)
    fields = plan.value if isinstance(plan, yaml.MappingNode) else []
    steps = next((value for key, value in fields if key.value == "steps"), None)
    if not isinstance(steps, yaml.SequenceNode) or steps.flow_style:
        raise ContentError(f"{path} has no steps with a hyphen before each. Write one so, then try again.")
    following = [step for step in steps.value if _order(step) > ORDER[lead]]
    after = [value for key, value in fields if key.start_mark.index > steps.start_mark.index]
    written = text.splitlines()
    place = (following or after)[0].start_mark.line if following or after else len(written)
    while place and not _says_something(written[place - 1]):
        place -= 1
    return _write(path, text, place, _indented(lines, steps.start_mark.column))


def _order(step: yaml.Node) -> int:
    pairs = step.value if isinstance(step, yaml.MappingNode) else []
    said = next((value.value for key, value in pairs if key.value == "lead"), "")
    return ORDER[Lead(said)] if said in ORDER else -1


def _says_something(line: str) -> bool:
    words = line.strip("\ufeff \t\r\n")
    return bool(words) and not words.startswith("#")


def _indented(lines: Sequence[str], columns: int) -> list[str]:
    return [f"{' ' * columns}{line}" for line in lines]


def _text(path: Path) -> str:
    """Return a file's text with the line ends it has; nothing when it is not there yet."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _readable(path: Path) -> yaml.Node | None:
    document = read_document(path)
    if document.problems:
        raise ContentError(
            "\n".join(["Nothing is added until this is mended:", *lines_of(document.problems)])
        )
    return document.node


def _write(path: Path, text: str, place: int, lines: Sequence[str]) -> int:
    """Put lines before the line `place`, from 0, a blank line around them; return the first one's line, from 1."""
    end = "\r\n" if "\r\n" in text else "\n"
    written = text.splitlines(keepends=True)
    before, after = written[:place], written[place:]
    if before and not before[-1].endswith("\n"):
        before[-1] += end
    if before and before[-1].strip():
        before.append(end)
    if after and after[0].strip():
        after.insert(0, end)
    new = "".join([*before, *(f"{line}{end}" for line in lines), *after])
    yaml.compose(new, Loader=yaml.SafeLoader)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(new)
    return len(before) + 1
