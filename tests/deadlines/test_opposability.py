from datetime import date

from parvis.deadlines.opposability import opposability

D = date.fromisoformat


def test_limits_can_be_opposed_to_who_had_a_whole_receipt():
    assert opposability(acknowledged_on=D("2026-01-16")).opposable


def test_without_a_receipt_limits_cannot_be_opposed_and_the_case_says_why():
    told = opposability(acknowledged_on=None)

    assert not told.opposable
    assert told.why_not == ("L’accusé de réception n’a pas été envoyé.",)


def test_a_receipt_that_lacks_a_mention_opposes_nothing():
    told = opposability(acknowledged_on=D("2026-01-16"), missing_mentions=["son téléphone"])

    assert not told.opposable
    assert "son téléphone" in told.why_not[0]


def test_an_express_decision_notified_in_time_makes_up_for_a_missing_receipt():
    given = {"acknowledged_on": None, "implied_on": D("2026-03-16")}

    assert opposability(**given, decided_on=D("2026-03-16")).opposable
    assert not opposability(**given, decided_on=D("2026-03-17")).opposable


def test_a_demand_that_needs_no_receipt_loses_nothing_without():
    assert opposability(acknowledged_on=None, owed=False).opposable


def test_a_receipt_that_came_once_silence_had_decided_opposes_nothing():
    late = opposability(acknowledged_on=D("2026-03-17"), implied_on=D("2026-03-16"))

    assert not late.opposable
    assert "mardi 17 mars 2026" in late.why_not[0]
    assert opposability(acknowledged_on=D("2026-03-16"), implied_on=D("2026-03-16")).opposable
