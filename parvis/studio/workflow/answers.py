"""What the conditions of a workflow may read: the answers of the person and of agents, the forms given, the case."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import AGENT_FORM, Document, FieldPlace, PagePlace
from parvis.studio.form.answers import answers_before, answers_of
from parvis.studio.form.comparisons import Answer
from parvis.studio.workflow.boxes import STATES


def answers_in(definition: Document, flow: Document) -> list[Answer]:
    """Return what a condition of the workflow may read."""
    return [*answers_before(definition, None), *_given(flow), *_of_case(flow)]


def _given(flow: Document) -> Iterator[Answer]:
    for key, form in flow.get("forms", {}).items():
        page = PagePlace(AGENT_FORM, 0, form, [form])
        for rank, field in enumerate(form.get("fields", [])):
            for one in answers_of(FieldPlace(page, None, rank, field, form["fields"])):
                label = _("%(form)s : %(label)s") % {"form": form.get("title", key), "label": one.label}
                yield replace(one, path=f"{key}.{one.path}", label=label)


def _of_case(flow: Document) -> Iterator[Answer]:
    statuses = tuple((str(each["key"]), str(each["label"])) for each in flow.get("statuses", []))
    levels = (("low", _("basse")), ("normal", _("normale")), ("high", _("haute")), ("urgent", _("urgente")))
    channels = (
        ("web", _("en ligne")),
        ("phone", _("téléphone")),
        ("counter", _("guichet")),
        ("email", _("e-mail")),
        ("post", _("courrier")),
    )
    yield Answer("case.status", _("La demande : étape"), "choice", statuses)
    yield Answer("case.previous", _("La demande : étape d’avant"), "choice", statuses)
    states = tuple((code, str(words)) for code, words in STATES)
    yield Answer("case.state", _("La demande : état"), "choice", states)
    yield Answer("case.days_in_status", _("La demande : jours à cette étape"), "number")
    yield Answer("case.priority", _("La demande : priorité"), "choice", levels)
    yield Answer("case.channel", _("La demande : voie d’arrivée"), "choice", channels)
    yield Answer("case.tags", _("La demande : étiquettes"), "several")
    yield Answer("case.municipality", _("La demande : commune"), "text")
    yield Answer("case.assignee", _("La demande : agent chargé"), "text")
    yield Answer("case.comment", _("La demande : derniers mots écrits"), "text")
