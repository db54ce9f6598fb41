"""A resident who fills a form at random: each question gets an answer of its type until the engine takes them all."""

import random

from parvis.catalogue.expressions.patterns import compile_pattern
from parvis.catalogue.forms import engine
from parvis.catalogue.forms.moments import standing
from parvis.documents.kinds import KINDS

WORDS = [
    "Martin",
    "12",
    "5000",
    "14000",
    "0475123456",
    "+32475123456",
    "2",
    "A",
    "3,5",
    "Belgique",
    "1",
    "10 rue Basse",
    "x",
]
FILE = {"id": "019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2f", "name": "a.pdf", "size": 5, "type": "application/pdf"}
DAYS = ["2026-11-21", "2026-11-22", "2026-11-23", "2026-12-20", "2027-01-15", "2027-03-01", "1980-05-04"]
NUMBERS = {
    "belgian_national_number": "85073003328",
    "belgian_enterprise_number": "BE0428759497",
    "nir": "295109912611193",
    "siren": "732829320",
    "siret": "73282932000074",
}


class Stuck(AssertionError):
    """No random answer was taken."""


def fill(form, *, seed, tries=300):
    """Return answers that the engine takes as they would be sent. Raises Stuck, with what was refused."""
    dice = random.Random(seed)
    answers = {}
    checked = engine.check_all(form, answers)
    for _try in range(tries):
        stands = standing(form, answers)
        for page in engine.visibility(form, answers).pages:
            for question in page.questions:
                if question.key in engine.visibility(form, answers).questions and question.type.asks:
                    wrong = any(name.partition(".")[0] == question.key for name in checked.errors)
                    bad_page = page.key in checked.pages_at_fault
                    if question.key not in answers or wrong or (bad_page and dice.random() < 0.5):
                        _answer(question, answers, dice, stands)
        checked = engine.check_all(form, answers)
        if not checked.errors:
            return checked.answers
    raise Stuck(checked.errors)


def _answer(question, answers, dice, stands):
    value = value_for(stands(question, question.key, {}), dice, stands)
    if value is None:
        answers.pop(question.key, None)
    else:
        answers[question.key] = value


def value_for(question, dice, stands):
    """Return a random answer to a question, None to leave it unanswered."""
    if not question.required and dice.random() < 0.3:
        return None
    if question.type.code == "block":
        return _rows(question, dice, stands)
    return VALUES[question.type.code](question, question.options, dice)


def _number(_question, options, dice):
    least = options.get("min", 0)
    return dice.randint(int(least), int(options.get("max", least + 5)))


def _several(_question, options, dice):
    most = min(options.get("max", 3), len(options["options"]))
    return [one["value"] for one in dice.sample(options["options"], dice.randint(1, most))]


def _file(_question, options, _dice):
    return [{**FILE, "type": KINDS[options.get("accept", ["pdf"])[0]].media_type}]


VALUES = {
    "text": lambda _question, options, dice: _text(options, dice),
    "long_text": lambda *_told: "Quelques mots.",
    "email": lambda *_told: "jeanne@exemple.fr",
    "phone": lambda _question, _options, dice: dice.choice(["+33612345678", "+3225066211"]),
    "number": _number,
    "date": lambda _question, _options, dice: dice.choice(DAYS),
    "time": lambda *_told: "10:30",
    "url": lambda *_told: "https://exemple.fr",
    "yes_no": lambda _question, _options, dice: dice.random() < 0.5,
    "agreement": lambda *_told: True,
    "choice": lambda _question, options, dice: dice.choice(options["options"])["value"],
    "multiple_choice": _several,
    "ranking": lambda _question, options, _dice: [one["value"] for one in options["options"]],
    "masked_code": lambda _question, options, _dice: NUMBERS.get(options.get("number", ""), "A1"),
    "iban": lambda *_told: {"iban": "FR7630006000011234567890189", "holder": "", "file": []},
    "file": _file,
    "map_point": lambda *_told: {"text": "Devant la mairie", "lat": 49.18, "lon": -0.37},
    "table_choice": lambda question, _options, dice: _row(question, dice),
}


def _text(options, dice):
    pattern = options.get("pattern")
    words = (
        WORDS
        if pattern is None
        else [one for one in WORDS if compile_pattern(f"^(?:{pattern})$").found_in(one)]
    )
    return dice.choice(words)[: options.get("max_length", 300)]


def _row(question, dice):
    offer = question.options["offer"]
    rows = offer.few() or offer.search("Belgique") or offer.search("a")
    if rows:
        chosen = {"code": dice.choice(rows).code}
        return [chosen] if question.options.get("multiple") else chosen
    if not offer.free:
        return None
    words = {"code": "", "label": "Autre"}
    return [words] if question.options.get("multiple") else words


def _rows(question, dice, stands):
    repeat = question.options.get("repeat")
    if repeat is None:
        return _one_row(question, dice, stands)
    least = max(repeat.get("min", 0), 1)
    return [
        _one_row(question, dice, stands)
        for _ in range(dice.randint(least, min(least + 1, repeat.get("max", 20))))
    ]


def _one_row(question, dice, stands):
    given = {
        child.key: value_for(stands(child, f"{question.key}.{child.key}", {}), dice, stands)
        for child in question.children
        if child.type.asks
    }
    return {key: value for key, value in given.items() if value is not None}
