"""Names that stand in logs for members, groups and channels: whoever has the key can find somebody, nobody else can."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from bot.errors import SecretsError
from bot.storage.keys import read_keys

PURPOSE = b"encore: names in logs"
LENGTH = 12
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
        return hmac.new(self._derived or self._makeshift, said, hashlib.sha256).hexdigest()[:LENGTH]

    def _derive(self) -> bytes | None:
        try:
            newest = (self._keys or read_keys(self._key_file))[0]
        except SecretsError:
            return None
        return hmac.new(newest.encode(), PURPOSE, hashlib.sha256).digest()
