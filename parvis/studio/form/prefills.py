"""Where an answer may be known before it is asked, as a builder chooses it."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.expressions.context import PERSON
from parvis.catalogue.field_types import PostData, clean_line
from parvis.common.errors import Invalid
from parvis.ui.fields import Widget

NAMED = ("address", "link", "identity")
_WHOLE = {"person": "person", "address": "address"}


def read_prefill(data: PostData) -> dict[str, str]:
    """Return what was typed."""
    return {name: clean_line(data.get(f"prefill.{name}", "")) for name in ("source", "said", "locked")}


def shown_prefill(prefill: dict[str, Any] | None) -> dict[str, str]:
    """Return a prefill as it would be typed."""
    if not prefill:
        return {"source": "", "said": "", "locked": ""}
    source = str(prefill.get("from", ""))
    if source == "person":
        source = f"person:{prefill.get('name', '')}"
    said = prefill.get("value" if source == "formula" else "name", "") if ":" not in source else ""
    return {"source": source, "said": str(said), "locked": "yes" if prefill.get("locked") else ""}


def prefill_of(typed: dict[str, str]) -> dict[str, Any] | None:
    """Return the prefill of what was typed, None for none. Raises Invalid (``said``)."""
    source, _colon, part = typed["source"].partition(":")
    if not source:
        return None
    locked = {"locked": True} if typed["locked"] else {}
    if source == "person":
        return {"from": "person", "name": part, **locked}
    if source == "formula":
        return {"from": "formula", "value": _formula(typed["said"]), **locked}
    if source in NAMED:
        if not typed["said"]:
            raise Invalid({"said": [_("Écrivez le nom sous lequel la valeur arrive.")]})
        return {"from": source, "name": typed["said"], **locked}
    return {"from": source, **locked}


def prefill_widgets(typed: dict[str, str], type_code: str, errors: list[str]) -> list[Widget]:
    """Return the boxes of a prefill."""
    source = {
        "id": "q-prefill-source",
        "name": "prefill.source",
        "label": _("Répondre d’avance avec"),
        "value": typed["source"],
        "options": [{"value": value, "label": label} for value, label in _sources(type_code)],
        "empty_label": _("rien : la personne répond elle-même"),
        "required": True,
    }
    said = {
        "id": "q-prefill-said",
        "name": "prefill.said",
        "label": _("Nom du paramètre, ou formule"),
        "help": _(
            "Pour une adresse de page, un lien signé, un fournisseur d’identité ou une formule. Un fournisseur "
            "d’identité donne : given_name, family_name, birthdate, gender, email ; person, full_name et birth "
            "remplissent une question entière."
        ),
        "value": typed["said"],
        "required": False,
        "errors": errors,
    }
    locked = {
        "id": "q-prefill-locked",
        "name": "prefill.locked",
        "text": _("La personne ne peut pas changer cette réponse"),
        "value": bool(typed["locked"]),
        "label": "",
        "required": True,
    }
    return [
        Widget("fields/select.html", source),
        Widget("fields/input.html", said),
        Widget("fields/checkbox.html", locked),
    ]


def _sources(type_code: str) -> list[tuple[str, str]]:
    parts = [_WHOLE[type_code]] if type_code in _WHOLE else list(PERSON)
    words = _person_words()
    own = [(f"person:{part}", _("le profil : %(part)s") % {"part": words.get(part, part)}) for part in parts]
    place = [("position", _("sa position, si elle l’accepte"))] if type_code == "map_point" else []
    return [
        *own,
        ("address", _("un paramètre de l’adresse de la page")),
        ("link", _("un lien signé")),
        ("identity", _("le fournisseur d’identité")),
        ("formula", _("une formule")),
        *place,
    ]


def _person_words() -> dict[str, str]:
    return {
        "person": _("la personne entière"),
        "address": _("l’adresse entière"),
        "civility": _("civilité"),
        "first_name": _("prénom"),
        "last_name": _("nom"),
        "birth_name": _("nom de naissance"),
        "email": _("adresse e-mail"),
        "phone": _("téléphone"),
        "street": _("rue"),
        "complement": _("complément d’adresse"),
        "postcode": _("code postal"),
        "city": _("commune"),
        "country": _("pays"),
        "birth_date": _("date de naissance"),
    }


def _formula(source: str) -> str:
    if not source:
        raise Invalid({"said": [_("Écrivez la formule.")]})
    try:
        compile_expression(source)
    except BadExpression as bad:
        raise Invalid({"said": [str(bad)]}) from None
    return source
