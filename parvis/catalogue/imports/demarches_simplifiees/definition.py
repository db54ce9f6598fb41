"""A state of a procedure of Démarches simplifiées as one of our definitions."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.demarches_simplifiees.conditions import Known
from parvis.catalogue.imports.demarches_simplifiees.pages import Sheet, pages_of
from parvis.catalogue.imports.markup import from_html, plain_line
from parvis.catalogue.imports.naming import code_of, cut, literal
from parvis.catalogue.imports.report import FileReport

PERSON = "demandeur"
COMPANY = "etablissement"
# What a state says that a definition has no use for: identifiers, dates, addresses of the former site.
ASIDE = frozenset(
    {
        "id", "number", "state", "__typename", "dateCreation", "datePublication", "dateDerniereModification",
        "dateDepublication", "dateFermeture", "demarcheURL", "demarcheUrl", "cadreJuridiqueUrl", "noticeUrl", "dpoUrl",
        "siteWebUrl", "siteWebURL", "dossiersCount", "opendata", "logo", "groupeInstructeurs", "dossiers",
        "pendingDeletedDossiers", "deletedDossiers", "chorusConfiguration", "labels",
    }
)  # fmt: skip
TAKEN = frozenset(
    {
        "title", "description", "revision", "revisions", "activeRevision", "publishedRevision", "draftRevision",
        "champDescriptors", "annotationDescriptors", "cadreJuridiqueURL", "dureeConservationDossiers",
        "forIndividual", "service", "tags", "noticeURL",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A definition, and the tables its questions choose from."""

    definition: dict[str, Any]
    tables: list[dict[str, Any]]


def definition_of(demarche: dict[str, Any], revision: dict[str, Any], report: FileReport) -> Made:
    """Return the definition of one state; what is not taken goes to the report."""
    title = cut(plain_line(_text(demarche, "title")) or _("Démarche sans titre"), 200)
    known: dict[str, Known] = {}
    sheet = Sheet(report, known, _("Votre demande"), "page")
    pages = pages_of(revision["champDescriptors"], sheet)
    annotations = revision.get("annotationDescriptors")
    agents = Sheet(report, known, _("Instruction"), "instruction", tables=sheet.tables)
    agent_pages = pages_of(annotations if isinstance(annotations, list) else [], agents)
    _introduce(demarche, pages, report)
    report.code = _code(demarche, title)
    _remark_on_conditions(revision, report)
    _say_what_is_left(demarche, report)
    definition = {
        "format": "parvis-procedure/1",
        "code": report.code,
        "title": title,
        **_told(demarche, report),
        "form": {"pages": [_person_page(demarche, report), *pages]},
        **({"agent_form": {"pages": agent_pages}} if agent_pages else {}),
        **_subject(pages),
        "roles": {
            "person": PERSON,
            **({"company": COMPANY} if demarche.get("forIndividual") is False else {}),
        },
    }
    return Made(definition, sheet.tables)


def _told(demarche: dict[str, Any], report: FileReport) -> dict[str, Any]:
    """Return what the state says of the procedure itself; the law wants more, which the body completes."""
    told: dict[str, Any] = {}
    description = " ".join(from_html(_text(demarche, "description")).split())
    if description:
        told["summary"] = cut(description, 500)
    tags = demarche.get("tags")
    words = (
        [cut(plain_line(tag), 200) for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    )
    if any(words):
        told["keywords"] = [word for word in words if word][:50]
    if isinstance(demarche.get("forIndividual"), bool):
        told["audience"] = ["individual"] if demarche["forIndividual"] else ["company", "association", "body"]
    legal = _text(demarche, "cadreJuridiqueURL").strip()
    if legal:
        linked = re.fullmatch(r"https?://[^\s()<>\"]{1,500}", legal)
        told["legal_basis"] = [f"[{_('Cadre juridique')}]({legal})" if linked else cut(legal, 5000)]
    notice = _notice(demarche, report)
    return {**told, **({"data_notice": notice} if notice else {})}


def _notice(demarche: dict[str, Any], report: FileReport) -> dict[str, Any]:
    """Return the half of the data notice that a state knows: how long files are kept, and who treats them."""
    notice: dict[str, Any] = {}
    service = demarche.get("service")
    names = [_text(service, name) for name in ("nom", "organisme")] if isinstance(service, dict) else []
    recipient = ", ".join(plain_line(name) for name in names if name)
    if recipient:
        notice["recipients"] = [cut(recipient, 5000)]
    months = demarche.get("dureeConservationDossiers")
    if isinstance(months, int) and not isinstance(months, bool) and 0 <= months <= 1200:
        notice["retention"] = _("%(months)d mois après la fin de la demande.") % {"months": months}
        notice["retention_months"] = months
    if notice:
        report.changed(
            place="",
            what="service, dureeConservationDossiers",
            how=_("ils commencent l’information sur les données personnelles : complétez-la."),
        )
    return notice


def _person_page(demarche: dict[str, Any], report: FileReport) -> dict[str, Any]:
    """Return the page that asks who applies: the product asks it before the form, out of its schema."""
    asks = ["first_name", "last_name", "email", "phone"]
    fields: list[dict[str, Any]] = []
    if demarche.get("forIndividual") is False:
        fields.append({"key": COMPANY, "type": "company", "label": _("Votre organisme"), "number": "siret"})
    else:
        asks.insert(0, "civility")
    optional = ["civility", "phone"] if "forIndividual" not in demarche else ["phone"]
    person = {
        "key": PERSON,
        "type": "person",
        "label": _("Qui fait la demande ?"),
        "asks": asks,
        "optional": optional,
    }
    report.changed(
        place="",
        what=_("identité du demandeur"),
        how=_("demandée avant le formulaire, elle devient une page de questions, la première."),
    )
    return {"key": "vous", "title": _("Vous"), "fields": [*fields, person]}


def _introduce(demarche: dict[str, Any], pages: list[dict[str, Any]], report: FileReport) -> None:
    """Begin the form with what the summary cannot hold: a long presentation, a link to the notice."""
    text = from_html(_text(demarche, "description"))
    notice = _text(demarche, "noticeURL").strip()
    parts = [text] if len(" ".join(text.split())) > 500 else []
    if re.fullmatch(r"https?://[^\s()<>\"]{1,500}", notice):
        parts.append(f"[{_('Notice de la démarche')}]({notice})")
    if not parts:
        return
    shown = {
        "key": "presentation",
        "type": "information",
        "label": _("Présentation"),
        "text": cut("\n\n".join(parts), 5000),
    }
    if not pages:
        pages.append({"key": "page-1", "title": _("Votre demande"), "fields": []})
    pages[0]["fields"].insert(0, shown)
    report.changed(place="", what="description", how=_("la présentation ouvre le formulaire, en entier."))


def _subject(pages: list[dict[str, Any]]) -> dict[str, str]:
    """Return what names the cases: the first short text that is always asked."""
    asked = (one for page in pages for one in page["fields"])
    named = next((one for one in asked if one["type"] == "text" and "condition" not in one), None)
    return {"subject": named["key"]} if named else {}


def _remark_on_conditions(revision: dict[str, Any], report: FileReport) -> None:
    """Say that the schema, in most of its states, does not tell when its questions are asked."""
    if not any("condition" in one or "conditionExpression" in one for one in _every(revision)):
        report.changed(
            place="",
            what=_("conditions d’affichage"),
            how=_("ce schéma ne les dit pas : toutes les questions sont posées. Ajoutez les conditions."),
        )


def _every(revision: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("champDescriptors", "annotationDescriptors"):
        listed = revision.get(name)
        for one in listed if isinstance(listed, list) else []:
            if isinstance(one, dict):
                yield one


def _say_what_is_left(demarche: dict[str, Any], report: FileReport) -> None:
    for name, value in demarche.items():
        if name not in ASIDE | TAKEN and value not in (None, "", [], {}, False):
            report.left(
                "property",
                place=f"/{name}",
                what=f"{name}: {value}",
                reason=_("une définition n’a pas de place pour cela : reprenez-le à la main si c’est utile."),
            )


def _code(demarche: dict[str, Any], title: str) -> str:
    """Return the code: the procedure's number, which no state changes, else its title."""
    number = demarche.get("number")
    if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**12:
        return f"demarche-{number}"
    try:
        decoded = base64.b64decode(_text(demarche, "id"), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        decoded = ""
    found = re.fullmatch(r"Procedure-(\d{1,12})", decoded)
    return f"demarche-{found[1]}" if found else code_of(title)


def _text(node: dict[str, Any], name: str) -> str:
    value = node.get(name)
    return literal(value) if isinstance(value, str) else ""
