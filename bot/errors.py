"""Every error that Encore raises on purpose.

EncoreError                 safe to show: what happened, what to do now, an example
├── InputError              something typed cannot be used as it stands
├── NotFound                not there, or not the caller's: both look alike
├── ConfigurationError      a setting is missing or wrong; names the variable
├── SecretsError            the encryption key is missing, unreadable or not the right one
└── ContentError            a pack cannot be used; lists file, line, field and a fix
DeliveryError               never shown: how one attempt to send ended
├── Transient               try again after a while
├── Permanent               this recipient cannot be reached
└── UnknownOutcome          the platform may or may not have taken the message
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class EncoreError(Exception):
    """A failure that may be shown as it is; `example` is something to type instead."""

    def __init__(self, message: str, *, example: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.example = example


class InputError(EncoreError):
    """What was typed cannot be used; the message says what can."""


class NotFound(EncoreError):  # noqa: N818 - the field's word for it
    """Nothing of the caller's answers to that; another member's and a deleted one look the same."""


class ConfigurationError(EncoreError):
    """A setting is missing or wrong; the message names the variable and where its value is found."""


class SecretsError(EncoreError):
    """The encryption key is missing, unreadable or does not open this database."""


class ContentError(EncoreError):
    """A content pack cannot be used; the message has one problem a line."""


class Scope(StrEnum):
    """How far a platform's request to wait reaches."""

    CHANNEL = "channel"
    WORKSPACE = "workspace"
    PLATFORM = "platform"


class DeliveryError(Exception):
    """How one attempt to send ended; `reason` holds no private text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transient(DeliveryError):  # noqa: N818 - says what it is
    """The platform did not take the message; it may, after `retry_after`."""

    def __init__(self, reason: str, *, retry_after: timedelta, scope: Scope = Scope.CHANNEL) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.scope = scope


class Permanent(DeliveryError):  # noqa: N818 - says what it is
    """The recipient cannot be reached; trying again would not help."""


class UnknownOutcome(DeliveryError):  # noqa: N818 - says what it is
    """The request left and no answer came: the message may have arrived."""
