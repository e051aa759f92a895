"""The `encore` command."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import EncoreError
from bot.fault_log import log_fault

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit code: 0 done, 1 not done, 2 asked wrongly."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.run is None:
        parser.print_help()
        return 0
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except EncoreError as error:
        _complain(error.message)
        if error.example:
            _complain(f"For example: {error.example}")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last guard: nobody should be left with a trace of calls alone
        reference = log_fault(error, "the command line")
        _complain(
            f"Encore stopped over a fault of its own (reference {reference}). What it had told you is kept; start it again."
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="encore", description="Encore: a private companion for second interviews."
    )
    parser.add_argument("--version", dest="run", action="store_const", const=_version, help="say which it is")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_chat(commands.add_parser("chat", help="talk to Encore in this terminal"))
    serve = commands.add_parser("run", help="serve Slack and Discord, as configured, until told to stop")
    serve.add_argument(
        "--roles",
        default="web,gateway,delivery",
        metavar="LIST",
        help="of web (Slack over HTTP), gateway (Discord, Slack's sockets) and delivery (reminders); default: all",
    )
    serve.set_defaults(run=_serve)
    doctor = commands.add_parser("doctor", help="look at everything that is set up, and say what to do")
    doctor.add_argument("--dm", metavar="USER", help="also send a real private message to this user id")
    doctor.set_defaults(run=_doctor)
    slack = commands.add_parser("slack", help="set Slack up").add_subparsers(required=True)
    manifest = slack.add_parser("manifest", help="print the app manifest that Slack asks for")
    manifest.add_argument(
        "--http", metavar="URL", help="for requests to that public address, not Socket Mode"
    )
    manifest.set_defaults(run=_slack_manifest)
    discord = commands.add_parser("discord", help="set Discord up").add_subparsers(required=True)
    discord.add_parser(
        "invite", help="print the links that add Encore to a server or an account"
    ).set_defaults(run=_discord_invite)
    discord.add_parser("sync", help="register the commands now, changed or not").set_defaults(
        run=_discord_sync
    )
    content = commands.add_parser("content", help="check content packs, and add to them").add_subparsers(
        required=True
    )
    check = content.add_parser("check", help="read packs and say what is wrong with them, line by line")
    check.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="packs; ours when none is named")
    check.set_defaults(run=_check_content)
    _add_new_content(content.add_parser("new", help="begin an item: the next free id, in the right file"))
    _add_databases(commands.add_parser("db", help="the database: bring it up to date, copy it, move it"))
    docs = commands.add_parser("docs", help="write the pages that are made from the code")
    docs.add_argument("--check", action="store_true", help="write nothing; name the pages that are stale")
    docs.set_defaults(run=_docs)
    _add_read(
        commands.add_parser("read", help="show how a time or an invitation would be read; nothing is kept")
    )
    secrets = commands.add_parser("secrets", help="the key that encrypts what members type")
    rotate = secrets.add_subparsers(required=True).add_parser("rotate", help="encrypt everything anew")
    rotate.set_defaults(run=_rotate)
    return parser


def _add_chat(chat: argparse.ArgumentParser) -> None:
    chat.add_argument("--plain", action="store_true", help="line by line in plain text, as when piped")
    chat.add_argument("--db", type=Path, metavar="FILE", help="the SQLite database (made if it is not there)")
    chat.add_argument("--now", metavar="TIME", help="start Encore's clock there: 2026-11-22T10:00")
    chat.add_argument("--zone", metavar="IANA", help="your time zone: America/New_York")
    chat.add_argument("--as", dest="user", default="me", metavar="NAME", help="who is speaking (default: me)")
    chat.set_defaults(run=_chat)


def _add_read(read: argparse.ArgumentParser) -> None:
    read.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a calendar file or an e-mail; - is standard input"
    )
    read.add_argument("--words", metavar="TIME", help="a time as it is typed: 'Fri 3pm Oregon'")
    read.add_argument(
        "--lines", action="store_true", help="one JSON object a line of standard input, and of the answer"
    )
    read.add_argument("--now", metavar="TIME", help="read as at that time: 2026-11-22T10:00")
    read.add_argument(
        "--zone", default="", metavar="IANA", help="the reader's time zone: America/New_York (else UTC)"
    )
    read.set_defaults(run=_read)


def _add_new_content(new: argparse.ArgumentParser) -> None:
    new.add_argument(
        "kind", nargs="?", default="", help="tip, question, task, ask, template, rubric, source, plan or step"
    )
    new.add_argument("--topic", default="", help="what a tip, question, task or rubric is about: trust")
    new.add_argument("--to", default="", help="whom to ask, for an ask: peer")
    new.add_argument("--purpose", default="", help="what a template is for: thanks")
    new.add_argument("--pace", default="", help="whose plan, for a plan or step: light")
    new.add_argument("--lead", default="", help="when it helps most, for a tip, task or step: --lead=T-3")
    new.add_argument("--name", default="", help="who found it, for a source: huang")
    new.add_argument("--year", default="", help="and when: 2017")
    new.add_argument(
        "--pack", type=Path, metavar="DIR", help="your own pack (made if it is not there); else ours"
    )
    new.set_defaults(run=_new_content)


def _add_databases(db: argparse.ArgumentParser) -> None:
    words = db.add_subparsers(required=True)
    upgrade = words.add_parser("upgrade", help="make its tables, or bring them up to this version's")
    upgrade.set_defaults(run=_upgrade)
    backup = words.add_parser(
        "backup", help="copy an SQLite database into a new file, also while Encore runs"
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")
    backup.set_defaults(run=_back_up)
    move = words.add_parser("move", help="copy everything into another database, which holds nothing yet")
    move.add_argument("--from", dest="source", required=True, metavar="URL", help="sqlite:///... of now")
    move.add_argument("--to", dest="target", required=True, metavar="URL", help="postgresql://... of then")
    move.set_defaults(run=_move)


def _chat(asked: argparse.Namespace) -> int:
    # What is imported stays for good: looking for garbage in it, over and over, is a fifth of a start.
    gc.disable()
    from adapters.terminal.chat import Wishes, chat  # noqa: PLC0415 - each command pays for its own imports alone

    gc.freeze()
    gc.enable()
    return chat(Wishes(plain=asked.plain, database=asked.db, now=asked.now, zone=asked.zone, user=asked.user))


def _serve(asked: argparse.Namespace) -> int:
    from adapters.lifecycle import roles_of, run  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    return run(load_settings(), roles_of(asked.roles))


def _doctor(asked: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from adapters.doctor import exit_code, report, run_checks, send_tests  # noqa: PLC0415 - as above
    from bot.clock import SystemClock  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    settings = load_settings()
    findings = asyncio.run(run_checks(settings, SystemClock()))
    if asked.dm:
        findings += asyncio.run(send_tests(settings, asked.dm))
    sys.stdout.write(report(findings))
    return exit_code(findings)


def _discord_invite(_: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from adapters.discord.syncing import links  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    for_a_server, for_oneself = asyncio.run(links(load_settings().discord))
    sys.stdout.write(f"To a server: {for_a_server}\nTo your own account: {for_oneself}\n")
    return 0


def _discord_sync(_: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from adapters.lifecycle import sync_discord  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    number = asyncio.run(sync_discord(load_settings()))
    sys.stdout.write(f"{number} commands are registered; Discord may need a minute to show them.\n")
    return 0


def _slack_manifest(asked: argparse.Namespace) -> int:
    from adapters.slack.manifest import as_json, manifest  # noqa: PLC0415 - as above
    from bot.commands.registry import all_commands  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    sys.stdout.write(as_json(manifest(all_commands(), load_settings().slack, http=asked.http)))
    return 0


def _version(_: argparse.Namespace) -> int:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - as above

    try:
        number = version("encore-coach")
    except PackageNotFoundError:
        number = "from a checkout that is not installed"
    sys.stdout.write(f"encore {number}\n")
    return 0


def _check_content(asked: argparse.Namespace) -> int:
    from adapters.cards import cards_fit  # noqa: PLC0415 - as above
    from bot.catalog.location import builtin_packs  # noqa: PLC0415 - as above
    from bot.catalog.report import check, render_report  # noqa: PLC0415 - as above
    from bot.clock import SystemClock  # noqa: PLC0415 - as above

    ours = builtin_packs()
    # A group's own packs lie over ours and may name what is in them.
    own = [folder for folder in asked.folders if not folder.resolve().is_relative_to(ours)]
    report = check([ours, *own], today=SystemClock().now().date(), rules=(cards_fit,))
    sys.stdout.write(render_report(report))
    return 0 if report.passed else 1


def _new_content(asked: argparse.Namespace) -> int:
    from bot.catalog.location import builtin_packs  # noqa: PLC0415 - as above
    from bot.catalog.scaffold import Wish, begin, rendered  # noqa: PLC0415 - as above
    from bot.clock import SystemClock  # noqa: PLC0415 - as above

    said = {name: getattr(asked, name) for name in Wish.__dataclass_fields__}
    begun = begin(Wish(**said), packs=builtin_packs(), own=asked.pack, today=SystemClock().now().date())
    sys.stdout.write(rendered(begun))
    return 0


def _docs(asked: argparse.Namespace) -> int:
    from adapters.pages import checkout, stale, write  # noqa: PLC0415 - as above

    folder = checkout()
    if not asked.check:
        for page in write(folder):
            sys.stdout.write(f"written: {page}\n")
        return 0
    pages = stale(folder)
    for page in pages:
        _complain(f"stale: {page}")
    if pages:
        _complain("Run: encore docs")
    return 1 if pages else 0


def _read(asked: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from adapters import reading  # noqa: PLC0415 - as above
    from bot.clock import SystemClock  # noqa: PLC0415 - as above
    from bot.documents.cities import Cities  # noqa: PLC0415 - as above
    from bot.errors import InputError  # noqa: PLC0415 - as above
    from bot.reply import File  # noqa: PLC0415 - as above

    present = SystemClock().now()
    if asked.lines:
        for answer in reading.read_lines(sys.stdin, {"now": asked.now or "", "zone": asked.zone}, present):
            sys.stdout.write(f"{answer}\n")
            sys.stdout.flush()
        return 0
    desk = reading.desk(Cities(), asked.now, asked.zone, present)
    if asked.words is not None:
        found = desk.words(asked.words)
    elif asked.file is None:
        raise InputError("Name a file, or give --words or --lines.", example=reading.EXAMPLE)
    elif str(asked.file) == "-":
        found = desk.brought(File("standard input", "", sys.stdin.buffer.read()))
    else:
        found = desk.brought(reading.read_file(asked.file))
    sys.stdout.writelines(f"{line}\n" for line in reading.lines_about(asyncio.run(found)))
    return 0


def _rotate(_: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from bot.config import load_settings  # noqa: PLC0415 - as above
    from bot.storage.rotate import rotate  # noqa: PLC0415 - as above

    settings = load_settings()
    keys = tuple(key.get_secret_value() for key in settings.secrets.keys)
    rows = asyncio.run(rotate(settings.database.url, keys=keys, key_file=settings.secrets.key_file))
    sys.stdout.write(f"Encrypted anew with the newest key: {rows} rows.\n")
    return 0


def _upgrade(_: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from adapters import databases  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    sys.stdout.write(f"{asyncio.run(databases.upgrade(load_settings()))}\n")
    return 0


def _back_up(asked: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from adapters import databases  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    sys.stdout.write(f"{asyncio.run(databases.backup(load_settings(), asked.file))}\n")
    return 0


def _move(asked: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - as above

    from adapters import databases  # noqa: PLC0415 - as above
    from bot.config import load_settings  # noqa: PLC0415 - as above

    bar = databases.ProgressBar(sys.stderr)
    said = asyncio.run(databases.move(asked.source, asked.target, load_settings(), bar))
    sys.stdout.write(f"{said}\n")
    return 0


def _complain(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main())
