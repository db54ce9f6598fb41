"""The door of residents: a page that stands on the database must answer at the public address."""

import http.client
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.outages.models import Function
from parvis.outages.probing import Probe, probes

PATIENCE = 10.0
"""Seconds past which a person has given up."""


@probes.register
class Web(Probe):
    """Asks the page of health as a browser would, through whatever stands before it."""

    code, label = "web", _("les pages")
    functions = (Function.PORTAL,)

    def look(self) -> str:
        """Return why the page of health is not answered, "" when it is."""
        place = urlsplit(settings.PROBED_URL)
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        door = kind(place.hostname or "127.0.0.1", place.port, timeout=PATIENCE)
        try:
            door.request("GET", f"{place.path.rstrip('/')}/sante/", headers={"User-Agent": "parvis-probe"})
            status = door.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return f"no answer from {place.netloc} ({type(error).__name__})"
        finally:
            door.close()
        return "" if status == http.HTTPStatus.OK else f"{place.netloc} answers {status}"
