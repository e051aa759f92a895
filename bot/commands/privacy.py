"""`/encore privacy`, `export` and `delete`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.commands.command import Command, Context, NoOptions, Options, unlisted
from bot.reply import File, Reply, Show
from bot.services.export import Everything, gather, to_json, to_text
from bot.views.privacy import DeleteAsked, Deleted, Exported, Holdings, KeptAll, PrivacyView

NAMES = ("encore-export.json", "encore-export.txt")
HOLDS_FOR = timedelta(hours=1)
"""How long a "yes, delete everything" may be pressed: an old message must not delete by accident."""
STAMP = "%Y%m%dT%H%M%SZ"


class EraseOptions(Options):
    """When the question was asked."""

    token: str = ""


async def privacy(context: Context, _: NoOptions) -> Reply:
    """Say who may read what, and for how long it is kept."""
    member = context.member
    return Reply(view=PrivacyView(member.ref.platform, member.preferences.discreet))


async def export(context: Context, _: NoOptions) -> Reply:
    """Give the member everything that is held of them."""
    everything = await gather(context.unit, await context.case())
    files = (
        File(NAMES[0], "application/json", to_json(everything, context.now)),
        File(NAMES[1], "text/plain; charset=utf-8", to_text(everything, context.catalog, context.now)),
    )
    return Reply(view=Exported(holdings=_holdings(everything), names=NAMES), files=files)


async def delete(context: Context, _: NoOptions) -> Reply:
    """Say exactly what would go, and ask."""
    return await _ask(context, stale=False)


async def erase(context: Context, options: EraseOptions) -> Reply:
    """Delete everything of the member's, if the question was asked within the hour."""
    if not _fresh(options.token, context.now):
        return await _ask(context, stale=True)
    await context.unit.members.delete(context.member.id)
    return Reply(view=Deleted(), show=Show.UPDATE)


async def keep(_: Context, __: NoOptions) -> Reply:
    """Delete nothing."""
    return Reply(view=KeptAll(), show=Show.UPDATE)


async def _ask(context: Context, *, stale: bool) -> Reply:
    everything = await gather(context.unit, await context.case())
    token = context.now.astimezone(UTC).strftime(STAMP)
    return Reply(view=DeleteAsked(holdings=_holdings(everything), token=token, stale=stale))


def _fresh(token: str, now: datetime) -> bool:
    try:
        asked = datetime.strptime(token, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return now - HOLDS_FOR <= asked <= now


def _holdings(everything: Everything) -> Holdings:
    return Holdings(
        interviews=len(everything.interviews),
        reminders=sum(len(record.reminders) for record in everything.interviews),
        drafts=len(everything.drafts),
        saved=len(everything.saved),
    )


COMMANDS = (
    Command(path="encore privacy", summary="Who can read what, and for how long it is kept", handler=privacy),
    Command(path="encore export", summary="Take everything along, as two files", handler=export),
    Command(path="encore delete", summary="Delete everything, after asking once more", handler=delete),
    unlisted("encore erase", "Delete everything", erase, EraseOptions),
    unlisted("encore keep", "Delete nothing", keep),
)
