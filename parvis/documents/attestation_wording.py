"""The sentences of attestations: of an implied acceptance, of an outage of the service."""

from django.utils.translation import gettext as _

from parvis.documents.letters import Attestation, OutageCertificate, Paragraph
from parvis.documents.receipt_wording import service_sentences
from parvis.documents.wording import day_in_words, moment_in_words


def attestation_title() -> str:
    """Return the title of an attestation of implied acceptance."""
    return _("Attestation d’acceptation de votre demande")


def attestation_sentences(attestation: Attestation) -> list[Paragraph]:
    """Return the wording of an attestation of implied acceptance (CRPA L231-1, L232-3), in the order of reading."""
    day = {"day": day_in_words(attestation.granted_on), "delay": attestation.delay}
    facts = [
        (_("Numéro de la demande"), attestation.number),
        (_("Démarche"), attestation.procedure),
        (_("Objet"), attestation.subject),
        (_("Demande reçue le"), day_in_words(attestation.received_on)),
        (_("Acceptée le"), day["day"]),
    ]
    return [
        Paragraph("facts", facts=[fact for fact in facts if fact[1]]),
        Paragraph(
            "text",
            _(
                "L’administration n’a pas répondu dans le délai de %(delay)s. Son silence vaut acceptation : la "
                "demande est acceptée depuis la fin du %(day)s (décision implicite d’acceptation, article L231-1 du "
                "code des relations entre le public et l’administration)."
            )
            % day,
        ),
        Paragraph(
            "text",
            _(
                "Cette attestation est délivrée à la demande de la personne, en application de l’article L232-3 du "
                "même code. Elle vaut ce que vaudrait une décision écrite."
            ),
        ),
        *service_sentences(attestation.service),
    ]


def outage_title() -> str:
    """Return the title of a certificate of outage."""
    return _("Attestation de panne du service")


def outage_sentences(certificate: OutageCertificate) -> list[Paragraph]:
    """Return the wording of a certificate of outage, in the order of reading."""
    number = _("Référence de la tentative") if certificate.is_attempt else _("Numéro de la demande")
    paragraphs = [
        Paragraph("text", _when(certificate)),
        Paragraph(
            "facts",
            facts=[(_("Ce qui ne fonctionnait pas"), certificate.what), (number, certificate.number)],
        ),
    ]
    if certificate.attempts:
        paragraphs += [
            Paragraph("text", _("Nous avons gardé la trace de tentatives qui n’ont pas abouti :")),
            Paragraph("list", items=list(certificate.attempts)),
        ]
    if certificate.moved:
        paragraphs += [
            Paragraph("heading", _("Vos délais")),
            Paragraph("text", _("Ces derniers jours tombaient pendant la panne. Ils sont repoussés :")),
            Paragraph("facts", facts=list(certificate.moved)),
        ]
    paragraphs.append(
        Paragraph(
            "text",
            _(
                "Cette attestation peut être présentée à toute administration et au juge, qui apprécient ce qu’elle "
                "change pour les délais qui ne dépendent pas de nous."
            ),
        )
    )
    heading = _("Qui délivre cette attestation") if certificate.is_attempt else ""
    return [*paragraphs, *service_sentences(certificate.service, heading=heading)]


def _when(certificate: OutageCertificate) -> str:
    since = moment_in_words(certificate.since)
    if certificate.until is None:
        return _(
            "Notre service en ligne ne fonctionne pas depuis le %(since)s. La panne n’est pas finie à ce jour."
        ) % {"since": since}
    if certificate.until == certificate.since:
        return _("Notre service en ligne n’a pas fonctionné le %(since)s.") % {"since": since}
    return _("Notre service en ligne n’a pas fonctionné du %(since)s au %(until)s.") % {
        "since": since,
        "until": moment_in_words(certificate.until),
    }
