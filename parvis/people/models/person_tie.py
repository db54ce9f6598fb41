"""Who acts for whom: a contact for an organisation, a relative or a helper for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.common.ids import new_id
from parvis.organisations.models import Agent
from parvis.people.models.person import Person


class TieKind(models.TextChoices):
    """In what capacity someone acts for someone else."""

    CONTACT = "contact", _("contact de l’organisme")
    MANAGER = "manager", _("représentant légal de l’organisme")
    PARENT = "parent", _("parent d’un enfant mineur")
    GUARDIAN = "guardian", _("tuteur ou curateur")
    RELATIVE = "relative", _("proche")
    HELPER = "helper", _("professionnel ou bénévole qui aide")


OF_BODIES = frozenset({TieKind.CONTACT, TieKind.MANAGER})


class PersonTie(models.Model):
    """That ``who`` acts for ``whom``, as an agent noted it. It says who speaks; it opens nothing by itself.

    Names are copied as they were: each of the two reads who the other is, and nothing else of them. ``mandate`` is the
    place of the mandate's own id, when there is one: until then nobody signs in for someone else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    who = models.ForeignKey(
        Person, models.CASCADE, related_name="acts_for", verbose_name=_("personne qui agit")
    )
    whom = models.ForeignKey(Person, models.CASCADE, related_name="helped_by", verbose_name=_("pour"))
    kind = models.CharField(_("en tant que"), max_length=10, choices=TieKind)
    since = models.DateField(_("depuis le"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    who_name = models.CharField(_("nom de qui agit"), max_length=200)
    whom_name = models.CharField(_("nom de l’autre"), max_length=200)
    note = models.CharField(_("comment on le sait"), max_length=300, blank=True)
    mandate = models.UUIDField(_("mandat"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noté le"))
    body = models.CharField(_("organisme qui l’a noté"), max_length=200, blank=True)
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noté par")
    )

    class Meta:
        verbose_name = _("lien entre personnes")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(who=models.F("whom")), name="nobody_acts_for_themselves"
            ),
            models.UniqueConstraint(
                fields=["who", "whom", "kind"], condition=models.Q(until=None), name="a_tie_once"
            ),
        ]
        indexes = [models.Index(fields=["whom"], name="tie_of_whom")]
