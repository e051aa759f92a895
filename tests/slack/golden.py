"""The request bodies that Slack gets, whole, as usual, at their longest and hostile.

A body's name is `<sample>.<kind>`: "message" is posted to a channel or a response URL, "modal" opens or updates a
modal, "home" is published as a Home tab. `tests.golden.files` keeps the usual ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adapters.slack.blocks import message_body
from adapters.slack.home import home_view
from adapters.slack.modals import form_view, message_view, suggestions
from adapters.slack.public import public_body
from bot.domain.members import Platform
from bot.reply import Choice
from bot.views.blocks import present
from tests.terminal.receiving import FORM
from tests.view_samples import form_samples, public_samples, view_samples

FOLDER = Path(__file__).parent.parent / "golden" / "slack"
UNASKED = frozenset({"reminder", "reminder-late", "greeting", "unreachable"})
"""The views that arrive without anything having been pressed."""
AFTER_A_FORM = frozenset({"confirmation", "confirmation-two-readings", "added", "interview", "setting-changed", "problem"})  # fmt: skip
"""The views that can be shown inside the modal that was submitted."""


def bodies() -> dict[str, Any]:
    """Return every body by its name."""
    views = view_samples(Platform.SLACK)
    found: dict[str, Any] = {}
    for name, view in views.items():
        usual = name.partition(".")[0]
        found[f"{name}.message"] = message_body(present(view), pushed=usual in UNASKED)
        if usual in AFTER_A_FORM:
            found[f"{name}.modal"] = message_view(present(view), metadata={"channel": "D1"})
    for name, form in form_samples().items():
        found[f"{name}.modal"] = form_view(form, metadata={"channel": "D1"})
    found["a-file.modal"] = form_view(FORM)
    for name, public in public_samples().items():
        found[f"{name}.message"] = public_body(public)
    for name in ("home", "home.longest", "home.hostile", "home-start"):
        shown = [present(views[one]) for one in (name, "saved", "settings")]
        found[f"{name}.home"] = home_view(shown)
    cities = (Choice("Berlin, Germany", "Berlin, Germany"), Choice("Bern, Switzerland", "Bern, Switzerland"))
    found["cities.options"] = suggestions(cities)
    return found
