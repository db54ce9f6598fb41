"""Words by which a person asks to receive no more SMS, or to receive them again."""

import re
import unicodedata

# « STOP », « stop 36123 », « ARRÊT », « stopsms »: a sentence that only contains the word is read by a human.
_STOPS = re.compile(r"\W*(stop|stopsms|stop sms|arret|arreter|desabonner|desinscription)\W*(au )?\d{0,5}\W*")
_STARTS = re.compile(
    r"\W*(start|startsms|start sms|reprendre|reprise|reabonner|reactiver)\W*(au )?\d{0,5}\W*"
)


def is_stop(text: str) -> bool:
    """Say whether an SMS that came asks to stop, and nothing else."""
    return bool(_STOPS.fullmatch(_plain(text)))


def is_start(text: str) -> bool:
    """Say whether an SMS that came asks to receive SMS again, and nothing else."""
    return bool(_STARTS.fullmatch(_plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().casefold().strip()
