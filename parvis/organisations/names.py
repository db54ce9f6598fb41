"""Names of bodies and places, as they are searched and as they stand in an address."""

import re
import unicodedata

from django.utils.text import slugify

# First words of our own addresses (config.urls): a body may not take them, since its home is « /<slug>/ ».
RESERVED_SLUGS = frozenset(
    {
        "accessibilite", "aide", "api", "atelier", "bureau", "compte", "demarches", "demo", "depot",
        "donnees-personnelles", "ecrire", "essai", "mentions-legales", "mon-espace", "preferences", "rechercher",
        "sante", "media", "pannes", "static", "studio", "style", "suivi", "theme", "verifier",
    }
)  # fmt: skip
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'"})


def plain(text: str) -> str:
    """Return the words of a text without accents, case or punctuation: what ``parvis_plain`` does in
    PostgreSQL.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()


def clean_slug(name: str, *, qualifier: str = "") -> str:
    """Return a name as it stands in an address: « L’Haÿ-les-Roses » gives ``l-hay-les-roses``.

    ``qualifier`` (a department's number, a kind) tells two bodies of one name apart. A reserved word always
    takes it, or « organisme » when there is none.
    """
    slug = slugify(plain(name))[:80].strip("-") or "organisme"
    if slug in RESERVED_SLUGS and not qualifier:
        qualifier = "organisme"
    return f"{slug}-{slugify(plain(qualifier))}" if qualifier else slug
