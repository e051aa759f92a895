"""The first private message: proof, while there is time to mend it, that reminders will be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.interviews import Interview
from bot.domain.members import Greeting, Member
from bot.domain.reminders import GREETING, Reminder, reminder_key
from bot.ports import UnitOfWork

USEFUL_FOR = timedelta(days=1)
PATIENCE = timedelta(hours=1)
"""How long an unpressed "I see it" is no cause for doubt."""


async def greet(unit: UnitOfWork, member: Member, interview: Interview, now: datetime) -> Member:
    """Owe the member a first private message, where reminders come as such and none was ever asked for."""
    if not member.ref.platform.pushes or member.greeting is not Greeting.NONE:
        return member
    return await greet_again(unit, member, interview, now)


async def greet_again(unit: UnitOfWork, member: Member, interview: Interview, now: datetime) -> Member:
    """Owe one more, after a doubt."""
    # Its identity is the moment it was asked for: two presses in one second owe one message.
    asked_at = now.replace(microsecond=0)
    owed = Reminder(
        key=reminder_key(member.id, GREETING, asked_at, 0),
        member_id=member.id,
        interview_id=interview.id,
        lead=GREETING,
        starts_at=interview.starts_at,
        due_at=now,
        useful_until=now + USEFUL_FOR,
        quiet_ok=True,
    )
    await unit.reminders.put([owed])
    member = replace(member, greeting=Greeting.ASKED, greeted_at=now)
    await unit.members.save(member)
    return member


async def see(unit: UnitOfWork, member: Member) -> Member:
    """Note that the member saw a private message."""
    member = replace(member, greeting=Greeting.SEEN)
    await unit.members.save(member)
    return member


def doubtful(member: Member, now: datetime) -> bool:
    """Whether the member must hear that reminders may not reach them."""
    if member.greeting is Greeting.CLOSED:
        return True
    return (
        member.greeting is Greeting.ASKED
        and member.greeted_at is not None
        and now >= member.greeted_at + PATIENCE
    )


async def doubt(unit: UnitOfWork, member: Member) -> Member:
    """Note that the member has been told."""
    member = replace(member, greeting=Greeting.DOUBTED)
    await unit.members.save(member)
    return member
