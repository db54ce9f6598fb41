"""What a person newly wrote in an answer, apart from what they quote and sign.

Line by line, in linear time. Nothing is lost: what is set aside stays in the original, and a mail that would be left
without a word is returned whole. (The libraries that do this were read: the expressions of mail-parser-reply may run
very long on hostile text, quotequail knows no Italian.)
"""

import re
from dataclasses import dataclass

_LONGEST = 400
"""Characters of a line that is compared; attributions are shorter."""
_WRAPPED = 3
"""Lines over which a reader folds an attribution."""
_DAYS = r"[\w.,’' °/:()<>@+\"\-–|\[\]*]"
_WROTE = re.compile(
    rf"^(?:>\s?)*(?:"
    rf"(?:le|on|am|el|il|op|em)\s{_DAYS}{{5,300}}\s(?:a écrit|wrote|schrieb[^:]{{0,120}}|escribió|"
    rf"ha scritto|schreef[^:]{{0,120}}|"
    rf"heeft[^:]{{0,120}}geschreven|het volgende geschreven|escreveu)\s?:"
    rf"|{_DAYS}{{5,300}}\s(?:a écrit|wrote|schrieb|escribió|ha scritto|schreef)\s?:"
    rf"|\d{{4}}[-/]\d\d?[-/]\d\d?[^:]{{0,40}}\s{_DAYS}{{0,200}}<[^<>]{{3,200}}>\s?:?"
    rf")\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"^[>\s]*(?:-{2,}|_{2,}|={2,})\s*(?:message (?:d[’']origine|original|initial|transféré|précédent)|"
    r"original message|forwarded message|"
    r"ursprüngliche nachricht|weitergeleitete nachricht|mensaje (?:original|reenviado)|"
    r"messaggio (?:originale|inoltrato)|"
    r"oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|mensagem original|e-mail d[’']origine|"
    r"original appointment|réponse au message)\s*(?:-{2,}|_{2,}|={2,})?\s*:?\s*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"transféré|forwarded|weitergeleitet|reenviado|inoltrato|doorgestuurd", re.IGNORECASE)
_RULE = re.compile(r"^\s*_{20,}\s*$")
_FROM = re.compile(r"^[>*\s]*(?:de|from|von|da|van)\s?\*?\s?:\*?\s.{2,}", re.IGNORECASE)
_OTHER_HEADER = re.compile(
    r"^[>*\s]*(?:envoyé(?: le)?|date|sent|gesendet|enviado(?: el)?|inviato|data|datum|fecha|verzonden|à|"
    r"pour|to|an|para|a|aan|"
    r"cc|objet|sujet|subject|betreff|asunto|oggetto|onderwerp)\s?\*?\s?:\*?",
    re.IGNORECASE,
)
_DASHES = re.compile(r"^-- ?$")
_PHONE = re.compile(
    r"^(?:envoyé (?:de|depuis|à partir de) (?:mon|ma|l[’']application|outlook|yahoo|gmail|mail|proton|"
    r"samsung|la messagerie)|"
    r"sent from (?:my|mail|outlook|yahoo|proton|samsung|the)|von meinem|gesendet (?:von|mit)|"
    r"enviado desde|inviato da|"
    r"verzonden (?:vanaf|met)|get outlook|obtenir outlook|télécharger outlook|provenance : courrier|"
    r"mail sent from|envoyé avec )",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Answer:
    """An answer in two: what is new, and whether something was set aside."""

    new: str
    shortened: bool


def newly_written(text: str) -> Answer:
    """Return what a person newly wrote: without quotations, their introductions, and signatures."""
    lines = text.split("\n")
    kept = _without_signature(_without_quotations(lines))
    new = "\n".join(kept).strip()
    if not new or not any(char.isalnum() for char in new):
        return Answer(text.strip(), shortened=False)
    return Answer(re.sub(r"\n{3,}", "\n\n", new), shortened=len(new) < len(text.strip()))


def _without_quotations(lines: list[str]) -> list[str]:
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place][:_LONGEST]
        if line.lstrip().startswith(">"):
            place += 1
            continue
        if _ends_here(lines, place):
            break
        folded = _attribution(lines, place)
        if folded:
            if not _quotes_after(lines, place + folded):
                break
            place += folded
            continue
        kept.append(lines[place])
        place += 1
    return kept


def _ends_here(lines: list[str], place: int) -> bool:
    """Say whether a whole mail is quoted from this line on: a separator, or the headers that Outlook writes."""
    line = lines[place][:_LONGEST]
    if _SEPARATOR.match(line):
        return not _FORWARDED.search(line)
    start = place + 1 if _RULE.match(line) else place
    if start >= len(lines) or not _FROM.match(lines[start][:_LONGEST]):
        return False
    following = [one for one in lines[start + 1 : start + 6] if one.strip()]
    return sum(1 for one in following if _OTHER_HEADER.match(one[:_LONGEST])) >= 2


def _attribution(lines: list[str], place: int) -> int:
    """Return over how many lines « Le … a écrit : » runs from this line on, 0 when it does not."""
    if not lines[place].strip():
        return 0
    joined = ""
    for count, line in enumerate(lines[place : place + _WRAPPED], start=1):
        if not line.strip():
            return 0
        joined = f"{joined} {line.strip()}".strip()[: 2 * _LONGEST]
        if joined.endswith(":") and _WROTE.match(joined):
            return count
    return 0


def _quotes_after(lines: list[str], place: int) -> bool:
    """Say whether what follows an introduction is marked as quoted; else all that follows is taken as quoted."""
    following = (line for line in lines[place : place + 5] if line.strip())
    return next(following, "").lstrip().startswith(">")


def _without_signature(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        if _DASHES.match(line.rstrip("\r")) and place and any(one.strip() for one in lines[:place]):
            return lines[:place]
    end = len(lines)
    while end and (not lines[end - 1].strip() or _PHONE.match(lines[end - 1].strip()[:_LONGEST])):
        end -= 1
    return lines[:end]
