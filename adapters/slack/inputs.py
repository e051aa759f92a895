"""A form's fields as Slack's inputs, and their values back as the core reads them.

A wall time is picked with a date picker and a time picker, since Slack's date-time picker answers an instant in
the zone of the device. What no picker can say ("next Thu 3pm Berlin") has a line for words beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from adapters.slack.limits import LABEL, OPTION_TEXT, OPTION_VALUE, OPTIONS, PLACEHOLDER, RADIO_BUTTONS, TYPED
from adapters.slack.plain_text import harmless, on_one_line, plain_text
from bot.views.forms import Field, Input, Option

PREFIX = "field:"
"""Begins the `block_id` of every input; the field's name follows."""
CLOCK, WORDS = "time", "words"
"""Behind "#", the parts of a field that takes more than one input."""
VALUE = "value"
"""The one `action_id` of an input."""
TYPE_A_CITY = "Type a city"
IN_WORDS = "Or in words"
PICK = "Pick it here, or write it in words below."
INITIAL = ("initial_value", "initial_date", "initial_time", "initial_option")
CHOSEN = ("value", "selected_date", "selected_time", "selected_option")


def asked(field: Field, value: str) -> list[dict[str, Any]]:
    """Return the inputs for a field, with what was typed so far."""
    match field.input:
        case Input.WHEN:
            day, at = _picked(value) or ("", "")
            words = "" if day else value
            return [
                _input(field, _picker("datepicker", "initial_date", day), hint=PICK, optional=True),
                _input(
                    field, _picker("timepicker", "initial_time", at), CLOCK, "At what time?", optional=True
                ),
                _input(field, _line(field, words), WORDS, IN_WORDS, hint=field.hint, optional=True),
            ]
        case Input.TIME:
            at = value if _is_clock(value) else ""
            words = "" if at else value
            return [
                _input(field, _picker("timepicker", "initial_time", at), hint=PICK, optional=True),
                _input(field, _line(field, words), WORDS, IN_WORDS, hint=field.hint, optional=True),
            ]
        case Input.ZONE:
            return [_input(field, _city(value), hint=field.hint)]
        case Input.CHOICE:
            return [_input(field, _choice(field, value), hint=field.hint)]
        case Input.FILE:
            # Of any type: the core says what can be read instead, which Slack's own refusal would not.
            return [_input(field, {"type": "file_input", "max_files": 1}, hint=field.hint)]
        case Input.LINE | Input.LINES:
            return [_input(field, _line(field, value), hint=field.hint)]


def block_of(field: Field, value: str) -> str:
    """Return the block in which a field's value is shown, and so what is wrong with it."""
    written = (field.input is Input.WHEN and not _picked(value)) or (
        field.input is Input.TIME and not _is_clock(value)
    )
    return _block_id(field.name, WORDS if written and value else "")


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of a submitted view by field; one that was cleared is empty."""
    now = {block: _text_of(actions[VALUE], CHOSEN) for block, actions in _state(view)}
    before = {
        block["block_id"]: _text_of(block["element"], INITIAL)
        for block in view.get("blocks", ())
        if block.get("type") == "input"
    }
    names = dict.fromkeys(block.removeprefix(PREFIX).partition("#")[0] for block in now)
    values = {name: _together(name, now, before) for name in names}
    had = {name for name in names if _together(name, before, {})}
    return {name: value for name, value in values.items() if value or name in had}


def handed_over(view: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Return what Slack tells of the files in a submitted view, by field; only fields with a file."""
    files = {block: actions[VALUE].get("files") or [] for block, actions in _state(view)}
    return {block.removeprefix(PREFIX): list(found) for block, found in files.items() if found}


def option(value: str, label: str) -> dict[str, Any]:
    """Return one choice of a select."""
    return {"text": plain_text(label, OPTION_TEXT), "value": value[:OPTION_VALUE]}


def _together(name: str, values: Mapping[str, str], before: Mapping[str, str]) -> str:
    """Return one field's value from its parts. Words win, unless they stand as they were and a picker moved."""
    parts = [_block_id(name), _block_id(name, CLOCK)]
    picked = " ".join(values[part] for part in parts if values.get(part))
    words_block = _block_id(name, WORDS)
    words = values.get(words_block, "")
    moved = picked and any(values.get(part, "") != before.get(part, "") for part in parts)
    stale = words == before.get(words_block, "") and moved
    return picked if not words or stale else words


def _state(view: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    # What asks for suggestions has no state yet.
    for block, actions in (view.get("state") or {}).get("values", {}).items():
        if block.startswith(PREFIX) and VALUE in actions:
            yield block, actions


def _text_of(element: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = next((element[name] for name in names if element.get(name)), "")
    return str(found["value"] if isinstance(found, Mapping) else found)


def _block_id(name: str, part: str = "") -> str:
    return f"{PREFIX}{name}#{part}" if part else f"{PREFIX}{name}"


def _input(
    field: Field,
    element: dict[str, Any],
    part: str = "",
    label: str = "",
    *,
    hint: str = "",
    optional: bool | None = None,
) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": _block_id(field.name, part),
        "label": plain_text(label or field.label, LABEL),
        "element": {**element, "action_id": VALUE},
        "optional": not field.required if optional is None else optional,
        **({"hint": plain_text(hint, LABEL)} if hint else {}),
    }


def _line(field: Field, value: str) -> dict[str, Any]:
    lines = field.input is Input.LINES
    value = harmless(value) if lines else on_one_line(value)
    # Slack refuses a view whose text is longer than its limit; a text that is too long is hers to shorten.
    length = len(value.encode("utf-16-le")) // 2
    most = min(max(field.limit, length), TYPED)
    initial = {"initial_value": value} if value and length <= TYPED else {}
    return {"type": "plain_text_input", "multiline": lines, "max_length": most, **initial}


def _picker(kind: str, name: str, value: str) -> dict[str, Any]:
    return {"type": kind, **({name: value} if value else {})}


def _city(value: str) -> dict[str, Any]:
    value = on_one_line(value)
    chosen = {"initial_option": option(value, value)} if value else {}
    placeholder = plain_text(TYPE_A_CITY, PLACEHOLDER)
    return {"type": "external_select", "min_query_length": 1, "placeholder": placeholder, **chosen}


def _choice(field: Field, value: str) -> dict[str, Any]:
    few = len(field.options) <= RADIO_BUTTONS
    offered = [_option(one) for one in field.options[:OPTIONS]]
    chosen = [_option(one) for one in field.options[:OPTIONS] if one.value == value]
    initial = {"initial_option": chosen[0]} if chosen else {}
    return {"type": "radio_buttons" if few else "static_select", "options": offered, **initial}


def _option(choice: Option) -> dict[str, Any]:
    return option(choice.value, choice.label)


def _picked(value: str) -> tuple[str, str] | None:
    """Return the day and the time of day of a value that pickers can show, or None."""
    day, _, at = value.partition(" ")
    try:
        exact = date.fromisoformat(day).isoformat() == day
    except ValueError:
        return None
    return (day, at) if exact and (not at or _is_clock(at)) else None


def _is_clock(value: str) -> bool:
    try:
        return f"{time.fromisoformat(value):%H:%M}" == value
    except ValueError:
        return False
