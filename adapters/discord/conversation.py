"""From what was asked to what is shown, with forms where Discord can open one and buttons where it can't."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.dialogue.dialogue import Dialogue
from adapters.dialogue.outcomes import Answered, FormNeeded, Incoming, Outcome
from adapters.discord.reopening import (
    MORE,
    REST,
    STANDS,
    carried,
    carries,
    keeping,
    marked,
    more_button,
    overflows,
    rest_of,
    waiting,
)
from bot.app import App
from bot.domain.members import Caller
from bot.views.blocks import Actions, Button, Message
from bot.views.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Want(Incoming):
    """What is asked on Discord: `marks` are the button's or modal's (see reopening.py).

    `key` is that of the reminder whose message was pressed.
    """

    marks: frozenset[str] = frozenset()
    key: str = ""


def dialogue(app: App) -> Dialogue:
    """Return the core, as Discord can ask it: a form can't answer a form."""
    return Dialogue(app, chains=False, carries=carried)


async def hold(talk: Dialogue, want: Want, caller: Caller) -> Outcome:
    """Do what is asked and return what to show. Never raises."""
    outcome = await talk.ask(want, caller)
    return _asking(outcome, want) if isinstance(outcome, FormNeeded) else _answered(outcome, want)


def _asking(needed: FormNeeded, want: Want) -> Outcome:
    """Return the form as a modal shows it, and what stands for it; that alone where no modal can open."""
    message = _beside(needed, needed.why) if needed.why is not None else waiting(needed, want.marks)
    instead = Answered(message=message, in_place=STANDS in want.marks)
    opens = want.opens and needed.why is None
    return replace(needed, form=_opened(needed.form, want), instead=instead) if opens else instead


def _opened(form: Form, want: Want) -> Form:
    """Return the form as a modal shows it: all of it that fits, or the rest."""
    marks = {STANDS} & want.marks
    if MORE in want.marks:
        form = rest_of(form)
        marks |= {REST}
    elif overflows(form):
        marks |= {MORE}
    return replace(form, submit=marked(form.submit, *marks))


def _answered(answered: Answered, want: Want) -> Answered:
    message = answered.message
    if message is not None and want.submitted and MORE in want.marks:
        message = _with_button(message, more_button(want.invocation))
    if message is not None and want.key and answered.in_place:
        message = keeping(message, want.key)
    return replace(answered, message=message, in_place=answered.in_place or STANDS in want.marks)


def _beside(needed: FormNeeded, why: Message) -> Message:
    """Return a view that says why a form is asked, and the button that opens it."""
    return _with_button(why, Button(needed.form.title, needed.again(carries) or needed.form.submit))


def _with_button(message: Message, button: Button) -> Message:
    return replace(message, blocks=(*message.blocks, Actions((button,))))
