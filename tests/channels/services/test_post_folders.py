"""Folders where scanners leave their files."""

import os
from pathlib import Path

import pytest

from parvis.channels.models import PostFolder, PostPile
from parvis.channels.services import post_folders
from parvis.channels.services.inbound_post import pile_content
from parvis.common.errors import Invalid
from tests.factories.cases import make_town

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def folder(town, tmp_path):
    return post_folders.set_folder(
        organisation=town.body, name="Accueil", path=str(tmp_path), team=town.team, moved_to="pris"
    )


def look(folder):
    return post_folders.look_into(folder_id=folder.pk)


def test_a_file_is_kept_as_it_came_once_it_stops_growing_then_moved(folder, tmp_path, town):
    scan = tmp_path / "Scan 001.pdf"
    scan.write_bytes(b"%PDF-1.4 le d")
    assert look(folder) == 0
    scan.write_bytes(b"%PDF-1.4 le debut et la fin")
    assert look(folder) == 0

    assert look(folder) == 1

    pile = PostPile.objects.get()
    assert (pile.name, pile_content(pile)) == ("Scan 001.pdf", b"%PDF-1.4 le debut et la fin")
    assert (pile.organisation, pile.teams) == (town.body, [town.team.pk])
    assert [path.name for path in tmp_path.iterdir()] == ["pris"]
    assert [path.name for path in (tmp_path / "pris").iterdir()] == ["Scan 001.pdf"]


def test_a_stop_between_the_keeping_and_the_moving_doubles_nothing(folder, tmp_path, monkeypatch):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 un")
    look(folder)

    def stopped(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", stopped)
        with pytest.raises(KeyboardInterrupt):
            look(folder)
    assert (tmp_path / "a.pdf").exists()

    assert look(folder) == 0
    assert PostPile.objects.count() == 1
    assert not (tmp_path / "a.pdf").exists()


def test_links_folders_pipes_and_files_being_written_are_left_alone(folder, tmp_path):
    (tmp_path / "secret").symlink_to("/etc/hostname")
    (tmp_path / "sous-dossier").mkdir()
    os.mkfifo(tmp_path / "tube")
    for name in (".cache", "~brouillon.pdf", "a.pdf.part", "b.tmp"):
        (tmp_path / name).write_bytes(b"%PDF-1.4")

    assert (look(folder), look(folder), PostPile.objects.count()) == (0, 0, 0)


def test_a_file_too_large_stays_there_says_why_and_holds_back_no_other(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(post_folders, "LARGEST", 20)
    (tmp_path / "a-gros.pdf").write_bytes(b"%PDF-1.4" + b" " * 50)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 b")
    os.close(os.open(os.fsencode(tmp_path) + b"/\xe9t\xe9.pdf", os.O_CREAT | os.O_WRONLY))
    look(folder)

    assert look(folder) == 2
    assert (tmp_path / "a-gros.pdf").exists()
    assert PostFolder.objects.get().last_error == "file_too_large"


def test_a_folder_that_is_gone_says_so_and_one_of_another_body_is_refused(folder, tmp_path):
    other = make_town(slug="voisine")
    with pytest.raises(Invalid):
        post_folders.set_folder(organisation=other.body, name="Le même", path=str(tmp_path))
    (tmp_path / "x").mkdir()
    gone = post_folders.set_folder(organisation=other.body, name="Parti", path=str(tmp_path / "x"))
    (tmp_path / "x").rmdir()

    assert look(gone) == 0
    assert PostFolder.objects.get(pk=gone.pk).last_error == "folder_FileNotFoundError"
