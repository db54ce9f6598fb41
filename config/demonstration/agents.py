"""The agents of the demonstration: invented persons, one for each function and a few more to share the work."""

from dataclasses import dataclass

from parvis.organisations.models import Role
from parvis.organisations.names import clean_slug


@dataclass(frozen=True)
class SampleAgent:
    """An agent: their body by its short name, and their functions, each on one service or ("" ) on the whole body."""

    first_name: str
    last_name: str
    capacity: str
    body: str
    functions: tuple[tuple[Role, str], ...]


def address(sample: SampleAgent, body_slug: str) -> str:
    """Return the e-mail address of an agent: it can reach nobody (RFC 2606)."""
    return f"{clean_slug(sample.first_name)}.{clean_slug(sample.last_name)}@{body_slug}.invalid"


_RECEIVES, _HANDLES, _ADVISES, _MANAGES = Role.RECEPTION, Role.CASE_HANDLER, Role.REFERENT, Role.TEAM_MANAGER

AGENTS = [
    SampleAgent("Aline", "Morvan", "chargée d’accueil", "region", ((_RECEIVES, "desk"),)),
    SampleAgent("Karim", "Belkacem", "chargé d’accueil", "region", ((_RECEIVES, "desk"),)),
    SampleAgent(
        "Sophie",
        "Lemaire",
        "responsable de l’accueil mutualisé",
        "region",
        ((_MANAGES, "desk"), (_RECEIVES, "desk")),
    ),
    SampleAgent("Thomas", "Riou", "technicien informatique", "region", ((_HANDLES, "it"),)),
    SampleAgent("Lucie", "Fontaine", "technicienne informatique", "region", ((_HANDLES, "it"),)),
    SampleAgent("Nadia", "Haddad", "cheffe de l’assistance informatique", "region", ((_MANAGES, "it"),)),
    SampleAgent("Julien", "Caron", "concepteur de démarches", "region", ((Role.PROCEDURE_BUILDER, ""),)),
    SampleAgent("Claire", "Vasseur", "déléguée à la protection des données", "region", ((Role.DPO, ""),)),
    SampleAgent("Paul", "Mercier", "chargé d’études", "region", ((Role.STATISTICS, ""),)),
    SampleAgent(
        "Inès", "Roussel", "administratrice des services numériques", "region", ((Role.BODY_ADMIN, ""),)
    ),
    SampleAgent("Marc", "Tessier", "exploitant de la plateforme", "region", ((Role.PLATFORM_OPERATOR, ""),)),
    SampleAgent("Hélène", "Dupré", "ingénieure en environnement", "epci0", ((_HANDLES, "green"),)),
    SampleAgent("Olivier", "Marchand", "référent faune et flore", "epci0", ((_ADVISES, "green"),)),
    SampleAgent(
        "Yasmine", "Cherif", "chargée d’accueil", "epci0", ((_RECEIVES, "reception"), (_HANDLES, "reception"))
    ),
    SampleAgent("Bruno", "Guérin", "technicien de l’environnement", "epci1", ((_HANDLES, "green"),)),
    SampleAgent(
        "Camille",
        "Lenoir",
        "adjointe administrative",
        "city0",
        ((_RECEIVES, "reception"), (_HANDLES, "reception")),
    ),
    SampleAgent("Denis", "Auvray", "instructeur espaces verts", "city0", ((_HANDLES, "green"),)),
    SampleAgent("Florence", "Petit", "gestionnaire du matériel des fêtes", "city0", ((_HANDLES, "events"),)),
    SampleAgent("Gilles", "Renard", "directeur des services au public", "city0", ((_MANAGES, ""),)),
    SampleAgent(
        "Amina", "Diallo", "administratrice", "city0", ((Role.BODY_ADMIN, ""), (Role.STATISTICS, ""))
    ),
    SampleAgent("Vincent", "Lecoq", "instructeur espaces verts", "city1", ((_HANDLES, "green"),)),
    SampleAgent(
        "Marie",
        "Duval",
        "chargée d’accueil",
        "city1",
        ((_RECEIVES, "reception"), (_HANDLES, "reception"), (_HANDLES, "events")),
    ),
    SampleAgent("Antoine", "Leroux", "chef de service", "city2", ((_MANAGES, ""),)),
    SampleAgent(
        "Jeanne", "Baudry", "secrétaire de mairie", "village0", ((_RECEIVES, "hall"), (_HANDLES, "hall"))
    ),
    SampleAgent(
        "Luc", "Hamel", "secrétaire de mairie", "village1", ((_RECEIVES, "hall"), (_HANDLES, "hall"))
    ),
    SampleAgent(
        "Rachida", "Mansour", "secrétaire de mairie", "village2", ((_RECEIVES, "hall"), (_HANDLES, "hall"))
    ),
    SampleAgent(
        "Odile", "Bertin", "gestionnaire de lycée", "school", ((_RECEIVES, "office"), (_ADVISES, "office"))
    ),
]
