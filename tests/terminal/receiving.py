"""Commands that take files, in the place of the real ones, so that a platform's way is tested and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from pydantic import Field as Opt

from bot.app import App
from bot.commands.command import Command, Context, Options
from bot.errors import InputError
from bot.invocation import Invocation
from bot.reply import MOST_BYTES, File, Reply
from bot.text import text
from bot.views.forms import Field, Form, Input
from bot.views.problems import Problem

PATH = "interview import"
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(64)
PICTURE = File("countdown.png", "image/png", PIXEL, picture_of="Nine days to go")
CALENDAR = File("plan.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


class ImportOptions(Options):
    """What an invitation says."""

    text: Annotated[str | None, Opt(description="The words of the invitation")] = None
    draft: Annotated[str | None, Opt(json_schema_extra={"hidden": True})] = None


FORM = Form(
    title="Bring in an invitation",
    submit=Invocation(PATH),
    fields=(
        Field(name="file", label="The file", input=Input.FILE, hint="An .ics or .eml file"),
        Field(name="text", label="Or its words", input=Input.LINES, limit=3000),
    ),
    intro=(text("A file, or the words of it."),),
)


@dataclass
class Heard:
    """What the commands were given, in order."""

    lines: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    answer: tuple[File, ...] = ()
    """What `/prep` answers with, besides its words."""


def takes_files(app: App) -> Heard:
    """Have `/prep` and `/interview import` take files, and say what they were given."""
    heard = Heard()

    async def handle(context: Context, options: Options) -> Reply:
        words = getattr(options, "what", None) or getattr(options, "text", None) or ""
        heard.lines.append(words)
        heard.files += context.files
        too_long = next((file.name for file in context.files if len(file.content) > MOST_BYTES), "")
        if too_long:
            raise InputError(f"{too_long} is too large for me.")
        names = " and ".join(f"{file.name} of {len(file.content)} bytes" for file in context.files)
        return Reply(view=Problem(f"I have {names or 'no file'}; you said {words!r}."), files=heard.answer)

    prep = replace(app.commands["prep"], handler=handle, takes_file=True)
    importing = Command(
        path=PATH,
        summary="Bring in an invitation",
        handler=handle,
        options=ImportOptions,
        form=_form,
        takes_file=True,
        examples=("/interview import",),
    )
    app._commands |= {"prep": prep, PATH: importing}
    return heard


def _form(given: Mapping[str, str]) -> Form | None:
    return None if given.get("text") else FORM
