"""Where Encore is installed: a group that let it in, and the token that lets it speak there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.members import Platform
from bot.errors import Scope, Transient

KEPT_FOR = timedelta(days=30)
"""How long a group's data outlives its uninstalling, so that installing again finds everything."""
STATE_KEPT_FOR = timedelta(minutes=10)
"""How long somebody may take to allow an installation."""
LOOK_AGAIN = timedelta(minutes=5)


class NotInstalled(Transient, LookupError):  # noqa: N818 - says what it is
    """Encore has no token there: it was never installed, is so no more, or its token was revoked.

    No reason to give a member up: whoever installs it again finds everyone's plans going on.
    """

    def __init__(self, workspace: str) -> None:
        super().__init__(f"not installed in {workspace}", retry_after=LOOK_AGAIN, scope=Scope.WORKSPACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Encore in one group, as `bot` (the app's id there) and `bot_user` (the user that it speaks as).

    A token with `expires_at` (aware UTC) is renewed with `refresh_token`, which works once. Uninstalled, it has no
    tokens. `revision` counts how often the row was written; the store sets it.
    """

    platform: Platform
    workspace: str
    bot: str
    bot_user: str
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None
    installed_at: datetime
    uninstalled_at: datetime | None = None
    revision: int = 0

    @property
    def live(self) -> bool:
        """Whether Encore can speak there."""
        return bool(self.token)

    def expires_by(self, moment: datetime) -> bool:
        """Whether the token is of no use at `moment` (aware)."""
        return self.expires_at is not None and self.expires_at <= moment

    def newer_than(self, other: Installation) -> bool:
        """Whether this was read later than `other`, of the same group: written since, or installed anew."""
        return self.revision > other.revision or self.installed_at > other.installed_at
