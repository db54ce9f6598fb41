"""Refusals of the cases room. Each says what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError, NotAllowed, NotFound


class CaseNotFound(NotFound):
    """No such case for this actor."""

    code = "case_not_found"
    message = _("Cette demande n’existe pas, ou votre service n’y participe pas.")


class WrongCode(NotFound):
    """The number and the follow-up code don't go together."""

    code = "wrong_follow_up_code"
    message = _(
        "Ce numéro et ce code ne vont pas ensemble. Vérifiez-les sur votre accusé de réception, puis essayez à nouveau."
    )


class DraftNotFound(NotFound):
    """No such draft, or its time is over."""

    code = "draft_not_found"
    message = _(
        "Ce brouillon n’existe plus, ou ce code n’est pas le bon. Vous pouvez recommencer la démarche."
    )


class TooLateForReasons(DomainError):
    """The reasons of an implied rejection were asked after the delay to contest it (CRPA L232-4)."""

    code = "too_late_for_reasons"
    message = _(
        "Les raisons d’un refus se demandent pendant le délai pour le contester, et ce délai est fini. Vous pouvez "
        "écrire au service : il vous répondra."
    )


class WrongState(DomainError):
    """The case is not in a state where this can be done."""

    code = "wrong_state"
    message = _(
        "Cette action n’est plus possible : la demande a changé d’état entre-temps. Rien n’a été modifié."
    )


class NotForThisRole(NotAllowed):
    """The agent takes part in the case but is not habilitated to this gesture."""

    code = "not_for_this_role"
    message = _("Votre habilitation ne permet pas cette action. Demandez à un responsable de votre service.")


class NotCompetent(DomainError):
    """The body chosen does not handle this procedure there."""

    code = "not_competent"
    message = _("Cet organisme n’a pas de service chargé de cette démarche. La demande reste chez vous.")


class ReasonsMissing(DomainError):
    """An unfavourable decision states its reasons in law and fact (CRPA L211-2, L211-5)."""

    code = "reasons_missing"
    status = 422
    message = _(
        "Un refus doit dire pourquoi, en droit et en fait. Écrivez les motifs : la personne les lira."
    )


class AuthorMissing(DomainError):
    """A decision carries its author's first name, name and capacity (CRPA L212-1)."""

    code = "author_missing"
    message = _(
        "La décision doit porter le prénom, le nom et la qualité de son auteur. Complétez votre fiche d’agent d’abord."
    )


class FormIncomplete(DomainError):
    """Pages of the form still miss answers; ``pages`` says which."""

    code = "form_incomplete"
    status = 422
    message = _("Il manque des réponses. Vos réponses sont gardées.")


class CoSignatureNotFound(NotFound):
    """No such signature is asked of this actor."""

    code = "co_signature_not_found"
    message = _("Ce lien n’est plus valable. Ouvrez le dernier e-mail que vous avez reçu.")


class CoSignatureClosed(DomainError):
    """The person already answered, or the time to answer is over."""

    code = "co_signature_closed"
    message = _("Cette signature n’est plus attendue : une réponse a été donnée, ou le délai est passé.")


class DecisionMissing(DomainError):
    """A status that says « decided » is reached without a decision."""

    code = "decision_missing"
    message = _("Cette étape demande une décision. Prenez-la d’abord avec « Décider ».")


class NotOffered(DomainError):
    """The transition cannot be made from where the case is, or its condition does not hold."""

    code = "transition_not_offered"
    message = _(
        "Cette action n’est plus possible : la demande a changé d’étape entre-temps. Rien n’a été modifié."
    )


class ConsultationClosed(DomainError):
    """The opinion or the validation is no longer awaited."""

    code = "consultation_closed"
    message = _("Cette réponse n’est plus attendue : elle a été donnée, ou la demande a avancé.")


class AppointmentCancelled(DomainError):
    """The appointment was cancelled already."""

    code = "appointment_cancelled"
    message = _("Ce rendez-vous est déjà annulé : rien n’a été modifié.")


class AppointmentTooEarly(DomainError):
    """The slot written down is over."""

    code = "appointment_too_early"
    message = _("Ce jour est passé. Écrivez le jour du rendez-vous à venir.")


class PaymentSettled(DomainError):
    """The payment came already."""

    code = "payment_settled"
    message = _("Ce paiement est déjà reçu : rien n’a été modifié.")


class UnknownKey(DomainError):
    """No other Parvis is known by that key."""

    code, status = "unknown_key", 401
    message = _("Cette clé n’est pas connue ici. Demandez à l’exploitant de cette plateforme de l’ajouter.")


class ExpiredKey(DomainError):
    """The key was replaced; ``until`` is when it ended."""

    code, status = "expired_key", 401
    message = _("Cette clé a été remplacée. Signez avec la nouvelle.")


class StaleCall(DomainError):
    """The moment signed is too far from ours; ``now`` is our clock, in seconds, ``tolerance`` how far it may be."""

    code, status = "stale_call", 401
    message = _(
        "L’heure de cet envoi est trop loin de la nôtre. Réglez votre horloge, puis signez à nouveau."
    )


class BadSignature(DomainError):
    """The signature is not that of what was sent."""

    code, status = "bad_signature", 401
    message = _("La signature ne correspond pas à ce qui est envoyé. Rien n’a été enregistré.")


class UnknownBody(NotFound):
    """A deposit for a body that is not here."""

    code = "unknown_body"
    message = _("Cet organisme n’est pas sur cette plateforme. Rien n’a été enregistré.")


class DepositChanged(DomainError):
    """A deposit already taken comes again with other words."""

    code = "deposit_changed"
    message = _("Cet envoi a déjà été reçu, avec un autre contenu. Le premier est gardé.")
