"""Forms as modals, and what comes back of them.

Each input stands in a label component. Discord holds a modal to five components and answers one with no other,
so `rows` says which fields the first one asks for and which are left for later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.discord.limits import (
    CUT,
    INPUT_PLACEHOLDER,
    INPUT_VALUE,
    LABEL,
    LABEL_DESCRIPTION,
    MODAL_ROWS,
    MODAL_TITLE,
    SELECT_OPTIONS,
    SELECT_PLACEHOLDER,
    SELECT_TEXT,
    TEXT,
    Component,
    length,
    shorten,
)  # fmt: skip
from adapters.discord.markdown import fit, on_one_line, writable
from bot.invocation import Invocation, decode, encode
from bot.text import Bold, Text, plain, text
from bot.views.forms import Field, Form, Input

SHORT, PARAGRAPH = 1, 2
"""Styles of a text input. Source: components/reference, "Text Input Styles"."""


def modal_data(form: Form) -> dict[str, Any]:
    """Return the `data` of an answer that opens a modal with the first fields of `form`.

    Every error of the form is in it. Raises ValueError when what submitting needs does not fit into 100
    characters: the form is then saved as a draft first, and the form that goes on with it fits.
    """
    first, _ = rows(form)
    said = _said(form, first)
    # Without room for a display of its own, the introduction stands under the first label.
    under = "" if said or not form.intro else " ".join(plain(words) for words in form.intro)
    components = [{"type": Component.TEXT_DISPLAY.value, "content": said}] if said else []
    components += [_row(form, field, "" if index else under) for index, field in enumerate(first)]
    return {
        "custom_id": encode(form.submit),
        "title": shorten(on_one_line(form.title) or CUT, MODAL_TITLE),
        "components": components,
    }


def rows(form: Form) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """Return the fields of the first modal and those left over, each in the form's order.

    What is wrong comes first, then what is required, then the rest as the form has it.
    """
    room = MODAL_ROWS - bool(_unplaced(form))
    ranked = sorted(form.fields, key=lambda field: (field.name not in form.errors, not field.required))
    chosen = {field.name for field in ranked[:room]}
    return (
        tuple(field for field in form.fields if field.name in chosen),
        tuple(field for field in form.fields if field.name not in chosen),
    )


def submitted(data: Mapping[str, Any]) -> tuple[Invocation, dict[str, str]]:
    """Return what a submitted modal's `data` asks for and what was typed, by field; it needs no memory."""
    return decode(data["custom_id"]), dict(_values(data.get("components", ())))


def _values(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for item in components:
        inner = item.get("component")
        yield from _values([*item.get("components", ()), *([inner] if inner else ())])
        if item.get("type") == Component.FILE_UPLOAD:
            continue  # its values are ids of files, which come beside what was typed
        if "values" in item:
            yield item["custom_id"], next(iter(item["values"]), "")
        elif "value" in item:
            yield item["custom_id"], item["value"] or ""


def _said(form: Form, first: Sequence[Field]) -> str:
    """Return what stands above the fields: errors that fit under none, and the introduction where there is room."""
    unplaced = [text(Bold("Wrong: "), error) for error in _unplaced(form)]
    intro = list(form.intro) if unplaced or len(first) < MODAL_ROWS else []
    lines: list[Text] = [*unplaced, *intro]
    each = (TEXT - 2 * len(lines)) // max(1, len(lines))
    return "\n".join(shown for line in lines if (shown := fit(line, each).strip()))


def _unplaced(form: Form) -> list[str]:
    """Return the errors that no label can carry whole."""
    names = {field.name for field in form.fields}
    return [
        error
        for name, error in form.errors.items()
        if name not in names or length(_wrong(error)) > LABEL_DESCRIPTION
    ]


def _wrong(error: str) -> str:
    return f"Wrong: {on_one_line(error)}"


def _row(form: Form, field: Field, under: str) -> dict[str, Any]:
    error = form.errors.get(field.name)
    value = form.values.get(field.name, "")
    select = 0 < len(field.options) <= SELECT_OPTIONS
    if error is not None:
        under = _wrong(error)
    elif (select or field.input is Input.FILE) and field.hint and not under:
        under = field.hint
    described = {"description": shorten(on_one_line(under), LABEL_DESCRIPTION)} if on_one_line(under) else {}
    return {
        "type": Component.LABEL.value,
        "label": shorten(on_one_line(field.label) or field.name, LABEL),
        **described,
        "component": _upload(field)
        if field.input is Input.FILE
        else _select(field, value)
        if select
        else _input(field, value),
    }


def _upload(field: Field) -> dict[str, Any]:
    """Return the input for a file. Source: components/reference, "File Upload"."""
    return {
        "type": Component.FILE_UPLOAD.value,
        "custom_id": field.name,
        "required": field.required,
        "min_values": int(field.required),
        "max_values": 1,
    }


def _select(field: Field, value: str) -> dict[str, Any]:
    hint = on_one_line(field.hint)
    return {
        "type": Component.STRING_SELECT.value,
        "custom_id": field.name,
        "required": field.required,
        "min_values": int(field.required),
        "max_values": 1,
        **({"placeholder": shorten(hint, SELECT_PLACEHOLDER)} if hint else {}),
        "options": [
            {
                "label": shorten(on_one_line(option.label) or option.value, SELECT_TEXT),
                "value": option.value,
                **({"default": True} if option.value == value else {}),
            }
            for option in field.options
        ],
    }


def _input(field: Field, value: str) -> dict[str, Any]:
    hint, value = on_one_line(field.hint), writable(value)
    lines = field.input is Input.LINES
    # A value longer than what may be typed would be refused, and losing its end would lose words.
    most = min(INPUT_VALUE, max(1, field.limit, length(value)))
    held = shorten(value if lines else " ".join(value.split("\n")), most)
    return {
        "type": Component.TEXT_INPUT.value,
        "custom_id": field.name,
        "style": PARAGRAPH if lines else SHORT,
        "required": field.required,
        "max_length": most,
        **({"placeholder": shorten(hint, INPUT_PLACEHOLDER)} if hint else {}),
        **({"value": held} if held else {}),
    }
