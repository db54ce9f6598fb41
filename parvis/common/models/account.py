"""A means to sign in; it says nothing of who signs in (an agent, a person, both)."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """What Django and allauth expect of a user model's manager."""

    def get_by_natural_key(self, email: str | None) -> "Account":
        """Return the account of an e-mail address, whatever its case."""
        return self.get(email__iexact=email)


class Account(AbstractBaseUser):
    """An e-mail address that can sign in, by password and second factor (agents) or by one-time link (residents)."""

    email = models.EmailField(_("adresse e-mail"), max_length=254)
    is_active = models.BooleanField(_("actif"), default=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("compte")
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_unique")]

    def __str__(self) -> str:
        return f"compte {self.pk}"
