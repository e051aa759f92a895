"""Where the packs that come with Encore lie."""

from __future__ import annotations

from pathlib import Path

import bot
from bot.errors import ContentError

MARK = Path("second-interview", "pack.yaml")
"""A folder without the starter pack is somebody else's, whatever it is called."""


def builtin_packs() -> Path:
    """Return the folder of our own packs; raises ContentError when this installation has none."""
    assert bot.__file__ is not None
    return packs_of(Path(bot.__file__).resolve().parent)


def packs_of(package: Path) -> Path:
    """Return the packs that belong to the `bot` package in that folder.

    A wheel carries them inside the package; in a checkout they lie beside it.
    """
    places = (package / "_content" / "packs", package.parent / "content" / "packs")
    for place in places:
        if (place / MARK).is_file():
            return place
    raise ContentError(
        f"The content that comes with Encore is missing: there is no {MARK} in {places[0]} nor in {places[1]}. "
        "Install Encore again, or run it from a complete checkout."
    )
