"""The languages of a form: one is that of our definition, the others become its translations."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from parvis.organisations.names import plain

# Names people give to a language without its code, as XLSForm advises « English (en) ».
_NAMES = {
    "francais": "fr", "french": "fr", "anglais": "en", "english": "en", "espagnol": "es", "spanish": "es",
    "espanol": "es", "allemand": "de", "german": "de", "deutsch": "de", "italien": "it", "italian": "it",
    "portugais": "pt", "portuguese": "pt", "arabe": "ar", "arabic": "ar", "neerlandais": "nl", "dutch": "nl",
    "ukrainien": "uk", "ukrainian": "uk",
}  # fmt: skip


class Said(str):
    """A text of the definition, and the same in other languages by their code."""

    __slots__ = ("others",)
    others: dict[str, str]


class Languages:
    """The languages of a survey: French first when it is there, else the one the survey says."""

    def __init__(self, names: list[str], default: str) -> None:
        codes = {name: code for name in names if (code := code_of_language(name))}
        self.unnamed = [name for name in names if name not in codes and name != "default"]
        self.main = next(
            (name for name in names if codes.get(name) == "fr"), default if default in names else ""
        )
        if not self.main and names:
            self.main = names[0]
        self.others = {
            code: name for name, code in codes.items() if name != self.main and code != codes.get(self.main)
        }

    def say(self, text: Any, clean: Callable[[str], str]) -> str:
        """Return a text of the survey, cleaned, in the main language, with its translations."""
        if not isinstance(text, Mapping):
            return clean(str(text)) if text is not None else ""
        spoken = {name: str(one) for name, one in text.items() if one not in (None, "", "-")}
        main = spoken.get(self.main) or spoken.get("default") or next(iter(spoken.values()), "")
        said = Said(clean(main))
        said.others = {
            code: cleaned
            for code, name in self.others.items()
            if name in spoken and (cleaned := clean(spoken[name])) and cleaned != said
        }
        return said


def code_of_language(name: str) -> str:
    """Return the code of « English (en) », "" when there is none we know."""
    written = re.search(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\)\s*$", name)
    if written:
        return written[1].lower() if "-" not in written[1] else written[1]
    word = plain(name)
    return _NAMES.get(word) or (word if re.fullmatch(r"[a-z]{2}", word) else "")


def without_translations(document: Any) -> tuple[Any, dict[str, dict[str, str]]]:
    """Return the document with plain texts, and the translations found in it by language and JSON pointer."""
    translations: dict[str, dict[str, str]] = {}

    def plainly(node: Any, pointer: str) -> Any:
        if isinstance(node, Said):
            for code, text in node.others.items():
                translations.setdefault(code, {})[pointer] = text
            return str(node)
        if isinstance(node, dict):
            return {name: plainly(inner, f"{pointer}/{_escaped(name)}") for name, inner in node.items()}
        if isinstance(node, list):
            return [plainly(inner, f"{pointer}/{place}") for place, inner in enumerate(node)]
        return node

    return plainly(document, ""), translations


def languages_of(survey: Mapping[str, Any]) -> Languages:
    """Return the languages that the texts of a survey are in, in the order they are met."""
    found: dict[str, None] = {}

    def look(node: Any) -> None:
        if isinstance(node, Mapping):
            for name in ("label", "hint", "guidance_hint"):
                if isinstance(node.get(name), Mapping):
                    found.update(dict.fromkeys(str(one) for one in node[name]))
            for inner in node.values():
                look(inner)
        elif isinstance(node, list):
            for inner in node:
                look(inner)

    look(survey)
    return Languages(list(found), str(survey.get("default_language") or ""))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
