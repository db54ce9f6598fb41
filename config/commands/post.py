"""Post that is scanned: folders looked into for bodies, scans given by hand, what could not be read.

    post list
    post folder "Scanner de l'accueil" --body ville --path /srv/scans [--team "Voirie"] [--moved-to pris]
    post folder "Scanner de l'accueil" --body ville --path /srv/scans --retire
    post look
    post take FILE… --body ville [--team "Voirie"] [--split whole] [--arrived-on 2026-11-20]

A worker looks into every folder each minute and takes the files that did not change since the look before; « look »
does it at once. What is taken is kept as it is, then cut into letters by a job.
"""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.console import CommandError, Output
from config.console.named import body_named, team_named

if TYPE_CHECKING:
    from parvis.channels.models import PostFolder

HELP = "set and look into the folders of scanned post, take scans in"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the four gestures."""
    gestures = parser.add_subparsers(dest="gesture", required=True)
    gestures.add_parser("list", help="every folder and how it fares, every scan that could not be read")
    folder = gestures.add_parser("folder", help="look into a folder for a body, or no more")
    folder.add_argument("name")
    folder.add_argument("--path", required=True, metavar="FOLDER")
    folder.add_argument(
        "--moved-to", default="", metavar="NAME", help="inside it; files are deleted without it"
    )
    folder.add_argument("--retire", action="store_true", help="look into it no more")
    gestures.add_parser("look", help="look into every folder now")
    take = gestures.add_parser("take", help="take scans in")
    take.add_argument("files", nargs="+", type=Path)
    take.add_argument(
        "--arrived-on", type=date.fromisoformat, metavar="DAY", help="the stamp, same on all of them"
    )
    for gesture in (folder, take):
        gesture.add_argument("--body", required=True, metavar="SLUG")
        gesture.add_argument("--team", metavar="NAME", help="the service that sorts it")
        gesture.add_argument("--split", choices=("sheets", "blanks", "whole"), default="sheets")


def run(options: argparse.Namespace, out: Output) -> None:
    """Do one of the four gestures."""
    {"list": _list, "folder": _folder, "look": _look, "take": _take}[options.gesture](options, out)


def _list(_options: argparse.Namespace, out: Output) -> None:
    from django.db import transaction

    from parvis.channels.queries import piles_aside, post_folders
    from parvis.common import actor

    folders = [_told(one) for one in post_folders()]
    with transaction.atomic(), actor.acting_as(actor.for_system("post")):
        aside = [
            {"pile": str(one.pk), "name": one.name, "body": one.organisation.slug, "reason": one.reason}
            for one in piles_aside()
        ]
    lines = [" ".join(f"{key}={value}" for key, value in one.items()) for one in [*folders, *aside]]
    out.result({"folders": folders, "aside": aside}, "\n".join(lines) or "no folder")


def _folder(options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.services.post_folders import retire_folder, set_folder
    from parvis.common.errors import Invalid

    body = body_named(options.body)
    try:
        folder = set_folder(
            organisation=body,
            name=options.name,
            path=str(Path(options.path).resolve()),
            team=team_named(body, options.team),
            split=options.split,
            moved_to=options.moved_to,
        )
    except Invalid as refusal:
        raise CommandError(" ".join(said for told in refusal.errors.values() for said in told)) from None
    if options.retire:
        retire_folder(folder_id=folder.pk)
        folder.is_active = False
    out.result(_told(folder), f"folder {folder.pk}: {folder.path}")


def _look(_options: argparse.Namespace, out: Output) -> None:
    from parvis.channels.queries import post_folders
    from parvis.channels.services.post_folders import look_into

    kept = {one.pk: look_into(folder_id=one.pk) for one in post_folders() if one.is_active}
    folders = [{**_told(one), "kept": kept[one.pk]} for one in post_folders() if one.pk in kept]
    out.result(folders, "\n".join(f"{one['name']}: {one['kept']} kept {one['error']}" for one in folders))


def _take(options: argparse.Namespace, out: Output) -> None:
    from django.db import transaction

    from parvis.cases.services.post_in import sorting_teams
    from parvis.channels.services.inbound_post import LARGEST, Given, keep_pile
    from parvis.common import actor

    body = body_named(options.body)
    team, told = team_named(body, options.team), []
    for file in options.files:
        if not file.is_file() or file.stat().st_size > LARGEST:
            raise CommandError(f"{file} is not a file, or is larger than {LARGEST} bytes")
        given = Given(
            organisation=body,
            name=file.name,
            team=team,
            teams=sorting_teams(body, team),
            split=options.split,
            arrived_on=options.arrived_on,
        )
        with transaction.atomic(), actor.acting_as(actor.for_system("post")):
            pile, is_new = keep_pile(raw=file.read_bytes(), given=given)
        told.append({"file": file.name, "pile": str(pile.pk), "new": is_new})
    out.result(told, "\n".join(f"{one['file']}: {'kept' if one['new'] else 'known'}" for one in told))


def _told(folder: "PostFolder") -> dict[str, Any]:
    return {
        "folder": folder.pk,
        "name": folder.name,
        "path": folder.path,
        "body": folder.organisation.slug,
        "team": folder.team.name if folder.team else None,
        "split": folder.split,
        "looked_at": folder.looked_at.isoformat() if folder.looked_at else None,
        "error": folder.last_error,
        "active": folder.is_active,
    }
