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
MARKUP = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
BEFORE_ALL = "before-all"
"""Begins the `block_id` of the buttons of a public message: a press tells it, and nothing else in a press does
where two people's own direct messages are concerned."""


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
    """Our direct messages with who asks, where they asked there and it is certain that they are ours."""
    place: Place = Place.MESSAGE
    trigger: str = ""
    response_url: str = ""
    view_id: str = ""
    thread: str = ""
    """The thread in which a message was pressed."""
    replaceable: bool = False
    """Whether a message was pressed whose place the answer may take: one that the presser alone sees."""

    @property
    def direct(self) -> bool:
        """Whether they asked in our direct messages with them."""
        return bool(self.channel)

    def caller(self, *, name: str = "", zone: str | None = None, admin: bool = False) -> Caller:
        """Return the core's word for who speaks."""
        return Caller(
            member=MemberRef(Platform.SLACK, self.team, self.user),
            group=self.team,
            display_name=name,
            zone=zone,
            surface=self._surface(),
            channel=self.channel,
            admin=admin,
        )

    def _surface(self) -> Surface:
        if self.place is Place.HOME:
            return Surface.HOME
        # A modal and a shortcut have no channel behind them that something could be shared with.
        return Surface.CHANNEL if self.response_url and not self.direct else Surface.DIRECT


def of_command(body: Payload) -> Origin:
    """Return the origin of a slash command. Where it was typed is nobody's channel with us for certain."""
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
    on_a_message = not view and container.get("type") == "message"
    channel = str(container.get("channel_id") or "")
    ephemeral = bool(container.get("is_ephemeral"))
    # An ephemeral answer may stand in the direct messages of two people, and so may what one of them shared.
    # Anything else of ours in a direct message (its id begins with D) stands in our own.
    ours = on_a_message and channel.startswith("D") and not ephemeral and not _before_all(body)
    return Origin(
        team=(body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id", ""),
        user=body["user"]["id"],
        channel=channel if ours else "",
        place=_place(view),
        trigger=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        view_id=str(view.get("id") or container.get("view_id") or ""),
        thread=str(container.get("thread_ts") or "") if on_a_message else "",
        replaceable=on_a_message and (ours or ephemeral),
    )


def of_message(body: Payload) -> Origin:
    """Return the origin of a direct message to us."""
    event = body["event"]
    return Origin(
        team=body["team_id"],
        user=event["user"],
        channel=event["channel"],
        thread=str(event.get("thread_ts") or ""),
    )


def of_home(body: Payload) -> Origin:
    """Return the origin of somebody who opens the Home tab."""
    return Origin(team=body["team_id"], user=body["event"]["user"], place=Place.HOME)


def typed_in_a_command(text: str) -> str:
    """Return what a person typed behind a command: our commands come without markup (`should_escape`)."""
    return html.unescape(text)


def typed_in_a_message(text: str) -> str:
    """Return what a person typed in a message, from Slack's markup of it: links, mentions and escapes taken back.

    See "Retrieving messages" and "Formatting text" in Slack's reference.
    """
    return html.unescape(MARKUP.sub(lambda found: _as_shown(found[1], found[2] or ""), text))


def _as_shown(target: str, label: str) -> str:
    """Return what the person saw: `<@U1|ada>` as "@ada", `<!here>` as "@here", `<https://a.org|a.org>` as "a.org"."""
    kind, name = target[0], target[1:]
    if kind == "!":
        special = f"@{name.partition('|')[0].partition('^')[0]}"
        return label if name.startswith(("date^", "subteam^")) and label else special
    if kind in "@#":
        return kind + (label or name).removeprefix(kind)
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def _before_all(body: Payload) -> bool:
    return any(str(action.get("block_id", "")).startswith(BEFORE_ALL) for action in body.get("actions") or ())


def _place(view: Payload) -> Place:
    if not view:
        return Place.MESSAGE
    return Place.HOME if view.get("type") == "home" else Place.MODAL
