"""The antivirus: files that persons give are taken and wait for it, so nobody is stopped but agents."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.documents.errors import ScannerUnavailable
from parvis.documents.services.scan import check_scanner
from parvis.outages.models import Function
from parvis.outages.probing import Probe, probes


@probes.register
class Antivirus(Probe):
    """Asks the scanner its version."""

    code, label = "antivirus", _("l’antivirus")
    functions = (Function.DESK,)

    def is_used(self) -> bool:
        """Say whether a scanner is set up."""
        return bool(settings.CLAMAV_SOCKET)

    def look(self) -> str:
        """Return why it does not answer, "" when it does."""
        try:
            check_scanner()
        except ScannerUnavailable as refusal:
            return f"the antivirus does not answer ({refusal.data.get('reason', '')})"
        return ""
