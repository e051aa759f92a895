"""`/interview ask`: good questions for the member to ask them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field as Opt

from bot.commands.command import Command, Context, Options, hidden
from bot.commands.fitting import choosing
from bot.commands.interviews import complete_interviews, matching, which
from bot.commands.keeping import PressedItem, keeping
from bot.domain.asking import askers_of, suggested, title_asker
from bot.domain.content import Ask, Asker
from bot.domain.interviews import Interview
from bot.domain.topics import leading, like, title_of
from bot.errors import NotFound
from bot.reply import Choice, Reply
from bot.services.practice import Kind, draw, is_saved
from bot.text import said_back
from bot.views.asking import ANYBODY, PATH, AskView, WhomToAsk

UNSURE = frozenset({ANYBODY, "anyone", "anybody", "everyone", "all", "them", "unknown", "not sure"})


class AskOptions(Options):
    """Whom the question is for."""

    to: Annotated[
        str | None, Opt(description="Whom you ask: manager, peer, executive, hr or panel; empty to choose")
    ] = None
    what: Annotated[str | None, Opt(description="Which interview: a company is enough")] = None
    last: Annotated[str | None, hidden("The one on the screen")] = None


class PressedAsk(PressedItem):
    """A button under a question to ask: which one, and whom it had been asked for."""

    to: str | None = None
    what: str | None = None


async def ask(context: Context, options: AskOptions) -> Reply:
    """Show a question for one sort of interviewer, or ask which."""
    typed = (options.to or "").strip()
    if not typed:
        return await _choose(context, options.what)
    to, name = await _named(context, typed)
    if to is None and typed.casefold() not in UNSURE:
        if name:
            return await _choose(context, name)
        return await _choose(
            context, options.what, f"I have no questions for “{said_back(typed)}”, but these I have."
        )
    interview = await _nearest(context, options.what or name)
    items = context.catalog.asks(to)
    chosen = await draw(
        context.unit, context.member, Kind.ASK, items, rng=context.rng, now=context.now, last=options.last
    )
    if chosen is None:
        raise NotFound(
            "There are no questions to ask in this collection yet.", example="/tip questions to ask"
        )
    return Reply(
        view=await _card(context, chosen.item, to, interview, again=len(items) if chosen.again else 0)
    )


async def complete_askers(_: Context, typed: str) -> tuple[Choice, ...]:
    """Suggest the sorts of interviewer."""
    return tuple(Choice(title_of(asker), asker) for asker in like(typed, Asker))


async def _choose(context: Context, name: str | None, lead_in: str = "") -> Reply:
    """Ask whom, with the people of the interview that is meant; which one is asked where that changes something."""
    everything = await context.unit.interviews.of(context.member.id)
    live = [i for i in everything if not i.settled]
    interview: Interview | None = None
    if name or (len(live) > 1 and any(askers_of(i.interviewers) for i in live) and not lead_in):
        chosen = await which(context, name, PATH, "Which interview are you getting ready for?")
        interview = chosen
    else:
        interview = await _nearest(context, None)
    people = interview.interviewers if interview else ()
    view = WhomToAsk(askers=suggested(people), interview=interview, lead_in=lead_in)
    return Reply(view=view)


async def _named(context: Context, typed: str) -> tuple[Asker | None, str]:
    """Return whom words mean, and the interview that they name beside: "manager Acme", "CFO", "Dana", "Acme"."""
    everything = await context.unit.interviews.of(context.member.id)
    to, rest = leading(typed, Asker)
    if to is not None:
        return to, rest if matching(everything, rest) else ""
    if matching(everything, typed):
        return None, typed
    folded = typed.casefold()
    for interview in everything:
        for person, asker in askers_of(interview.interviewers):
            if folded in {person.name.casefold(), *person.name.casefold().split()}:
                return asker, interview.id
    return title_asker(typed), ""


async def _nearest(context: Context, name: str | None) -> Interview | None:
    """Return the interview that is named, else the next one, else the last; None when there is none."""
    everything = await context.unit.interviews.of(context.member.id)
    if name:
        everything = tuple(i for i in everything if i.id == name) or tuple(matching(everything, name))
    live = [i for i in everything if not i.settled]
    live.sort(key=lambda i: (i.starts_at <= context.now, abs(i.starts_at - context.now)))
    return live[0] if live else None


async def _pressed(context: Context, item: Ask, options: PressedAsk) -> AskView:
    to = Asker(options.to) if options.to in set(Asker) else None
    interview = await _nearest(context, options.what) if options.what else None
    return await _card(context, item, to, interview)


async def _card(
    context: Context, item: Ask, to: Asker | None, interview: Interview | None, *, again: int = 0
) -> AskView:
    people = askers_of(interview.interviewers) if interview and to else ()
    return AskView(
        ask=item,
        to=to,
        interview=interview.id if interview else "",
        people=tuple(person for person, asker in people if asker is to),
        saved=await is_saved(context.unit, context.member, item.id),
        again=again,
    )


def _item(context: Context, identifier: str) -> Ask:
    item = context.catalog.ask(identifier)
    if item is None:
        raise NotFound(
            "That question is no longer in the collection. There are others for you.",
            example="/interview ask",
        )
    return item


COMMANDS = (
    Command(
        path=PATH,
        summary="A good question to ask them, by whom you meet",
        handler=ask,
        options=AskOptions,
        completers={"to": complete_askers, "what": complete_interviews},
        fits=choosing(Asker),
        examples=("/interview ask", "/interview ask manager", "/interview ask CFO"),
    ),
    *keeping(Kind.ASK, "question to ask", PressedAsk, _item, _pressed),
)
