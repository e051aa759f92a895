"""Where the keys come from: the settings, or a file that its owner alone may read.

The file has one key a line, newest first. It appears whole or not at all, and is never overwritten but by
`add_key`, which keeps every earlier key.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet

from bot.errors import SecretsError

OWNER_ONLY = 0o600
FOLDER_OWNER_ONLY = 0o700
OTHERS = stat.S_IRWXG | stat.S_IRWXO
A_KEY = (
    "A key is 32 random bytes in URL-safe base 64, 44 characters; this makes one: "
    'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)


def check_given(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that the settings hold; raises SecretsError when one is no key, saying which."""
    for number, key in enumerate(keys, start=1):
        if not _is_key(key):
            raise SecretsError(f"Entry {number} in ENCORE_SECRETS__KEYS is not a key. {A_KEY}")
    return tuple(keys)


def read_keys(file: Path) -> tuple[str, ...]:
    """Return the keys of a key file, newest first. Raises SecretsError that says what is wrong and what to do."""
    try:
        _refuse_others(file)
        keys = tuple(file.read_text(encoding="ascii").split())
    except FileNotFoundError:
        raise SecretsError(
            f"This database is sealed and its key is missing: there is no key file at {file}. Put your copy of it "
            "back there, or give the key in ENCORE_SECRETS__KEYS. Encore makes no new key for a database that has "
            "one: it could not open what is in there."
        ) from None
    except OSError as error:
        raise SecretsError(
            f"The key file at {file} can't be read ({error.strerror}). It must be a file that belongs to you."
        ) from None
    except UnicodeDecodeError:
        keys = ()
    if not keys or not all(map(_is_key, keys)):
        raise SecretsError(
            f"The key file at {file} is damaged: it should hold one key a line and nothing else. "
            f"Put your copy of it back. {A_KEY}"
        )
    return keys


def read_or_make_keys(file: Path) -> tuple[str, ...]:
    """Return the keys of a key file, made with a fresh key if it is not there. Raises SecretsError."""
    if not file.exists():
        _make(file)
    return read_keys(file)


def add_key(file: Path) -> tuple[str, ...]:
    """Put a fresh key in front of those in the key file; return them all, newest first. Raises SecretsError."""
    # The name is the lock: whoever made the file may replace the old one, and renaming it unlocks. Without it
    # two rotations at once would each leave out the other's key, and with it what was sealed meanwhile.
    draft = file.with_name(f"{file.name}.new")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    except FileExistsError:
        raise SecretsError(
            f"The key is being changed by another Encore, or a change was cut off. If none is running, delete {draft} "
            "and try again."
        ) from None
    except OSError as error:
        raise SecretsError(f"No new key can be written to {draft} ({error.strerror}).") from None
    try:
        keys = (_fresh(), *read_keys(file))
        _fill(handle, keys)
        draft.replace(file)
    except BaseException:
        draft.unlink()
        raise
    return keys


def _make(file: Path) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
        try:
            _fill(handle, (_fresh(),))
            # A link fails where a file is, so that of two first starts at once both use one key.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    except OSError as error:
        raise SecretsError(
            f"The key that seals what is typed can't be kept at {file} ({error.strerror}). Name a place that you may "
            "write to in ENCORE_SECRETS__KEY_FILE, or give the key itself in ENCORE_SECRETS__KEYS."
        ) from None


def _fill(handle: int, keys: Sequence[str]) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as draft:
        draft.write("".join(f"{key}\n" for key in keys))
        draft.flush()
        os.fsync(draft.fileno())


def _refuse_others(file: Path) -> None:
    # Windows keeps access lists instead, and its user folders are private.
    if os.name != "nt" and file.stat().st_mode & OTHERS:
        raise SecretsError(
            f"The key file at {file} can be read or changed by others on this machine. Take that away: "
            f"chmod 600 '{file}'. If they may have read it, change the key afterwards: encore secrets rotate"
        )


def _fresh() -> str:
    return Fernet.generate_key().decode()


def _is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True
