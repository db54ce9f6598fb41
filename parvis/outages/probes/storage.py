"""The storage of files: without it no piece can be given."""

from django.utils.translation import gettext_lazy as _

from parvis.documents.services.store import check_storage
from parvis.outages.models import Function
from parvis.outages.probing import Probe, probes


@probes.register
class Storage(Probe):
    """Writes, reads and deletes a small file."""

    code, label = "storage", _("le stockage des fichiers")
    functions = (Function.DEPOSIT, Function.FOLLOW_UP, Function.DOCUMENTS)

    def look(self) -> str:
        """Return what went wrong, "" when the file came back."""
        return check_storage()
