"""Workflows of w.c.s. become ours: statuses, ways out, actions, messages; what cannot is told, with its reason."""

import base64
import io
import zipfile

import pytest

from parvis.catalogue.forms.lint import Level, lint
from parvis.catalogue.imports.publik.importer import Publik
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.imports.report import Report, What
from tests.catalogue.imports.publik.writing import condition, element, read, wcs_field, wcs_form


def by(*roles, tag="by"):
    return element(tag, [element("item", role, role_id=role) for role in roles])


def item(kind, *parts, **said):
    return element("item", [*(element(tag, text) for tag, text in said.items()), *parts], type=kind)


def status(identifier, name, *items, colour="FFFFFF", more=()):
    own = [element("id", identifier), element("name", name), element("colour", colour), *more]
    return element("status", [*own, element("items", list(items))])


def workflow(*statuses, slug="circuit", more=(), roles=()):
    named = [element("role", label, id=key) for key, label in (("_receiver", "Agent"), *roles)]
    return element(
        "workflow",
        [
            element("name", f"Circuit {slug}"),
            element("slug", slug),
            element("roles", named),
            element("possible_status", list(statuses)),
            *more,
        ],
    )


def named(slug="circuit"):
    return element("workflow", f"Circuit {slug}", slug=slug)


def made(written, *fields, beside=(), form_more=()):
    """Return the workflow that a form and its circuit become, and the report of the circuit."""
    asked = fields or (wcs_field("string", "Nom", name="nom"),)
    imported = read(wcs_form(*asked, more=(named(), *form_more)), written, *beside)
    assert not imported.report.has_errors
    [found] = imported.definitions
    assert not [one for one in lint(found.document) if one.level is Level.ERROR]
    return found.document["workflow"], imported.report.files[1]


def transition(flow, label):
    return next(one for one in flow["transitions"] if one["label"] == label)


def of(flow, key):
    return next(one for one in flow["statuses"] if one["key"] == key)


NEW = status("new", "Nouveau", item("choice", by("_receiver"), label="Accepter", status="ok"))
DONE = status("ok", "Fini")


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


def test_messages_keep_their_lines_and_their_conditions():
    body = "Bonjour,\n\n{% if form_var_nom %}\nCher {{ form_var_nom }},\n{% endif %}\nVoyez `ici <{{ form_url }}>`_."
    mail = item("sendmail", by("_submitter", tag="to"), subject="Votre {{ form_name }}", body=body)
    portal = item("notification", by("_submitter", tag="to"), title="T", body="Le même message")
    flow, report = made(workflow(status("a", "Reçu", mail, portal, item("jump", status="new")), NEW, DONE))
    first, second = of(flow, "recu")["on_arrival"]
    template = flow["templates"][first["template"]]
    assert template["subject"] == "Votre {{ case.procedure }}"
    assert [part.get("condition", "") for part in template["parts"]] == ["", "!empty(nom)", ""]
    assert template["parts"][2]["text"] == "Voyez ici : {{ case.address }}."
    assert (second["do"], second["audience"]) == ("write_comment", "everyone")
    assert report.counts[What.TEMPLATES].as_json() == {"understood": 2, "total": 2}


def test_older_templates_in_brackets_are_read():
    body = "Suivi de [form_number].[if-any form_comment] Dit : [form_comment][else] Rien[end] [1]"
    mail = item("sendmail", by("_submitter", tag="to"), subject="Votre [form_name]", body=body)
    flow, _report = made(workflow(status("a", "A", mail, item("jump", status="new")), NEW, DONE))
    [message] = of(flow, "a")["on_arrival"]
    assert message["subject"] == "Votre {{ case.procedure }}"
    assert message["text"] == (
        'Suivi de {{ case.number }}.{{ !empty(case.comment) ? " Dit : " + case.comment : " Rien" }} [1]'
    )


def test_the_words_of_an_open_document_become_a_letter():
    words = "".join(
        f"<text:p>{line}</text:p>" for line in ("Bonjour <text:span>{{ form_var_nom }}</text:span> !", "Fin")
    )
    content = f'<d xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{words}</d>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("content.xml", content)
    model = element(
        "model_file",
        [element("filename", "a.odt"), element("b64_content", base64.b64encode(held.getvalue()).decode())],
    )
    made_by_hand = item("export_to_model", by("_receiver"), model, label="Éditer", method="interactive")
    damaged = item(
        "export_to_model",
        element("model_file", [element("b64_content", "UEsDBA==")]),
        method="non-interactive",
    )
    flow, report = made(
        workflow(
            status("a", "A", made_by_hand, damaged, item("choice", by("_receiver"), label="F", status="ok")),
            DONE,
        )
    )
    [action] = transition(flow, "Éditer")["actions"]
    assert flow["templates"][action["template"]]["text"] == "Bonjour {{ nom }} !\n\nFin"
    assert [one.reason for one in report.remainders] == ["ce modèle de document est abîmé"]


def test_a_template_of_the_import_is_shared_by_the_messages_that_name_it():
    shared = element(
        "mail-template",
        [element("name", "Reçu"), element("slug", "recu"), element("subject", "S"), element("body", "Corps")],
    )
    mail = item("sendmail", by("_submitter", tag="to"), mail_template="recu", body="ignoré")
    flow, _report = made(
        workflow(status("a", "A", mail, item("jump", status="new")), NEW, status("ok", "Fini", mail)),
        beside=(shared,),
    )
    assert {one["template"] for key in ("a", "fini") for one in of(flow, key)["on_arrival"]} == {"recu"}
    assert flow["templates"] == {"recu": {"title": "Reçu", "subject": "S", "text": "Corps"}}


def test_roles_become_functions_or_what_the_body_says_of_them():
    written = workflow(
        status("a", "A", item("jump", status="b")),
        status(
            "b",
            "B",
            item("choice", by("_compta"), label="Payer", status="ok"),
            item("choice", by("Direction"), label="Viser", status="ok"),
        ),
        DONE,
        roles=(("_compta", "Comptable"),),
    )
    files = [
        SourceFile(f"{place}.wcs", text.encode())
        for place, text in enumerate([wcs_form(wcs_field("string", name="nom"), more=(named(),)), written])
    ]
    told = Publik({"Comptable": "team:Finances", "direction": "manager"})
    imported = told.read(files, report=Report(), progress=lambda *_told: None)
    flow = imported.definitions[0].document["workflow"]
    assert transition(flow, "Payer")["who"] == ["function:comptable"]
    assert transition(flow, "Viser")["who"] == ["manager"]
    assert of(flow, "a")["on_arrival"] == [
        {"do": "name_function", "function": "comptable", "who": "team", "team": "Finances"}
    ]


def test_a_call_waits_for_its_answer_and_leads_elsewhere_when_it_fails():
    call = item(
        "webservice_call",
        element(
            "post_data", [element("item", [element("name", "nom"), element("value", "{{ form_var_nom }}")])]
        ),
        label="Appel",
        method="POST",
        url="https://exemple.fr/api/{{ form_number }}",
        varname="reponse",
        action_on_5xx="ok",
        action_on_4xx="ok",
    )
    after = item("jump", condition("form_workflow_data_reponse_response_id"), status="new")
    flow, _report = made(workflow(status("a", "A", call, after, item("jump", status="ok")), NEW, DONE))
    [action] = of(flow, "a")["on_arrival"]
    assert (action["key"], action["url"]) == ("reponse", "https://exemple.fr/api/{{ case.number }}")
    assert action["body"] == {"nom": "nom"}
    assert transition(flow, "En cas d’échec de l’appel")["when"] == {"on": "failure", "action": "reponse"}
    assert "case.results.reponse.id" in transition(flow, "Passage à « Nouveau »")["condition"]


def test_the_questions_of_the_service_are_set_and_read():
    backoffice = element(
        "backoffice-fields",
        [
            element(
                "formdef", [element("fields", [wcs_field("string", "Montant", name="montant", number="bo1")])]
            )
        ],
    )
    setting = item(
        "set-backoffice-fields",
        element(
            "fields",
            [element("field", [element("field_id", "bo1"), element("value", "{{ form_var_nom }} !")])],
        ),
    )
    flow, _report = made(
        workflow(
            status(
                "a",
                "A",
                setting,
                item("jump", condition("form_var_montant"), status="ok"),
                item("jump", status="new"),
            ),
            NEW,
            DONE,
            more=(backoffice,),
        )
    )
    assert of(flow, "a")["on_arrival"] == [{"do": "set_answers", "values": {"montant": 'nom + " !"'}}]
    assert flow["transitions"][0]["condition"] == "!empty(montant)"


def test_global_actions_are_offered_from_any_status_or_by_time():
    def trigger(kind, *parts, **said):
        return element("trigger", [*(element(tag, text) for tag, text in said.items()), *parts], type=kind)

    actions = element(
        "global_actions",
        [
            element(
                "action",
                [
                    element("name", "Annuler"),
                    element("items", [item("jump", status="ok")]),
                    element(
                        "triggers",
                        [
                            trigger("manual", by("_receiver", tag="roles")),
                            trigger("webservice", identifier="annule"),
                        ],
                    ),
                ],
            ),
            element(
                "action",
                [
                    element("name", "Oublier"),
                    element("items", [item("anonymise", mode="final")]),
                    element("triggers", [trigger("timeout", anchor="creation", timeout="30")]),
                ],
            ),
            element(
                "action",
                [
                    element("name", "Effacer"),
                    element("items", [item("remove")]),
                    element("triggers", [trigger("manual", by("_receiver", tag="roles"))]),
                ],
            ),
        ],
    )
    flow, report = made(workflow(status("a", "A", item("jump", status="new")), NEW, DONE, more=(actions,)))
    assert transition(flow, "Annuler")["from"] == ["a", "nouveau"]
    signal = next(one for one in flow["transitions"] if one.get("when", {}).get("on") == "signal")
    assert signal["when"]["name"] == "annule"
    forgotten = transition(flow, "Oublier")
    assert forgotten["when"] == {
        "on": "date",
        "date": "case.received_on",
        "plus": {"count": 30, "unit": "days"},
    }
    assert transition(flow, "Effacer")["to"] == "supprimee"
    assert of(flow, "supprimee")["state"] == "closed"
    assert not report.remainders


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
