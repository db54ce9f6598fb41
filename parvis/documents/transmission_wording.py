"""The sentences of a demand handed to the competent body outside the platform."""

from django.utils.translation import gettext as _

from parvis.documents.letters import Paragraph, Transmission
from parvis.documents.receipt_wording import service_sentences
from parvis.documents.wording import day_in_words


def transmission_title() -> str:
    """Return the title of a file handed over."""
    return _("Transmission d’une demande qui relève de vous")


def transmission_sentences(transmission: Transmission) -> list[Paragraph]:
    """Return the wording of a file handed over (CRPA L114-2, L114-3), in the order of reading."""
    day = day_in_words(transmission.received_on)
    return [
        Paragraph(
            "text",
            _(
                "Nous avons reçu cette demande le %(day)s. Elle relève de votre compétence : nous vous la transmettons "
                "avec toutes ses pièces, en application de l’article L114-2 du code des relations entre le public et "
                "l’administration. La personne en est avertie."
            )
            % {"day": day},
        ),
        Paragraph(
            "text",
            _(
                "Si le silence vaut rejet, votre délai court depuis cette première réception ; s’il vaut acceptation, "
                "il court depuis le jour où vous la recevez (article L114-3)."
            ),
        ),
        Paragraph(
            "facts",
            facts=[
                (_("Numéro chez nous"), transmission.number),
                (_("Démarche"), transmission.procedure),
                (_("Objet"), transmission.subject),
                (_("Première réception"), day),
                (_("Pourquoi nous transmettons"), transmission.reason),
            ],
        ),
        Paragraph("heading", _("La personne")),
        Paragraph("list", items=list(transmission.person)),
        *_answers(transmission),
        *_files(transmission),
        *service_sentences(transmission.service),
    ]


def _answers(transmission: Transmission) -> list[Paragraph]:
    told = []
    for title, rows in transmission.sections:
        told += [Paragraph("heading", title), Paragraph("facts", facts=list(rows))]
    return told


def _files(transmission: Transmission) -> list[Paragraph]:
    if not transmission.files:
        return []
    return [Paragraph("heading", _("Pièces jointes")), Paragraph("list", items=list(transmission.files))]
