"""What w.c.s. asks of a text: its validations, as our field types, their options or our rules."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.expressions import BadExpression
from parvis.catalogue.expressions.patterns import compile_pattern
from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.publik.documents import Condition, Field
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import FALSE, TRUE, Kind, Need, Value
from parvis.catalogue.imports.publik.making import Making, tree_of
from parvis.catalogue.imports.report import What
from parvis.organisations.names import plain

LONGEST_PATTERN = 300
LONGEST_MESSAGE = 300
# Words of a label or of a name that tell a quantity from a number that only names something (a street, a file).
_QUANTITY = re.compile(
    r"\b(nombre|nbr?e?|quantite|combien|montant|surface|superficie|age|duree|longueur|largeur|hauteur|poids|prix|"
    r"exemplaires?|circonference|distance|volume|effectif|budget|participants|personnes|copies)\b"
)
_NAMES_SOMETHING = re.compile(
    r"\b(numero|n|code|postal|boite|identifiant|reference|registre|compte|telephone)\b"
)
# A check that a site added to w.c.s., by the kind of number it is about.
_SITE_CHECKS = {"is_valid_tva_number": "belgian_enterprise_number"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a text is asked: a field type, its options, its rules, what formulas read of it."""

    type: str = "text"
    options: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[dict[str, str], ...] = ()
    kind: Kind = Kind.TEXT
    part: str = ""


_KNOWN: dict[str, Wanted] = {
    "phone": Wanted("phone"),
    "phone-fr": Wanted("phone"),
    "nir-fr": Wanted("masked_code", {"number": "nir"}),
    "nrn-be": Wanted("masked_code", {"number": "belgian_national_number"}),
    "siren-fr": Wanted("masked_code", {"number": "siren"}),
    "siret-fr": Wanted("masked_code", {"number": "siret"}),
    "iban": Wanted("iban", part="iban"),
    "time": Wanted("time", kind=Kind.TIME),
    "url": Wanted("url"),
}
_PATTERNS = {
    "digits": (r"[0-9]*", gettext_lazy("Écrivez seulement des chiffres.")),
    "zipcode-fr": (r"[0-9]{5}", gettext_lazy("Écrivez un code postal de cinq chiffres, par exemple 14000.")),
}
_MOBILES = gettext_lazy("Écrivez un numéro de téléphone mobile.")


def wanted_text(field: Field, key: str, making: Making) -> Wanted:
    """Return how a line of text is asked; the report is told of its validation."""
    element = field.element.find("validation")
    kind = element.words("type") if element else ""
    if not element or not kind:
        return Wanted()
    source, said = element.words("value"), cut(plain_line(element.words("error_message")), LONGEST_MESSAGE)
    making.reading = f"{kind} {source}".strip()
    try:
        found = _wanted(kind, source, said, field, key, making)
    except NotUnderstood as why:
        making.left(What.VALIDATIONS, making.reading, str(why))
        return Wanted()
    making.took(What.VALIDATIONS)
    return found


def _wanted(kind: str, source: str, said: str, field: Field, key: str, making: Making) -> Wanted:
    if kind in _KNOWN:
        return _known(kind, said, making)
    if kind == "digits" and _is_quantity(field):
        return Wanted("number", {"min": 0}, kind=Kind.NUMBER)
    if kind in _PATTERNS:
        pattern, message = _PATTERNS[kind]
        return Wanted(options={"pattern": pattern, "message": said or str(message)})
    match kind:
        case "mobile" | "mobile-fr" | "mobile-phone":
            return Wanted("phone", checks=(_mobile(key, said),))
        case "regex":
            return _pattern(source, said)
        case "django" | "python":
            return _rule(Condition(kind, source), said, key, making)
        case _:
            raise NotUnderstood(_("la validation « %(kind)s » n’est pas connue") % {"kind": kind})


def _known(kind: str, said: str, making: Making) -> Wanted:
    wanted = _KNOWN[kind]
    if wanted.type == "masked_code" and said:
        return Wanted(wanted.type, {**wanted.options, "message": said})
    if kind == "phone":
        making.near(_("un numéro étranger s’écrit avec l’indicatif de son pays"))
    elif said:
        making.near(_("la phrase qui dit l’erreur est celle de Parvis"))
    return wanted


def _mobile(key: str, said: str) -> dict[str, str]:
    rule = f'{key}.startsWith("+336") || {key}.startsWith("+337") || !{key}.startsWith("+33")'
    return {"rule": rule, "message": said or str(_MOBILES)}


def _is_quantity(field: Field) -> bool:
    words = plain(f"{plain_line(field.label)} {field.name.replace('_', ' ')}")
    return bool(_QUANTITY.search(words)) and not _NAMES_SOMETHING.search(words)


def _pattern(source: str, said: str) -> Wanted:
    """Return the pattern that a whole text must follow, as w.c.s. wants it."""
    pattern = re.sub(r"(?<!\\)([*+?}])\?", r"\1", source)  # lazy or not, the whole text is the same
    pattern = re.sub(r"^\^|(?<!\\)\$$|\\A|\\Z", "", pattern) if "|" not in pattern else pattern
    pattern = pattern.replace("\\Z", "$").replace("\\A", "^")
    if not pattern or len(pattern) > LONGEST_PATTERN:
        raise NotUnderstood(_("ce modèle est vide ou trop long"))
    try:
        compile_pattern(f"^(?:{pattern})$")
    except BadExpression as bad:
        raise NotUnderstood(str(bad)) from None
    message = said or _("Cette réponse n’a pas la forme attendue.")
    return Wanted(options={"pattern": pattern, "message": message})


def possible(rule: Value) -> Value:
    """Return a rule that some answer respects. Raises NotUnderstood for one that none does."""
    if rule is FALSE:
        raise NotUnderstood(_("aucune réponse ne la respecterait"))
    return rule


def _rule(condition: Condition, said: str, key: str, making: Making) -> Wanted:
    """Return the rule that a condition on « value » becomes."""
    for name, kind in _SITE_CHECKS.items():
        if re.fullmatch(rf"value\s*\|\s*{name}", condition.source):
            return Wanted("masked_code", {"number": kind, **({"message": said} if said else {})})
    own = Value(key, Kind.TEXT, needs=(Need(key, '""'),))
    rule = possible(making.translator(rule=True, own=own).truth(tree_of(condition)))
    if rule is TRUE:
        return Wanted()
    return Wanted(checks=({"rule": usable(rule), "message": said or _("Cette réponse n’est pas acceptée.")},))
