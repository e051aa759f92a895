"""Forms and answers as modals, and what comes back of them.

See "Modal views" and "Input block" in Slack's reference.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.blocks import header, layout, paragraph
from adapters.slack.inputs import asked, block_of, option, typed
from adapters.slack.limits import METADATA, OPTIONS, TEXT, VIEW_BLOCKS, VIEW_TITLE
from adapters.slack.plain_text import blank, plain_text
from bot.invocation import Invocation
from bot.reply import Choice
from bot.text import Bold, text
from bot.views.blocks import Message
from bot.views.forms import Form

FORM, ANSWER = "form", "answer"
"""The `callback_id` of a modal that asks and of one that tells."""
PATH, ARGUMENTS = "p", "a"
"""Under which a modal's `private_metadata` holds what is to be submitted."""


def carries(form: Form) -> bool:
    """Whether a modal holds what submitting the form needs."""
    return len(_json(_submit(form))) <= METADATA


def form_view(form: Form, *, metadata: Mapping[str, Any] | None = None, note: str = "") -> dict[str, Any]:
    """Return a form as `views.open` takes it; `note` stands above it.

    What submitting needs is in the view itself, with `metadata`, so that a restart in between loses nothing.
    Raises ValueError when that does not fit: what was typed is then to be kept as a draft first.
    """
    kept = _submit(form)
    if metadata and metadata.keys() & kept.keys():
        raise ValueError(f"{PATH!r} and {ARGUMENTS!r} are taken by the form")
    private = _private({**kept, **(metadata or {})})
    blocks = [header(form.title)] if len(form.title) > VIEW_TITLE else []
    for words in (*((text(note),) if note else ()), *form.intro):
        blocks += paragraph(words)
    names = {field.name for field in form.fields}
    for name, error in form.errors.items():
        if name not in names:
            blocks += paragraph(text(Bold(error)))
    for field in form.fields:
        blocks += paragraph(text(Bold(form.errors.get(field.name, ""))))
        blocks += asked(field, form.values.get(field.name, ""))
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(form.title, VIEW_TITLE),
        "submit": plain_text(form.submit_label, VIEW_TITLE),
        "close": plain_text("Not now", VIEW_TITLE),
        "private_metadata": private,
        "notify_on_close": True,
        "blocks": blocks,
    }


def errors(form: Form) -> dict[str, str]:
    """Return what is wrong, for `response_action: errors`, by the block where it is shown.

    Slack takes nothing but blocks with inputs; what belongs to none of them is shown at the first.
    """
    fields = {field.name: field for field in form.fields}
    shown: dict[str, str] = {}
    for name, error in form.errors.items():
        field = fields.get(name) or form.fields[0]
        block = block_of(field, form.values.get(name, ""))
        words = plain_text(error, TEXT)["text"]
        shown[block] = f"{shown[block]} {words}" if block in shown else words
    return shown


def submitted(view: Mapping[str, Any]) -> tuple[Invocation, dict[str, str], Mapping[str, Any]]:
    """Return what a submitted modal asks for, what was typed by field, and the metadata it was opened with.

    A field left empty is not among the values, unless it was filled in before: then it is empty there.
    """
    metadata = json.loads(view["private_metadata"])
    invocation = Invocation(metadata.pop(PATH), metadata.pop(ARGUMENTS))
    return invocation, typed(view), metadata


def message_view(message: Message, *, metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return an answer as a modal, for `response_action: update` and `views.update`."""
    titled = len(message.title) > VIEW_TITLE
    return {
        "type": "modal",
        "callback_id": ANSWER,
        "title": plain_text(message.title, VIEW_TITLE),
        "close": plain_text("Close", VIEW_TITLE),
        "private_metadata": _private(metadata or {}),
        "blocks": layout(message, VIEW_BLOCKS, titled=titled, most=None),
    }


def suggestions(choices: Sequence[Choice]) -> dict[str, Any]:
    """Return what a select that is being typed into gets to offer."""
    named = {choice.value: choice.label for choice in choices if not blank(choice.value)}
    return {"options": [option(value, label) for value, label in list(named.items())[:OPTIONS]]}


def _submit(form: Form) -> dict[str, Any]:
    return {PATH: form.submit.path, ARGUMENTS: dict(form.submit.arguments)}


def _json(metadata: Mapping[str, Any]) -> str:
    return json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))


def _private(metadata: Mapping[str, Any]) -> str:
    private = _json(metadata)
    if len(private) > METADATA:
        raise ValueError(f"a modal holds {METADATA} characters, this needs {len(private)}")
    return private
