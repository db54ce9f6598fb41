"""Reckon a table of demands again: implied decision and last day to appeal, from their facts alone.

FILE is a CSV with the columns received, regime (SVA, SVR, none), delay (2m, 30d, 10d-ouvres, 60d-ouvrables,
8d-francs), territory (mainland, alsace-moselle, an overseas department's code), events, implied_decision,
last_day_to_appeal, source. Events, parted by « ; »: 2026-07-20 pieces-asked 15d; 2026-07-31 pieces-received;
2026-03-09 transferred; 2026-05-02 decided; 2026-04-01..2026-04-03 outage… All of them are told in
docs/guides/clocks.md. An empty date, or a dash, means none.

The exit code is 0 only if every line was read and every date expected is the one found, 1 otherwise, 2 when the
name of a column is mistyped. Harmless: reads the file and nothing else.
"""

import argparse
import json
from codecs import BOM_UTF16_BE as UTF_16_BE
from codecs import BOM_UTF16_LE as UTF_16_LE
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from config.console import CommandError, Output

if TYPE_CHECKING:
    from parvis.deadlines.comparison import Compared
    from parvis.deadlines.table import BadLine

HELP = "reckon the legal dates of a table of demands, and compare"
DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the table, where the result goes, and the sentences."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the table, as CSV")
    parser.add_argument(
        "--json",
        nargs="?",
        const="-",
        metavar="FILE",
        help="write the result as JSON into FILE, or on standard output without one",
    )
    parser.add_argument("--explain", action="store_true", help="print why each date is that date")


def run(options: argparse.Namespace, out: Output) -> int:
    """Read, reckon, compare, tell."""
    _speak_french()
    from parvis.deadlines.comparison import Compared, compare_table
    from parvis.deadlines.table import EXPECTED, unknown_columns

    table = _read(options.file)
    mistyped = _mistyped(table)
    if mistyped:
        out.say(mistyped)
        return 2
    lines = list(compare_table(table))
    compared = [one for one in lines if isinstance(one, Compared)]
    bad = [one for one in lines if not isinstance(one, Compared)]
    result = _as_json(compared, bad) if options.json else ""
    if options.json and options.json != "-":
        Path(options.json).write_text(result + "\n", encoding="utf-8")
    print(result if options.json == "-" else _text(lines, explain=options.explain))
    different = [one for one in compared if one.differences]
    out.say(f"{len(lines):,} lines, {len(different):,} different, {len(bad):,} not read")
    for name in unknown_columns(table):
        out.say(f"column not read: {name}")
    if compared and not any(one.line.expected for one in compared):
        out.say(f"nothing was compared: no column {' nor '.join(EXPECTED)}")
    return 1 if different or bad or not lines else 0


def _mistyped(table: str) -> str:
    """Return what to say of columns that look like ours: what they expect would be compared with nothing."""
    from parvis.deadlines.table import mistyped_columns

    meant = [f"« {wrong} » (did you mean {right}?)" for wrong, right in mistyped_columns(table).items()]
    return f"unknown column: {', '.join(meant)}. Nothing was compared." if meant else ""


def _read(file: Path) -> str:
    """Return a table in whatever encoding spreadsheets save it. Raises CommandError for what is no text."""
    raw = file.read_bytes()
    encoding = "utf-16" if raw[:2] in {UTF_16_LE, UTF_16_BE} else "utf-8-sig"
    for each in (encoding, "cp1252"):  # the last one is what a French Excel writes when one chooses « CSV »
        with suppress(UnicodeDecodeError):
            text = raw.decode(each)
            if "\0" not in text:
                return text
    raise CommandError(f"{file} is not a table in text: save it as « CSV UTF-8 »")


def _speak_french() -> None:
    """Set up what sentences need of Django, and nothing else: no database, no file of the product."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True, LANGUAGE_CODE="fr", TIME_ZONE="Europe/Paris", INSTALLED_APPS=[])
        django.setup()


def _as_json(compared: "list[Compared]", bad: "list[BadLine]") -> str:
    data = {
        "lines": len(compared) + len(bad),
        "different": sum(1 for one in compared if one.differences),
        "not_read": [{"line": one.number, "why": one.why} for one in bad],
        "rows": [one.as_data() for one in compared],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _text(lines: "list[Compared | BadLine]", *, explain: bool) -> str:
    return "\n".join(said for line in lines for said in _told(line, explain=explain))


def _told(line: "Compared | BadLine", *, explain: bool) -> list[str]:
    from parvis.deadlines.table import BadLine

    if isinstance(line, BadLine):
        return [f"line {line.number}: not read: {line.why}"]
    found = ", ".join(f"{name} {day or '–'}" for name, day in line.found().items())
    said = [f"line {line.line.number}: {'DIFFERENT' if line.differences else 'same'}: {found}"]
    said += [
        f"    {name}: expected {line.line.expected[name] or '–'}, found {line.found()[name] or '–'}"
        for name in line.differences
    ]
    if explain:
        said += [f"    {one.with_article}" for one in line.sentences()]
    return said
