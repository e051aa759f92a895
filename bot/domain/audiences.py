"""Whom content can be for and where its law holds: names, reading them as people type them, and what fits whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.members import Audience
from bot.domain.topics import find
from bot.errors import InputError

ANY = "any"
"""The region of what holds everywhere, and of a member who has named none."""
EU = frozenset({
    "at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "hu", "ie",
    "it", "lv", "lt", "lu", "mt", "nl", "pl", "pt", "ro", "sk", "si", "es", "se",
})  # fmt: skip
"""The member states (European Union, "Country profiles", 2026)."""
COUNTRIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "us": ("the United States", "usa", "united states of america", "america"),
        "uk": ("the United Kingdom", "gb", "great britain", "britain", "england", "scotland", "wales"),
        "eu": ("the European Union", "europe"),
        "at": ("Austria",), "au": ("Australia",), "be": ("Belgium",), "bg": ("Bulgaria",), "br": ("Brazil",),
        "ca": ("Canada",), "ch": ("Switzerland",), "cy": ("Cyprus",), "cz": ("Czechia", "czech republic"),
        "de": ("Germany", "deutschland"), "dk": ("Denmark",), "ee": ("Estonia",), "es": ("Spain",),
        "fi": ("Finland",), "fr": ("France",), "gr": ("Greece",), "hr": ("Croatia",), "hu": ("Hungary",),
        "ie": ("Ireland",), "in": ("India",), "it": ("Italy",), "jp": ("Japan",), "lt": ("Lithuania",),
        "lu": ("Luxembourg",), "lv": ("Latvia",), "mt": ("Malta",), "mx": ("Mexico",),
        "nl": ("the Netherlands", "holland"), "no": ("Norway",), "nz": ("New Zealand",), "pl": ("Poland",),
        "pt": ("Portugal",), "ro": ("Romania",), "se": ("Sweden",), "sg": ("Singapore",), "si": ("Slovenia",),
        "sk": ("Slovakia",), "za": ("South Africa",),
    }
)  # fmt: skip
"""Countries by name; any other is told by its two letters."""
CODE = re.compile("[a-z]{2}")
NOWHERE = frozenset({ANY, "off", "none", "anywhere", "everywhere", "no country"})


def read_audience(words: str) -> Audience:
    """Return whom words mean. Raises InputError naming all of them."""
    found = find(words, Audience)
    if found is None:
        known = ", ".join(audience for audience in Audience if audience is not Audience.ANY)
        raise InputError(f"One of these: {known}; or any.")
    return found


def read_region(words: str) -> str:
    """Return a country's two letters, "eu", or "any". Raises InputError saying how it is written."""
    folded = " ".join(words.casefold().strip(" .").split()).removeprefix("the ")
    if folded in NOWHERE:
        return ANY
    for code, names in COUNTRIES.items():
        if folded in {code, *(name.casefold().removeprefix("the ") for name in names)}:
            return code
    if CODE.fullmatch(folded):
        return folded
    raise InputError("A country by its name or its two letters, such as Germany, uk or us; or any.")


def region_name(region: str) -> str:
    """Return a region in words."""
    if region == ANY:
        return "any country"
    return COUNTRIES[region][0] if region in COUNTRIES else region.upper()


def holds_in(law: str, region: str) -> bool:
    """Return whether what is marked with the region `law` holds for a member in `region`.

    A member who has named no region is nowhere in particular: only what holds everywhere does.
    """
    country = region.partition("-")[0]
    return law in {ANY, region, country} or (law == "eu" and country in EU)
