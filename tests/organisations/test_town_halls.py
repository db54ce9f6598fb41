"""Town halls of the source are read with care."""

import struct

import pytest

from parvis.organisations.town_halls import Doubt, read_hours, read_town_hall

OUTLINE = [[[[1.0, 49.0], [1.1, 49.0], [1.1, 49.1], [1.0, 49.1], [1.0, 49.0]]]]


def point(longitude, latitude):
    return (b"\x01" + struct.pack("<I2d", 1, longitude, latitude)).hex()


def row(**changes):
    return {
        "mairie_adresse": "\n76000 Rouen",
        "mairie_telephone": "02 35 08 69 00",
        "mairie_email": "mairie@rouen.invalid",
        "mairie_site": "https://rouen.invalid/",
        "mairie_horaires": '[["lundi","mardi",[["09:00:00","12:00:00"]]]]',
        "mairie_localisation": point(1.05, 49.05),
    } | changes


def test_what_is_understood_is_kept():
    hall = read_town_hall(row(), OUTLINE, tolerance=500)

    assert hall.postal_address == "76000 Rouen"
    assert hall.opening_hours == {"1": [["09:00", "12:00"]], "2": [["09:00", "12:00"]]}
    assert (hall.latitude, hall.longitude) == (49.05, 1.05)
    assert hall.doubts == []


@pytest.mark.parametrize("absent", ["", "\\N"])
def test_an_absent_value_is_empty_and_only_a_missing_position_is_remarked(absent):
    hall = read_town_hall(
        row(**dict.fromkeys(row(), absent) | {"mairie_adresse": ""}), OUTLINE, tolerance=500
    )

    assert (hall.phone, hall.email, hall.website, hall.opening_hours) == ("", "", "", {})
    assert [doubt for doubt, _given, _metres in hall.doubts] == [Doubt.NO_POSITION]


@pytest.mark.parametrize(
    ("column", "given", "doubt"),
    [
        ("mairie_telephone", "voir le site", Doubt.PHONE),
        ("mairie_email", "mairie@", Doubt.EMAIL),
        ("mairie_site", "javascript:alert(1)", Doubt.WEBSITE),
        ("mairie_horaires", "sur rendez-vous", Doubt.HOURS),
    ],
)
def test_a_value_not_understood_is_set_aside_and_told(column, given, doubt):
    hall = read_town_hall(row(**{column: given}), OUTLINE, tolerance=500)
    assert hall.doubts == [(doubt, given, None)]
    assert given not in (hall.phone, hall.email, hall.website)


def test_a_town_hall_far_outside_gets_no_position_but_one_within_the_tolerance_does():
    far = row(mairie_localisation=point(1.05, 49.11))
    hall = read_town_hall(far, OUTLINE, tolerance=500)
    assert hall.latitude is None
    assert hall.doubts == [(Doubt.OUTSIDE, "49.11000, 1.05000", 1112)]

    assert read_town_hall(far, OUTLINE, tolerance=1200).latitude == 49.11


def test_without_an_outline_a_position_is_kept_and_the_lack_told():
    hall = read_town_hall(row(), None, tolerance=500)
    assert hall.latitude == 49.05
    assert hall.doubts == [(Doubt.NO_OUTLINE, "", None)]


def test_slots_that_overlap_are_joined_and_a_single_day_may_have_no_second():
    text = '[["jeudi","",[["09:00:00","11:00:00"],["10:00:00","12:00:00"],["14:00:00","15:00:00"]]]]'
    assert read_hours(text) == ({"4": [["09:00", "12:00"], ["14:00", "15:00"]]}, [])


@pytest.mark.parametrize(
    "item",
    [
        '["lundi"]',
        '["lundi","férié",[["09:00:00","12:00:00"]]]',
        '["vendredi","lundi",[["09:00:00","12:00:00"]]]',
        '["lundi","mardi",[["12:00:00","09:00:00"]]]',
        '["lundi","mardi",[["9h","12h"]]]',
        '["lundi","mardi",[]]',
        '["lundi","mardi",null]',
        '"lundi"',
        "12",
    ],
)
def test_hours_that_make_no_sense_are_told_and_the_rest_is_kept(item):
    hours, odd = read_hours(f'[{item}, ["samedi","samedi",[["09:00:00","12:00:00"]]]]')
    assert hours == {"6": [["09:00", "12:00"]]}
    assert len(odd) == 1
