"""What a person can put into each kind of input, and how it stands in `view.state.values`.

See "Block elements" and "view.state" in Slack's reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from tests.slack.fake.reading import elements_of

Json = dict[str, Any]
Key = tuple[str, str]

HELD = {
    "plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value",
    "datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
    "radio_buttons": "selected_option", "static_select": "selected_option", "external_select": "selected_option",
    "overflow": "selected_option", "checkboxes": "selected_options", "multi_static_select": "selected_options",
    "multi_external_select": "selected_options", "users_select": "selected_user",
    "channels_select": "selected_channel", "conversations_select": "selected_conversation",
    "file_input": "files",
}  # fmt: skip
"""Under which name an element's state holds what was put in."""
INITIAL = {
    "value": "initial_value", "selected_date": "initial_date", "selected_time": "initial_time",
    "selected_date_time": "initial_date_time", "selected_option": "initial_option",
    "selected_options": "initial_options", "selected_user": "initial_user",
    "selected_channel": "initial_channel", "selected_conversation": "initial_conversation",
}  # fmt: skip
SUGGESTING = frozenset({"external_select", "multi_external_select"})
FEWEST_TYPED = 3
"""Characters before Slack asks for suggestions, unless `min_query_length` says otherwise."""


def key_of(block: Json, element: Json) -> Key:
    return str(block["block_id"]), str(element["action_id"])


def stateful(blocks: list[Json]) -> dict[Key, tuple[Json, Json]]:
    """Return the elements that hold something, by (block_id, action_id)."""
    return {
        key_of(block, e): (block, e)
        for block, e in elements_of(blocks)
        if e.get("type") in HELD and e["type"] != "overflow"
    }


def initial(element: Json) -> Json:
    """Return the state of an element that nobody has touched."""
    held = HELD[element["type"]]
    nothing: Any = [] if held in ("selected_options", "files") else None
    return {"type": element["type"], held: element.get(INITIAL.get(held, ""), nothing)}


def values_of(entered: dict[Key, Json]) -> Json:
    """Return `state.values`."""
    values: Json = {}
    for (block, action), state in entered.items():
        values.setdefault(block, {})[action] = state
    return values


def is_empty(state: Json) -> bool:
    """Whether nothing was put in."""
    return not state.get(HELD[state["type"]])


def put(element: Json, value: Any, offered: Sequence[Json] = ()) -> Json:
    """Return the state after a person puts `value` in; None or "" empties it.

    Options are named by their value or by what they say. Raises AssertionError for what Slack's own app would
    not let anybody put in.
    """
    kind = element["type"]
    held = HELD[kind]
    if held == "selected_options":
        names = [value] if isinstance(value, str) else list(value or ())
        return {"type": kind, held: [_option(element, name, offered) for name in names]}
    if held == "files":
        given = [value] if isinstance(value, dict) else list(value or ())
        assert len(given) <= element.get("max_files", 10), f"{len(given)} files are more than can be put in"
        return {"type": kind, held: given}
    if value in (None, ""):
        return {"type": kind, held: None}
    if held == "selected_option":
        return {"type": kind, held: _option(element, str(value), offered)}
    if held == "value":
        return {"type": kind, held: _typed(element, str(value))}
    if held == "selected_date":
        assert date.fromisoformat(str(value)).isoformat() == str(value), f"{value!r} is no YYYY-MM-DD"
    if held == "selected_time":
        assert f"{time.fromisoformat(str(value)):%H:%M}" == str(value), f"{value!r} is no HH:MM"
    return {"type": kind, held: int(value) if held == "selected_date_time" else str(value)}


def _typed(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    assert least <= len(value) <= most, f"{len(value)} characters; {least} to {most} can be typed"
    if element["type"] == "plain_text_input" and not element.get("multiline"):
        assert "\n" not in value, "this input has one line"
    if element["type"] == "number_input":
        number = float(value)
        assert element["is_decimal_allowed"] or number.is_integer(), "whole numbers only"
        least, most = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
        assert least <= number <= most, f"{value}: {least} to {most} can be typed"
    return value


def _option(element: Json, name: str, offered: Sequence[Json]) -> Json:
    own = element.get("options") or [o for g in element.get("option_groups") or [] for o in g["options"]]
    own = [*own, *offered]
    if element["type"] in SUGGESTING and "initial_option" in element:
        own.append(element["initial_option"])
    named = [o for o in own if o["value"] == name] or [o for o in own if o["text"]["text"] == name]
    if named:
        return dict(named[0])
    hint = "; ask for suggestions first" if element["type"] in SUGGESTING and not offered else ""
    raise AssertionError(f"{name!r} is not among {[(o['value'], o['text']['text']) for o in own]}{hint}")
