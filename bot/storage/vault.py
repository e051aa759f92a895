"""Sealing and opening private text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.domain.calendar import aware
from bot.errors import SecretsError
from bot.storage.keys import is_key
from bot.storage.types import Ciphertext

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
