"""The keys, what is sealed with them, and the names that they give for logs."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.domain.calendar import aware
from bot.errors import SecretsError
from bot.storage.types import Ciphertext

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


WRONG_KEY = (
    "This key does not open this database. Encore was started with another key than the one that sealed it. "
    "Give the right one in ENCORE_SECRETS__KEYS, or put the key file back where ENCORE_SECRETS__KEY_FILE says."
)


class Vault:
    """Encrypts with the newest key and opens with any of them (Fernet: AES-128-CBC with HMAC-SHA256)."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not all(is_key(key) for key in keys):
            raise SecretsError(
                "A key in ENCORE_SECRETS__KEYS is not a Fernet key: 32 bytes in URL-safe base 64. "
                "docs/configuration.md shows how to make one."
            )
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, words: str) -> Ciphertext:
        """Return the sealed form, safe to store."""
        return Ciphertext(self._fernet.encrypt(words.encode()).decode())

    def open(self, sealed: str) -> str:
        """Return what was sealed. Raises SecretsError when none of the keys fits."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise SecretsError(WRONG_KEY) from None

    def seal_again(self, sealed: str) -> Ciphertext:
        """Return the same content sealed with the newest key."""
        return self.seal(self.open(sealed))

    def seal_json(self, value: Any) -> Ciphertext:
        """Return JSON, sealed. Instants, days and times of day are written as ISO 8601 has them."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_moment))

    def open_json(self, sealed: str) -> Any:
        """Return what `seal_json` sealed."""
        return json.loads(self.open(sealed))


def digest(secret: str) -> str:
    """Return a hash without a key, for what holds 128 random bits and more: it can't be guessed from that."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _moment(value: object) -> str:
    if not isinstance(value, date | time):
        raise TypeError(f"{type(value).__name__} cannot be stored as JSON")
    return (aware(value) if isinstance(value, datetime) else value).isoformat()


PURPOSE = b"encore: names in logs"
NAME_LENGTH = 12
"""Hexadecimal digits: 48 bits, so that two among a million members have one name once in 500 times."""


class Pseudonyms:
    """Gives every id the same name as long as the newest key stays (HMAC-SHA-256 by a key derived from it).

    The key is looked for when the first name is needed: a first start makes it only then. Without one the names hold
    for this process alone.
    """

    def __init__(self, keys: tuple[str, ...], key_file: Path) -> None:
        self._keys = keys
        self._key_file = key_file
        self._derived: bytes | None = None
        self._makeshift = secrets.token_bytes(32)

    def of(self, kind: str, identifier: str) -> str:
        """Return the name of what `identifier` names among things of that kind."""
        if self._derived is None:
            self._derived = self._derive()
        said = f"{kind}\0{identifier}".encode()
        return hmac.new(self._derived or self._makeshift, said, hashlib.sha256).hexdigest()[:NAME_LENGTH]

    def _derive(self) -> bytes | None:
        try:
            newest = (self._keys or read_keys(self._key_file))[0]
        except SecretsError:
            return None
        return hmac.new(newest.encode(), PURPOSE, hashlib.sha256).digest()
