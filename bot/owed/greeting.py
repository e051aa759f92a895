"""The first private message: proof, while there is time to mend it, that reminders will be seen."""

from __future__ import annotations

from bot.domain.greeting import OwedGreeting
from bot.owed.kind import Kind, Scene
from bot.views.blocks import View
from bot.views.greeting import GreetingView


class Greetings(Kind[OwedGreeting, None]):
    """First private messages."""

    row = OwedGreeting

    def view(self, row: OwedGreeting, _known: None, _scene: Scene) -> View:
        """Return the message; it names nothing."""
        return GreetingView(row.key)
