"""Other Parvis with which demands are exchanged: where they are, the keys that prove who calls, their bodies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Peer(models.Model):
    """Another Parvis. ``address`` is where it answers, without a final « / »."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=150)
    address = models.URLField(_("adresse"), max_length=300)
    is_active = models.BooleanField(_("actif"), default=True)

    class Meta:
        verbose_name = _("autre Parvis")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PeerKey(models.Model):
    """A key that both sides know under the same name. Two may hold at once, the time to change one for the other.

    ``secret_name`` names the secret that the operator gives in the environment (``WEB_SERVICE_SECRETS``): no secret is
    in the database. We sign with the newest one that began; a call signed with one whose ``until`` is past is refused.
    """

    peer = models.ForeignKey(Peer, models.CASCADE, related_name="keys", verbose_name=_("autre Parvis"))
    key_id = models.SlugField(_("nom de la clé"), max_length=80, unique=True)
    secret_name = models.CharField(_("variable du secret"), max_length=100)
    since = models.DateTimeField(_("depuis"))
    until = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    class Meta:
        verbose_name = _("clé d’un autre Parvis")
        ordering = ["peer", "-since"]

    def __str__(self) -> str:
        return self.key_id


class PeerBody(models.Model):
    """A body that is on another Parvis: demands that are for it go there. ``slug`` is its address over there."""

    peer = models.ForeignKey(Peer, models.CASCADE, related_name="bodies", verbose_name=_("autre Parvis"))
    slug = models.SlugField(_("adresse là-bas"), max_length=100)
    name = models.CharField(_("nom"), max_length=200)

    class Meta:
        verbose_name = _("organisme d’un autre Parvis")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["peer", "slug"], name="peer_body_once")]

    def __str__(self) -> str:
        return self.name
