"""The first private message: proof, while there is time to mend it, that reminders will be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from bot.domain.case import Case
from bot.domain.members import Greeting, Member
from bot.domain.owed import Owed
from bot.domain.reminders import reminder_key

USEFUL_FOR = timedelta(days=1)
PATIENCE = timedelta(hours=1)
"""How long an unpressed "I see it" is no cause for doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedGreeting(Owed):
    """A first private message. It comes when it is asked for, by night too."""

    kind: ClassVar[str] = "greeting"


def greet(case: Case) -> Case:
    """Owe the member a first private message, where reminders come as such and none was ever asked for."""
    if not case.member.ref.platform.pushes or case.member.greeting is not Greeting.NONE:
        return case
    return greet_again(case)


def greet_again(case: Case) -> Case:
    """Owe one more, after a doubt."""
    owed = OwedGreeting(
        # Its identity is the moment it was asked for: two presses in one second owe one message.
        key=reminder_key(case.member.id, "hello", case.now.replace(microsecond=0), 0),
        member_id=case.member.id,
        due_at=case.now,
        useful_until=case.now + USEFUL_FOR,
        quiet_ok=True,
    )
    member = replace(case.member, greeting=Greeting.ASKED, greeted_at=case.now)
    return replace(case.owing([owed]), member=member)


def doubtful(member: Member, now: datetime) -> bool:
    """Whether the member must hear that reminders may not reach them."""
    if member.greeting is Greeting.CLOSED:
        return True
    return (
        member.greeting is Greeting.ASKED
        and member.greeted_at is not None
        and now >= member.greeted_at + PATIENCE
    )
