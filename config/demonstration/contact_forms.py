"""Contact forms of the demonstration: a service of a city, and the shared desk of the region."""

from config.demonstration.places import Places
from parvis.cases.models import ContactForm
from parvis.common import clock

FORMS = {
    "city0:green": {
        "title": "Écrire au service des espaces verts",
        "introduction": "Arbres, parcs, aires de jeux. Pour un danger immédiat, appelez le 18 ou le 112.",
        "topics": ["Un arbre", "Un parc ou un jardin", "Une aire de jeux"],
        "thanks": "Un jardinier regarde chaque message, du lundi au vendredi.",
    },
    "region:desk": {
        "title": "Écrire à l’accueil mutualisé",
        "introduction": "Vous ne savez pas à qui écrire ? Écrivez ici : nous transmettons au bon service.",
        "topics": [],
        "thanks": "",
    },
}


def open_contact_forms(places: Places) -> None:
    """Open the forms that are not there yet."""
    for key, words in FORMS.items():
        team = (places.teams or {}).get(key)
        if team is not None and not ContactForm.objects.filter(team=team).exists():
            code = f"{team.organisation.slug}-{key.partition(':')[2]}"
            ContactForm.objects.create(
                organisation=team.organisation, team=team, code=code, created_at=clock.now(), **words
            )
