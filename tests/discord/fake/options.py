"""What a person fills in: options of commands, and inputs of modals, held to what Discord lets her send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.discord.fake import payloads
from tests.discord.fake.posting import store
from tests.discord.fake.state import Channel, Json, Modal, Upload

if TYPE_CHECKING:
    from tests.discord.fake.people import User
    from tests.discord.fake.server import FakeDiscord

STRING, INTEGER, BOOLEAN, USER, CHANNEL, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 10, 11
FILE_UPLOAD = 19
ADMINISTRATOR = 0x8
PLAIN = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}


@dataclass(frozen=True, slots=True)
class Filled:
    """The options as INTERACTION_CREATE has them, and the objects that they name."""

    options: list[Json] = field(default_factory=list)
    resolved: dict[str, Json] = field(default_factory=dict)


def fill(fake: FakeDiscord, wanted: list[Json], values: Mapping[str, Any], *, typing: str = "") -> Filled:
    """Return options with these values. While one is being typed nothing is required yet.

    Raises AssertionError for what Discord's own input would not let through.
    """
    unknown = values.keys() - {option["name"] for option in wanted}
    assert not unknown, f"no option {sorted(unknown)} among {[option['name'] for option in wanted]}"
    filled = Filled()
    for option in wanted:
        name = option["name"]
        if name not in values:
            assert typing or not option.get("required"), f"the option {name!r} is required"
            continue
        shown: Json = {"name": name, "type": option["type"]}
        if name == typing:
            shown |= {"value": str(values[name]), "focused": True}
        else:
            shown["value"] = _value(fake, option, values[name], filled)
        filled.options.append(shown)
    return filled


def nest(path: list[str], command: Json, inner: list[Json]) -> list[Json]:
    """Wrap options into the subcommands that lead to them."""
    kinds = []
    options = command["options"]
    for word in path:
        found = next(option for option in options if option["name"] == word)
        kinds.append((word, found["type"]))
        options = found.get("options") or []
    for word, kind in reversed(kinds):
        inner = [{"name": word, "type": kind, "options": inner}]
    return inner


def _value(fake: FakeDiscord, option: Json, value: Any, filled: Filled) -> Any:
    name, kind = option["name"], option["type"]
    if kind == ATTACHMENT:
        return _attached(fake, name, value, filled)
    if kind == USER:
        filled.resolved.setdefault("users", {})[str(value.id)] = payloads.user(value)
        return str(value.id)
    if kind == CHANNEL:
        assert isinstance(value, Channel), f"{name!r} takes a Channel"
        shown = {**payloads.channel(value), "permissions": str(payloads.MEMBER_PERMISSIONS)}
        filled.resolved.setdefault("channels", {})[str(value.id)] = shown
        return str(value.id)
    assert kind in PLAIN, f"{name!r} is of type {kind}, which the fake can't fill in"
    assert isinstance(value, PLAIN[kind]), f"{name!r} of type {kind} can't be {value!r}"
    _within(option, value)
    return _chosen(option, value)


def _attached(fake: FakeDiscord, name: str, value: Any, filled: Filled) -> str:
    assert isinstance(value, Upload), f"{name!r} takes an Upload"
    stored = store(fake, (value,))[0]
    shown = payloads.attachment(stored, fake.base_url)
    filled.resolved.setdefault("attachments", {})[str(stored.id)] = shown
    return str(stored.id)


def _within(option: Json, value: Any) -> None:
    if isinstance(value, str):
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        assert least <= len(value) <= most, f"{option['name']!r}: {len(value)} characters, {least} to {most}"
    elif not isinstance(value, bool):
        least, most = option.get("min_value", value), option.get("max_value", value)
        assert least <= value <= most, f"{option['name']!r}: {value}, {least} to {most}"


def _chosen(option: Json, value: Any) -> Any:
    """Return the value of the choice that is meant, by its value or the name that a person sees."""
    choices = option.get("choices") or []
    if not choices:
        return value
    for choice in choices:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    raise AssertionError(f"{option['name']!r}: {value!r} is none of {[c['name'] for c in choices]}")


def pick(part: Json, value: str) -> str:
    """Return the value of a select's option, by its value or its label."""
    for option in part["options"]:
        if value in (option["value"], option["label"]):
            return option["value"]
    raise AssertionError(f"{value!r} is none of {[option['label'] for option in part['options']]}")


def uploaded(
    fake: FakeDiscord, modal: Modal, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Json]]:
    """Return the values with ids in the place of what is uploaded, and the objects that they name."""
    filled, ids = Filled(), {}
    for name, part in modal.fields.items():
        if part["type"] == FILE_UPLOAD and name in values:
            given = [values[name]] if isinstance(values[name], Upload) else list(values[name])
            ids[name] = [_attached(fake, name, one, filled) for one in given]
    return {**values, **ids}, filled.resolved


def submitted(modal: Modal, values: Mapping[str, Any]) -> list[Json]:
    """Return a modal's components as they come back, with what stood there where nothing was typed.

    Raises AssertionError for what Discord's own window would not let through.
    """
    unknown = values.keys() - modal.fields.keys()
    assert not unknown, f"no field {sorted(unknown)} among {sorted(modal.fields)}"
    return [_row(row, number, values) for number, row in enumerate(modal.body["components"], start=1)]


def _row(row: Json, number: int, values: Mapping[str, Any]) -> Json:
    shown: Json = {"type": row["type"], "id": row.get("id") or number}
    match row["type"]:
        case 1:
            return {**shown, "components": [_field(part, values) for part in row["components"]]}
        case 18:
            return {**shown, "component": _field(row["component"], values)}
        case _:
            return shown


def _field(part: Json, values: Mapping[str, Any]) -> Json:
    name = part["custom_id"]
    shown: Json = {"type": part["type"], "id": part.get("id") or 0, "custom_id": name}
    match part["type"]:
        case 4:
            return {**shown, "value": _text(part, values.get(name, part.get("value") or ""))}
        case 3:
            standing = [option["value"] for option in part["options"] if option.get("default")]
            return {**shown, "values": _picked(part, values.get(name, standing))}
        case 21:
            standing_one = next((o["value"] for o in part["options"] if o.get("default")), None)
            value = values.get(name, standing_one)
            assert value is not None or not part.get("required", True), f"{name!r} is required"
            return {**shown, "value": None if value is None else pick(part, value)}
        case 19:
            files = list(values.get(name, []))
            least = part.get("min_values", 1) if part.get("required", True) else 0
            most = part.get("max_values", 1)
            assert least <= len(files) <= most, f"{name!r}: {len(files)} files, {least} to {most}"
            return {**shown, "values": files}
        case kind:
            raise AssertionError(f"{name!r} is of type {kind}, which the fake can't fill in")


def _text(part: Json, value: str) -> str:
    name = part["custom_id"]
    assert isinstance(value, str), f"{name!r} takes text, not {value!r}"
    assert value or not part.get("required", True), f"{name!r} is required"
    least, most = part.get("min_length") or 0, part.get("max_length") or 4000
    assert not value or least <= len(value) <= most, f"{name!r}: {len(value)} characters, {least} to {most}"
    return value


def _picked(part: Json, value: str | list[str]) -> list[str]:
    chosen = [pick(part, one) for one in ([value] if isinstance(value, str) else value)]
    least = part.get("min_values", 1) if part.get("required", True) else 0
    most = part.get("max_values", 1)
    assert least <= len(chosen) <= most, f"{part['custom_id']!r}: {len(chosen)} chosen, {least} to {most}"
    return chosen


def findable(person: User, command: Json, place: Channel) -> dict[str, str]:
    """Return whose installation brings a command to a place: "0" a guild's, "1" a person's.

    Raises AssertionError where Discord would not show it to her.
    """
    path, kinds = command["name"], command["integration_types"]
    allowed = [0, 1, 2] if command["contexts"] is None else command["contexts"]
    assert place.context in allowed, f"/{path} is not offered in context {place.context}, only in {allowed}"
    found = owners(person, place, kinds)
    assert found, f"/{path} is not offered there: the application is installed neither for her nor there"
    needed = command.get("default_member_permissions")
    if needed is not None and place.guild is not None:
        has, asks = int(payloads.member(person, place.guild)["permissions"]), int(needed)
        allowed_in = has & ADMINISTRATOR or (asks and has & asks == asks)
        assert allowed_in, f"/{path} asks for permissions {asks}; she has {has}"
    return found


def owners(person: User, place: Channel, kinds: list[int]) -> dict[str, str]:
    """Return `authorizing_integration_owners`; a DM with the bot names guild "0"."""
    found: dict[str, str] = {}
    if 0 in kinds:
        if place.guild is not None and place.guild.installed:
            found["0"] = str(place.guild.id)
        elif place.context == 1:
            found["0"] = "0"
    if 1 in kinds and person.installed:
        found["1"] = str(person.id)
    return found
