"""The clocks of a case, derived from its journal at each change, and again at any time with the same result."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, connections, transaction

from parvis.cases.clocks import clock_kinds, explain
from parvis.cases.journal import kinds
from parvis.cases.models import Case, Clock, ClockState, Outcome
from parvis.cases.services.messages import write_note
from parvis.cases.services.pieces import ask_for_pieces, give_pieces
from parvis.cases.services.recomputing import recompute_clocks
from parvis.cases.services.retiming import whole_story
from parvis.cases.services.treatment import close_case, decide_case, reopen_case, transfer_case, withdraw_case
from parvis.common import actor, clock
from parvis.common.errors import Invalid
from parvis.people.models import Person
from tests.cases.services.test_treatment import a_file
from tests.factories.cases import Town, lodge, make_town

pytestmark = pytest.mark.django_db
D = date.fromisoformat


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T11:00:00+00:00")


def on(text: str, town: Town):
    """Stand on a day as the town's agent."""
    return _Standing(clock.standing_at(day(text)), town.acting())


class _Standing:
    def __init__(self, *contexts):
        self.contexts = contexts

    def __enter__(self):
        for context in self.contexts:
            context.__enter__()

    def __exit__(self, *exception):
        for context in reversed(self.contexts):
            context.__exit__(*exception)


def clocks_of(case: Case) -> dict[str, Clock]:
    with actor.acting_as(actor.for_system("tests")):
        return {row.kind: row for row in Clock.objects.filter(case=case)}


def ask(town: Town, case: Case, *, due: str = "2026-08-04", suspends: bool = True):
    return ask_for_pieces(
        case_id=case.pk, labels=["Plan"], due_on=D(due), text="", by=town.session(), suspends=suspends
    )


@pytest.mark.parametrize("due", ["2027-07-25", "9999-12-31"])
def test_a_date_years_away_is_refused_before_it_stops_the_clock_for_years(system, due):
    town = make_town()
    case = lodge(town, received_at=day("2026-07-15"))
    with on("2026-07-20", town), pytest.raises(Invalid):
        ask(town, case, due=due)

    assert clocks_of(case)["silence"].due_on == D("2026-09-15")


def test_a_case_is_born_with_its_clocks(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    clocks = clocks_of(case)

    assert set(clocks) == {"silence", "registration", "receipt"}
    assert clocks["silence"].due_on == case.due_on == D("2026-03-16")
    assert clocks["silence"].due_at.isoformat() == "2026-03-16T23:00:00+00:00"  # midnight in Paris
    assert clocks["registration"].due_on == D("2026-01-19")
    assert clocks["receipt"].due_on == D("2026-01-26")


def test_a_demand_on_paper_has_no_clock_of_electronic_receipts(system):
    case = lodge(make_town(), received_at=day("2026-01-16"), channel="post")

    assert set(clocks_of(case)) == {"silence"}


def test_a_demand_to_which_no_receipt_is_owed_has_no_clock_of_it(system):
    law = {"regime": "none", "delay": "15d", "receipt_owed": False}
    case = lodge(make_town(), received_at=day("2026-01-16"), law=law)

    assert set(clocks_of(case)) == {"promise"}
    assert clocks_of(case)["promise"].due_on == D("2026-01-31")


def test_the_receipt_ends_its_clocks(system, run_jobs):
    case = lodge(make_town())
    run_jobs()

    assert {clocks_of(case)[kind].state for kind in ("registration", "receipt")} == {ClockState.KEPT}


def test_a_receipt_that_never_left_shows_late(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))

    assert clocks_of(case)["receipt"].due_at < clock.now()
    assert clocks_of(case)["receipt"].state == ClockState.RUNNING


@pytest.mark.parametrize(("regime", "due"), [("SVR", "2026-09-26"), ("SVA", "2026-09-30")])
def test_pieces_stop_the_clock_until_they_come(system, regime, due):
    town = make_town(regime=regime)
    case = lodge(town, received_at=day("2026-07-15"))
    with on("2026-07-20", town):
        request = ask(town, case)
        waiting = clocks_of(case)
    with on("2026-07-31", town):
        give_pieces(request_id=request.pk, case_id=case.pk, files={0: (a_file().pk,)})

    assert waiting["silence"].paused_since is not None
    assert waiting["silence"].due_on == (D("2026-09-30") if regime == "SVR" else None)
    assert waiting["pieces"].about == str(request.pk)
    assert waiting["pieces"].due_on == D("2026-08-04")
    assert clocks_of(case)["silence"].due_on == D(due)
    assert clocks_of(case)["silence"].paused_since is None
    assert clocks_of(case)["pieces"].state == ClockState.KEPT
    assert Case.objects.get(pk=case.pk).due_on == D(due)


def test_useful_pieces_stop_nothing(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-07-15"))
    with on("2026-07-20", town):
        ask(town, case, suspends=False)

    assert clocks_of(case)["silence"].due_on == D("2026-09-15")
    assert clocks_of(case)["silence"].paused_since is None


def test_a_transfer_carries_the_clocks_to_the_body_in_charge(system):
    here, elsewhere = make_town(regime="SVA"), make_town(regime="SVA")
    case = lodge(here, received_at=day("2026-03-02"))
    with on("2026-03-09", here):
        transfer_case(case_id=case.pk, to=elsewhere.team, reason="Voirie", by=here.session())
    silence = clocks_of(case)["silence"]

    assert silence.due_on == D("2026-05-09")
    assert silence.organisation_id == elsewhere.body.pk
    assert silence.started_at == day("2026-03-09")
    with elsewhere.acting():
        assert Clock.objects.filter(case=case, kind="silence").exists()
    with here.acting():
        assert not Clock.objects.filter(case=case).exists()


@pytest.mark.parametrize(
    ("when", "state"), [("2026-03-16", ClockState.KEPT), ("2026-03-17", ClockState.ELAPSED)]
)
def test_a_decision_ends_the_clock_unless_silence_has(system, when, state):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on(when, town):
        decide_case(case_id=case.pk, outcome=Outcome.GRANTED, by=town.session())

    assert clocks_of(case)["silence"].state == state
    assert "appeal" not in clocks_of(case)


def test_a_refusal_starts_the_time_to_contest_when_its_notification_is_dated(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    Person.objects.filter(pk=case.person_id).update(electronic_consent_at=day("2026-01-16"))
    with on("2026-01-20", town):
        decide_case(
            case_id=case.pk,
            outcome=Outcome.REFUSED,
            by=town.session(),
            reasons_in_law="L1",
            reasons_in_fact="Protégé",
        )

    assert clocks_of(case)["appeal"].due_on == D("2026-03-23")  # the 21st is a Saturday


def test_a_posted_refusal_has_no_last_day_yet(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-01-20", town):
        decide_case(
            case_id=case.pk,
            outcome=Outcome.REFUSED,
            by=town.session(),
            reasons_in_law="L1",
            reasons_in_fact="Protégé",
        )

    appeal = clocks_of(case)["appeal"]
    assert appeal.due_on is None
    assert "recevez la lettre" in explain(whole_story(case), appeal)[0].person


def test_a_withdrawn_demand_has_no_clock_that_runs(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    with clock.standing_at(day("2026-01-20")):
        withdraw_case(case_id=case.pk)

    assert {row.state for row in clocks_of(case).values()} == {ClockState.CANCELLED}


def test_a_case_taken_up_again_has_its_clock_running_as_before(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-01-16"))
    with on("2026-01-20", town):
        close_case(case_id=case.pk, by=town.session(), outcome=Outcome.ANSWERED)
        ended = clocks_of(case)["silence"].state
        reopen_case(case_id=case.pk, reason="Erreur", by=town.session())

    assert ended == ClockState.KEPT
    assert clocks_of(case)["silence"].state == ClockState.RUNNING
    assert clocks_of(case)["silence"].due_on == D("2026-03-16")


def test_clocks_derived_again_are_the_same(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-07-15"))
    with on("2026-07-20", town):
        request = ask(town, case)
    with on("2026-07-31", town):
        give_pieces(request_id=request.pk, case_id=case.pk, files={0: (a_file().pk,)})
    before = list(Clock.objects.filter(case=case).order_by("pk").values())

    report = recompute_clocks()

    assert report.cases == 1
    assert report.changed == 0
    assert list(Clock.objects.filter(case=case).order_by("pk").values()) == before


def test_clocks_that_were_lost_or_spoilt_are_derived_again(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    Clock.objects.filter(case=case, kind="receipt").delete()
    Clock.objects.filter(case=case, kind="silence").update(due_on=D("2030-01-01"))
    Case.objects.filter(pk=case.pk).update(due_on=D("2030-01-01"))

    report = recompute_clocks()

    assert report.changed == 1
    assert set(clocks_of(case)) == {"silence", "registration", "receipt"}
    assert Case.objects.get(pk=case.pk).due_on == D("2026-03-16")
    assert case.participations.get(until=None).due_on == D("2026-03-16")
    moved = case.journal.get(kind="rescheduled")
    assert moved.facts == {"origin": "2030-01-01", "to": "2026-03-16"}
    said = kinds.get("rescheduled").to_agent(moved)
    assert said == "L’échéance passe du mardi 1er janvier 2030 au lundi 16 mars 2026."


def test_a_clock_that_no_journal_tells_of_goes_and_the_others_stay_as_they_are(system):
    case = lodge(make_town(), received_at=day("2026-01-16"))
    before = list(Clock.objects.filter(case=case).order_by("pk").values())
    Clock.objects.create(
        organisation=case.organisation, case=case, kind="reasons", started_at=day("2026-01-17")
    )

    assert recompute_clocks().changed == 1
    assert list(Clock.objects.filter(case=case).order_by("pk").values()) == before


def test_every_running_clock_is_explained_with_its_last_day(system):
    town = make_town()
    case = lodge(town, received_at=day("2026-07-15"))
    with on("2026-07-20", town):
        ask(town, case)
    story = whole_story(case)
    for row in clocks_of(case).values():
        told = " ".join(sentence.person for sentence in explain(story, row))
        assert str(row.due_on.day) in told, row.kind


def test_every_kind_says_what_moves_it():
    for kind in clock_kinds:
        assert kind.moved_by
        assert kind.whose in {"body", "person"}


def test_the_same_clock_runs_whatever_the_hour_of_the_change_to_winter_time(system):
    case = lodge(make_town(delay="2d"), received_at=day("2026-10-24"))

    assert clocks_of(case)["silence"].due_at - day("2026-10-24") == timedelta(days=2, hours=12)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shares", [1, 2])
def test_every_case_is_found_outside_any_transaction_by_one_command_or_several(system, shares):
    town = make_town()
    cases = [lodge(town) for _rank in range(4)]
    with transaction.atomic():
        Clock.objects.update(due_at=None)
    reports = [recompute_clocks(share=(part, shares)) for part in range(1, shares + 1)]
    assert sum(report.cases for report in reports) == len(cases)
    assert sum(report.changed for report in reports) == len(cases)


@pytest.mark.django_db(transaction=True)
def test_the_desk_writes_on_a_case_while_a_share_that_holds_it_is_derived_again(system):
    town = make_town()
    wrong, right = lodge(town), lodge(town)
    with transaction.atomic():
        session = town.session()
        Clock.objects.filter(case=wrong).update(due_at=None)

    def at_the_desk() -> None:
        with transaction.atomic(), connection.cursor() as cursor, town.acting():
            cursor.execute("SET LOCAL lock_timeout = '5s'")  # who must wait for us is refused
            write_note(case_id=right.pk, text="Vu ce matin.", by=session)
        connections.close_all()

    with transaction.atomic():
        assert recompute_clocks(cases=[wrong.pk, right.pk]).changed == 1
        with ThreadPoolExecutor(1) as desk:
            desk.submit(at_the_desk).result()
    with transaction.atomic():
        assert right.journal.filter(kind="note").exists()
