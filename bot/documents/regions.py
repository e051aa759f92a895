"""States, provinces and countries, as people add them to a city's name.

GeoNames numbers the provinces of Canada and the states of Australia; the letters are those of their posts.
"""

from __future__ import annotations

from typing import NamedTuple


class Region(NamedTuple):
    """A state or province: the code people write, and its name."""

    code: str
    name: str


PROVINCES = {
    ("CA", "01"): Region("AB", "Alberta"),
    ("CA", "02"): Region("BC", "British Columbia"),
    ("CA", "03"): Region("MB", "Manitoba"),
    ("CA", "04"): Region("NB", "New Brunswick"),
    ("CA", "05"): Region("NL", "Newfoundland and Labrador"),
    ("CA", "07"): Region("NS", "Nova Scotia"),
    ("CA", "08"): Region("ON", "Ontario"),
    ("CA", "09"): Region("PE", "Prince Edward Island"),
    ("CA", "10"): Region("QC", "Quebec"),
    ("CA", "11"): Region("SK", "Saskatchewan"),
    ("CA", "12"): Region("YT", "Yukon"),
    ("CA", "13"): Region("NT", "Northwest Territories"),
    ("CA", "14"): Region("NU", "Nunavut"),
    ("AU", "01"): Region("ACT", "Australian Capital Territory"),
    ("AU", "02"): Region("NSW", "New South Wales"),
    ("AU", "03"): Region("NT", "Northern Territory"),
    ("AU", "04"): Region("QLD", "Queensland"),
    ("AU", "05"): Region("SA", "South Australia"),
    ("AU", "06"): Region("TAS", "Tasmania"),
    ("AU", "07"): Region("VIC", "Victoria"),
    ("AU", "08"): Region("WA", "Western Australia"),
}

ALSO_CALLED = {
    "uk": "GB",
    "britain": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "america": "US",
    "united states of america": "US",
    "holland": "NL",
    "netherlands": "NL",
    "uae": "AE",
    "emirates": "AE",
    "korea": "KR",
    "republic of korea": "KR",
    "czech republic": "CZ",
    "turkiye": "TR",
    "cote divoire": "CI",
    "burma": "MM",
    "swaziland": "SZ",
    "drc": "CD",
}
"""Countries by names that the data set lacks, folded, to their two letters."""
