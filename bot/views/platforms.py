"""What is said differently from platform to platform, a row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.members import Platform

NICKNAME = "If that worries you, call the company by a nickname: the button below changes it everywhere."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformWords:
    """The words of one platform.

    `first` is who may read what, said once, with the first interview; `readers` is the same in full. `taps` let private
    messages through; there are none where no message can be refused. `coached` says whether a coach may be there.
    """

    first: tuple[str, str]
    readers: str
    taps: tuple[str, ...]
    coached: bool

    @property
    def privacy(self) -> tuple[str, ...]:
        """Who may read what, and what to do where that worries."""
        return (*self.first, NICKNAME)


WORDS: Mapping[Platform, PlatformWords] = MappingProxyType(
    {
        Platform.TERMINAL: PlatformWords(
            first=(
                "Everything you write stays in one encrypted file on this machine.",
                "Whoever can open your account on it could read it; nobody else can.",
            ),
            readers="You. Everything lies in one database file on this machine, and the key to it in a file beside "
            "your configuration. Whoever can open your account here can open both; nobody else can.",
            taps=(),
            coached=False,
        ),
        Platform.SLACK: PlatformWords(
            first=(
                "Other members and coaches never see what you write here.",
                "Whoever owns this workspace may be able to export messages, and whoever runs Encore holds its keys.",
            ),
            readers="You. The other members can't. Whoever owns this workspace may be able to export its messages, "
            "ours among them, and whoever runs Encore holds the key to what it stores.",
            taps=(
                "Look for Encore under Apps, at the foot of the list on the left; its Messages tab is where reminders come.",
                "Tap your picture, then Notifications: see that messages are on and no schedule keeps them back.",
                "On the phone, let the Slack app show notifications in the phone's own settings.",
            ),
            coached=True,
        ),
        Platform.DISCORD: PlatformWords(
            first=(
                "Other members, coaches and whoever runs the server never see what you write here.",
                "Discord keeps our messages as it keeps all others, and whoever runs Encore holds its keys.",
            ),
            readers="You. The other members can't. Discord keeps our messages as it keeps all others, and whoever "
            "runs Encore holds the key to what it stores.",
            taps=(
                "Tap the name of the server that you share with Encore.",
                "Open Privacy Settings.",
                "Turn on Direct Messages; when they come, see that Encore is not muted.",
            ),
            coached=True,
        ),
    }
)
