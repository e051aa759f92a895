"""Discord's part of `encore doctor`: whether Discord knows us, sends us what members ask, and knows our commands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord import definitions
from adapters.discord.components import nobody
from adapters.discord.inviting import invite_link, own_link
from adapters.discord.rest import NoAnswerError, RefusedError, Rest, RestError
from adapters.discord.trouble import CLOSED, NO_SUCH_USER
from adapters.findings import Finding, clock_of
from bot.commands.registry import all_commands
from bot.config import DiscordSettings, Settings
from bot.errors import ConfigurationError, Transient
from bot.ports import Clock

FEW_SESSIONS = 50
PORTAL = "discord.com/developers/applications, your application"
TOKEN = f"Take a new token from {PORTAL}, Bot, Reset Token, and set ENCORE_DISCORD__TOKEN to it."
SYNC = "Run encore discord sync, or start Encore once; then restart your Discord app to see it."
PRIVILEGED = {12: "Presence", 13: "Presence", 14: "Server Members", 15: "Server Members"} | {
    18: "Message Content",
    19: "Message Content",
}
"""Flags of an application by their bit. Source: resources/application, "Application Flags"."""
TEST = (
    "This is a test from Encore: private messages arrive here. Nothing needs to be done. "
    "To begin, type /prep anywhere, or write a line here."
)
USER = re.compile(r"\d{15,21}")
FIND_USER = (
    "In Discord, turn on User Settings, Advanced, Developer Mode; then open the person's menu and choose Copy User "
    "ID: a number of 17 to 19 digits."
)


def rest_for(settings: DiscordSettings) -> Rest:
    """Return the bot's requests. Raises ConfigurationError without a token."""
    if settings.token is None:
        raise ConfigurationError(f"ENCORE_DISCORD__TOKEN is not set. {TOKEN}")
    return Rest(settings.token.get_secret_value(), settings.api_url)


async def run_checks(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    """Look at everything of Discord's. Nothing is posted or changed, and a running Encore notices nothing."""
    async with rest_for(settings.discord) as rest:
        before = clock.now()
        try:
            answer = await rest.ask("GET", "/users/@me")
        except (RestError, Transient) as error:
            return (_away(error),)
        now = before + (clock.now() - before) / 2
        name = answer.body.get("username", "?")
        return (
            Finding("Discord", True, "It can be reached."),
            Finding("Discord's token", True, f"It is taken: Encore is {name} there."),
            clock_of("Discord", answer.date, now),
            *(await _guarded("Discord's application", _application(rest))),
            *(await _guarded("Discord's gateway", _gateway(rest, settings.discord))),
        )


async def send_test(rest: Rest, user: str) -> Finding:
    """Send one real private message to `user` (an id), and tell what became of it."""
    name = "test message"
    if not USER.fullmatch(user):
        return Finding(name, False, "That is not a member's id.", FIND_USER)
    try:
        channel = await rest.call("POST", "/users/@me/channels", json={"recipient_id": user})
        body = {"content": TEST, "allowed_mentions": nobody()}
        await rest.call("POST", f"/channels/{channel['id']}/messages", json=body)
    except NoAnswerError:
        return Finding(name, None, "Discord did not say whether it took it.", "Look whether it is there.")
    except RefusedError as refused:
        return Finding(name, False, f"It was not taken ({refused}).", _advice(refused))
    except (RestError, Transient):
        return Finding(name, None, "Discord could not be reached.", "Try again in a few minutes.")
    return Finding(name, True, "Discord took it. Look for it among your direct messages.")


def check_commands(known: Sequence[Mapping[str, Any]]) -> Finding:
    """Tell whether the commands that Discord shows are this release's."""
    name = "Discord's commands"
    wanted = {command["name"]: command for command in definitions.commands(_registry())}
    shown = {command["name"]: command for command in known}
    missing = [f"/{one}" for one in wanted if one not in shown]
    other = [f"/{one}" for one in shown if one not in wanted]
    changed = [f"/{n}" for n in wanted if n in shown and _shape(wanted[n]) != _shape(shown[n])]
    said = [
        *([f"missing: {', '.join(missing)}"] if missing else []),
        *([f"from another release: {', '.join(changed)}"] if changed else []),
        *([f"not Encore's: {', '.join(other)}"] if other else []),
    ]
    if said:
        return Finding(name, False, f"They are not as they should be: {'; '.join(said)}.", SYNC)
    return Finding(name, True, f"All {len(wanted)} are as this release has them.")


async def _guarded(name: str, checking: Any) -> list[Finding]:
    try:
        return list(await checking)
    except (RestError, Transient) as error:
        return [Finding(name, None, f"Discord did not answer ({error}).", "Try again in a few minutes.")]


async def _application(rest: Rest) -> list[Finding]:
    found = await rest.call("GET", "/applications/@me")
    application = str(found["id"])
    links = f"Add it to a server: {invite_link(application)} or for yourself: {own_link(application)}"
    commands = await rest.call("GET", f"/applications/{application}/commands")
    return [
        Finding("Discord's application", True, f"It is {found.get('name', '?')}. {links}"),
        _endpoint(found),
        _intents(int(found.get("flags") or 0)),
        check_commands(commands),
    ]


def _endpoint(application: Mapping[str, Any]) -> Finding:
    name = "interactions"
    if application.get("interactions_endpoint_url"):
        return Finding(
            name,
            False,
            "An Interactions Endpoint URL is set, so Discord sends commands and presses there and not to Encore.",
            f"Empty it on {PORTAL}, General Information.",
        )
    return Finding(name, True, "Discord sends commands and presses to Encore.")


def _intents(flags: int) -> Finding:
    on = sorted({words for bit, words in PRIVILEGED.items() if flags >> bit & 1})
    if on:
        words = f"Encore uses no privileged intent; these are on and not needed: {', '.join(on)}."
        return Finding("intents", True, f"{words} They can be turned off on {PORTAL}, Bot.")
    return Finding("intents", True, "No privileged one is on, and none is needed.")


async def _gateway(rest: Rest, settings: DiscordSettings) -> list[Finding]:
    found = await rest.call("GET", "/gateway/bot")
    recommended, left = int(found["shards"]), int(found["session_start_limit"]["remaining"])
    total = int(settings.shards.partition("/")[2] or recommended)
    words = f"Discord asks for {recommended} {'shard' if recommended == 1 else 'shards'}"
    findings = [Finding("Discord's gateway", True, f"{words}; {left} sessions may begin before tomorrow.")]
    if total < recommended:
        advice = "Leave ENCORE_DISCORD__SHARDS empty, or share out as many as Discord asks for."
        findings = [
            Finding("Discord's gateway", False, f"{words}; ENCORE_DISCORD__SHARDS has {total}.", advice)
        ]
    if left < FEW_SESSIONS:
        advice = "Something starts Encore again and again: look into its log before Discord resets the token."
        findings.append(
            Finding("Discord's sessions", False, f"Only {left} may begin before tomorrow.", advice)
        )
    return findings


def _away(error: RestError | Transient) -> Finding:
    if isinstance(error, RefusedError) and error.status == 401:
        return Finding("Discord's token", False, "Discord does not take it.", TOKEN)
    return Finding(
        "Discord",
        False,
        f"It does not answer as it should ({error}).",
        "Check this machine's internet connection, and that a firewall lets it call https://discord.com and "
        "wss://gateway.discord.gg; discordstatus.com tells of troubles.",
    )


def _advice(refused: RefusedError) -> str:
    if refused.code in CLOSED:
        return "That person refuses messages, or shares no server with Encore. docs/discord.md has the three taps."
    if refused.code == NO_SUCH_USER:
        return f"Nobody has that id. {FIND_USER}"
    return TOKEN if refused.status == 401 else "docs/discord.md has a table of troubles."


def _registry() -> Mapping[str, Any]:
    return {command.path: command for command in all_commands()}


def _shape(command: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what members see of a command, and who does; Discord leaves out what is as it would be anyway."""
    inner = tuple(_shape(option) for option in command.get("options") or ())
    flags = (bool(command.get("required")), bool(command.get("autocomplete")))
    choices = tuple((choice["name"], choice["value"]) for choice in command.get("choices") or ())
    ends = tuple(command.get(end) for end in ("min_value", "max_value", "min_length", "max_length"))
    offered = (
        str(command.get("default_member_permissions") or ""),
        sorted(command.get("contexts") or ()),
        sorted(command.get("integration_types") or ()),
    )
    said = (command["name"], command["description"], command["type"])
    return (*said, flags, ends, choices, offered, inner)
