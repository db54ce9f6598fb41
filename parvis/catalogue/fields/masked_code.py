"""A code of a known form: a file number, a badge, a meter."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, at_most, clean_line, must_be, refuse, register
from parvis.catalogue.patterns import OPTIONS, follow_pattern, pattern_faults

LONGEST = 100
_PLACES = {"A": r"[A-Za-z]", "9": r"\d", "*": r"[A-Za-z0-9]"}
# Numbers with a check of their own, by the module of python-stdnum that knows it.
KINDS = {
    "luhn": "stdnum.luhn",
    "isbn": "stdnum.isbn",
    "nir": "stdnum.fr.nir",
    "vat": "stdnum.eu.vat",
    "belgian_national_number": "stdnum.be.nn",
    "belgian_enterprise_number": "stdnum.be.vat",
}


@register
class MaskedCode(FieldType):
    """A code that follows ``mask`` (A: letter, 9: digit, *: either, the rest as it is), or else ``pattern``, or the
    check of a known kind of ``number``; ``message`` is said of any other.

    Letters are put in capitals. What the mask writes itself may be left out: « ab123cd » is AB-123-CD. The number of
    social security (``nir``) is only asked by those whom decree 2019-341 names.
    """

    code, label = "masked_code", gettext_lazy("code")
    template = "fields/input.html"
    options: ClassVar[dict[str, Any]] = {
        "mask": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        "number": {"enum": list(KINDS)},
        **OPTIONS,
    }
    example_options: ClassVar[dict[str, Any]] = {"mask": "AA-999-AA"}
    example = "AB-123-CD"

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """A pattern that cannot be read; a mask where nothing is asked."""
        yield from pattern_faults(options)
        if "mask" in options and not set(options["mask"]) & set(_PLACES):
            yield "mask", _("ce modèle ne demande rien : écrivez A pour une lettre, 9 pour un chiffre.")

    def missing(self) -> str:
        """Say what is asked."""
        return _("Écrivez ce code.")

    def check(self, question: Question, value: Any) -> Any:
        """Refuse a code that has not the form."""
        must_be(value, str)
        code = at_most(clean_line(value), LONGEST).upper()
        if mask := question.options.get("mask"):
            code = _masked(question, mask, code)
        if kind := question.options.get("number"):
            code = _of_kind(question, kind, code)
        return follow_pattern(question, code)

    def schema(self, question: Question) -> dict[str, Any]:
        """A text; its separators may be left out."""
        shown = {"examples": [question.options["mask"]]} if "mask" in question.options else {}
        return {"type": "string", "maxLength": LONGEST, **shown}

    def context(self, question: Question) -> dict[str, Any]:
        """A box of the code's length; the keyboard of digits when there is nothing else."""
        mask = question.options.get("mask", "")
        digits = bool(mask) and not set(mask) & {"A", "*"} and not re.search(r"[^\W\d]", mask)
        return {
            "width": "20" if len(mask) > 10 or not mask else "10",
            "inputmode": "numeric" if digits else "",
        }


def _masked(question: Question, mask: str, code: str) -> str:
    """Return the code as the mask writes it, from what was typed with the mask's own letters and digits, or without;
    any other sign is only there to be read.
    """
    bare = "".join(sign for sign in code if sign.isalnum())
    places = [
        _PLACES.get(sign, re.escape(sign.upper())) for sign in mask if sign.isalnum() or sign in _PLACES
    ]
    whole = "".join(f"({place})" if place in _PLACES.values() else place for place in places)
    asked = "".join(f"({place})" for place in places if place in _PLACES.values())
    found = re.fullmatch(whole, bare, re.ASCII) or re.fullmatch(asked, bare, re.ASCII)
    if found is None:
        said = _("Écrivez ce code comme %(mask)s : A pour une lettre, 9 pour un chiffre.") % {"mask": mask}
        refuse(question.options.get("message") or said)
    given = iter(found.groups())
    return "".join(next(given) if sign in _PLACES else sign for sign in mask)


def _of_kind(question: Question, kind: str, code: str) -> str:
    """Return a number whose own check holds, without its separators."""
    known = import_module(KINDS[kind])
    if not known.is_valid(code):
        refuse(question.options.get("message") or _("Ce numéro n’existe pas. Vérifiez chaque chiffre."))
    compact = getattr(known, "compact", None)
    return str(compact(code)) if compact else code
