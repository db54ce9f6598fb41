"""What the texts and the conditions of a letter may read, in words, for the list that builders choose from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.cases.models import LegalState
from parvis.catalogue.composition.places import fields
from parvis.catalogue.letter_queries import latest_version
from parvis.catalogue.models import LetterTemplate
from parvis.studio.form.answers import answers_of
from parvis.studio.form.comparisons import TODAY, Answer

OF_CASES: tuple[tuple[str, str | Promise], ...] = (
    ("case.number", _("Numéro de la demande")),
    ("case.subject", _("Objet de la demande")),
    ("case.procedure", _("Démarche")),
    ("date_text(case.received_on)", _("Date de réception")),
    ("date_text(case.due_on)", _("Date limite de réponse")),
    ("case.status_label", _("Étape")),
    ("case.outcome", _("Sens de la décision")),
    ("case.place", _("Lieu")),
    ("case.municipality", _("Commune")),
    ("case.team", _("Service")),
    ("case.body", _("Organisme")),
    ("case.assignee", _("Agent chargé de la demande")),
    ("case.address", _("Adresse de la page de suivi")),
    ("case.comment", _("Dernier commentaire")),
    ("date_text(today)", _("Date du jour")),
)
OF_PERSONS: tuple[tuple[str, str | Promise], ...] = (
    ("person.civility", _("Civilité")),
    ("person.first_name", _("Prénom")),
    ("person.last_name", _("Nom")),
    ("person.street", _("Numéro et voie")),
    ("person.postcode", _("Code postal")),
    ("person.city", _("Ville")),
    ("person.email", _("Adresse e-mail")),
    ("person.phone", _("Téléphone")),
)
Offered = list[tuple[str, list[tuple[str, str]]]]


def offered(template: LetterTemplate) -> Offered:
    """Return what a text may recall, by group: the formula, its words."""
    groups = [
        (str(_("La demande")), [(path, str(words)) for path, words in OF_CASES]),
        (str(_("La personne")), [(path, str(words)) for path, words in OF_PERSONS]),
    ]
    answers = [(one.path, one.label) for one in _answers(template)]
    return [*groups, (str(_("Les réponses")), answers)] if answers else groups


def compared(template: LetterTemplate) -> list[Answer]:
    """Return what a condition may read: answers first, then the case and the person."""
    states = tuple((str(value), str(label)) for value, label in LegalState.choices)
    own = [Answer("case.state", str(_("État de la demande")), "choice", states)]
    own += [Answer(path, str(words), "text") for path, words in OF_CASES if path.startswith("case.")]
    own += [Answer(path, str(words), "text") for path, words in OF_PERSONS]
    return [*_answers(template), *own, Answer(TODAY, str(_("Date du jour")), "time")]


def _answers(template: LetterTemplate) -> list[Answer]:
    version = latest_version(template.procedure) if template.procedure else None
    if version is None:
        return []
    places = (place for place in fields(version.definition) if place.block is None)
    return [answer for place in places for answer in answers_of(place)]
