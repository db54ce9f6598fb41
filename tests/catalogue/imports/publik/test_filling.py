"""A form with every kind of field is taken in and filled as a resident would."""

import pytest

from parvis.catalogue.forms import engine
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.lists.rows import RowGiven
from parvis.catalogue.models import DataSource, Procedure, ReferenceRow, ReferenceTable
from parvis.catalogue.services.data_sources import record_source
from parvis.catalogue.services.imports import read_files, take_in
from parvis.catalogue.services.reference_tables import import_rows
from tests.catalogue.imports.filling import fill
from tests.catalogue.imports.publik.writing import (
    condition,
    document,
    element,
    items,
    post_conditions,
    source,
    validation,
    wcs_field,
    wcs_form,
)
from tests.factories.organisations import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system")]

CHILDREN = document(
    "block",
    "Enfants",
    "enfants",
    [wcs_field("string", "Prénom", name="prenom"), wcs_field("date", "Né le", name="ne")],
)
CARDS = document("carddef", "Salles", "salles", [wcs_field("string", "Nom", name="nom")])
MOTIFS = document("datasource", "Motifs", "motifs", (), source("json", "{{ passerelle_url }}motifs"))
FIELDS = [
    wcs_field("page", "Vous", post_conditions(("form_var_naissance < today", "Vous n’êtes pas né."))),
    wcs_field("comment", "<p>Bonjour.</p>", required=""),
    wcs_field("string", "Nom", name="nom"),
    wcs_field("date", "Naissance", name="naissance"),
    wcs_field("bool", "J’accepte", name="accord"),
    wcs_field("item", "Genre", items("items", ["Un", "Deux"]), name="genre"),
    wcs_field("items", "Jours", items("items", ["lundi", "mardi"]), element("min_choices", "2"), name="jours"),
    wcs_field("page", "Suite", condition("form_var_genre == 'Deux'")),
    wcs_field("title", "Titre", required=""),
    wcs_field("string", "IBAN", validation("iban"), name="iban"),
    wcs_field("string", "Numéro", validation("nrn-be"), name="nrn"),
    wcs_field("block:enfants", "Enfants", element("max_items", "3"), name="bloc"),
    wcs_field("tablerows", "Tableau", items("columns", ["A", "B"]), name="tableau"),
    wcs_field("page", "Fin"),
    wcs_field("ranked-items", "Classez", items("items", ["x", "y"]), name="rang"),
    wcs_field("item", "Salle", source("carddef:salles"), name="salle"),
    wcs_field("item", "Motif", source("motifs"), name="motif"),
    wcs_field("numeric", "Nombre", name="nombre"),
    wcs_field("computed", "Total", element("value_template", "{{ form_var_nombre|multiply:2 }}"), name="total"),
    wcs_field("file", "Pièce", name="piece"),
    wcs_field("map", "Où", name="carte"),
    wcs_field("text", "Remarques", name="remarques", required="False"),
    wcs_field("email", "E-mail", name="email"),
]  # fmt: skip


def imported(*documents):
    written = documents or (wcs_form(*FIELDS), CHILDREN, CARDS, MOTIFS)
    files = [SourceFile(f"{place}.wcs", one.encode()) for place, one in enumerate(written)]
    return read_files(kind="publik", files=files)


def test_every_kind_of_field_can_be_filled_along_random_paths():
    taken = take_in(organisation=OrganisationFactory(), imported=imported())
    form = engine.compiled(taken.versions[0])
    ways = [fill(form, seed=seed) for seed in range(12)]
    assert {"iban" in answers for answers in ways} == {True, False}
    assert all(answers["total"] == 2 * answers["nombre"] for answers in ways)


def test_importing_again_keeps_the_rows_and_the_address_that_the_body_gave():
    body = OrganisationFactory()
    take_in(organisation=body, imported=imported())
    import_rows(table=ReferenceTable.objects.get(code="salles"), rows=[RowGiven("a", "Salle A")])
    record_source(organisation=body, code="motifs", title="Motifs", url="https://exemple.fr/motifs")
    take_in(organisation=body, imported=imported())
    assert [(row.code, row.valid_until) for row in ReferenceRow.objects.all()] == [("a", None)]
    assert DataSource.objects.get().url == "https://exemple.fr/motifs"


def test_a_dry_run_and_a_failure_leave_nothing(monkeypatch):
    body = OrganisationFactory()
    take_in(organisation=body, imported=imported(), dry_run=True)
    assert not Procedure.objects.exists()
    assert not ReferenceTable.objects.exists()

    def broken(**_told):
        raise RuntimeError("power cut")

    monkeypatch.setattr("parvis.catalogue.services.imports.import_definition", broken)
    with pytest.raises(RuntimeError):
        take_in(organisation=body, imported=imported())
    assert not ReferenceTable.objects.exists()
