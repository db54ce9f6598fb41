"""CSV files as spreadsheets in French write them: what separates, how letters are coded, which column says what."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import clean_line, clean_text
from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.lists.columns import MOST_COLUMNS, OWN_NAMES, Column, day, read_box, write_box
from parvis.catalogue.lists.rows import RowGiven
from parvis.catalogue.models import ColumnType, ReferenceRow, ReferenceTable
from parvis.common.errors import Invalid
from parvis.organisations.names import plain

LARGEST = 5_000_000
"""Bytes of a file."""
MOST_LINES = 50_001
LONGEST_BOX = 100_000
"""Characters of a box; more is a quote that nobody closed."""
SEPARATORS = ";,\t|"
LOOKED_AT = 50
# How files name what every table has; compared without accents nor case.
KNOWN_HEADERS: Mapping[str, frozenset[str]] = {
    "code": frozenset({"code", "id", "identifiant", "reference", "ref", "cle", "numero"}),
    "label": frozenset(
        {"label", "libelle", "nom", "intitule", "text", "texte", "titre", "name", "designation"}
    ),
    "valid_from": frozenset(
        {"valid from", "valable a partir du", "valable du", "date de debut", "date debut", "debut", "depuis"}
    ),
    "valid_until": frozenset(
        {"valid until", "valable jusqu au", "valable au", "date de fin", "date fin", "fin", "jusqu au"}
    ),
}

_FORMULA = re.compile(r"'*[=+\-@]")
_FIGURES = re.compile(r"[-+]?[\d\s.,]+")


class BadFile(Invalid):
    """A file that is no CSV; the sentence says why, under « file »."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"file": [sentence]})


@dataclass(frozen=True)
class CsvFile:
    """A file read: its headers, its lines with their numbers, and how it was understood, for the builder."""

    headers: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)
    encoding: str
    separator: str

    @property
    def understood(self) -> str:
        """Return in words how the file was read."""
        names = {";": _("point-virgule"), ",": _("virgule"), "\t": _("tabulation"), "|": _("barre verticale")}
        return _("%(lines)d lignes, séparées par : %(separator)s, lettres codées en %(encoding)s") % {
            "lines": len(self.lines),
            "separator": names[self.separator],
            "encoding": self.encoding,
        }


def read_csv(content: bytes) -> CsvFile:
    """Return what a file holds. Raises BadFile."""
    if len(content) > LARGEST:
        raise BadFile(_("Ce fichier dépasse %(size)d Mo.") % {"size": LARGEST // 1_000_000})
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise BadFile(_("Ce fichier n’est pas un fichier CSV. Enregistrez votre tableau au format CSV."))
    separator = _separator(text)
    lines = list(_lines(text, separator))
    if not lines:
        raise BadFile(_("Ce fichier est vide."))
    for number, line in lines:
        if any(len(box) > LONGEST_BOX for box in line):
            raise _unreadable(number)
    headers = tuple(clean_line(header) for header in lines[0][1])
    if len(headers) > MOST_COLUMNS + len(OWN_NAMES):
        raise BadFile(_("Ce fichier a plus de %(most)d colonnes.") % {"most": MOST_COLUMNS + len(OWN_NAMES)})
    return CsvFile(headers, tuple(lines[1:]), encoding, separator)


def mapping_guessed(headers: Iterable[str], columns: Iterable[Column]) -> list[str]:
    """Return what each header names: a column's key, or what every table has (KNOWN_HEADERS); "" for nothing known."""
    by_name = {plain(name): column["key"] for column in columns for name in (column["key"], column["label"])}
    found: list[str] = []
    for header in headers:
        said = plain(header)
        known = by_name.get(said) or next((key for key, names in KNOWN_HEADERS.items() if said in names), "")
        found.append("" if known in found else known)
    return found


def columns_guessed(file: CsvFile) -> list[dict[str, str]]:
    """Return columns for the headers that every table does not have, with the type that their boxes allow."""
    taken = set(mapping_guessed(file.headers, []))
    columns: list[dict[str, str]] = []
    for place, (header, known) in enumerate(
        zip(file.headers, mapping_guessed(file.headers, []), strict=True)
    ):
        if known or not header:
            continue
        key = key_of(header, {column["key"] for column in columns} | taken | OWN_NAMES, fallback="colonne")
        boxes = [line[place] for _number, line in file.lines if place < len(line) and line[place].strip()]
        columns.append({"key": key, "label": header[:200], "type": _type_of(boxes)})
    return columns[:MOST_COLUMNS]


def rows_of_file(file: CsvFile, columns: Iterable[Column], mapping: list[str]) -> list[RowGiven]:
    """Return the rows of a file; ``mapping`` says what each of its columns is. Raises BadFile without a label."""
    if "label" not in mapping:
        raise BadFile(
            _("Dites quelle colonne du fichier porte le libellé : c’est ce que les personnes lisent.")
        )
    named = [name for name in mapping if name]
    if len(named) != len(set(named)):
        raise BadFile(_("Deux colonnes du fichier sont données pour la même chose."))
    known = {column["key"]: column for column in columns}
    return [_row(number, line, known, mapping) for number, line in file.lines]


def write_csv(table: ReferenceTable, rows: Iterable[ReferenceRow]) -> Iterator[str]:
    """Yield the lines of a table as spreadsheets in French open them; ``read_csv`` reads them back the same."""
    keys = [column["key"] for column in table.columns]
    titles = [_("Code"), _("Libellé"), *(column["label"] for column in table.columns)]
    yield "\ufeff" + _line([*titles, _("Valable du"), _("Valable au")])
    for row in rows:
        boxes = [_harmless(write_box(row.columns.get(key))) for key in keys]
        days = [_day_written(row.valid_from), _day_written(row.valid_until)]
        yield _line([_harmless(row.code), _harmless(row.label), *boxes, *days])


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, coding, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
        (b"", "utf-8", "UTF-8"),
        (b"", "cp1252", "Windows-1252"),
    ):
        if content.startswith(mark):
            try:
                return content.decode(coding), name
            except UnicodeDecodeError:
                continue
    raise BadFile(_("Les lettres de ce fichier ne se lisent pas. Enregistrez-le en UTF-8."))


def _separator(text: str) -> str:
    """Return what separates the boxes: the sign that cuts the first lines in the same number of boxes, the most."""
    best, most = ";", 1
    for sign in SEPARATORS:
        widths = [len(line) for _number, line in _lines(text, sign, limit=LOOKED_AT)]
        if widths and widths[0] > most and widths.count(widths[0]) * 2 > len(widths):
            best, most = sign, widths[0]
    return best


def _lines(text: str, separator: str, limit: int = MOST_LINES) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the lines that hold something, with the number a spreadsheet shows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, line in enumerate(reader, 1):
            if number > limit:
                if limit == MOST_LINES:
                    raise BadFile(_("Ce fichier a plus de %(most)d lignes.") % {"most": MOST_LINES - 1})
                return
            if any(box.strip() for box in line):
                yield number, tuple(line)
    except csv.Error:
        if limit == MOST_LINES:
            raise _unreadable(reader.line_num) from None


def _unreadable(number: int) -> BadFile:
    return BadFile(_("La ligne %(number)d ne se lit pas.") % {"number": number})


def _type_of(boxes: list[str]) -> str:
    """Return the narrowest type that every box of a column has."""
    for kind in (ColumnType.NUMBER, ColumnType.DATE, ColumnType.YES_NO):
        column = {"key": "x", "label": "x", "type": str(kind)}
        if boxes and all(_is_read(column, box) for box in boxes) and not _is_a_code(kind, boxes):
            return str(kind)
    return str(ColumnType.TEXT)


def _is_a_code(kind: str, boxes: list[str]) -> bool:
    """Return whether figures are a code (a postcode, a phone), which would lose its first zero as a number."""
    return kind == ColumnType.NUMBER and any(re.match(r"\s*0\d", box) for box in boxes)


def _is_read(column: Column, box: str) -> bool:
    try:
        read_box(column, box)
    except Invalid:
        return False
    return True


def _row(number: int, line: tuple[str, ...], columns: Mapping[str, Column], mapping: list[str]) -> RowGiven:
    said = {name: clean_text(_plain_box(box)) for name, box in zip(mapping, line, strict=False) if name}
    refusals: list[str] = []
    boxes: dict[str, Any] = {}
    for name in mapping:
        if name in columns:
            boxes[name] = _kept(refusals, lambda name=name: read_box(columns[name], said.get(name, "")))
    label = said.get("label", "")
    return RowGiven(
        code=said["code"] if "code" in mapping and "code" in said else _code_of(label, mapping),
        label=label,
        columns=boxes,
        valid_from=_kept(refusals, lambda: _day_read(said, "valid_from", _("Valable du"))),
        valid_until=_kept(refusals, lambda: _day_read(said, "valid_until", _("Valable au"))),
        says_days=bool({"valid_from", "valid_until"} & set(mapping)),
        line=number,
        refusals=(*refusals, *_too_long(line, mapping)),
    )


def _kept(refusals: list[str], read: Any) -> Any:
    """Return what was read, or keep why it was not."""
    try:
        return read()
    except Invalid as invalid:
        refusals += [sentence for said in invalid.errors.values() for sentence in said]
        return None


def _code_of(label: str, mapping: list[str]) -> str:
    """Return the code of a row of a file without codes: its label's words, the same at each import."""
    return "" if "code" in mapping else plain(label).replace(" ", "-")[:100].strip("-")


def _too_long(line: tuple[str, ...], mapping: list[str]) -> list[str]:
    if any(box.strip() for box in line[len(mapping) :]):
        return [_("Cette ligne a plus de cases que la première.")]
    return []


def _day_read(said: Mapping[str, str], name: str, words: str) -> date | None:
    return day(said[name], words) if said.get(name) else None


def _day_written(value: date | None) -> str:
    return value.strftime("%d/%m/%Y") if value else ""


def safe_line(boxes: Iterable[str]) -> str:
    """Return a line of CSV as spreadsheets here open it, none of whose boxes runs as a formula."""
    return _line([_harmless(box) for box in boxes])


def _line(boxes: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(boxes)
    return written.getvalue()


def _harmless(box: str) -> str:
    """Return a box that a spreadsheet does not run as a formula (OWASP, « CSV injection »)."""
    return f"'{box}" if _FORMULA.match(box) and not _FIGURES.fullmatch(box) else box


def _plain_box(box: str) -> str:
    """Return a box without the mark that ``_harmless`` put before it."""
    return box[1:] if box[:1] == "'" and _FORMULA.match(box[1:]) else box
