"""The sentences of an acknowledgement of receipt: one source for the page, the mail and the letter.

Each function is one mention of CRPA R112-5 or R112-11-1. Plain words; the law's own term follows in brackets.
"""

from django.utils.translation import gettext as _

from parvis.deadlines.silence import Regime
from parvis.documents.letters import Paragraph, Receipt, Service
from parvis.documents.wording import day_in_words, moment_in_words


def receipt_title() -> str:
    """Return the title of a receipt."""
    return _("Accusé de réception de votre demande")


def receipt_sentences(receipt: Receipt) -> list[Paragraph]:
    """Return the wording of a receipt in the language in force, mention by mention, in the order of reading."""
    return [
        *_received(receipt),
        *_missing_pieces(receipt),
        *_what_comes_next(receipt),
        *_appeal(receipt),
        *service_sentences(receipt.service),
        *_other_ways(receipt),
        *_follow_up(receipt),
    ]


def _received(receipt: Receipt) -> list[Paragraph]:
    """R112-5, 1°: the date of receipt."""
    facts = [
        (_("Numéro de la demande"), receipt.number),
        (_("Démarche"), receipt.procedure),
        (_("Objet"), receipt.subject),
    ]
    return [
        Paragraph(
            "text",
            _("Nous avons reçu votre demande le %(moment)s.")
            % {"moment": moment_in_words(receipt.received_at)},
        ),
        Paragraph("facts", facts=[fact for fact in facts if fact[1]]),
    ]


def _missing_pieces(receipt: Receipt) -> list[Paragraph]:
    """R112-5, 3° and L114-5: the pieces that miss, and the day by which they are awaited."""
    if not receipt.missing_pieces:
        return []
    if receipt.pieces_due_on:
        sentence = _("Il manque des pièces à votre demande. Envoyez-les au plus tard le %(day)s :") % {
            "day": day_in_words(receipt.pieces_due_on)
        }
    else:
        sentence = _("Il manque des pièces à votre demande. Envoyez-les dès que possible :")
    return [
        Paragraph("heading", _("Pièces à envoyer")),
        Paragraph("text", sentence),
        Paragraph("list", items=list(receipt.missing_pieces)),
    ]


def _what_comes_next(receipt: Receipt) -> list[Paragraph]:
    """The body's own commitments, sooner than the law; R112-5, 1° and last lines: what silence means, from when."""
    sentences = {Regime.SVA: _acceptance, Regime.SVR: _rejection, Regime.NONE: _no_effect}[receipt.regime](
        receipt
    )
    said = [*receipt.commitments, *sentences]
    return [Paragraph("heading", _("La suite")), *[Paragraph("text", sentence) for sentence in said]]


def _acceptance(receipt: Receipt) -> list[str]:
    if receipt.implied_on is None:
        return [
            _(
                "Le délai de réponse commencera le jour où nous aurons reçu toutes les pièces. Si nous ne vous "
                "répondons pas dans ce délai, votre demande sera considérée comme acceptée (décision implicite "
                "d’acceptation)."
            ),
            _attestation(),
        ]
    day = day_in_words(receipt.implied_on)
    sentences = [
        _(
            "Nous vous répondrons au plus tard le %(day)s. Si vous n’avez pas de réponse à cette date, votre demande "
            "est considérée comme acceptée (décision implicite d’acceptation)."
        )
        % {"day": day}
    ]
    return [*sentences, *_if_complete(receipt), _attestation()]


def _attestation() -> str:
    """R112-5: the right to an attestation (L232-3)."""
    return _(
        "Vous pourrez alors demander au service une attestation de cette acceptation (article L232-3 du code des "
        "relations entre le public et l’administration)."
    )


def _rejection(receipt: Receipt) -> list[str]:
    if receipt.implied_on is None:
        return []
    sentence = _(
        "Nous vous répondrons au plus tard le %(day)s. Si vous n’avez pas de réponse à cette date, votre demande est "
        "considérée comme rejetée (décision implicite de rejet)."
    ) % {"day": day_in_words(receipt.implied_on)}
    return [sentence, *_if_complete(receipt)]


def _if_complete(receipt: Receipt) -> list[str]:
    """R112-11-1: the receipt of an electronic demand says that its date supposes a complete demand."""
    if not receipt.electronic:
        return []
    return [
        _(
            "Cette date vaut si votre demande est complète. S’il manque une pièce, nous vous l’indiquerons, et nous "
            "vous donnerons la nouvelle date."
        )
    ]


def _no_effect(receipt: Receipt) -> list[str]:
    sentences = []
    if receipt.answer_expected_on:
        sentences.append(
            _("Nous prévoyons de vous répondre au plus tard le %(day)s.")
            % {"day": day_in_words(receipt.answer_expected_on)}
        )
    return [
        *sentences,
        _("Pour cette démarche, l’absence de réponse ne vaut ni acceptation ni rejet."),
    ]


def _appeal(receipt: Receipt) -> list[Paragraph]:
    """R112-5, last lines: under rejection, the time limits and ways of appeal; L232-4, the reasons on request."""
    if receipt.regime != Regime.SVR or receipt.implied_on is None or receipt.last_day_to_appeal is None:
        return []
    sentence = _(
        "Si votre demande est ainsi rejetée, vous avez deux mois pour contester ce rejet, jusqu’au %(last_day)s. Vous "
        "pouvez :"
    ) % {"last_day": day_in_words(receipt.last_day_to_appeal)}
    reasons = _(
        "Dans le même délai, vous pouvez demander au service les raisons du rejet. Il a un mois pour vous les donner "
        "(article L232-4 du code des relations entre le public et l’administration)."
    )
    return [
        Paragraph("heading", _("Contester un rejet")),
        Paragraph("text", sentence),
        Paragraph("list", items=ways_of_appeal(receipt.court)),
        Paragraph("text", reasons),
    ]


def ways_of_appeal(court: str) -> list[str]:
    """Return the ways of appeal; ``court`` is the competent administrative court, "" for the one of the place."""
    if court:
        judge = _("saisir le %(court)s, par courrier, sur place ou sur le site www.telerecours.fr.") % {
            "court": court
        }
    else:
        judge = _(
            "saisir le tribunal administratif du lieu où se trouve le service, par courrier, sur place ou sur le site "
            "www.telerecours.fr."
        )
    return [
        _(
            "écrire au service pour lui demander de revoir sa décision, ou à son supérieur (recours gracieux ou "
            "hiérarchique) ; le délai pour saisir le tribunal repart alors après leur réponse ;"
        ),
        judge,
    ]


def service_sentences(service: Service, *, heading: str = "") -> list[Paragraph]:
    """R112-5, 2°: the service in charge, its postal address, e-mail and phone."""
    facts = [
        (_("Service"), ", ".join(dict.fromkeys(part for part in (service.name, service.body) if part))),
        (
            _("Adresse"),
            ", ".join(line.strip() for line in service.postal_address.splitlines() if line.strip()),
        ),
        (_("Téléphone"), service.phone),
        (_("E-mail"), service.email),
        (_("Horaires"), _(" ; ").join(service.opening_hours)),
    ]
    return [
        Paragraph("heading", heading or _("Qui s’occupe de votre demande")),
        Paragraph("facts", facts=[fact for fact in facts if fact[1]]),
    ]


def _other_ways(receipt: Receipt) -> list[Paragraph]:
    if not receipt.other_ways:
        return []
    return [
        Paragraph("text", _("Vous pouvez aussi nous joindre autrement :")),
        Paragraph("list", items=list(receipt.other_ways)),
    ]


def _follow_up(receipt: Receipt) -> list[Paragraph]:
    """Where to follow the demand; the secret code stands apart, so that the rest can be shown to anyone."""
    where = _("Vous pouvez suivre votre demande et nous écrire à cette adresse : %(url)s") % {
        "url": receipt.follow_up_url
    }
    paragraphs = [Paragraph("heading", _("Suivre votre demande")), Paragraph("text", where)]
    if receipt.follow_up_code:
        paragraphs += [
            Paragraph("facts", facts=[(_("Code de suivi"), receipt.follow_up_code)], apart=True),
            Paragraph(
                "text",
                _("Gardez ce code pour vous : avec le numéro, il ouvre votre demande."),
                apart=True,
            ),
        ]
    return paragraphs
