"""What a scenario needs of a platform: members who act and see, time that passes, and things that go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from bot.encore import Encore
from tests.cases import case_of
from tests.conftest import HeldClock


@dataclass(frozen=True)
class Shown:
    """What a member sees last: its words, its buttons' labels, and what the buttons ask for."""

    words: str
    labels: tuple[str, ...] = ()
    invocations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opened:
    """A form that lies open before a member."""

    title: str
    fields: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)
    errors: str = ""


class Actor(Protocol):
    """A member, through the platform's own ways."""

    @property
    def shown(self) -> Shown:
        """The newest thing that she alone sees."""

    @property
    def form(self) -> Opened | None:
        """The form that lies open, if one does."""

    async def type(self, line: str) -> None:
        """Send a command as its platform does."""

    async def press(self, label: str, times: int = 1) -> None:
        """Press the button of the newest thing whose label begins so; `times` at once."""

    async def fill(self, **values: str) -> None:
        """Send the open form."""

    async def messages(self) -> list[Shown]:
        """The private messages that came since she last looked."""

    async def hands_over(self, name: str, content: bytes, line: str = "/prep") -> None:
        """Hand a file over in the platform's own way, with a command."""

    async def files(self) -> list[str]:
        """The names of the files that she was handed, pictures left out."""

    def pictures(self) -> list[str]:
        """What the pictures of the last answer show, in words."""

    async def take(self, message: Shown) -> None:
        """Turn to a private message: presses go to it now."""


class Stage(Protocol):
    """A platform with Encore on it."""

    encore: Encore
    clock: HeldClock
    pushes: bool

    async def member(self, name: str) -> Actor:
        """A member who has not spoken yet."""

    async def restart(self) -> None:
        """End Encore's process and start another on the same database."""

    async def deliver(self) -> int:
        """Send what is due now."""

    def lose_replies(self, times: int) -> None:
        """Take the next messages but lose the answers."""

    def ask_to_wait(self, seconds: int, times: int) -> None:
        """Refuse the next messages with a wait."""


async def live_through(stage: Stage, actor: Actor, ahead: timedelta) -> list[Shown]:
    """Let time pass, stopping at each due instant; return the private messages that came."""
    came: list[Shown] = []
    until = stage.clock.now() + ahead
    while (due := await stage.encore.delivery.next_due()) is not None and due <= until:
        stage.clock.move_to(max(due, stage.clock.now()))
        await stage.deliver()
        came += await actor.messages()
    stage.clock.move_to(until)
    return came


async def facts(stage: Stage) -> list[str]:
    """What the database holds of every member, in words that are the same on every platform."""
    found = []
    async with stage.encore.store.unit() as unit:
        for ref in stage.refs:  # type: ignore[attr-defined]
            member = await unit.members.get(ref)
            if member is None:
                found.append("nobody")
                continue
            case = await case_of(unit, member.id)
            for interview in case.interviews:
                outcome = "cancelled" if interview.cancelled else (interview.outcome or "")
                found.append(
                    f"{interview.company}|{interview.role}|{interview.starts_at:%Y-%m-%d %H:%M}|{outcome}"
                )
                found += [
                    f"  {row.lead} {row.snooze} {row.due_at:%m-%d %H:%M} {row.status}"
                    for row in case.rows(interview)
                ]
                found += [f"  {lead} {mark}" for lead, mark in sorted(case.marks_of(interview).items())]
            for interview in case.interviews:
                found += [f"{task} {mark}" for task, mark in sorted(case.ticks_of(interview).items())]
            found += [
                f"{entry.sheet} {entry.slot} {sorted(entry.values)}"
                for entry in sorted(await unit.sheets.every(member.id), key=lambda e: (e.sheet, e.slot))
            ]
            found.append(f"drafts {len(await unit.drafts.of(member.id, stage.clock.now()))}")
            found.append(f"saved {len(await unit.practice.saved(member.id))}")
    return found
