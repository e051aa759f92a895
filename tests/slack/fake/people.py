"""A person in the workspace: what they do and what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.slack.fake.state import Channel, Message, View

if TYPE_CHECKING:
    from tests.slack.fake.server import FakeSlack


class User:
    """Somebody whom the app talks with."""

    def __init__(self, slack: FakeSlack, identifier: str, team: str) -> None:
        self._slack = slack
        self.id = identifier
        self.team = team
        self.name = identifier.lower()
        self.tz = "America/New_York"
        self.admin = False
        self.owner = False
        self.deleted = False
        self.failures: list[str] = []
        """What Slack told them of commands and presses that the app did not answer well."""

    @property
    def dm_channel(self) -> Channel:
        """Their direct message channel with the app, whether or not the app has opened it."""
        return self._slack.state.direct_channel(self.id)

    @property
    def dms(self) -> list[Message]:
        """What the app has written to them there, oldest first, ephemeral messages left out."""
        return [m for m in self.dm_channel.messages if m.user == self._slack.identity.bot_user]

    @property
    def ephemerals(self) -> list[Message]:
        """What the app shows to them alone, wherever, oldest first."""
        shown = [
            m
            for channel in self._slack.state.channels.values()
            for m in channel.all_messages
            if m.ephemeral_to == self.id and not m.deleted
        ]
        return sorted(shown, key=lambda m: m.ts)

    @property
    def home(self) -> View | None:
        """The Home tab; None until the app has published one."""
        return self._slack.state.homes.get(self.id)

    @property
    def modals(self) -> list[View]:
        """The modals that are open, the one on top last."""
        return self._slack.state.modals.setdefault(self.id, [])
