"""Words by which a person asks to receive no more SMS."""

import re
import unicodedata

# « STOP », « stop 36123 », « ARRÊT », « stopsms »: a sentence that only contains the word is read by a human.
_STOPS = re.compile(r"\W*(stop|stopsms|stop sms|arret|arreter|desabonner|desinscription)\W*(au )?\d{0,5}\W*")


def is_stop(text: str) -> bool:
    """Say whether an SMS that came asks to stop, and nothing else."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold().strip()
    return bool(_STOPS.fullmatch(plain))
