"""A code of a known form: a file number, a badge, a meter."""

import re
import string
from collections.abc import Iterator
from importlib import import_module
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import FieldType, Question, at_most, clean_line, must_be, refuse, register
from parvis.catalogue.patterns import OPTIONS, follow_pattern, pattern_faults, sample_of_pattern

LONGEST = 100
_PLACES = {"A": r"[A-Za-z]", "9": r"\d", "*": r"[A-Za-z0-9]"}
# Numbers with a check of their own, by the module of python-stdnum that knows it.
KINDS = {
    "luhn": "stdnum.luhn",
    "isbn": "stdnum.isbn",
    "nir": "stdnum.fr.nir",
    "siren": "stdnum.fr.siren",
    "siret": "stdnum.fr.siret",
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

    def sample(self, question: Question, luck: Random) -> Any:
        """Return a code that fills the mask, follows the pattern, or passes the check of its kind."""
        if mask := question.options.get("mask"):
            signs = {"A": string.ascii_uppercase, "9": string.digits, "*": string.ascii_uppercase}
            return "".join(luck.choice(signs[sign]) if sign in signs else sign for sign in mask)
        if kind := question.options.get("number"):
            return _some_number(kind, luck)
        return sample_of_pattern(question, luck) or super().sample(question, luck)

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


def _some_number(kind: str, luck: Random) -> str | None:
    """Return a number whose own check holds: one in some hundreds does."""
    known, length = (
        import_module(KINDS[kind]),
        {"nir": 15, "isbn": 10, "belgian_national_number": 11}.get(kind, 10),
    )
    first = {"nir": "1900114118", "belgian_national_number": "850715"}.get(kind, "0")
    prefix = "BE" if kind == "vat" else ""
    for _draw in range(5000):
        rest = "".join(luck.choice(string.digits) for _digit in range(length - len(first)))
        if known.is_valid(f"{prefix}{first}{rest}"):
            return f"{prefix}{first}{rest}"
    return None


def _of_kind(question: Question, kind: str, code: str) -> str:
    """Return a number whose own check holds, without its separators."""
    known = import_module(KINDS[kind])
    if not known.is_valid(code):
        refuse(question.options.get("message") or _("Ce numéro n’existe pas. Vérifiez chaque chiffre."))
    compact = getattr(known, "compact", None)
    return str(compact(code)) if compact else code
