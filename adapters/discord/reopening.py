"""Forms that can't be the first response: a message says what they are for, and a button opens them.

A modal answers a command or a press, within seconds, and never another modal.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.dialogue.outcomes import FormNeeded
from adapters.discord.modals import rows
from bot.invocation import Invocation, fits
from bot.text import Bold, Text, text
from bot.views.blocks import Actions, Block, Bullets, Button, Emphasis, Fields, Message, Paragraph
from bot.views.forms import Form

MORE = "~"
"""Among a button's or modal's arguments: about the fields that the form's first modal had no room for."""
REST = "-"
"""Among a modal's: it asks for those fields alone."""
STANDS = "."
"""Among either's: the message it belongs to only stands for a form, and gives way to whatever comes of it."""
KEPT = "_"
"""Among the arguments of a button that has taken another's place: the key of the reminder that the message was.

Without it a reminder whose sending is in doubt would not be found again once its member has pressed "Done".
"""
MOST_SHOWN = 2000
"""Characters of a value that is shown again, to be copied: as many as the longest field takes."""


def carried(form: Form) -> bool:
    """Whether a modal's custom_id holds what submitting the form needs."""
    return fits(form.submit.path, {**form.submit.arguments, MORE: "", STANDS: ""})


def marked(invocation: Invocation, *marks: str) -> Invocation:
    """Return the invocation with marks of ours among its arguments."""
    return Invocation(invocation.path, {**invocation.arguments, **dict.fromkeys(marks, "")})


def unmarked(invocation: Invocation) -> tuple[Invocation, frozenset[str]]:
    """Return the invocation as the core knows it, and the marks that it bore."""
    marks = frozenset({MORE, REST, STANDS, KEPT} & invocation.arguments.keys())
    arguments = {name: value for name, value in invocation.arguments.items() if name not in marks}
    return Invocation(invocation.path, arguments), marks


def key_of(invocation: Invocation) -> str:
    """Return the key of the reminder to which a button belongs, or did before it was pressed; empty for none."""
    return invocation.arguments.get("key") or invocation.arguments.get(KEPT, "")


def keeping(message: Message, key: str) -> Message:
    """Return the message with the key in its first button that has room for it."""
    for button in message.buttons:
        arguments = {**button.invocation.arguments, KEPT: key}
        if not key_of(button.invocation) and fits(button.invocation.path, arguments):
            kept = replace(button, invocation=Invocation(button.invocation.path, arguments))
            return replace(message, blocks=tuple(_instead(block, button, kept) for block in message.blocks))
    return message


def _instead(block: Block, button: Button, kept: Button) -> Block:
    if not isinstance(block, Actions):
        return block
    return Actions(tuple(kept if one is button else one for one in block.buttons))


def overflows(form: Form) -> bool:
    """Whether fields are left over that a later modal can ask for: a draft's can't be told apart then."""
    _, left = rows(form)
    return bool(left) and not form.errors and "draft" not in form.submit.arguments


def rest_of(form: Form) -> Form:
    """Return the form with the fields alone that its first modal left over."""
    _, left = rows(form)
    return replace(form, fields=left) if left else form


def more_button(submit: Invocation) -> Button:
    """Return what opens the rest of a form that was just submitted."""
    return Button("More details", marked(submit, MORE))


def carries(asked: Invocation) -> bool:
    """Whether a button that only stands for a form can ask for this."""
    return fits(asked.path, marked(asked, STANDS).arguments)


def waiting(needed: FormNeeded, marks: frozenset[str]) -> Message:
    """Return the message that stands for a form: what is wrong or asked, and the button that opens it.

    `marks` are those of the modal that was sent. What was typed is shown where the button can't bring it back, so
    that no word of it is lost.
    """
    form = needed.form
    labels = {field.name: field.label for field in form.fields}
    blocks: list[Block] = [Paragraph(words) for words in form.intro if not form.errors]
    if form.errors:
        wrong = tuple(_wrong(labels.get(name, ""), words) for name, words in form.errors.items())
        blocks += [Paragraph(text("This needs another look:")), Bullets(wrong)]
    back = needed.again(carries)
    lost = [(labels[name], value) for name, value in needed.typed.items() if value.strip() and name in labels]
    if back is None and lost:
        blocks.append(Fields(tuple((label, text(value[:MOST_SHOWN])) for label, value in lost)))
    label = "Correct it" if form.errors else form.title
    again = marked(back, STANDS) if back else marked(form.submit, STANDS, *([MORE] if REST in marks else []))
    blocks.append(Actions((Button(label, again, Emphasis.PRIMARY),)))
    return Message("Encore has a question", form.title, tuple(blocks))


def _wrong(label: str, words: str) -> Text:
    return text(Bold(f"{label}: "), words) if label else text(words)
