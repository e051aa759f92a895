"""What carries messages to members, and what is counted of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.members import Member
from bot.domain.owed import Channel
from bot.ports.owed import Recipient
from bot.reply import PublicMessage
from bot.views.blocks import Message


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's proof that it took a message, and the private channel in which it lies."""

    id: str
    channel: str = ""


class Messenger(Protocol):
    """Sends messages on one platform: private ones to members, public ones to channels."""

    async def send(self, to: Member, message: Message, key: str) -> Receipt:
        """Send once. Raises Transient, Permanent or UnknownOutcome, never sends twice on its own."""
        ...

    async def publish(self, to: Channel, message: PublicMessage, key: str) -> Receipt:
        """Send once to a channel, where nothing else can come. Raises as `send` does."""
        ...

    async def find(self, to: Recipient, key: str, since: datetime) -> Receipt | None:
        """Return the receipt if a message with this key was taken at or after `since`."""
        ...


class Measures:
    """What is counted of deliveries, without a private word; this counts nothing. `platform` is its name."""

    def sent(self, platform: str, late: timedelta) -> None:
        """Count a message that left, so long after its instant."""

    def failed(self, platform: str, reason: str) -> None:
        """Count an attempt that a platform refused."""

    def doubted(self, platform: str) -> None:
        """Count a request that left and that no answer came of."""

    def resolved(self, platform: str, *, arrived: bool) -> None:
        """Count a doubt that a platform settled."""

    def expired(self, platform: str) -> None:
        """Count a row that was of no use before it could leave."""

    def stolen(self, platform: str) -> None:
        """Count a lease that ran out in another process's hands, as when it was killed."""

    def paced(self, platform: str, wait: float) -> None:
        """Count the seconds that a message waited for its turn within the platform's limits."""
