"""From rows to the domain's dataclasses, and back."""

from __future__ import annotations

from typing import Any

from bot.domain.audiences import ANY
from bot.domain.drafts import Draft
from bot.domain.interviews import Format, Interview, Outcome, Person
from bot.domain.members import Audience, Greeting, Member, MemberRef, Pace, Platform, Preferences
from bot.domain.reminders import Reminder, Status
from bot.storage.vault import Vault

SEALED = ("audience", "region")
"""Preferences that say something of the person: they lie sealed, and not at all where nothing was said."""
PREFERENCES = tuple(name for name in Preferences.__dataclass_fields__ if name not in SEALED)


def member_of(row: Any, vault: Vault) -> Member:
    """Return the member in a row of `members`."""
    about = vault.open_json(row["about"]) if row["about"] else {"audience": Audience.ANY, "region": ANY}
    return Member(
        id=row["id"],
        ref=MemberRef(Platform(row["platform"]), row["workspace"], row["user"]),
        group=row["group"],
        preferences=Preferences(
            **{
                **{name: row[name] for name in PREFERENCES},
                "pace": Pace(row["pace"]),
                "audience": Audience(about["audience"]),
                "region": about["region"],
            }
        ),
        privacy_shown=row["privacy_shown"],
        reachable=row["reachable"],
        channel=row["channel"],
        greeting=Greeting(row["greeting"]),
        greeted_at=row["greeted_at"],
        created_at=row["created_at"],
    )


def member_values(member: Member, vault: Vault) -> dict[str, Any]:
    """Return the columns of a member."""
    preferences = member.preferences
    about = {name: str(getattr(preferences, name)) for name in SEALED}
    return {
        "id": member.id,
        "platform": str(member.ref.platform),
        "workspace": member.ref.workspace,
        "user": member.ref.user,
        "group": member.group,
        **{name: getattr(preferences, name) for name in PREFERENCES},
        "pace": str(preferences.pace),
        "about": vault.seal_json(about) if set(about.values()) != {ANY} else None,
        "privacy_shown": member.privacy_shown,
        "reachable": member.reachable,
        "channel": member.channel,
        "greeting": str(member.greeting),
        "greeted_at": member.greeted_at,
        "created_at": member.created_at,
    }


def interview_of(row: Any, vault: Vault) -> Interview:
    """Return the interview in a row of `interviews`; what was typed is opened in one go."""
    private = vault.open_json(row["private"])
    return Interview(
        id=row["id"],
        member_id=row["member_id"],
        company=private["company"],
        role=private["role"],
        interviewers=tuple(Person(name, title) for name, title in private["interviewers"]),
        place=private["place"],
        notes=private["notes"],
        day=row["day"],
        time=row["time"],
        zone=row["zone"],
        format=Format(row["format"]),
        round=row["round"],
        cancelled=row["cancelled"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        outcome_at=row["outcome_at"],
        answer_by=row["answer_by"],
        previous=row["previous"],
        revision=private.get("revision", 0),
        created_at=row["created_at"],
        planned_from=row["planned_from"],
    )


def interview_values(interview: Interview, vault: Vault) -> dict[str, Any]:
    """Return the columns of an interview."""
    private = {
        "company": interview.company,
        "role": interview.role,
        "interviewers": [[person.name, person.title] for person in interview.interviewers],
        "place": interview.place,
        "notes": interview.notes,
        "revision": interview.revision,
    }
    return {
        "id": interview.id,
        "member_id": interview.member_id,
        "private": vault.seal_json(private),
        "day": interview.day,
        "time": interview.time,
        "zone": interview.zone,
        "starts_at": interview.starts_at,
        "format": str(interview.format),
        "round": interview.round,
        "cancelled": interview.cancelled,
        "outcome": interview.outcome and str(interview.outcome),
        "outcome_at": interview.outcome_at,
        "answer_by": interview.answer_by,
        "previous": interview.previous,
        "created_at": interview.created_at,
        "planned_from": interview.planned_from,
        # Sheets may lie beside it, too: what goes after its time is looked for where this is set.
        "notes_kept": True,
    }


def reminder_of(row: Any) -> Reminder:
    """Return the reminder in a row of `reminders`."""
    return Reminder(
        key=row["key"],
        member_id=row["member_id"],
        interview_id=row["interview_id"],
        lead=row["lead"],
        starts_at=row["starts_at"],
        snooze=row["snooze"],
        due_at=row["due_at"],
        useful_until=row["useful_until"],
        quiet_ok=row["quiet_ok"],
        includes=tuple(row["includes"].split()),
        tasks=tuple(row["tasks"].split()),
        status=Status(row["status"]),
        sent_at=row["sent_at"],
        attempts=row["attempts"],
        attempted_at=row["attempted_at"],
        reason=row["reason"],
        told=row["told"],
    )


def reminder_values(reminder: Reminder) -> dict[str, Any]:
    """Return the columns of a reminder that nobody has tried to send yet."""
    return {
        "key": reminder.key,
        "member_id": reminder.member_id,
        "interview_id": reminder.interview_id,
        "lead": str(reminder.lead),
        "starts_at": reminder.starts_at,
        "snooze": reminder.snooze,
        "due_at": reminder.due_at,
        "useful_until": reminder.useful_until,
        "quiet_ok": reminder.quiet_ok,
        "includes": " ".join(reminder.includes),
        "tasks": " ".join(reminder.tasks),
        "status": str(reminder.status),
        "sent_at": reminder.sent_at,
        "receipt": "",
        "attempts": reminder.attempts,
        "attempted_at": reminder.attempted_at,
        "held_until": reminder.due_at,
        "owner": "",
        "reason": reminder.reason,
        "told": reminder.told,
    }


def draft_of(row: Any, vault: Vault) -> Draft:
    """Return the draft in a row of `drafts`."""
    return Draft(
        id=row["id"],
        member_id=row["member_id"],
        path=row["path"],
        values=vault.open_json(row["values"]),
        saved_at=row["saved_at"],
    )
