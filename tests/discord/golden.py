"""The request bodies that Discord gets, whole, as usual, at their longest and hostile.

A body's name is `<sample>.<kind>`: "message" creates a message in the member's private channel, "callback" and
"modal" answer an interaction, and "commands" overwrites the native commands. `tests.golden.files` keeps the usual
ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adapters.discord.answering import _with_files
from adapters.discord.components import reply_data
from adapters.discord.definitions import commands
from adapters.discord.limits import ResponseType
from adapters.discord.messages import dm_body, in_place_data
from adapters.discord.modals import modal_data
from adapters.discord.public import public_data
from adapters.discord.rest import _attaching, _described
from bot.commands.registry import all_commands
from bot.domain.members import Platform
from bot.views.blocks import present
from tests.terminal.receiving import CALENDAR, FORM, PICTURE
from tests.view_samples import KEY, form_samples, public_samples, view_samples

FOLDER = Path(__file__).parent.parent / "golden" / "discord"
UNASKED = frozenset({"reminder", "reminder-late", "greeting", "unreachable"})
"""The views that are sent as private messages, without anything having been pressed."""
IN_PLACE = frozenset({"reminder-handled", "greeting-seen"})
"""The views that take the place of such a message once something was pressed."""
CHECKED_AS = {"modal": "callback"}
"""The kinds whose limits go by another name."""


def bodies() -> dict[str, Any]:
    """Return every body by its name."""
    views = view_samples(Platform.DISCORD)
    found: dict[str, Any] = {
        "commands.commands": commands({command.path: command for command in all_commands()})
    }
    for name, view in views.items():
        found[f"{name}.callback"] = _answer(ResponseType.MESSAGE, reply_data(present(view), ephemeral=True))
        if name.partition(".")[0] in UNASKED:
            found[f"{name}.message"] = dm_body(present(view), KEY)
        if name.partition(".")[0] in IN_PLACE:
            found[f"{name}.in-place.callback"] = _answer(ResponseType.UPDATE, in_place_data(present(view)))
    for name, public in public_samples().items():
        found[f"{name}.callback"] = _answer(ResponseType.MESSAGE, public_data(public))
    for name, form in form_samples().items():
        found[f"{name}.modal"] = _answer(ResponseType.MODAL, modal_data(form))
    found["a-file.modal"] = _answer(ResponseType.MODAL, modal_data(FORM))
    data, files = _with_files(reply_data(present(views["home"]), ephemeral=True), (CALENDAR, PICTURE))
    attached = [_described(index, file) for index, file in enumerate(files)]
    found["a-picture.callback"] = _answer(ResponseType.MESSAGE, _attaching(data, attached))
    return found


def kind_of(name: str) -> str:
    """Return by which limits a body is checked."""
    last = name.rpartition(".")[2]
    return CHECKED_AS.get(last, last)


def _answer(kind: ResponseType, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind.value, "data": data}
