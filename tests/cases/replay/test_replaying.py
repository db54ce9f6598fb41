"""A log is replayed through the services, once, by who did what at the time it was done."""

import pytest

from parvis.cases.models import Case, IntakeChannel, LegalState
from parvis.cases.replay.log import read_log
from parvis.cases.replay.mapping import read_mapping
from parvis.cases.replay.replaying import replay_log
from parvis.cases.replay.report import Beside
from parvis.organisations.models import Agent, Team
from tests.factories.logs import row, write_csv, write_mapping

pytestmark = pytest.mark.django_db

END = "2026-02-10T12:00:00+01:00"
ROWS = [
    row("granted", "Check", "2026-01-06T10:00:00+01:00", team="Nord", who="Ada", case__end=END),
    row("granted", "Advice", "2026-01-07T10:00:00+01:00", team="Sud", who="Bob", case__end=END),
    row("granted", "Drop", "2026-01-08T10:00:00+01:00", team="Sud", who="Bob", case__end=END),
    row("granted", "Grant", "2026-01-09T10:00:00+01:00", team="Nord", who="Ada", case__end=END),
    row("granted", "Send", "2026-01-09T11:00:00+01:00", team="Sud", who="Bob", case__end=END),
    row("refused", "Ask", "2026-01-06T10:00:00+01:00", case__channel="Desk", case__department="Accueil"),
    row("refused", "Refuse", "2026-01-20T10:00:00+01:00", case__channel="Desk", case__department="Accueil"),
    row(
        "dropped",
        "Drop",
        "2026-01-06T10:00:00+01:00",
        case__channel="Pigeon",
        case__end="2026-01-06T11:00:00+01:00",
    ),
    row("open", "Strange", "2026-01-06T10:00:00+01:00", case__department="", who=""),
]


def silent(*_told):
    return None


@pytest.fixture
def log(tmp_path, system):
    return read_log(write_csv(tmp_path, ROWS), read_mapping(write_mapping(tmp_path)))


def case(log_id):
    return Case.objects.get(answers__reference=log_id)


def entries(log_id):
    return list(case(log_id).journal.values_list("kind", flat=True))


def test_what_the_file_says_is_what_the_database_says(log):
    report = replay_log(log, progress=silent)
    assert report.is_whole
    assert report.cases == Beside(4, 4)
    assert report.events == Beside(9, 9)
    assert report.channels == {"web": Beside(3, 3), "counter": Beside(1, 1)}
    assert report.departments == {"General": Beside(2, 2), "Accueil": Beside(2, 2)}
    assert report.outcomes == {
        "granted": Beside(1, 1),
        "refused": Beside(1, 1),
        "no_follow_up": Beside(1, 1),
        "none": Beside(1, 1),
    }
    assert report.deadlines == {"missed": Beside(1, 1), "open": Beside(2, 2), "met": Beside(1, 1)}
    assert report.starts == {"same": 4}
    assert report.ends == {"same": 2, "both open": 2}
    assert report.unmapped_activities == {"Strange": 1}
    assert report.unmapped_channels == {"Pigeon": 1}


def test_each_gesture_is_dated_and_signed_as_in_the_log(log):
    replay_log(log, progress=silent)
    granted = case("granted")
    assert (granted.state, granted.channel) == (LegalState.CLOSED, IntakeChannel.WEB)
    assert granted.received_at.isoformat() == "2026-01-05T08:00:00+00:00"
    decision = granted.decisions.get()
    assert decision.decided_at.isoformat() == "2026-01-09T09:00:00+00:00"
    assert decision.agent == Agent.objects.get(last_name="Ada")
    assert [message.text for message in granted.messages.filter(direction="outbound")] == ["Send"]
    handlers = granted.participations.order_by("since", "pk").values_list("team__name", flat=True)
    assert list(handlers) == ["General", "Nord", "Sud", "Nord"]


def test_waiting_deciding_and_closing_move_the_case_as_the_mapping_says(log):
    replay_log(log, progress=silent)
    moves = [
        facts["to"] for facts in case("granted").journal.filter(kind="moved").values_list("facts", flat=True)
    ]
    assert moves[-4:] == ["received", "in_progress", "decided", "closed"]
    assert "waiting_for_third_party" in moves
    assert "pieces_asked" in entries("refused")
    assert case("refused").decisions.get().reasons_in_fact == "Il manque tout."
    assert (case("dropped").outcome, case("open").state) == ("no_follow_up", LegalState.IN_PROGRESS)


def test_replaying_the_same_log_adds_nothing(log):
    first = replay_log(log, progress=silent)
    teams, agents = Team.objects.count(), Agent.objects.count()
    second = replay_log(log, progress=silent)
    assert (first.played_now, second.played_now, second.already_there) == (4, 0, 4)
    assert (Case.objects.count(), Team.objects.count(), Agent.objects.count()) == (4, teams, agents)
    assert second.is_whole


def test_a_replay_that_was_stopped_takes_up_where_it_was(log):
    def stop(done, _total, _what):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replay_log(log, progress=stop)
    assert Case.objects.count() == 2
    report = replay_log(log, progress=silent)
    assert (report.played_now, report.cases) == (2, Beside(4, 4))


def test_a_case_that_a_service_refuses_is_set_aside_and_told(log, tmp_path):
    text = write_mapping(tmp_path).read_text().replace('in_law = "Article 1."', 'in_law = ""')
    log = read_log(write_csv(tmp_path, ROWS), read_mapping(write_mapping(tmp_path, text)))
    report = replay_log(log, progress=silent)
    assert list(report.failed) == ["refused"]
    assert report.failed["refused"].startswith("reasons_missing")
    assert (report.is_whole, report.cases) == (False, Beside(4, 3))


def test_a_file_that_grew_is_told_not_played_twice(log, tmp_path):
    replay_log(log, progress=silent)
    rows = [*ROWS, row("open", "Check", "2026-03-01T10:00:00+01:00", case__department="", who="")]
    grown = read_log(write_csv(tmp_path, rows), read_mapping(write_mapping(tmp_path)))
    report = replay_log(grown, progress=silent)
    assert (report.longer_in_file, report.is_whole) == (1, False)
