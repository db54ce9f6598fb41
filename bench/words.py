# ruff: noqa: SIM905 - lists of words read better as lines of words
"""French words and names for made-up cases: few common ones, many rare ones, as in any language."""

import random

COMMON, COMMON_SHARE = "éclairage", 0.11
"""A word that 11 cases in 100 hold: 2,200 in 20,000."""
RARE, RARE_SHARE = "mérule", 0.0004
"""A word that 8 cases in 20,000 hold."""

_BEGINNINGS = "re dé pré con par sur trans inter sou en ad per mal bien contre".split()
_ROOTS = (
    "port voi lumin bois mur fenêt rout jardin arbr chemin place toit eau feu bruit odeur déchet fossé "
    "trottoir banc école stad marché pont quai clôtur garag cour abri terrain parcell façad vitrin "
    "enseign panneau signal passag fontain égout canal berge talus haie chêne tilleul racin branch nid "
    "frelon pigeon chat chien rat vélo bus gare"
).split()
_ENDINGS = "age ement ation eur euse ier ière able if ive al ale ure ance ette oir oire iste isme".split()
VOCABULARY = sorted(
    {f"{a}{b}{c}" for a in ["", *_BEGINNINGS] for b in _ROOTS for c in ["", *_ENDINGS]} - {COMMON, RARE}
)
random.Random(7).shuffle(VOCABULARY)
_WEIGHTS = [1 / (rank + 3) for rank in range(len(VOCABULARY))]
_CUMULATED = [0.0]
for _weight in _WEIGHTS:
    _CUMULATED.append(_CUMULATED[-1] + _weight)
_CUMULATED = _CUMULATED[1:]

FIRST_NAMES = (
    "Aude Jean Marie Louis Anne Paul Léa Hugo Inès Malik Chloé Yann Zoé Omar Rose Marc Lina Théo Sara Noé "
    "Eva Adam Nour Jules Alice Karim Manon Luc Nadia Remi Elsa Ivan Maud Axel Flora Loïc Clara Enzo Irène "
    "Samir"
).split()
LAST_NAMES = (
    "Vasseur Lefebvre Morel Petit Roux Garnier Faure Chevalier Leroy Moreau Diallo Nguyen Benali Costa "
    "Weber Lopez Roche Brun Blanc Guerin Boyer Perrin Clement Dumont Fontaine Renaud Mercier Legrand "
    "Carpentier Delmas Poirier Hamel Aubry Le-Goff Kervella Marchand Baron Picard Royer Lucas Prevost "
    "Bertin Lambert Huet Collet Masson Barbier Besson Bailly"
).split()
SUBJECTS = (
    "Abattage d’un arbre devant la maison", "Lampadaire en panne rue de la Gare", "Nid de frelons sous le toit",
    "Prêt de barrières pour une fête de quartier", "Dépôt sauvage au bord du chemin", "Trou dans la chaussée",
    "Demande de place de stationnement", "Inscription à la cantine", "Poste informatique en panne au collège",
    "Bruit répété la nuit", "Clôture en limite de voirie", "Fuite d’eau sur le trottoir",
)  # fmt: skip


class Texts:
    """Texts of forty words, each of two halves drawn from a stock: making words one by one would take the hour."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._halves = [self._half() for _ in range(20_000)]

    def next(self) -> str:
        """Return a text, the common and the rare word in it as often as they should be."""
        chance = self._chance
        words = [chance.choice(self._halves), chance.choice(self._halves)]
        if chance.random() < COMMON_SHARE:
            words.append(COMMON)
        if chance.random() < RARE_SHARE:
            words.append(RARE)
        return " ".join(words)

    def _half(self) -> str:
        return " ".join(self._chance.choices(VOCABULARY, cum_weights=_CUMULATED, k=20))
