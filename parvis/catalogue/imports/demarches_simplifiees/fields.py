"""Each kind of field of Démarches simplifiées (``…ChampDescriptor``) as one of ours.

A maker returns what is particular to the type; the label, the help and the condition are the same for all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.demarches_simplifiees.conditions import Known
from parvis.catalogue.imports.demarches_simplifiees.places import DEPARTMENTS, REGIONS, countries
from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut, value_of
from parvis.catalogue.imports.report import FileReport, What
from parvis.documents.kinds import KINDS

Field = dict[str, Any]
Descriptor = dict[str, Any]
MOST_OPTIONS = 500
LONGEST_OPTION = 300
MAX_FILE_MB = 50


@dataclass
class Made:
    """What a descriptor becomes: its own part of a field, how conditions read it, a table."""

    part: Field
    values: dict[str, str] = field(default_factory=dict)
    table: dict[str, Any] | None = None


@dataclass(frozen=True)
class Told:
    """Where a maker says what it changed and what it could not take."""

    report: FileReport
    place: str
    key: str
    label: str

    def changed(self, how: str, what: str = "") -> None:
        """Say that the field was taken under another form."""
        self.report.changed(place=self.place, what=what or self.label, how=how)

    def left(self, kind: What | str, what: str, reason: str) -> None:
        """Say what of the field was not taken."""
        self.report.left(kind, place=self.place, what=what, reason=reason)


Maker = Callable[[Descriptor, Told], Made]


def simply(**part: Any) -> Maker:
    """Return the maker of a type that we have too."""
    return lambda _descriptor, _told: Made(dict(part))


def _formatted(_descriptor: Descriptor, told: Told) -> Made:
    told.left(What.VALIDATIONS, told.label, _("le schéma public ne dit pas quel format est attendu."))
    return Made({"type": "text"})


def _choice(descriptor: Descriptor, told: Told) -> Made:
    labels = _labels(descriptor, told)
    if not labels:
        told.changed(_("aucune réponse n’est proposée : la question devient un texte court."))
        return Made({"type": "text"})
    values = _values(labels)
    if len(labels) > MOST_OPTIONS:
        return _from_table(values, told, multiple=False)
    other = {"other": True} if descriptor.get("otherOption") is True else {}
    return Made({"type": "choice", "options": _options(values), **other}, values)


def _choices(descriptor: Descriptor, told: Told) -> Made:
    labels = _labels(descriptor, told)
    if not labels:
        told.changed(_("aucune réponse n’est proposée : la question devient un texte court."))
        return Made({"type": "text"})
    values = _values(labels)
    if len(labels) > MOST_OPTIONS:
        return _from_table(values, told, multiple=True)
    return Made({"type": "multiple_choice", "options": _options(values)}, values)


def _from_table(values: dict[str, str], told: Told, *, multiple: bool) -> Made:
    """Keep a very long list of answers in a reference table."""
    code = told.key.replace("_", "-")
    rows = [{"code": value, "label": label, "columns": {}} for label, value in values.items()]
    told.changed(
        _("la longue liste de réponses devient une table de référence, « %(code)s ».") % {"code": code}
    )
    table = {"code": code, "title": cut(told.label, 200), "columns": [], "rows": rows}
    return Made(
        {"type": "table_choice", "table": code, **({"multiple": True} if multiple else {})}, table=table
    )


def _linked(descriptor: Descriptor, told: Told) -> Made:
    """Read ``--Fromage--``, ``bleu``, ``picodon``, ``--Dessert--``…: first choices and what each offers."""
    groups: dict[str, list[str]] = {}
    current = ""
    for label in _texts(descriptor.get("options")):
        if label.startswith("--") and label.endswith("--") and len(label) > 4:
            current = label[2:-2].strip()
            groups.setdefault(current, [])
        elif current:
            groups[current].append(label)
        else:
            groups.setdefault(label, [])
    if not groups:
        told.changed(_("aucune réponse n’est proposée : la question devient un texte court."))
        return Made({"type": "text"})
    values = _values(list(groups))
    levels = {f"first {label}": value for label, value in values.items()}
    options: list[dict[str, Any]] = []
    for label, inside in groups.items():
        seconds = _values(inside)
        levels |= {f"second {second}": value for second, value in seconds.items()}
        own = {"value": values[label], "label": cut(label, LONGEST_OPTION)}
        options.append({**own, "options": _options(seconds)} if seconds else own)
    return Made({"type": "linked_choice", "options": options}, levels)


def _places(named: Callable[[], dict[str, str]], *, numbered: bool) -> Maker:
    """Return the maker of a choice among places: those the file lists, else the official ones."""

    def make(descriptor: Descriptor, _told: Told) -> Made:
        listed = descriptor.get("options")
        given = {
            str(one["code"])[:60]: str(one["name"])
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict) and one.get("code") and one.get("name")
        }
        places = given or named()
        options = [
            {"value": code, "label": f"{name} ({code})" if numbered else name}
            for code, name in places.items()
        ]
        values = {**{name: code for code, name in places.items()}, **{code: code for code in places}}
        return Made({"type": "choice", "options": options, "list": True}, values)

    return make


def _civility(_descriptor: Descriptor, _told: Told) -> Made:
    options = [{"value": "mme", "label": _("Madame")}, {"value": "m", "label": _("Monsieur")}]
    return Made({"type": "choice", "options": options}, {"Mme": "mme", "M.": "m", "M": "m"})


def _number(decimals: int) -> Maker:
    return simply(type="number", **({"decimals": decimals} if decimals else {}))


def _file(descriptor: Descriptor, told: Told) -> Made:
    model = descriptor.get("fileTemplate")
    if isinstance(model, dict):
        name = str(model.get("filename") or _("modèle"))
        told.left(
            "file_template", name, _("le schéma ne contient pas le modèle à remplir : ajoutez-le à la page.")
        )
    return Made({"type": "file", "accept": list(KINDS), "max_size_mb": MAX_FILE_MB, "max_files": 10})


def _identity_paper(_descriptor: Descriptor, _told: Told) -> Made:
    return Made({"type": "file", "accept": ["pdf", "jpeg", "png"], "max_files": 2, "sensitive": True})


def _text_instead(why: Callable[[], str]) -> Maker:
    def make(_descriptor: Descriptor, told: Told) -> Made:
        told.changed(why())
        return Made({"type": "text"})

    return make


def _fetched(name: str, *asked: tuple[str, Callable[[], str], str]) -> Maker:
    """Return the maker of a question that fetched data from an administration: what it asked to fetch them."""

    def make(_descriptor: Descriptor, told: Told) -> Made:
        told.left(
            What.DATA_SOURCES,
            name,
            _(
                "Parvis ne lit pas encore ces données chez l’administration qui les tient : elles sont demandées."
            ),
        )
        if not asked:
            return Made({"type": "file", "accept": ["pdf", "jpeg", "png"], "max_files": 3, "sensitive": True})
        fields = [{"key": key, "type": kind, "label": label()} for key, label, kind in asked]
        return Made({"type": "block", "fields": fields, "sensitive": True})

    return make


MAKERS: dict[str, Maker] = {
    "Text": simply(type="text"),
    "Textarea": simply(type="long_text"),
    "IntegerNumber": _number(0),
    "DecimalNumber": _number(6),
    "Number": _number(6),
    "Formatted": _formatted,
    "ExpressionReguliere": _formatted,
    "Date": simply(type="date"),
    "Datetime": simply(type="date_time"),
    "Checkbox": simply(type="agreement"),
    "YesNo": simply(type="yes_no"),
    "DropDownList": _choice,
    "MultipleDropDownList": _choices,
    "LinkedDropDownList": _linked,
    "Civilite": _civility,
    "Email": simply(type="email"),
    "Phone": simply(type="phone"),
    "Address": simply(type="address"),
    "Commune": simply(type="municipality"),
    "Departement": _places(lambda: DEPARTMENTS, numbered=True),
    "Region": _places(lambda: REGIONS, numbered=False),
    "Pays": _places(countries, numbered=False),
    "Epci": _text_instead(lambda: _("l’intercommunalité est écrite, et non choisie dans une liste.")),
    "Iban": simply(type="iban"),
    "Siret": simply(type="company", number="siret"),
    "RNA": simply(type="association"),
    "RNF": simply(type="masked_code", pattern=r"[0-9]{3}-[A-Z]{2,4}-[0-9]{5}-[0-9]{2}"),
    "TitreIdentite": _identity_paper,
    "PieceJustificative": _file,
    "Carte": simply(type="map_area"),
    "DossierLink": simply(type="existing_case"),
    "EngagementJuridique": _text_instead(lambda: _("le numéro Chorus est écrit, sans être vérifié.")),
    "AnnuaireEducation": simply(type="school"),
    "Nationalite": _places(countries, numbered=False),
    "NumbersId": simply(type="masked_code", pattern="[0-9]+"),
    "NumbersAndLettersId": simply(type="masked_code", pattern="[0-9A-Za-z]+"),
    "CodePostalDePolynesie": simply(type="masked_code", pattern="987[0-9]{2}"),
    "CommuneDePolynesie": _text_instead(lambda: _("la commune est écrite, et non choisie dans une liste.")),
    "NumeroDn": simply(type="masked_code", pattern="[0-9]{6,7}"),
    "TeFenua": simply(type="map_area"),
    "Routage": _text_instead(
        lambda: _("le service qui reçoit la demande est écrit : Parvis le trouve lui-même.")
    ),
    "Lexpol": _text_instead(lambda: _("la référence de l’acte est écrite, sans être vérifiée.")),
    "Visa": _text_instead(lambda: _("le visa est une décision d’agent : il est écrit.")),
    "ReferentielDePolynesie": _text_instead(
        lambda: _("la réponse est écrite, et non cherchée dans un référentiel.")
    ),
    "COJO": _fetched(
        "Paris 2024",
        ("numero", lambda: _("Numéro d’accréditation"), "text"),
        ("naissance", lambda: _("Date de naissance"), "date"),
    ),
    "Cnaf": _fetched(
        "CNAF",
        ("numero_allocataire", lambda: _("Numéro d’allocataire"), "text"),
        ("code_postal", lambda: _("Code postal"), "text"),
    ),
    "Dgfip": _fetched(
        "DGFiP",
        ("numero_fiscal", lambda: _("Numéro fiscal"), "text"),
        ("reference_avis", lambda: _("Référence de l’avis d’impôt"), "text"),
    ),
    "PoleEmploi": _fetched("France Travail", ("identifiant", lambda: _("Identifiant"), "text")),
    "Mesri": _fetched("MESRI", ("ine", lambda: _("Numéro INE"), "text")),
    "QuotientFamilial": _fetched("API Particulier"),
    "AAH": _fetched("API Particulier"),
    "AEEH": _fetched("API Particulier"),
    "ARS": _fetched("API Particulier"),
    "EtudiantBoursier": _fetched("API Particulier"),
    "PreRempli": _text_instead(lambda: _("le champ rempli d’avance est écrit par la personne.")),
    "Referentiel": _text_instead(lambda: _("la réponse est écrite, et non cherchée dans un référentiel.")),
}


def known_as(made: Made, key: str) -> Known:
    """Return how conditions read the field."""
    return Known(key, str(made.part["type"]), made.values)


def _labels(descriptor: Descriptor, told: Told) -> list[str]:
    """Return the answers offered, without the headings (« --Groupe-- ») that nobody can choose, nor doubles."""
    every = _texts(descriptor.get("options"))
    headings = [label for label in every if label.startswith("--") and label.endswith("--")]
    for heading in headings:
        told.changed(_("l’intertitre n’est pas une réponse : il est retiré de la liste."), heading)
    return list(dict.fromkeys(label for label in every if label not in headings))


def _texts(options: Any) -> list[str]:
    given = options if isinstance(options, list) else []
    lines = [plain_line(one) if isinstance(one, str) else str(one) for one in given if one is not None]
    return [line for line in lines if line]


def _values(labels: list[str]) -> dict[str, str]:
    """Return the value of each label; the same labels always have the same."""
    values: dict[str, str] = {}
    for label in labels:
        values[label] = value_of(label, values.values())
    return values


def _options(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": cut(label, LONGEST_OPTION)} for label, value in values.items()]
