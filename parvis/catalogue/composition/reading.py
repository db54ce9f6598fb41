"""Reading a paper form as people paste it: lines become pages, questions with a type, answers offered.

A guess, always shown to the builder before it is kept. « # » or capitals begin a page; a bullet or a box offers an
answer to the question above; « (facultatif) », « * », « (date) », « si oui, … », « célibataire / marié » say what they
say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from parvis.catalogue.composition.questions import AFTER_YES
from parvis.catalogue.field_types import registry
from parvis.catalogue.imports.naming import value_of
from parvis.organisations.names import plain

PAGE, CHOICE, SEVERAL, YES_NO, TEXT, INFORMATION = (
    "page",
    "choice",
    "multiple_choice",
    "yes_no",
    "text",
    "information",
)
MOST_LINES = 500
_BULLET = re.compile(r"^\s*(?:[-–•*◦▪·]\s+|[☐□❑❏○◯]\s*|\[\s?\]\s*|\(\s?\)\s*|o\s+(?=\S+$))")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}(?:\.\d{1,3})*\s*[.)°:-]|[a-z]\)|[IVX]{1,5}\s*[.)-])\s+")
_BLANKS = re.compile(r"[._…‥\u2026]{3,}|_{2,}")
_REQUIRED = re.compile(r"\s*(?:\*|\((?:obligatoire|requis)\))\s*(?=[:?]?\s*$)", re.IGNORECASE)
_OPTIONAL = re.compile(
    r"\s*\((?:facultatif|facultative|optionnel|le\s+cas\s+échéant|si\s+possible)\)\s*", re.IGNORECASE
)
_TYPED = re.compile(r"\s*\(([^()]{2,40})\)\s*[:?]?\s*$")
_YES_NO_ANSWER = re.compile(r":?\s*[☐□❑❏○]?\s*oui\s*[/ou,☐□❑❏○\s-]+\s*non\s*[☐□❑❏○]?\s*$", re.IGNORECASE)
_IF = re.compile(r"^\s*si\s+(oui|non)\s*[,:]?\s+(?=\S)", re.IGNORECASE)
_BOXES = re.compile(r"\s*[☐□❑❏○◯]\s*")
# The words of a label that tell its type, the most telling first. A type that does not exist is passed over.
_WORDS: tuple[tuple[str, str], ...] = (
    ("iban", "iban"),
    ("rib", "file"),
    ("lu et j accepte", "agreement"),
    ("certifie", "agreement"),
    ("je m engage", "agreement"),
    ("signature", "signature"),
    ("siret", "company"),
    ("siren", "company"),
    ("rna", "association"),
    ("immatriculation", "licence_plate"),
    ("parcelle", "cadastral_parcel"),
    ("cadastral", "cadastral_parcel"),
    ("cadastre", "cadastral_parcel"),
    ("date et heure", "date_time"),
    ("date et lieu de naissance", "birth"),
    ("nom et prenom", "full_name"),
    ("nom prenom", "full_name"),
    ("prenom et nom", "full_name"),
    ("civilite", CHOICE),
    ("piece jointe", "file"),
    ("justificatif", "file"),
    ("joindre", "file"),
    ("joignez", "file"),
    ("copie d", "file"),
    ("copie de", "file"),
    ("attestation", "file"),
    ("photocopie", "file"),
    ("photo", "file"),
    ("e mail", "email"),
    ("mail", "email"),
    ("courriel", "email"),
    ("adresse electronique", "email"),
    ("site internet", "url"),
    ("site web", "url"),
    ("telephone", "phone"),
    ("portable", "phone"),
    ("mobile", "phone"),
    ("adresse", "address"),
    ("domicile", "address"),
    ("commune", "municipality"),
    ("ville", "municipality"),
    ("periode", "date_range"),
    ("date", "date"),
    ("ne e le", "date"),
    ("ne le", "date"),
    ("jour", "date"),
    ("heure", "time"),
    ("horaire", "time"),
    ("duree", "duration"),
    ("montant", "currency"),
    ("revenu", "currency"),
    ("salaire", "currency"),
    ("prix", "currency"),
    ("cout", "currency"),
    ("budget", "currency"),
    ("pourcentage", "percentage"),
    ("taux", "percentage"),
    ("quotite", "percentage"),
    ("nombre", "number"),
    ("combien", "number"),
    ("quantite", "number"),
    ("surface", "number"),
    ("superficie", "number"),
    ("effectif", "number"),
    ("age", "number"),
    ("annee", "number"),
    ("description", "long_text"),
    ("decrivez", "long_text"),
    ("expliquez", "long_text"),
    ("precisez", "long_text"),
    ("motif", "long_text"),
    ("observations", "long_text"),
    ("commentaire", "long_text"),
    ("remarques", "long_text"),
    ("presentation", "long_text"),
)
_ASKS_YES_NO = re.compile(
    r"^(etes vous|avez vous|est ce|souhaitez vous|disposez vous|y a t il|faites vous|voulez vous|acceptez vous|"
    r"beneficiez vous|percevez vous|exercez vous|habitez vous|possedez vous|serez vous|aurez vous)\b"
)
_SEVERAL_WORDS = re.compile(r"cochez (la ou )?les|plusieurs|lesquel|(quels|quelles) ")


@dataclass(frozen=True)
class Line:
    """A page (``kind`` « page ») or a question, as it was read. ``choices`` are the answers offered, in words.

    ``after_yes``: asked only when the yes or no before it was answered so (« Si oui, à quelle date ? »).
    """

    kind: str
    label: str
    required: bool = True
    choices: tuple[str, ...] = field(default_factory=tuple)
    help: str = ""
    after_yes: bool | None = None

    def question(self) -> dict[str, Any]:
        """Return the question of a definition, without its key."""
        made: dict[str, Any] = {"type": self.kind, "label": self.label}
        if self.help:
            made["help"] = self.help
        if not self.required:
            made["required"] = False
        if self.kind in {CHOICE, SEVERAL}:
            made["options"] = _options(self.choices)
        if self.after_yes is not None:
            made[AFTER_YES] = self.after_yes
        if self.kind == INFORMATION:
            made["text"] = self.label
        if self.kind == "agreement":
            made["text"] = self.label
        return made


def read_form(text: str, *, required: bool = True) -> list[Line]:
    """Return the pages and questions of a pasted text. ``required``: what a question without a mark is."""
    found: list[Line] = []
    for raw in text.replace("\r\n", "\n").split("\n")[:MOST_LINES]:
        line = raw.strip()
        if not line:
            continue
        if found and found[-1].kind != PAGE and _BULLET.match(raw):
            found[-1] = _offering(found[-1], list(_offered(line)))
        else:
            found.append(_page(line) or _question(line, required))
    return [_settled(one) for one in found if one.label]


def guess_type(label: str, choices: int = 0) -> str:
    """Return the type that a label, and the number of answers offered, suggest."""
    said = plain(label)
    if choices:
        return SEVERAL if _SEVERAL_WORDS.search(said) else CHOICE
    for words, code in _WORDS:
        if code != CHOICE and code in registry and re.search(rf"\b{words}(?:s|x|e|es)?\b", said):
            return code
    if _ASKS_YES_NO.match(said):
        return YES_NO
    return TEXT


def _page(line: str) -> Line | None:
    """Return the page that a line begins: « # Le demandeur », « Étape 2 : … », « II - LE PROJET »."""
    marked = re.match(r"^#+\s*(.+)$", line) or re.match(
        r"^(?:étape|page|partie|cadre)\s+\w{1,4}\s*[:.–-]\s*(.+)$", line, re.I
    )
    if marked:
        return Line(PAGE, marked[1].strip())
    bare = _NUMBERING.sub("", line).rstrip(" :")
    letters = [letter for letter in bare if letter.isalpha()]
    if len(letters) >= 5 and bare == bare.upper() and "?" not in bare and not _BLANKS.search(line):
        return Line(PAGE, bare.capitalize())
    return None


def _question(line: str, required: bool) -> Line:
    label = _BLANKS.sub(" ", _NUMBERING.sub("", line))
    if asked := _IF.match(label):
        label = label[asked.end() :]
        read = _question(label[:1].upper() + label[1:], required)
        return replace(read, after_yes=plain(asked[1]) == "oui")
    marked = bool(_REQUIRED.search(label))
    left = bool(_OPTIONAL.search(label))
    label = _OPTIONAL.sub(" ", _REQUIRED.sub("", label)).strip()
    one = Line("", label, marked or (required and not left))
    if _YES_NO_ANSWER.search(label):
        return replace(one, kind=YES_NO, label=_YES_NO_ANSWER.sub("", label))
    head, colon, tail = label.partition(":")
    choices = _inline(tail) if colon else []
    if len(choices) > 1:
        return replace(one, kind=guess_type(head, len(choices)), label=head, choices=tuple(choices))
    boxed = [part for part in _BOXES.split(label) if part.strip(" :")]
    if len(boxed) > 2:
        return replace(one, kind=guess_type(boxed[0], 2), label=boxed[0], choices=tuple(boxed[1:]))
    typed = _TYPED.search(label)
    if typed and (code := _named_type(typed[1])):
        return replace(one, kind=code, label=label[: typed.start()])
    if colon and (code := _named_type(tail)):
        return replace(one, kind=code, label=head)
    return one


def _inline(tail: str) -> list[str]:
    """Return the answers written after a colon: « célibataire / marié », « ☐ oui ☐ non », « a ; b ; c »."""
    for mark in (_BOXES, re.compile(r"\s+/\s+|(?<=\w{3})/(?=\w{3})"), re.compile(r"\s*;\s*")):
        parts = [part.strip(" .:") for part in mark.split(tail)]
        if len([part for part in parts if part]) > 1:
            return [part for part in parts if part]
    return []


def _offered(line: str) -> Iterator[str]:
    for part in _BOXES.split(_BULLET.sub("", line)):
        if words := part.strip(" .;:"):
            yield words


def _offering(one: Line, words: list[str]) -> Line:
    choices = (*one.choices, *words)
    return replace(one, choices=choices, kind=guess_type(one.label, len(choices)))


def _named_type(words: str) -> str:
    """Return the type that words name: its own label, or the usual words of paper forms."""
    said = plain(words)
    if not said:
        return ""
    by_label = {plain(str(one.label)): one.code for one in registry}
    usual = {
        "oui non": YES_NO,
        "texte": TEXT,
        "montant": "currency",
        "fichier": "file",
        "piece": "file",
        "choix": CHOICE,
    }
    code = by_label.get(said) or usual.get(said, "")
    return code if code in registry else ""


def _settled(one: Line) -> Line:
    """Return a line with its type guessed and its label as it is asked."""
    label = " ".join(one.label.split()).strip(" :").strip()
    kind = one.kind or guess_type(label, len(one.choices))
    if kind in {CHOICE, SEVERAL} and [plain(choice) for choice in one.choices] in (
        ["oui", "non"],
        ["non", "oui"],
    ):
        return replace(one, kind=YES_NO, label=label, choices=())
    return replace(one, kind=kind, label=label)


def _options(choices: tuple[str, ...]) -> list[dict[str, str]]:
    taken: set[str] = set()
    options = []
    for label in choices:
        value = value_of(label, taken)
        taken.add(value)
        options.append({"value": value, "label": label})
    return options
