"""Places that people name when they mean a time zone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city and the zone (IANA) that its clocks keep.

    `country` is its English name. `region` is the code of the state or province where people usually add it
    (United States, Canada, Australia), else empty. `population` is 0 for a place known only by its zone.
    """

    name: str
    country: str
    region: str
    zone: str
    population: int
