"""The licence plate of a vehicle."""

import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, clean_line, must_be, refuse, register
from parvis.common.personal_data import Category

# Since 2009 (SIV): AB-123-CD, without I, O nor U, read as 1, 0 and V (order of 9 February 2009, art. 1).
_NEW = re.compile(r"([A-HJ-NP-TV-Z]{2})(\d{3})([A-HJ-NP-TV-Z]{2})", re.ASCII)
# Before (FNI): 1234 AB 14, ended by the department (20: Corsica before 1976). They keep it until sold.
_OLD = re.compile(r"(\d{1,4})([A-HJ-NP-TV-Z]{1,3})(0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])", re.ASCII)
_FOREIGN = re.compile(r"[A-Z0-9]{2,12}")


@register
class LicencePlate(FieldType):
    """A French plate, of today (« AB-123-CD ») or of before 2009 (« 1234 AB 14 »). Option ``abroad``: any other too."""

    code, label = "licence_plate", gettext_lazy("plaque d’immatriculation")
    template = "fields/input.html"
    category = Category.IDENTITY
    options: ClassVar[dict[str, Any]] = {"abroad": {"type": "boolean"}}
    example = "AB-123-CD"

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez le numéro de la plaque, par exemple AB-123-CD.")

    def check(self, question: Question, value: Any) -> Any:
        """Return the plate with its usual separators, whatever was typed between its parts."""
        must_be(value, str)
        bare = re.sub(r"[\s.·-]", "", clean_line(value)[:40].upper())
        if new := _NEW.fullmatch(bare):
            return "-".join(new.groups())
        if old := _OLD.fullmatch(bare):
            return " ".join(old.groups())
        if not (question.options.get("abroad") and _FOREIGN.fullmatch(bare)):
            refuse(_("Écrivez la plaque comme AB-123-CD, ou comme 1234 AB 14 si elle date d’avant 2009."))
        return bare

    def schema(self, question: Question) -> dict[str, Any]:
        """A text."""
        return {"type": "string", "maxLength": 40, "examples": ["AB-123-CD", "1234 AB 14"]}

    def context(self, question: Question) -> dict[str, Any]:
        """A short box."""
        return {"width": "10"}
