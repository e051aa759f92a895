"""Where the keys come from: the environment, or a file that its owner alone can read."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet

from bot.errors import SecretsError

LENGTH = 44
"""Characters: 32 bytes in URL-safe base 64, with the padding."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def is_key(line: str) -> bool:
    """Whether this is one Fernet key and nothing more; decoding alone would overlook what follows a key."""
    try:
        Fernet(line)
    except ValueError:
        return False
    return len(line) == LENGTH


def read_keys(path: Path) -> tuple[str, ...]:
    """Return the keys in a key file, newest first.

    Raises SecretsError when it is missing, unreadable, open to others or not a key file.
    """
    try:
        mode = path.stat().st_mode
        lines = path.read_text("ascii").split()
    except FileNotFoundError:
        raise SecretsError(
            f"The key file {path} is missing, and without it this database cannot be read by anyone. "
            "Put it back from your copy, or name its place in ENCORE_SECRETS__KEY_FILE."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise SecretsError(
            f"The key file {path} cannot be read. Check that it is yours and is a key file."
        ) from None
    if os.name == "posix" and mode & OTHERS:
        raise SecretsError(f"Others can read the key file {path}. Close it with: chmod 600 '{path}'")
    if not lines or not all(is_key(line) for line in lines):
        raise SecretsError(
            f"The key file {path} holds something that is not a key. Put it back from your copy."
        )
    return tuple(lines)


def make_key_file(path: Path) -> tuple[str, ...]:
    """Make a key file with a fresh key; one that another process has just made is taken instead."""
    key = Fernet.generate_key().decode()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            _write(path, [key], exclusive=True)
    except OSError as error:
        raise SecretsError(
            f"A key file could not be made at {path} ({error.strerror}). "
            "Name another place in ENCORE_SECRETS__KEY_FILE, or give a key in ENCORE_SECRETS__KEYS."
        ) from None
    return read_keys(path)


def add_key(path: Path) -> tuple[str, ...]:
    """Put a fresh key in front of those in the file; the old ones stay for backups that need them."""
    keys = (Fernet.generate_key().decode(), *read_keys(path))
    _write(path, list(keys), exclusive=False)
    return keys


def _write(path: Path, keys: list[str], *, exclusive: bool) -> None:
    """Write all or nothing: a key file that is half there would lock its owner out."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join(keys) + "\n")
            file.flush()
            os.fsync(file.fileno())
        if exclusive:
            os.link(beside, path)
            beside.unlink()
        else:
            beside.replace(path)
        _settle(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the folder's new entry on the disk before anything is sealed with the key that it names."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
