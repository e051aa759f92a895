"""Sealing what members type, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import SecretsError
from bot.storage.types import Ciphertext


class Vault:
    """Seals with the newest key and opens with any. The scheme is Fernet: AES-128-CBC with an HMAC-SHA256.

    `keys` are newest first, each 32 bytes in URL-safe base 64; raises ValueError for one that is not.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> Ciphertext:
        """Return `text` so that only the keys open it."""
        return Ciphertext(self._keys.encrypt(text.encode()).decode())

    def open(self, sealed: Ciphertext) -> str:
        """Return the text; raises SecretsError when none of the keys opens it."""
        try:
            return self._keys.decrypt(sealed).decode()
        except InvalidToken:
            raise SecretsError(
                "Something in this database was sealed with another key. If the key was changed just now, start "
                "Encore again; otherwise put the earlier key behind the present one, after a comma in "
                "ENCORE_SECRETS__KEYS or on a line of its own in the key file."
            ) from None

    def renew(self, sealed: Ciphertext) -> Ciphertext:
        """Return the same text sealed with the newest key; raises SecretsError as `open` does."""
        return self.seal(self.open(sealed))
