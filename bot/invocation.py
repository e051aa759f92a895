"""One thing that a member asks for, however it was pressed or typed, and its form inside a button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode

MAX_ENCODED = 100
"""Characters. Discord's limit for a component's custom_id, the narrowest of the platforms."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command's path ("interview add") and its arguments as text.

    Only what goes into a button is limited in length: see `encode`.
    """

    path: str
    arguments: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.path, tuple(sorted(self.arguments.items()))))

    def __str__(self) -> str:
        return self.path


def encode(invocation: Invocation) -> str:
    """Return the button form, at most 100 characters.

    Raises ValueError when it is longer: a button then carries an id of something stored instead.
    """
    query = urlencode(sorted(invocation.arguments.items()), quote_via=quote, safe=":-+,")
    encoded = f"{invocation.path}?{query}" if query else invocation.path
    if len(encoded) > MAX_ENCODED:
        raise ValueError(f"a button holds {MAX_ENCODED} characters, {invocation.path!r} needs {len(encoded)}")
    return encoded


def fits(path: str, arguments: Mapping[str, str]) -> bool:
    """Whether a button can carry this."""
    try:
        encode(Invocation(path, arguments))
    except ValueError:
        return False
    return True


def decode(encoded: str) -> Invocation:
    """Return the invocation that `encode` wrote; unknown paths are for the registry to refuse."""
    path, _, query = encoded.partition("?")
    return Invocation(path, dict(parse_qsl(query.replace("+", "%2B"), keep_blank_values=True)))
