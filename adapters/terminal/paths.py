"""Files that a member names at the terminal: as they are typed, pasted, or dropped from the desktop."""

from __future__ import annotations

import contextlib
import errno
import mimetypes
import os
import shlex
import stat
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
READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
REASONS = {errno.EACCES: "I am not allowed to read it", errno.EPERM: "I am not allowed to read it"}


def named(words: str, within: Path, *, bare: bool) -> Path | None:
    """Return the file that `words`, as a whole, name; None when they are words like any others.

    A relative path counts from `within`; `bare` is whether one word alone can be a file, as it can't be where it
    may be a company's name. Raises InputError for what can only be meant as a file and is none.
    """
    candidates = _candidates(words)
    for candidate in candidates:
        path = _placed(candidate, within)
        if (bare or _looks_like_a_path(candidate, words)) and _is_file(path):
            return path
    if candidates and _must_be_a_path(candidates[-1], words):
        raise _missing(_placed(candidates[-1], within))
    return None


def given(words: str, within: Path) -> Path:
    """Return the file that was asked for. Raises InputError when `words` name none."""
    candidates = _candidates(words)
    found = next((path for one in candidates if _is_file(path := _placed(one, within))), None)
    if found is None:
        raise _missing(_placed(candidates[-1], within)) if candidates else InputError("That is no path.")
    return found


def read(path: Path) -> File:
    """Return a file, cut one byte beyond the most that the core reads. Raises InputError when it can't be read."""
    try:
        # A pipe or a device could let us wait for ever.
        with os.fdopen(os.open(path, READING), "rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise InputError(f"{path} is no file with anything in it.", example=EXAMPLE)
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        reason = REASONS.get(error.errno or 0) or (error.strerror or "it cannot be read").lower()
        raise InputError(f"I could not read {path}: {reason}.", example=EXAMPLE) from None
    return File(path.name, mimetypes.guess_type(path.name)[0] or UNKNOWN, content)


def _candidates(words: str) -> list[str]:
    """Return what a path may have been before it was typed, dropped or pasted, the likeliest last.

    Quotes and backslashes that a shell asks for, and a desktop adds to what is dropped, are taken off.
    """
    words = words.strip()
    if not words or "\n" in words or "\0" in words or len(words) > LONGEST_PATH:
        return []
    found = [words]
    if words.startswith("file:"):
        found.append(unquote(urlsplit(words).path))
    if os.name == "nt":
        found.append(words.strip('"'))
        return found
    try:
        parts = shlex.split(words)
    except ValueError:
        return found  # an apostrophe that is part of the name
    return [*found, *parts] if len(parts) == 1 and len(found) == 1 else found


def _looks_like_a_path(candidate: str, words: str) -> bool:
    """Whether a name is more than a word: a file called Acme is no answer to `/prep Acme`."""
    return (
        words.strip()[0] in "'\"" or candidate.startswith(BEGINNINGS) or "/" in candidate or "." in candidate
    )


def _must_be_a_path(candidate: str, words: str) -> bool:
    whole = (
        words.strip()[0] in "'\"" or candidate.startswith(BEGINNINGS) or not any(map(str.isspace, candidate))
    )
    return whole and candidate.lower().endswith(INVITATIONS) and "://" not in candidate


def _missing(path: Path) -> InputError:
    if path.is_dir():
        return InputError(f"{path} is a folder. Name the file in it.", example=EXAMPLE)
    return InputError(f"There is no file {path}.", example=EXAMPLE)


def _placed(candidate: str, within: Path) -> Path:
    path = Path(candidate)
    with contextlib.suppress(RuntimeError):  # ~ of nobody that this machine knows
        path = path.expanduser()
    return within / path


def _is_file(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISDIR(mode)
