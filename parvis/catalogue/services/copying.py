"""Taking up a procedure of another body, with the lists and the blocks that its questions name."""

from collections.abc import Iterable

from django.db import transaction

from parvis.catalogue.exports.bundle import bundle_of
from parvis.catalogue.imports.files import unzipped
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.imports import TakenIn, read_files, take_in
from parvis.organisations.models import Organisation


@transaction.atomic
def copy_versions(*, organisation: Organisation, versions: Iterable[ProcedureVersion]) -> TakenIn:
    """Copy versions to a body, as drafts: exactly what exporting and importing them would do, in one step.

    Who calls made sure that the versions may be read: published ones are public. What the body has already under the
    same codes is brought up to date, tables and blocks included.
    """
    files = unzipped("bundle.zip", bundle_of(versions))
    return take_in(organisation=organisation, imported=read_files(kind="parvis", files=files))
