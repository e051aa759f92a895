"""One YAML file, read as plain words: what each value means is the schema's to say, not YAML's.

So `local_time: 08:00` is a time and not 480, and `region: no` is Norway and not false. Anchors, tags and
fields written twice are refused: a person who edits one place should not change another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml

from bot.catalog.problem import Problem

try:
    from yaml import CBaseLoader as BaseLoader
except ImportError:  # PyYAML built without libyaml: the same answers, more slowly
    from yaml import BaseLoader  # type: ignore[assignment]

Loc: TypeAlias = tuple[str | int, ...]
"""The way to a value: names of fields, and positions in lists from 0."""

DEEPEST = 12
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TAGS: Mapping[type[yaml.Node], str] = MappingProxyType(
    {
        yaml.ScalarNode: "tag:yaml.org,2002:str",
        yaml.SequenceNode: "tag:yaml.org,2002:seq",
        yaml.MappingNode: "tag:yaml.org,2002:map",
    }
)
PLAIN_TAGS = frozenset(TAGS.values())


class Loader(BaseLoader):
    """Gives each node the plain tag of its kind without asking twice: half of the time of reading went into that."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:  # noqa: ARG002
        """Return the tag of a node that has none written."""
        return TAGS[kind]

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Do nothing: no tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Do nothing, as above."""


@dataclass(slots=True)
class Document:
    """A file's content, and where in the file each part of it stands."""

    path: Path
    data: Any = None
    text: str = field(default="", repr=False)
    problems: list[Problem] = field(default_factory=list)
    _node: yaml.Node | None = field(default=None, repr=False)

    @property
    def node(self) -> yaml.Node | None:
        """The file as YAML's nodes, made when somebody asks for a line: few do, and half of a start went into them."""
        if self._node is None and self.text:
            self._node = yaml.compose(self.text, Loader=Loader)
        return self._node

    def line(self, loc: Loc) -> int:
        """Return the line, from 1, of the field or entry at `loc`, or of what should hold it."""
        node, line = self.node, 1
        for part in loc:
            if isinstance(node, yaml.MappingNode) and isinstance(part, str):
                found = [(key, value) for key, value in node.value if key.value == part]
                if not found:
                    break
                line, node = _line(found[-1][0]), found[-1][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = _line(node)
            else:
                break
        return line

    def problem(self, loc: Loc, text: str) -> Problem:
        """Return a problem at the field or entry at `loc`."""
        name = ".".join(part for part in loc if isinstance(part, str))
        return Problem(str(self.path), self.line(loc), name, text)


def read_document(path: Path) -> Document:
    """Read a file. What cannot be read leaves `data` None and says why in `problems`."""
    document = Document(path)
    text = _text(document)
    if text is None:
        return document
    document.problems += [
        Problem(str(path), number, "", "has a tab; use spaces in its place")
        for number, line in enumerate(text.splitlines(), start=1)
        if "\t" in line
    ]
    if document.problems:
        return document
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        document.problems.append(_syntax(path, text, error))
        return document
    if node is None:
        document.problems.append(Problem(str(path), 1, "", "is empty; add an item or delete the file"))
        return document
    document.text = text
    document.data = _Plain(document).value(node)
    return document


class _Plain:
    """Turns YAML's nodes into dictionaries, lists, words and None."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._met: set[int] = set()

    def value(self, node: yaml.Node, depth: int = 0) -> Any:
        """Return what a node holds; what it may not hold is noted as a problem."""
        if id(node) in self._met:
            return self._refuse(node, "is repeated by an anchor (& and *); write it out")
        self._met.add(id(node))
        if depth > DEEPEST:
            return self._refuse(node, "is nested too deep; nothing in a pack is")
        if node.tag not in PLAIN_TAGS:
            return self._refuse(node, f"has the tag {node.tag}; leave out the word with the exclamation mark")
        if isinstance(node, yaml.ScalarNode):
            return None if node.value in NULLS and not node.style else node.value
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, depth))
        return [self.value(child, depth + 1) for child in node.value]

    def _pairs(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[str, Any]]:
        lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._refuse(key, "should begin with the name of a field, like title:")
                continue
            name = str(key.value)
            if name in lines:
                self._note(key, name, f"stands twice, first on line {lines[name]}; keep one")
            lines.setdefault(name, _line(key))
            yield name, self.value(value, depth + 1)

    def _refuse(self, node: yaml.Node, text: str) -> None:
        self._note(node, "", text)

    def _note(self, node: yaml.Node, name: str, text: str) -> None:
        self._document.problems.append(Problem(str(self._document.path), _line(node), name, text))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _text(document: Document) -> str | None:
    path = document.path
    try:
        raw = path.read_bytes()
    except OSError as error:
        text = f"cannot be read ({error.strerror}); see to its place and its rights"
        document.problems.append(Problem(str(path), 1, "", text))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        document.problems.append(
            Problem(str(path), line, "", "is not UTF-8; save the file again with the encoding UTF-8")
        )
        return None


def _syntax(path: Path, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Problem(str(path), line, "", "has a character that cannot be seen; type the line again")
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", ""))
    line = min(mark.line, text.count("\n")) + 1 if mark else 1
    return Problem(str(path), line, "", f"cannot be read from here on; {_mend(said)}")


def _mend(said: str) -> str:
    """Return advice on what the YAML library said, whose own words speak to programmers."""
    if "mapping values" in said:
        return "put a text with a colon and a space in it between quotation marks"
    if "cannot start any token" in said:
        return "put a text that begins with a sign between quotation marks"
    if "end of stream" in said:
        return "close the quotation mark or bracket that stands open above"
    if "another document" in said:
        return "take out the line ---"
    return "look here and on the line above for a wrong indent or a missing quotation mark or bracket"
