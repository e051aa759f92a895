from __future__ import annotations

import pytest

from bot.documents.cities import Cities
from bot.documents.gazetteer import fold
from bot.domain.calendar import City, zone_of


@pytest.fixture(scope="module")
def cities() -> Cities:
    return Cities()


@pytest.mark.parametrize(
    ("typed", "label", "zone"),
    [
        ("Berlin", "Berlin", "Europe/Berlin"),
        (" berlin. ", "Berlin", "Europe/Berlin"),
        ("Zürich", "Zürich", "Europe/Zurich"),
        ("ZURICH", "Zürich", "Europe/Zurich"),
        ("zuerich", "Zürich", "Europe/Zurich"),
        ("Sao Paulo", "São Paulo", "America/Sao_Paulo"),
        ("São Paulo, Brazil", "São Paulo", "America/Sao_Paulo"),
        ("Lodz", "Łódź", "Europe/Warsaw"),
        ("Tromso", "Tromsø", "Europe/Oslo"),
        ("NYC", "New York City", "America/New_York"),
        ("New York", "New York City", "America/New_York"),
        ("New York City", "New York City", "America/New_York"),
        ("New York, NY", "New York City", "America/New_York"),
        ("Bombay", "Mumbai", "Asia/Kolkata"),
        ("Cologne", "Köln", "Europe/Berlin"),
        ("Washington DC", "Washington, District of Columbia, United States", "America/New_York"),
        ("Washington, D.C.", "Washington, District of Columbia, United States", "America/New_York"),
        ("Springfield, Illinois", "Springfield, Illinois, United States", "America/Chicago"),
        ("Springfield, MA, USA", "Springfield, Massachusetts, United States", "America/New_York"),
        ("Portland, Maine", "Portland, Maine, United States", "America/New_York"),
        ("Portland Oregon", "Portland, Oregon, United States", "America/Los_Angeles"),
        ("London, Canada", "London, Ontario, Canada", "America/Toronto"),
        ("London, Ontario", "London, Ontario, Canada", "America/Toronto"),
        ("London, UK", "London, United Kingdom", "Europe/London"),
        ("Paris, France", "Paris, France", "Europe/Paris"),
        ("Paris France", "Paris, France", "Europe/Paris"),
        ("St. Louis, Missouri", "St. Louis, Missouri, United States", "America/Chicago"),
        ("Saint Louis MO", "St. Louis, Missouri, United States", "America/Chicago"),
        ("Perth, WA", "Perth, Western Australia, Australia", "Australia/Perth"),
        ("Newcastle, England", "Newcastle upon Tyne", "Europe/London"),
    ],
)
def test_a_city_is_found_by_what_people_type(cities: Cities, typed: str, label: str, zone: str) -> None:
    assert cities.label(cities.find(typed)[0]) == label
    assert cities.zone(typed) == zone


@pytest.mark.parametrize(
    ("key", "name"), [("Europe/Berlin", "Berlin"), ("america/new_york", "New York City")]
)
def test_an_iana_key_is_its_city(cities: Cities, key: str, name: str) -> None:
    [city] = cities.find(key)
    assert city.name == name
    assert city.zone.casefold() == key.casefold()


def test_an_iana_key_without_a_city_is_called_by_its_end(cities: Cities) -> None:
    assert cities.find("Australia/Lord_Howe") == (City("Lord Howe", "", "", "Australia/Lord_Howe", 0),)
    assert cities.label(cities.find("US/Eastern")[0]) == "Eastern"


@pytest.mark.parametrize("typed", ["EST", "pst", "IST", "CET", "GMT", "UTC"])
def test_an_abbreviation_of_a_zone_names_nothing(cities: Cities, typed: str) -> None:
    assert cities.find(typed) == ()
    assert cities.zone(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        ",",
        "Neverland",
        "Berlin, Neverland",
        "Paris, Germany",
        "../etc/passwd",
        "Europe/",
        "/",
        "東京",
    ],
)
def test_what_is_no_city_is_not_found(cities: Cities, typed: str) -> None:
    assert cities.find(typed) == ()
    assert cities.zone(typed) is None


def test_cities_of_one_name_come_most_populous_first_and_once_a_zone(cities: Cities) -> None:
    found = cities.find("Springfield")
    assert [city.zone for city in found] == ["America/Chicago", "America/New_York", "America/Los_Angeles"]
    assert [city.population for city in found] == sorted((city.population for city in found), reverse=True)


def test_a_country_narrows_the_choice(cities: Cities) -> None:
    assert {city.country for city in cities.find("Cambridge, US")} == {"United States"}
    assert len(cities.find("Cambridge")) > 1


@pytest.mark.parametrize("typed", ["London", "Paris", "Boston", "Dublin", "Melbourne", "Rome"])
def test_a_city_ten_times_larger_than_its_namesakes_is_meant(cities: Cities, typed: str) -> None:
    assert len(cities.find(typed)) > 1
    assert cities.zone(typed) == cities.find(typed)[0].zone


@pytest.mark.parametrize(
    "typed", ["Portland", "Springfield", "Birmingham", "San Jose", "Cambridge", "Saint Louis"]
)
def test_real_doubt_gives_no_zone(cities: Cities, typed: str) -> None:
    assert cities.zone(typed) is None


def test_namesakes_in_one_zone_leave_no_doubt(cities: Cities) -> None:
    assert len(cities.find("Springfield, Illinois")) == 1
    assert cities.zone("Kansas City") == "America/Chicago"


@pytest.mark.parametrize("typed", ["Bridgetown", "Broken Hill", "Mombaça"])
def test_a_nickname_of_a_larger_city_never_wins_silently(cities: Cities, typed: str) -> None:
    assert len(cities.find(typed)) > 1
    assert cities.zone(typed) is None


def test_every_label_is_read_back_as_its_own_city(cities: Cities) -> None:
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for city in cities.suggest(letter, 200):
            zone_of(city.zone)
            assert cities.zone(cities.label(city)) == city.zone, city


def test_suggestions_begin_as_typed_and_come_most_populous_first(cities: Cities) -> None:
    found = cities.suggest("lon")
    assert found[0].name == "London"
    assert len(found) == 25
    assert all(fold(city.name).startswith("lon") for city in found)
    assert [city.population for city in found] == sorted((city.population for city in found), reverse=True)


def test_another_name_is_suggested_after_the_cities_own(cities: Cities) -> None:
    assert "Mumbai" in [city.name for city in cities.suggest("bomb")]
    assert cities.suggest("New Y", 1)[0].name == "New York City"


def test_after_a_comma_the_state_may_be_begun(cities: Cities) -> None:
    assert [cities.label(city) for city in cities.suggest("Springfield, Il")] == [
        "Springfield, Illinois, United States"
    ]
    assert len(cities.suggest("Paris, ")) > 1


@pytest.mark.parametrize("typed", ["", "  ", ",", "zzzz", "Berlin, zzz"])
def test_nothing_is_suggested_for_nothing(cities: Cities, typed: str) -> None:
    assert cities.suggest(typed) == ()


def test_one_countrys_namesakes_are_told_apart_by_their_zone(cities: Cities) -> None:
    labels = {cities.label(city): city.zone for city in cities.find("San Isidro, Spain")}
    assert labels == {
        "San Isidro, Madrid, Spain": "Europe/Madrid",
        "San Isidro, Canary, Spain": "Atlantic/Canary",
    }


def test_nothing_is_read_before_the_first_question() -> None:
    fresh = Cities()
    assert "_places" not in vars(fresh)
    fresh.zone("Berlin")
    places = fresh._places
    fresh.zone("Paris")
    assert fresh._places is places


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("St. Louis", "saint louis"),
        ("Saint-Louis", "saint louis"),
        ("Washington D.C.", "washington dc"),
        ("N\u2019Djamena", "ndjamena"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("  Frankfurt (Oder) ", "frankfurt oder"),
        ("İzmir", "izmir"),
    ],
)
def test_names_are_compared_without_case_accents_and_punctuation(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("locale", "at_home"),
    [("en-GB", True), ("en-US", False), ("de", False), ("", False), ("xx", False), ("en", False)],
)
def test_a_city_is_at_home_where_a_locale_says(cities: Cities, locale: str, at_home: bool) -> None:
    london = next(city for city in cities.find("London") if city.country == "United Kingdom")
    assert cities.at_home(london, locale) is at_home
