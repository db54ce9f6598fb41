"""A stranger who reads the sentences alone finds the date again."""

from datetime import date

import pytest
from django.utils import translation

from parvis.deadlines.course import Demand, run_course
from parvis.deadlines.delays import Delay
from parvis.deadlines.explanation import explain, explain_silence
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.outages import Outage
from parvis.deadlines.silence import Regime

D = date.fromisoformat
FIFTEEN = Delay.parse("15d")
NOTICE = PiecesAsked(D("2026-07-20"), FIFTEEN, D("2026-07-31"))


def told(demand: Demand, reader: str = "person") -> list[str]:
    sentences = explain(demand)
    plain = [one.person if reader == "person" else one.with_article for one in sentences]
    return [sentence.replace("\u00a0", " ") for sentence in plain]


def test_a_rejection_with_missing_pieces_is_told_from_the_receipt_to_the_last_day_to_appeal():
    assert told(Demand(History(D("2026-07-15"), pieces_asked=(NOTICE,)), Regime.SVR)) == [
        "Nous avons reçu votre demande le mercredi 15 juillet 2026.",
        "L’administration a 2 mois pour répondre. Si elle ne répond pas, la demande est refusée.",
        "Le 20 juillet, nous vous avons demandé des pièces indispensables, à donner au plus tard le 4 août.",
        "Vous les avez données le 31 juillet. Le délai s’est arrêté 11 jours, du 21 au 31 juillet.",
        "2 mois après le 15 juillet : le mardi 15 septembre 2026.",
        "Avec 11 jours d’arrêt, le délai finit le samedi 26 septembre 2026.",
        (
            "Sans réponse à la fin du samedi 26 septembre 2026, la demande est considérée comme refusée. C’est un "
            "samedi : un délai de réponse peut finir ce jour-là."
        ),
        (
            "Pour contester devant le juge, vous avez 2 mois francs après le 26 septembre, sans compter ce jour ni "
            "celui où le délai expire : jusqu’au vendredi 27 novembre 2026."
        ),
    ]


def test_the_agent_reads_the_same_facts_with_their_articles():
    read = told(Demand(History(D("2026-07-15"), pieces_asked=(NOTICE,)), Regime.SVA), "agent")

    assert read[0] == "Demande reçue le mercredi 15 juillet 2026 (CRPA R112-5)."
    assert read[2].endswith("(CRPA L114-5).")
    assert read[3] == "Pièces reçues le 31 juillet. Le délai part de ce jour-là (CRPA L114-5)."
    assert "(CRPA L231-1, L232-3)" in read[-1]


@pytest.mark.parametrize(
    ("demand", "sentence"),
    [
        (
            Demand(History(D("2026-03-02"), (D("2026-03-09"),)), Regime.SVR),
            "Le délai ne repart pas : il court depuis la première réception, le 2 mars.",
        ),
        (
            Demand(History(D("2026-03-02"), (D("2026-03-09"),)), Regime.SVA),
            "a été transmise à l’organisme compétent. Le délai part de ce jour-là.",
        ),
        (
            Demand(History(D("2026-01-16"), (D("2026-03-17"),)), Regime.SVR),
            "Le délai était déjà fini : il ne change pas.",
        ),
        (
            Demand(
                History(D("2026-07-15"), pieces_asked=(PiecesAsked(D("2026-07-20"), FIFTEEN),)), Regime.SVR
            ),
            (
                "Tant que les pièces ne sont pas là, le délai s’arrête, mais pas au-delà du 4 août : 15 jours, "
                "du 21 juillet au 4 août."
            ),
        ),
        (
            Demand(
                History(D("2026-07-15"), pieces_asked=(PiecesAsked(D("2026-07-20"), FIFTEEN),)), Regime.SVA
            ),
            "Le délai ne part que le jour où toutes les pièces sont là.",
        ),
        (
            Demand(History(D("2025-12-31")), Regime.SVA),
            "Il n’y a pas de 31 ce mois-là : le délai finit au dernier jour du mois.",
        ),
        (
            Demand(History(D("2026-04-30")), Regime.SVR, Delay.parse("10d-ouvres")),
            "vendredi 1er mai (Fête du Travail), vendredi 8 mai (Fête de la Victoire), jeudi 14 mai (Ascension).",
        ),
        (
            Demand(History(D("2026-05-20")), Regime.SVR, Delay.parse("3d-ouvres"), territory="972"),
            "vendredi 22 mai (Abolition de l’esclavage)",
        ),
        (
            Demand(History(D("2026-03-02"), decided_on=D("2026-05-02")), Regime.SVR),
            "Une décision a été prise le samedi 2 mai 2026 : le silence n’a plus d’effet.",
        ),
        (
            Demand(History(D("2026-03-02"), withdrawn_on=D("2026-04-02")), Regime.SVR),
            "Vous avez retiré votre demande le jeudi 2 avril 2026 : plus aucun délai ne court.",
        ),
        (
            Demand(History(D("2026-01-16")), Regime.SVR),
            "Ce jour ne compte pas (le 17 mai est un dimanche) : le dernier jour est le lundi 18 mai 2026.",
        ),
        (
            Demand(History(D("2026-01-16"), outages=(Outage(D("2026-05-18"), D("2026-05-18")),)), Regime.SVR),
            (
                "Notre service était en panne le 18 mai : nous acceptons votre contestation jusqu’au mardi 19 mai "
                "2026, premier jour ouvré après la panne."
            ),
        ),
        (
            Demand(
                History(
                    D("2026-07-15"),
                    pieces_asked=(PiecesAsked(D("2026-07-20"), FIFTEEN),),
                    outages=(Outage(D("2026-08-03"), D("2026-08-05")),),
                ),
                Regime.SVR,
            ),
            (
                "Notre service était en panne du 3 au 5 août : vous aviez jusqu’au 6 août, premier "
                "jour ouvré après la panne."
            ),
        ),
        (
            Demand(History(D("2026-01-16")), Regime.SVR, residence="974"),
            "Vous habitez loin du tribunal : le délai pour contester est de 3 mois francs au lieu de deux.",
        ),
        (
            Demand(History(D("2026-01-16")), Regime.SVR, reasons_asked_on=D("2026-04-01")),
            "Tant qu’elles ne sont pas données, le délai pour contester ne finit pas.",
        ),
        (
            Demand(History(D("2026-01-16"), decided_on=D("2026-05-19")), Regime.SVR),
            "vient après la fin du délai pour contester : elle ne le rouvre pas.",
        ),
        (Demand(History(D("2026-01-16")), Regime.NONE, None), "Cette démarche n’a pas de délai de réponse."),
        (
            Demand(History(D("2026-01-16")), Regime.SVR, mends=(PiecesAsked(D("2026-01-20"), FIFTEEN),)),
            "invité à corriger la forme de votre demande, au plus tard le 4 février : cela ne change pas le délai.",
        ),
    ],
)
def test_each_fact_that_moves_a_date_has_its_sentence(demand, sentence):
    assert sentence in " ".join(told(demand))


def test_the_sentences_are_said_in_the_language_in_force():
    with translation.override("en"):
        assert "15 July 2026" in told(Demand(History(D("2026-07-15")), Regime.SVR))[0]


def test_an_acceptance_transferred_while_incomplete_has_one_start_told_in_the_order_of_days():
    asked = PiecesAsked(D("2026-03-05"), FIFTEEN, D("2026-03-16"))
    read = told(Demand(History(D("2026-03-02"), (D("2026-03-09"),), (asked,)), Regime.SVA), "person")

    assert read[3] == (
        "Le 9 mars, votre demande a été transmise à l’organisme compétent. Le délai ne peut pas partir avant ce "
        "jour-là."
    )
    assert read[4] == (
        "Le 16 mars, vous avez donné les pièces demandées le 5 mars. Le délai part de ce jour-là."
    )
    assert read[5].startswith("2 mois après le 16 mars :")


@pytest.mark.parametrize(
    ("regime", "ending", "sentence"),
    [
        (
            Regime.SVR,
            "transferred_out",
            "Son délai court depuis la première réception, le lundi 2 mars 2026.",
        ),
        (Regime.SVA, "transferred_out", "Son délai part du jour où il l’a reçue."),
        (Regime.NONE, "transferred_out", "c’est lui qui vous répond."),
        (
            Regime.SVR,
            "withdrawn",
            "Vous avez retiré votre demande le mardi 10 mars 2026 : plus aucun délai ne court.",
        ),
    ],
)
def test_a_demand_sent_to_another_body_was_not_taken_back_by_its_person(regime, ending, sentence):
    read = told(
        Demand(History(D("2026-03-02"), withdrawn_on=D("2026-03-10")), regime, ending=ending), "person"
    )

    assert read[-1].endswith(sentence)
    assert ("retiré" in read[-1]) == (ending == "withdrawn")


@pytest.mark.parametrize(
    ("regime", "ending", "sentence"),
    [
        (
            Regime.SVR,
            "decided",
            "Une décision a été prise le mardi 10 mars 2026 : le silence n’a plus d’effet.",
        ),
        (Regime.SVR, "closed", "La demande a été close le mardi 10 mars 2026 : le silence n’a plus d’effet."),
        (Regime.NONE, "closed", "La demande a reçu sa réponse le mardi 10 mars 2026 : ce délai est fini."),
    ],
)
def test_the_end_of_a_demand_is_told_as_what_it_was(regime, ending, sentence):
    demand = Demand(History(D("2026-03-02"), decided_on=D("2026-03-10")), regime, ending=ending)
    course = run_course(demand)

    assert explain_silence(demand, course)[-1].person.replace("\u00a0", " ") == sentence


def test_working_days_of_a_stop_are_counted_as_the_delay_counts_them():
    stop = PiecesAsked(D("2026-04-30"), Delay.parse("30d"), D("2026-05-12"))
    demand = Demand(History(D("2026-04-20"), pieces_asked=(stop,)), Regime.SVR, Delay.parse("60d-ouvrables"))

    assert (
        "Parmi les jours d’arrêt, 8 jours ouvrables n’ont pas compté : le délai finit le lundi 13 juillet 2026."
        in told(demand)
    )


def test_days_that_two_stops_share_are_said_to_count_once():
    stops = (
        PiecesAsked(D("2026-02-03"), Delay.parse("20d")),
        PiecesAsked(D("2026-02-18"), Delay.parse("10d")),
    )
    read = told(Demand(History(D("2026-01-31"), pieces_asked=stops), Regime.SVR))

    assert (
        "Avec 25 jours d’arrêt, le délai finit le samedi 25 avril 2026. Les jours communs à deux arrêts comptent une "
        "fois." in read
    )


def test_a_demand_taken_back_once_silence_decided_keeps_its_decision_in_the_sentences():
    read = told(Demand(History(D("2026-03-02"), withdrawn_on=D("2026-05-03")), Regime.SVR))

    assert any(one.startswith("Sans réponse à la fin du samedi 2 mai 2026") for one in read)
    assert any("ensuite, le dimanche 3 mai 2026 : cela ne change pas" in one for one in read)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2026-01-20", "avant le refus : cette demande n’a pas d’effet"),
        ("2026-05-19", "cela ne le rouvre pas"),
    ],
)
def test_reasons_asked_out_of_time_are_said_to_change_nothing(asked, said):
    read = told(Demand(History(D("2026-01-16")), Regime.SVR, reasons_asked_on=D(asked)))

    assert any(said in one for one in read)
    assert not any("au plus tard" in one for one in read)


def test_a_correction_is_told_with_its_effect_on_the_delay():
    demand = Demand(History(D("2026-07-15")), Regime.SVR, corrected_on=(D("2026-07-20"),))

    assert (
        "Le 20 juillet, la correction que vous avez demandée a été faite : le délai ne change pas."
        in told(demand)
    )
    assert run_course(demand) == run_course(Demand(History(D("2026-07-15")), Regime.SVR))


def test_a_demand_forwarded_after_the_delay_says_why_acceptance_only_starts_then():
    read = told(Demand(History(D("2026-01-16"), (D("2026-03-17"),)), Regime.SVA))

    assert any(
        "qui n’est pas compétent ne vaut pas acceptation : le délai part de ce jour-là" in one for one in read
    )
    assert any(one.startswith("Sans réponse à la fin du dimanche 17 mai 2026") for one in read)


def test_reasons_never_given_leave_the_appeal_open_until_the_express_decision():
    history = History(D("2026-01-16"), decided_on=D("2026-06-24"))
    demand = Demand(history, Regime.SVR, reasons_asked_on=D("2026-05-04"))

    assert run_course(demand).last_day_to_appeal == D("2026-08-25")
    assert "Elles n’ont pas été données : le délai pour contester est resté ouvert." in told(demand)


def test_pieces_asked_twice_and_come_together_are_told_request_by_request():
    both = tuple(PiecesAsked(D(on), FIFTEEN, D("2026-07-31")) for on in ("2026-07-20", "2026-07-25"))
    read = told(Demand(History(D("2026-07-15"), pieces_asked=both), Regime.SVR))

    for asked in ("20", "25"):
        assert any(f"vous avez donné les pièces demandées le {asked} juillet" in one for one in read)


def test_a_decision_received_later_than_it_was_taken_says_from_when_it_may_be_contested():
    history = History(D("2026-07-15"), decided_on=D("2026-09-01"))
    read = told(Demand(history, Regime.SVR, notified_on=D("2026-09-08")))

    assert (
        "Vous l’avez reçue le mardi 8 septembre 2026 : le délai pour la contester part de ce jour-là." in read
    )


def test_pieces_given_after_their_last_day_say_why_the_stop_is_shorter():
    late = PiecesAsked(D("2026-07-20"), FIFTEEN, D("2026-08-20"))

    assert (
        "Vous les avez données le 20 août. Le délai s’est arrêté 15 jours, du 21 juillet au 4 août : l’arrêt ne va pas "
        "au-delà du dernier jour donné."
        in told(Demand(History(D("2026-07-15"), pieces_asked=(late,)), Regime.SVR))
    )
