"""Reads of contact forms: public pages of services, about nobody."""

from parvis.cases.models import ContactForm
from parvis.common.errors import NotFound


def contact_form(code: str) -> ContactForm:
    """Return the form at a public address, whose body and service are still there. Raises NotFound."""
    forms = ContactForm.objects.select_related("organisation__territory", "team__organisation")
    found = forms.filter(code=code, organisation__is_active=True).first()
    if found is None:
        raise NotFound
    return found


def contact_forms_of(organisation_id: int) -> list[ContactForm]:
    """Return the contact forms of a body, by title."""
    return list(ContactForm.objects.filter(organisation_id=organisation_id).select_related("team"))


def contact_form_of(organisation_id: int, form_id: int) -> ContactForm:
    """Return a contact form of a body. Raises NotFound."""
    found = (
        ContactForm.objects.filter(organisation_id=organisation_id, pk=form_id).select_related("team").first()
    )
    if found is None:
        raise NotFound
    return found
