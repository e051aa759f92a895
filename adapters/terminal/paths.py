"""Files that a member names at the terminal: as they are typed, pasted, or dropped from the desktop."""

from __future__ import annotations

import errno
import mimetypes
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.errors import InputError
from bot.reply import MOST_BYTES, File

INVITATIONS = (".ics", ".eml")
"""Endings that nobody's own words have: what ends so is meant as a file."""
BEGINNINGS = ("~", "/", "./", "../", "file:")
UNKNOWN = "application/octet-stream"
EXAMPLE = "/interview import ~/Downloads/invite.ics"
LONGEST_PATH = 4096
REASONS = {errno.EACCES: "I am not allowed to read it", errno.EPERM: "I am not allowed to read it"}


def named(words: str, within: Path) -> Path | None:
    """Return the file that `words`, as a whole, name; None when they are words like any others.

    A relative path counts from `within`. Quotes and backslashes that a shell or a dropped file brings are taken
    off. Raises InputError for what can only be meant as a file and is none.
    """
    words = words.strip()
    if not words or "\n" in words or "\0" in words or len(words) > LONGEST_PATH:
        return None
    candidates = list(dict.fromkeys(_candidates(words)))
    for candidate in candidates:
        path = _placed(candidate, within)
        if _looks_like_a_path(candidate, words) and _is_file(path):
            return path
    if not _must_be_a_path(candidates[-1], words):
        return None
    path = _placed(candidates[-1], within)
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name the file in it.", example=EXAMPLE)
    raise InputError(f"There is no file {path}.", example=EXAMPLE)


def read(path: Path) -> File:
    """Return a file, cut one byte beyond the most that the core reads. Raises InputError when it can't be read."""
    try:
        # A pipe or a device could let us wait for ever.
        with path.open("rb", opener=_without_waiting) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise InputError(f"{path} is no file with anything in it.", example=EXAMPLE)
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        reason = REASONS.get(error.errno or 0) or (error.strerror or "it cannot be read").lower()
        raise InputError(f"I could not read {path}: {reason}.", example=EXAMPLE) from None
    return File(path.name, mimetypes.guess_type(path.name)[0] or UNKNOWN, content)


def _candidates(words: str) -> Iterator[str]:
    """Yield what a path may have been before it was typed, dropped or pasted, the likeliest last."""
    yield words
    if words.startswith("file:"):
        yield unquote(urlsplit(words).path)
    if os.name != "nt":
        try:
            parts = shlex.split(words)
        except ValueError:
            parts = []
        if len(parts) == 1:
            yield parts[0]
    elif words[0] == words[-1] == '"':
        yield words[1:-1]


def _looks_like_a_path(candidate: str, words: str) -> bool:
    """Whether a name is more than a word: a file called Acme is no answer to `/prep Acme`."""
    return words[0] in "'\"" or candidate.startswith(BEGINNINGS) or "/" in candidate or "." in candidate


def _must_be_a_path(candidate: str, words: str) -> bool:
    whole = words[0] in "'\"" or candidate.startswith(BEGINNINGS) or not any(map(str.isspace, candidate))
    return whole and candidate.lower().endswith(INVITATIONS) and "://" not in candidate


def _placed(candidate: str, within: Path) -> Path:
    path = Path(candidate)
    try:
        path = path.expanduser()
    except RuntimeError:
        pass  # ~ of nobody that this machine knows
    return within / path


def _is_file(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISDIR(mode)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
