"""The forms of what is put right: defects of form, corrections, reasons owed, demands sent to another body."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.cases import desk_queries
from parvis.cases.models import Case, Level
from parvis.cases.services.peers import peer_bodies
from parvis.cases.services.transfer_out import OutsideBody
from parvis.common import clock
from parvis.desk.cases.forms import CHOOSE, DELAY_FOR_PIECES, GestureForm
from parvis.desk.entrance import AgentRequest


class MendForm(GestureForm):
    """A defect of form to mend: what, by when, and the texts that require it (CRPA L114-6)."""

    quoi = forms.CharField(
        label=_("Ce qu’il faut corriger"),
        help_text=_("Une chose par ligne."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Dites ce qu’il faut corriger.")},
    )
    textes = forms.CharField(
        label=_("Textes qui le demandent"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": _("Citez les textes qui le demandent : la loi l’exige.")},
    )
    avant = forms.DateField(
        label=_("À corriger avant le"),
        error_messages={
            "required": _("Indiquez une date."),
            "invalid": _("Écrivez une date complète, par exemple 16/03/2026."),
        },
    )
    texte = forms.CharField(
        label=_("Message à la personne"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        self.initial["avant"] = (clock.today() + DELAY_FOR_PIECES).isoformat()

    def labels(self) -> list[str]:
        """Return what is to be mended, one a line."""
        return [line.strip()[:300] for line in self.cleaned_data["quoi"].splitlines() if line.strip()][:30]


class TransferOutForm(GestureForm):
    """The competent body when it is not on the platform (CRPA L114-2)."""

    connu = forms.ChoiceField(
        label=_("Organisme relié à cette plateforme"),
        required=False,
        help_text=_("Le dossier lui arrive aussitôt, signé, avec ses pièces."),
    )
    nom = forms.CharField(
        label=_("Nom de l’organisme"),
        required=False,
        max_length=200,
    )
    email = forms.EmailField(
        label=_("Son adresse e-mail"),
        required=False,
        help_text=_("Le dossier part par e-mail. Sans e-mail, vous l’imprimez et le postez."),
        error_messages={"invalid": _("Écrivez une adresse e-mail complète, par exemple nom@exemple.fr.")},
    )
    adresse = forms.CharField(
        label=_("Son adresse postale"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
    motif = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("L’organisme le lira ; la personne non."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": _("Dites pourquoi vous transmettez : l’organisme le lira.")},
    )
    NAMES: ClassVar = {"name": "nom", "email": "email", "reason": "motif"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(body.pk): body for body in peer_bodies()}
        if self._known:
            self.offer("connu", [("", _("aucun")), *((key, body.name) for key, body in self._known.items())])
            self.draw("connu", empty_label=_("Aucun : je l’écris ci-dessous"))
            self.fields["nom"].label = _("Nom de l’organisme, s’il n’est pas dans la liste")
        else:
            del self.fields["connu"]

    def outside_body(self) -> OutsideBody:
        """Return the body chosen, or written."""
        given = self.cleaned_data
        known = self._known.get(given.get("connu") or "")
        name = known.name if known else given["nom"]
        return OutsideBody(name, given["email"], given["adresse"], known.pk if known else 0)

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Write the service's refusals under our own fields."""
        super().refuse({self.NAMES.get(name, name): said for name, said in errors.items()})


class CorrectionForm(GestureForm):
    """A correction proposed by the person: taken, or not with a word why (CRPA L123-1)."""

    avis = forms.ChoiceField(
        label=_("Cette correction"),
        widget=forms.RadioSelect,
        choices=[("oui", _("remplace les réponses")), ("non", _("n’est pas retenue"))],
        error_messages={"required": _("Choisissez."), "invalid_choice": CHOOSE},
    )
    motif = forms.CharField(
        label=_("Pourquoi elle n’est pas retenue"),
        required=False,
        help_text=_("La personne le lira."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        self.correction = desk_queries.correction_to_settle(case)
        self.changes = desk_queries.changes_of(case, self.correction)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when the correction is not taken."""
        if self.cleaned_data.get("avis") == "non" and not self.cleaned_data.get("motif"):
            self.add_error("motif", _("Dites pourquoi : la personne le lira."))
        return self.cleaned_data

    def refusal(self) -> str:
        """Return the reason of a refusal, "" when the correction is taken."""
        return self.cleaned_data["motif"] if self.cleaned_data["avis"] == "non" else ""


class ReasonsForm(GestureForm):
    """Why silence refused: asked by the person, owed within a month (CRPA L232-4)."""

    droit = forms.CharField(
        label=_("Motifs de droit"),
        help_text=_("Les textes sur lesquels le refus se fonde."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        error_messages={"required": _("Citez les textes : la personne les lira.")},
    )
    fait = forms.CharField(
        label=_("Motifs de fait"),
        help_text=_("Ce qui, dans cette demande, conduit au refus."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        error_messages={"required": _("Dites ce qui conduit au refus : la personne le lira.")},
    )


class PriorityForm(GestureForm):
    """How wide and how urgent: the priority is their product, and the service level follows."""

    portee = forms.ChoiceField(
        label=_("Portée"),
        help_text=_("Forte : tout un service ou un quartier ; faible : une personne, sans gêne."),
        widget=forms.RadioSelect,
        choices=Level.choices,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    urgence = forms.ChoiceField(
        label=_("Urgence"),
        help_text=_("Forte : rien ne fonctionne ; faible : on peut attendre."),
        widget=forms.RadioSelect,
        choices=Level.choices,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, request: AgentRequest, case: Case) -> None:
        super().__init__(request, case)
        self.initial.update({"portee": str(case.impact), "urgence": str(case.urgency)})

    def level(self, name: str) -> Level:
        """Return a level chosen."""
        return Level(int(self.cleaned_data[name]))
