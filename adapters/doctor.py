"""`encore doctor`: whatever can be known before a member notices it, each with what to do about it."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.findings import Finding
from bot.catalog.catalog import load
from bot.catalog.location import builtin_packs
from bot.config import SecretsSettings, Settings
from bot.domain.content import PlanTemplate, Question, Task, Tip
from bot.errors import ConfigurationError, EncoreError
from bot.ports import Clock
from bot.storage.examination import Examination, examine
from bot.storage.vault import Vault, read_keys

LEAST_ROOM = 200 * 1024 * 1024
"""Bytes that should be free where an SQLite database grows."""
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Encore was written after this: a clock that shows less is wrong."""
SERVER = "PostgreSQL"
MAKE_A_KEY = "Set ENCORE_SECRETS__KEYS, the same for every process on this database; docs/configuration.md shows how to make one."
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata")
WIDTH = 100
VERDICTS = {True: "ok", False: "needs attention", None: "could not tell"}


def report(findings: Sequence[Finding]) -> str:
    """Return the findings as aligned lines, each with what to do beneath it, and the outcome last."""
    verdict = max(map(len, VERDICTS.values()))
    name = max((len(finding.name) for finding in findings), default=0)
    indent = " " * (verdict + name + 4)
    lines: list[str] = []
    for finding in findings:
        head = f"{VERDICTS[finding.ok]:{verdict}}  {finding.name:{name}}  "
        lines += textwrap.wrap(finding.words, WIDTH, initial_indent=head, subsequent_indent=indent)
        if finding.remedy:
            lines += textwrap.wrap(
                f"-> {finding.remedy}", WIDTH, initial_indent=indent, subsequent_indent=f"{indent}   "
            )
    return "\n".join([*lines, "", _outcome(findings)]) + "\n"


def exit_code(findings: Sequence[Finding]) -> int:
    """Return 1 when something needs attention, else 0."""
    return int(any(finding.ok is False for finding in findings))


async def run_checks(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    """Look at everything that is configured. Changes nothing and raises nothing for what it finds."""
    findings = [*(await core_checks(settings, clock))]
    if settings.slack.configured:
        from adapters.slack import doctor as slack  # noqa: PLC0415 - its SDK is a third of a second

        findings += await slack.run_checks(settings, clock)
    if settings.discord.configured:
        from adapters.discord import doctor as discord  # noqa: PLC0415 - the same

        findings += await discord.run_checks(settings, clock)
    return tuple(findings)


async def send_tests(settings: Settings, user: str) -> tuple[Finding, ...]:
    """Send one real private message to a platform's user id. Raises ConfigurationError when no platform is set up.

    The id tells the platform: Discord's are numbers alone.
    """
    if user.isdecimal() and settings.discord.configured:
        from adapters.discord import doctor as discord  # noqa: PLC0415 - its library is a third of a second

        async with discord.rest_for(settings.discord) as rest:
            return (await discord.send_test(rest, user),)
    if settings.slack.bot_token is not None:
        from adapters.slack import doctor as slack  # noqa: PLC0415 - the same

        return (await slack.send_test(slack.client(settings.slack), user),)
    raise ConfigurationError(
        "A test message needs ENCORE_DISCORD__TOKEN for a Discord user (a number), or ENCORE_SLACK__BOT_TOKEN for a "
        "Slack member (an id such as U0123ABCD, in their profile under the three dots)."
    )


async def core_checks(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    """Look at what every platform stands on: settings, database, key, content and clock."""
    return (
        _platforms(settings),
        *(await _storage(settings, clock.now())),
        _content(settings),
        check_clock(clock.now()),
        check_zones(ZONES),
    )


def _platforms(settings: Settings) -> Finding:
    half = settings.slack.configured and not settings.slack.socket_mode and not settings.slack.http
    slack = "Slack in Socket Mode" if settings.slack.socket_mode else "Slack over HTTP"
    names = [
        *([slack] if settings.slack.socket_mode or settings.slack.http else []),
        *(["Slack, half set up: see below"] if half else []),
        *(["Discord"] if settings.discord.configured else []),
    ]
    if not names:
        return Finding(
            "platforms",
            False,
            "Neither Slack nor Discord is set up.",
            "docs/slack.md and docs/discord.md lead through it; .env.example lists every setting. "
            "To try Encore without any account: encore chat",
        )
    return Finding("platforms", not half, f"{', '.join(names)}.")


async def _storage(settings: Settings, now: datetime) -> tuple[Finding, ...]:
    from adapters.deliveries import check_delivery  # noqa: PLC0415 - it gives findings too

    try:
        found = await examine(settings.database.url, now=now)
    except EncoreError as error:
        return (
            Finding("database", False, error.message, "Check ENCORE_DATABASE__URL, or put your copy back."),
            Finding("key", None, "It is tried on the database, which comes first."),
        )
    room = (_room(found.file),) if found.file is not None else ()
    return (
        _database(found),
        *room,
        check_key(settings.secrets, found.sealed, server=found.kind == SERVER),
        *(check_delivery(found.standing, now) if found.standing is not None else ()),
        *((_backup(found),) if found.revision is not None else ()),
    )


def _database(found: Examination) -> Finding:
    where = f"{found.kind}, {found.place}"
    if found.revision is None:
        if found.file is not None and not os.access(_folder(found.file), os.W_OK):
            return Finding(
                "database",
                False,
                f"There is none yet ({where}), and none can be made there.",
                f"Give Encore's user the right to write in {_folder(found.file)}, or name another place in "
                "ENCORE_DATABASE__URL.",
            )
        return Finding("database", True, f"There is none yet ({where}); the first start makes it.")
    if found.too_new:
        return Finding(
            "database",
            False,
            f"A newer Encore has written to it ({where}, revision {found.revision}).",
            "Install that version again, or put a copy from before it back.",
        )
    if not found.up_to_date:
        return Finding(
            "database",
            False,
            f"It is from an older Encore ({where}, revision {found.revision}).",
            "Take a copy of it, then run encore db upgrade, or start Encore (encore run), which does the same.",
        )
    return Finding(
        "database",
        True,
        f"It opens, is up to date (revision {found.revision}) and can be written to: {where}.",
    )


def _backup(found: Examination) -> Finding:
    how = (
        "encore db backup FILE copies it, also while Encore runs"
        if found.file is not None
        else "pg_dump copies it, also while Encore runs; encore db backup FILE prints its command line"
    )
    return Finding(
        "backup",
        None,
        "When the last one was made is not known here.",
        f"{how}. The key is not in it: keep a copy of that apart. docs/operations.md has a timer for it.",
    )


def _room(file: Path) -> Finding:
    folder = _folder(file)
    free = shutil.disk_usage(folder).free
    words = f"{free / 1024**3:.1f} GB are free for the database."
    if free < LEAST_ROOM:
        return Finding("disk", False, words, f"Make room on the disk that holds {folder}.")
    return Finding("disk", True, words)


def _folder(file: Path) -> Path:
    """Return the nearest folder above a file that is there."""
    return next(parent for parent in file.absolute().parents if parent.exists())


def check_key(secrets: SecretsSettings, sealed: str | None, *, server: bool = False) -> Finding:
    """Tell whether there is a key, nobody else can read it, and it opens what was `sealed` by the database.

    Beside a database on a `server` no key is made.
    """
    keys = tuple(key.get_secret_value() for key in secrets.keys)
    where = "ENCORE_SECRETS__KEYS" if keys else str(secrets.key_file)
    if not keys and sealed is None and not secrets.key_file.exists():
        if server:
            return Finding("key", False, "There is none, and with PostgreSQL it comes from you.", MAKE_A_KEY)
        return Finding("key", True, f"There is none yet; the first start makes one at {secrets.key_file}.")
    try:
        vault = Vault(keys or read_keys(secrets.key_file))
        if sealed is not None:
            vault.open(sealed)
    except EncoreError as error:
        return Finding("key", False, error.message)
    opens = "and it opens the database" if sealed is not None else "and no database needs it yet"
    return Finding("key", True, f"It is in {where}, {opens}. Keep a copy of it, apart from the database's.")


def _content(settings: Settings) -> Finding:
    try:
        catalog = load([builtin_packs(), *settings.content.packs])
    except EncoreError as error:
        return Finding(
            "content", False, error.message, "Run encore content check FOLDER, or leave that pack out."
        )
    kinds = ((Tip, "tips"), (Question, "questions"), (Task, "tasks"))
    counts = [f"{len(catalog.live(kind))} {name}" for kind, name in kinds]
    counts.append(f"{len(catalog.of(PlanTemplate))} plans")
    packs = len(catalog.packs)
    return Finding("content", True, f"{', '.join(counts)}, from {packs} {'pack' if packs == 1 else 'packs'}.")


def check_clock(now: datetime) -> Finding:
    """Tell whether this machine's clock shows a time that can be (`now`: aware)."""
    words = f"It is {now:%A, %d %B %Y, %H:%M} UTC."
    if now < WRITTEN or now > WRITTEN + timedelta(days=365 * 30):
        return Finding(
            "clock",
            False,
            f"This machine says: {words} That cannot be.",
            "Set its clock, and have the system keep it right by itself (NTP).",
        )
    return Finding("clock", True, words)


def check_zones(names: Sequence[str]) -> Finding:
    """Tell whether time zones are known here."""
    try:
        for name in names:
            ZoneInfo(name)
    except ZoneInfoNotFoundError as error:
        return Finding(
            "time zones",
            False,
            f"This machine knows nothing of time zones ({error.args[0]}).",
            "Install Encore's dependencies again: tzdata is one of them.",
        )
    return Finding("time zones", True, "They are known.")


def _outcome(findings: Sequence[Finding]) -> str:
    bad = sum(finding.ok is False for finding in findings)
    unknown = sum(finding.ok is None for finding in findings)
    said = [
        *([f"{bad} {'needs' if bad == 1 else 'need'} attention"] if bad else []),
        *([f"{unknown} could not be told"] if unknown else []),
    ]
    return (", ".join(said) + ".").capitalize() if said else "All is well."
