from datetime import UTC, datetime

from parvis.catalogue.expressions import CONTEXT_NAMES, Context, compile_expression
from parvis.common import clock


def test_the_context_gives_every_name_and_nothing_else():
    assert Context().values().keys() == CONTEXT_NAMES


def test_the_day_and_the_time_are_those_of_paris():
    with clock.standing_at(datetime(2026, 7, 14, 22, 30, tzinfo=UTC)):
        values = Context().values()
    assert (values["today"], values["now"]) == ("2026-07-15", "2026-07-15T00:30")


def test_what_is_not_known_of_a_person_is_blank():
    values = Context(signed_in=True, person={"city": "Caen"}, options={"price": 3}).values()
    rule = compile_expression(
        'signed_in && person.city == "Caen" && person.phone == "" && options.price == 3'
    )
    assert rule.holds(values)
