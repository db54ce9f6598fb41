"""What items of w.c.s. become: messages, letters, roles, calls, questions, actions offered anywhere."""

import base64
import io
import zipfile

from parvis.catalogue.imports.publik.importer import Publik
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.imports.report import Report, What
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
from tests.catalogue.imports.publik.writing import condition, element, wcs_field, wcs_form


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


def test_a_global_action_may_choose_send_elsewhere_and_follow_the_present_status():
    def action(name, *items, trigger):
        return element("action", [element("name", name), element("items", list(items)), trigger])

    by_hand = element("triggers", [element("trigger", [by("_receiver", tag="roles")], type="manual")])
    after = element(
        "triggers",
        [element("trigger", [element("anchor", "latest-arrival"), element("timeout", "15")], type="timeout")],
    )
    actions = element(
        "global_actions",
        [
            action("Clore", item("choice", label="Clore", status="ok"), trigger=by_hand),
            action("Payer", item("redirect_to_url", url="https://payer.example"), trigger=by_hand),
            action("Relancer", item("register-comment", comment="Relance"), trigger=after),
        ],
    )
    flow, report = made(workflow(NEW, DONE, more=(actions,)))
    assert transition(flow, "Clore")["to"] == "fini"
    [told] = transition(flow, "Payer")["actions"]
    assert (told["audience"], "https://payer.example" in told["text"]) == ("everyone", True)
    assert transition(flow, "Relancer")["when"] == {"on": "delay", "after": {"count": 15, "unit": "days"}}
    assert not report.remainders


def test_a_delay_of_the_oldest_sites_is_a_jump_and_the_follow_up_code_stays():
    wait = item("timeout", timeout="3 jours", status="ok")
    flow, report = made(workflow(status("new", "Nouveau", item("remove_tracking_code"), wait), DONE))
    [passed] = [each for each in flow["transitions"] if each.get("when", {}).get("on") == "delay"]
    assert passed["to"] == "fini"
    [left] = report.remainders
    assert "code de suivi" in left.reason


def test_what_was_never_filled_in_did_nothing_there_and_does_nothing_here():
    idle = [
        item("sendmail"),
        item("jump", set_marker_on_status="False"),
        item("webservice_call", label="Vide"),
    ]
    flow, report = made(workflow(status("a", "A", *idle, item("jump", status="new")), NEW, DONE))
    assert "on_arrival" not in of(flow, "a")
    assert report.counts[What.ACTIONS].as_json() == {"understood": 5, "total": 5}
    assert not report.remainders


def test_what_comes_with_a_signal_and_where_a_file_is_are_read():
    paid = item("register-comment", comment="Réf. {{ form_workflow_data_bank_data_transactionReference }}")
    told = item("register-comment", comment="Voir {{ form_var_piece_url }}, reçu à {{ form_receipt_time }}")
    flow, report = made(
        workflow(
            status("a", "A", item("jump", status="b", trigger="paid")),
            status("b", "B", paid, told, item("jump", status="ok")),
            DONE,
        ),
        wcs_field("file", "Pièce", name="piece"),
    )
    first, second = of(flow, "b")["on_arrival"]
    assert first["text"] == 'Réf. {{ text(coalesce(case.results.paid.bank_data.transactionReference, "")) }}'
    assert second["text"] == "Voir {{ case.address }}, reçu à"
    assert not report.remainders


def test_a_column_of_a_card_without_a_name_is_written_too():
    card = element(
        "carddef",
        [
            element("name", "Fiches"),
            element("url_name", "fiches"),
            element("fields", [wcs_field("string", "Nom", number="7")]),
        ],
    )
    mapped = element("mappings", [element("mapping", "{{ form_var_nom }}", field_id="7")])
    row = item("create_carddata", mapped, formdef_slug="fiches")
    flow, report = made(
        workflow(status("a", "A", row, item("jump", status="new")), NEW, DONE), beside=(card,)
    )
    [action] = of(flow, "a")["on_arrival"]
    assert (action["table"], action["row"]) == ("fiches", {"nom": "nom"})
    assert not report.remainders
