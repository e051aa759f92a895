"""What a command is, and what its handler is given."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Opt

from bot.domain.case import Case
from bot.domain.interviews import Interview
from bot.domain.members import Caller, Member
from bot.ports import Catalog, Cities, LooseDates, UnitOfWork
from bot.ports.surroundings import Documents
from bot.reply import Choice, File, Reply
from bot.views.forms import Form


class Audience(StrEnum):
    """Who sees the answer; it belongs to the command, since Discord fixes it at the first response."""

    PRIVATE = "private"
    PUBLIC = "public"


class Options(BaseModel):
    """A command's inputs. Every platform's way of asking for them is made from this model."""

    # Deferred: a start asks for one command, and building the models of all is a part of it that one feels.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


def hidden(description: str, **limits: Any) -> Any:
    """Return the field of an option that only buttons and forms fill; nobody is told of it."""
    return Opt(description=description, json_schema_extra={"hidden": True}, **limits)


class NoOptions(Options):
    """A command that needs nothing said."""


class Instead(Exception):  # noqa: N818 - it is an answer and no error
    """Raised by what a handler calls: the member is answered with `reply`, such as a question, and the handler ends."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


@dataclass(slots=True, kw_only=True)
class Context:
    """What a handler works with: who asks, when, and the open unit of work, which it never commits."""

    caller: Caller
    member: Member
    now: datetime
    unit: UnitOfWork
    catalog: Catalog
    cities: Cities
    loose_dates: LooseDates
    documents: Documents
    rng: random.Random
    commands: Mapping[str, Command] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    public_url: str = ""
    """The address under which the web reaches this installation, empty where it serves nobody."""
    _case: Case | None = field(default=None, init=False)

    @property
    def zone(self) -> str:
        """The member's zone; until they have told it the platform's guess, or UTC."""
        return self.member.preferences.zone or self.caller.zone or "UTC"

    async def case(self) -> Case:
        """Return the member's case as it stands; it is read once."""
        if self._case is None:
            self._case = await self.unit.cases.load(self.member, self.now, self.catalog)
        self._case = replace(self._case, member=self.member)
        return self._case

    async def keep(self, decided: Case) -> None:
        """Write what was decided upon the case."""
        before = self._case or await self.case()
        await self.unit.cases.save(before, decided)
        self._case = decided
        # What else was written of the member meanwhile stays, where the decision left them as they were.
        if decided.member != before.member:
            self.member = decided.member


Fits: TypeAlias = Callable[[Context, str, tuple[Interview, ...]], bool]
Handler: TypeAlias = Callable[[Context, Any], Awaitable[Reply]]
Completer: TypeAlias = Callable[[Context, str], Awaitable[tuple[Choice, ...]]]
FormMaker: TypeAlias = Callable[[Mapping[str, str]], Form | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be asked for.

    `listed` is false for what only buttons and forms lead to; `admin` commands are for who runs the group. `form` is
    pure: it returns the form for the inputs that are still missing, or None when the handler can run. `takes_file`
    says that a file can be handed over with it (`Context.files`). `kept_as` is what a form of it is called at home
    that was left half-way and whose answers are kept; empty where they are not. Text behind the command fills the
    first option whole. `completers` suggest values, by option. `fits` says whether such text, behind the command's last
    word alone, makes sense with it: a company may be called Move. Without it an interview must be named where the
    option is one, and any words do where it is not.
    """

    path: str
    summary: str
    handler: Handler
    options: type[Options] = NoOptions
    audience: Audience = Audience.PRIVATE
    listed: bool = True
    admin: bool = False
    takes_file: bool = False
    kept_as: str = ""
    form: FormMaker | None = None
    completers: Mapping[str, Completer] = field(default_factory=dict)
    fits: Fits | None = None
    examples: tuple[str, ...] = ()

    @property
    def text_option(self) -> str | None:
        """The option that text behind the command fills, or None when it takes none."""
        return next(iter(self.options.model_fields), None)


def unlisted(
    path: str, summary: str, handler: Handler, options: type[Options] = NoOptions, **more: Any
) -> Command:
    """Return a command that only buttons and forms lead to."""
    return Command(path=path, summary=summary, handler=handler, options=options, listed=False, **more)
