"""Where the machine thinks it is, and where its database lies."""

from __future__ import annotations

import os
from pathlib import Path

from bot.domain.calendar import zone_of

LOCALTIME = Path("/etc/localtime")
ZONES = "zoneinfo/"


def machine_zone(environment: str | None, localtime: Path = LOCALTIME) -> str | None:
    """Return the IANA zone that the TZ variable or the machine's own setting names, if it is one."""
    for name in (_from_environment(environment), _from_link(localtime)):
        if name and _known(name):
            return name
    return None


def sqlite_url(file: Path) -> str:
    """Return the address of a database file."""
    return f"sqlite:///{file.expanduser().absolute().as_posix()}"


def _from_environment(value: str | None) -> str:
    name = (value or "").removeprefix(":")
    return name.partition(ZONES)[2] if ZONES in name else name


def _from_link(localtime: Path) -> str:
    try:
        target = os.path.realpath(localtime)
    except OSError:
        return ""
    return target.partition(ZONES)[2]


def _known(name: str) -> bool:
    try:
        zone_of(name)
    except ValueError:
        return False
    return True
