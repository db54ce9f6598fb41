"""A parcel of the land register."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.compound import Compound, part
from parvis.catalogue.field_types import Question, register


@register
class CadastralParcel(Compound):
    """A parcel by its municipality, its section and its number: ``{"municipality", "prefix", "section", "number"}``.

    Kept as the land register writes them: « 0A », « 0012 », and a prefix that is « 000 » but where towns merged. With
    the option ``municipality`` false, the town is not asked. Several parcels: a repeated block.
    """

    code, label = "cadastral_parcel", gettext_lazy("parcelle cadastrale")
    options: ClassVar[dict[str, Any]] = {"municipality": {"type": "boolean"}}
    example: ClassVar[Any] = {
        "municipality": {"code": "14118", "name": "Caen"},
        "prefix": "000",
        "section": "AB",
        "number": "0012",
    }

    def parts(self, question: Question) -> tuple[Question, ...]:
        """Return the town, the section, the number, the prefix."""
        town = part("municipality", "municipality", _("Commune de la parcelle"))
        section = part(
            "section",
            "text",
            _("Section"),
            width="4",
            pattern=r"[A-Za-z]{1,2}|\d?[A-Za-z]|\d{1,2}",
            message=_("Écrivez la section : une ou deux lettres, par exemple AB."),
        )
        number = part(
            "number",
            "text",
            _("Numéro de la parcelle"),
            width="6",
            pattern=r"\d{1,4}",
            message=_("Écrivez le numéro de la parcelle : un à quatre chiffres, par exemple 12."),
        )
        prefix = part(
            "prefix",
            "text",
            _("Préfixe"),
            required=False,
            width="4",
            pattern=r"\d{1,3}",
            message=_("Écrivez le préfixe en trois chiffres, ou laissez cette case vide."),
        )
        asked = (town,) if question.options.get("municipality", True) else ()
        return (*asked, section, number, prefix)

    def empty(self, question: Question) -> Any:
        """Every part blank, the town's too even when it is not asked."""
        return {"municipality": {"code": "", "name": ""}, "prefix": "", "section": "", "number": ""}

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Say what each box waits for."""
        waited = {
            one.key: [one.options["message"]] for one in self.parts(question) if "message" in one.options
        }
        return super().lacking(question) | {key: said for key, said in waited.items() if key != "prefix"}

    def typed(self, question: Question, value: Any) -> Any:
        """Fill the boxes; the usual prefix is not shown."""
        typed = super().typed(question, value)
        return typed | {
            "prefix": typed["prefix"].removeprefix("000") if isinstance(typed["prefix"], str) else ""
        }

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what the land register could not hold; return it as it writes it."""
        if isinstance(value, dict) and not question.options.get("municipality", True):
            value = {key: one for key, one in value.items() if key != "municipality"}
        checked = super().check(question, value)
        return {
            **self.empty(question),
            **checked,
            "section": checked["section"].upper().zfill(2),
            "number": checked["number"].zfill(4),
            "prefix": checked["prefix"].zfill(3),
        }

    def to_text(self, question: Question, value: Any) -> str:
        """Return « Caen, section AB, parcelle 12 »."""
        town = (value.get("municipality") or {}).get("name", "")
        prefix = value.get("prefix", "000")
        said = [
            town,
            _("préfixe %(prefix)s") % {"prefix": prefix} if prefix.strip("0") else "",
            _("section %(section)s") % {"section": value["section"].lstrip("0") or value["section"]},
            _("parcelle %(number)s") % {"number": value["number"].lstrip("0") or "0"},
        ]
        return ", ".join(words for words in said if words)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object; zeros before may be left out."""
        schema = super().schema(question)
        none = {"const": self.empty(question)["municipality"]}
        town = {"anyOf": [schema["properties"].get("municipality", none), none]}
        return schema | {"properties": {**schema["properties"], "municipality": town}}
