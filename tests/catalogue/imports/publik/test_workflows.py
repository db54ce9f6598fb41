"""Workflows of w.c.s. become ours: statuses, ways out, actions, messages; what cannot is told, with its reason."""

import pytest

from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.imports.report import What
from tests.catalogue.imports.publik.circuits import (
    DONE,
    NEW,
    by,
    item,
    made,
    named,
    of,
    status,
    transition,
    workflow,
)
from tests.catalogue.imports.publik.writing import condition, element, read, wcs_field, wcs_form


def test_statuses_are_given_legal_states_and_words_for_the_person():
    hidden = element("visibility", [element("role", "__restricted__")])
    flow, report = made(
        workflow(
            status("a", "Reçu", item("jump", status="b")),
            status(
                "b",
                "À compléter",
                item("choice", by("_submitter"), label="C’est fait", status="c"),
                colour="66CCFF",
            ),
            status(
                "c", "Instruction", item("choice", by("_receiver"), label="Finir", status="d"), more=(hidden,)
            ),
            status("d", "Terminé", colour="FF3300"),
        )
    )
    told = {
        one["key"]: (one["state"], one.get("final", False), one.get("tone", "neutral"))
        for one in flow["statuses"]
    }
    assert told == {
        "recu": ("received", False, "neutral"),
        "a_completer": ("waiting_for_person", False, "info"),
        "instruction": ("in_progress", False, "neutral"),
        "termine": ("closed", True, "error"),
    }
    assert of(flow, "a_completer")["waits_for"] == ["person"]
    assert "person" not in of(flow, "instruction")
    assert report.counts[What.STATUSES].understood == 4
    assert any("aucune étape n’est cachée" in one.how for one in report.changes)


def test_what_follows_a_jump_happens_only_when_it_is_not_made():
    flow, report = made(
        workflow(
            status(
                "a",
                "Reçu",
                item("jump", condition('form_var_nom == "x"'), status="ok"),
                item("register-comment", comment="Bonjour"),
                item("jump", status="new"),
                item("register-comment", comment="Jamais"),
            ),
            NEW,
            DONE,
        )
    )
    [comment] = of(flow, "recu")["on_arrival"]
    assert comment["text"] == "Bonjour"
    assert comment["condition"] == '!(nom == "x")'
    assert [one.get("condition", "") for one in flow["transitions"][:2]] == ['nom == "x"', ""]
    assert any("jamais fait" in one.how for one in report.changes)


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("43200", {"count": 12, "unit": "hours"}),
        ("1 jour 12 heures", {"count": 36, "unit": "hours"}),
        ("2 mois", {"count": 2, "unit": "months"}),
        ("{{ form_option_delai }} jours", {"count": "number(options.delai)", "unit": "days"}),
    ],
)
def test_delays_are_read_in_every_way_they_are_written(written, after):
    late = item("jump", status="ok", mode="timeout", timeout=written)
    flow, _report = made(
        workflow(status("a", "Reçu", item("jump", status="new")), status("new", "Attente", late), DONE),
        form_more=(element("options", [element("option", "15", varname="delai", type="str")]),),
    )
    assert transition(flow, "Passage à « Fini »")["when"] == {"on": "delay", "after": after}


def test_a_form_given_on_the_way_is_read_by_what_comes_after():
    fields = element("formdef", [element("fields", [wcs_field("text", "Motif", name="motif")])])
    flow, _report = made(
        workflow(
            status("a", "Reçu", item("jump", status="b")),
            status(
                "b",
                "Motiver",
                item("form", by("_receiver"), fields, varname="refus"),
                item("jumponsubmit", condition('refus_var_motif == "non"'), status="a2"),
                item("jumponsubmit", status="ok"),
            ),
            status("a2", "Encore", item("choice", by("_receiver"), label="Finir", status="ok")),
            status(
                "ok",
                "Fini",
                item(
                    "sendmail", by("_submitter", tag="to"), subject="S", body="Motif : {{ refus_var_motif }}"
                ),
            ),
        )
    )
    assert [field["key"] for field in flow["forms"]["refus"]["fields"]] == ["motif"]
    sent = transition(flow, "Motif")
    assert (sent["when"], sent["form"], sent["to"]) == ({"on": "form"}, "refus", "same")
    assert (
        transition(flow, "Passage à « Encore »")["condition"]
        == '(case.transition == "motif") && (refus.motif == "non")'
    )
    [mail] = of(flow, "fini")["on_arrival"]
    assert mail["text"] == "Motif : {{ refus.motif }}"


def test_a_choice_sends_the_form_that_nothing_else_sends():
    fields = element("formdef", [element("fields", [wcs_field("text", "Motif", name="motif")])])
    flow, _report = made(
        workflow(
            status("a", "Reçu", item("jump", status="b")),
            status(
                "b",
                "Motiver",
                item("form", by("_receiver"), fields, varname="refus", hide_submit_button="True"),
                item("choice", by("_receiver"), label="Refuser", status="ok"),
                item("choice", by("_receiver"), label="Retour", status="a", ignore_form_errors="True"),
            ),
            DONE,
        )
    )
    assert transition(flow, "Refuser")["form"] == "refus"
    assert "form" not in transition(flow, "Retour")


def test_what_is_not_understood_is_told_and_the_rest_stays():
    flow, report = made(
        workflow(
            status(
                "a",
                "A",
                item("teleport", label="Ailleurs"),
                item("add_role", role_id="x"),
                item("jump", status="nulle-part"),
                item("jump", condition("form_objects|count > 2"), status="ok"),
                item("choice", by("_receiver"), label="Finir", status="ok"),
            ),
            DONE,
            status("perdue", "Perdue"),
        )
    )
    assert [one.kind for one in report.remainders] == ["actions", "actions", "actions", "conditions"]
    assert all(one.reason and "ligne" in one.place for one in report.remainders)
    assert transition(flow, "Passer à « Fini »")["who"] == ["handler"]
    assert {one["key"] for one in flow["statuses"]} == {"a", "fini"}
    assert any("rien ne mène" in one.how for one in report.changes)
    assert report.counts[What.ACTIONS].as_json() == {"understood": 2, "total": 5}


def test_a_workflow_alone_becomes_a_procedure_that_asks_what_it_reads():
    imported = read(
        workflow(
            status(
                "a",
                "A",
                item("jump", condition('form_var_age == "12"'), status="ok"),
                item("jump", status="new"),
            ),
            NEW,
            DONE,
        )
    )
    [found] = imported.definitions
    assert found.code == "parcours-circuit"
    asked = [field["key"] for field in found.document["form"]["pages"][0]["fields"]]
    assert asked == ["demande", "age"]
    assert Level.ERROR not in {one.level for one in lint(found.document)}


def test_a_workflow_of_one_status_is_received_before_it_ends():
    flow, _report = made(
        workflow(status("a", "Redirection", item("redirect_to_url", url="https://exemple.fr/")))
    )
    assert [(one["key"], one["state"]) for one in flow["statuses"]] == [
        ("depot", "received"),
        ("redirection", "closed"),
    ]


def test_circles_of_jumps_refuse_the_workflow_and_leave_the_form():
    imported = read(
        wcs_form(wcs_field("string", name="nom"), more=(named(),)),
        workflow(
            status("a", "A", item("jump", status="b")),
            status("b", "B", item("jump", status="c")),
            status("c", "C", item("jump", status="b")),
        ),
    )
    [found] = imported.definitions
    told = [one.reason for file in imported.report.files for one in file.remainders]
    assert any("tournent en rond" in reason for reason in told)
    assert Level.ERROR not in {one.level for one in lint(found.document)}


@pytest.mark.parametrize(
    "written",
    [
        element("workflow", [element("name", "Vide"), element("slug", "circuit")]),
        element(
            "workflow", [element("name", "Vide"), element("slug", "circuit"), element("possible_status", [])]
        ),
    ],
    ids=["nothing", "no status"],
)
def test_a_workflow_without_status_is_refused_with_its_place(written):
    imported = read(wcs_form(wcs_field("string", name="nom"), more=(named(),)), written)
    assert [fault.place for fault in imported.report.files[1].errors] == ["Vide"]
    assert "workflow" not in imported.definitions[0].document


def test_a_form_that_names_none_has_the_workflow_that_every_site_has():
    imported = read(
        wcs_form(
            wcs_field("string", name="nom"), more=(element("workflow", "Par défaut", workflow_id="_default"),)
        )
    )
    flow = imported.definitions[0].document["workflow"]
    assert [one["label"] for one in flow["statuses"]] == [
        "Juste envoyé",
        "Nouveau",
        "Rejeté",
        "Accepté",
        "Terminé",
    ]
