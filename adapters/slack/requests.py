"""What Slack sends, decoded: who speaks, from where, and what they ask for."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.members import Caller, MemberRef, Platform, Surface

Payload = Mapping[str, Any]
LABELLED = re.compile(r"<([^<>|]+)\|([^<>]*)>")
BARE = re.compile(r"<([^<>|]+)>")


class Place(StrEnum):
    """What was pressed or typed in: it decides where the answer can be shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who asked, and the ways in which they can be answered. Some of these expire: see Slack's limits."""

    team: str
    user: str
    channel: str = ""
    direct: bool = False
    place: Place = Place.MESSAGE
    trigger: str = ""
    response_url: str = ""
    view_id: str = ""
    ephemeral: bool = True
    """Whether the message that was pressed is seen by the presser alone and gone on reload."""
    public: bool = False
    """Whether the message that was pressed stands before the whole channel."""

    def caller(self, *, name: str = "", zone: str | None = None, admin: bool = False) -> Caller:
        """Return the core's word for who speaks."""
        surface = Surface.HOME if self.place is Place.HOME else Surface.CHANNEL
        return Caller(
            member=MemberRef(Platform.SLACK, self.team, self.user),
            group=self.team,
            display_name=name,
            zone=zone,
            surface=Surface.DIRECT if self.direct else surface,
            channel=self.channel if self.direct else "",
            admin=admin,
        )


def of_command(body: Payload) -> Origin:
    """Return the origin of a slash command. A person's messages with themselves are no channel of ours."""
    return Origin(
        team=body["team_id"],
        user=body["user_id"],
        trigger=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
    )


def of_interaction(body: Payload) -> Origin:
    """Return the origin of a press, a submission or a shortcut."""
    container = body.get("container") or {}
    view = body.get("view") or {}
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    ephemeral = bool(container.get("is_ephemeral"))
    in_a_view = container.get("type") == "view" or bool(view)
    # Only our own direct message with the presser is theirs alone and stays; its id begins with D.
    direct = channel.startswith("D")
    return Origin(
        team=(body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id", ""),
        user=body["user"]["id"],
        channel=channel,
        direct=direct,
        place=_place(view) if in_a_view else Place.MESSAGE,
        trigger=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        view_id=str(view.get("id") or container.get("view_id") or ""),
        ephemeral=ephemeral,
        public=not in_a_view and not ephemeral and not direct,
    )


def of_message(body: Payload) -> Origin:
    """Return the origin of a direct message to us."""
    event = body["event"]
    return Origin(team=body["team_id"], user=event["user"], channel=event["channel"], direct=True)


def of_home(body: Payload) -> Origin:
    """Return the origin of somebody who opens the Home tab."""
    return Origin(team=body["team_id"], user=body["event"]["user"], place=Place.HOME)


def typed(text: str) -> str:
    """Return what a person typed, from Slack's markup of it: links, mentions and escapes taken back."""
    without = LABELLED.sub(lambda found: _labelled(*found.groups()), text)
    return html.unescape(BARE.sub(lambda found: found[1].removeprefix("mailto:"), without))


def _labelled(target: str, label: str) -> str:
    if target.startswith(("@", "#", "!")):
        return (target[0] if target[0] != "!" else "") + label
    return label or target


def _place(view: Payload) -> Place:
    return Place.HOME if view.get("type") == "home" else Place.MODAL
