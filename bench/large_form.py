"""A form of 150 questions and 200 rules, as large as bodies make them, and what a resident answers to it."""

from typing import Any

QUESTIONS, PAGES = 150, 10
_KINDS = (
    "text",
    "number",
    "choice",
    "yes_no",
    "date",
    "multiple_choice",
    "long_text",
    "currency",
    "person",
    "address",
)
_OPTIONS = [{"value": value, "label": value.title()} for value in ("cut", "prune", "plant", "see")]
_ANSWERS: dict[str, Any] = {
    "text": "Chêne du jardin",
    "number": 12,
    "choice": "prune",
    "yes_no": True,
    "date": "2026-05-04",
    "multiple_choice": ["cut", "see"],
    "long_text": "Les branches touchent le toit.\n\nElles gênent aussi la voisine.",
    "currency": "1250.50",
    "person": {"first_name": "Aude", "last_name": "Vasseur", "email": "aude@exemple.fr", "phone": "06 12 34 56 78"},
    "address": {"street": "12 rue des Lilas", "complement": "", "postcode": "76540", "city": "Valmont"},
}  # fmt: skip
# What is asked of an earlier answer, by its type: true of the answers above.
_CONDITIONS = {
    "text": ('{0} != ""', 'lower({0}).contains("chêne") || size({0}) > 100'),
    "number": ("{0} > 3", "{0} * 2 + 1 < 100 && round({0} / 7, 2) >= 1.5"),
    "choice": ('{0} in ["prune", "cut"]', '{0} == "prune" && !({0} == "cut")'),
    "yes_no": ("{0} == true", "{0} == true || today > '2030-01-01'"),
    "date": ("years_between({0}, today) < 30", 'add_months({0}, 2) > "2026-06-30" && weekday({0}) == 1'),
    "multiple_choice": ('"cut" in {0}', 'any_of({0}, ["see", "plant"]) && size({0}) <= 3'),
    "long_text": ("size({0}) > 10", '{0}.matches("^Les [a-z]+")'),
    "currency": ("number({0}) > 1000", "number({0}) * 1.2 < 5000"),
    "person": ('{0}.email != ""', '{0}.last_name.startsWith("V") || {0}.phone == ""'),
    "address": ('{0}.postcode.startsWith("76")', 'plain({0}.city) == "valmont"'),
}


def large() -> dict[str, Any]:
    """Return the definition: 110 conditions of questions, 70 rules of questions, 20 rules of pages."""
    fields = [_field(rank) for rank in range(QUESTIONS)]
    for rank in range(40, QUESTIONS):
        fields[rank]["condition"] = _rule(rank - 37, rank % 2)
    for rank in range(0, QUESTIONS - 10, 2):
        fields[rank]["checks"] = [
            {"rule": _rule(rank, (rank // 2) % 2), "message": "Vérifiez cette réponse."}
        ]
    size = QUESTIONS // PAGES
    pages = [
        {
            "key": f"p{page}",
            "title": f"Étape {page}",
            "fields": fields[page * size : (page + 1) * size],
            "checks": [
                {
                    "rule": f"{_rule(page * size + 1, 0)} && {_rule(page * size + 4, 1)}",
                    "message": "Vérifiez.",
                }
                for _ in range(2)
            ],
        }
        for page in range(PAGES)
    ]
    return {"code": "banc-150", "title": "Grand formulaire", "form": {"pages": pages}}


def answers() -> dict[str, Any]:
    """Return an accepted answer to every question."""
    return {f"q{rank}": _ANSWERS[_KINDS[rank % len(_KINDS)]] for rank in range(QUESTIONS)}


def rules(definition: dict[str, Any]) -> int:
    """Return how many rules a definition has."""
    pages = definition["form"]["pages"]
    fields = [field for page in pages for field in page["fields"]]
    conditions = sum("condition" in part for part in [*pages, *fields])
    return conditions + sum(len(part.get("checks", [])) for part in [*pages, *fields])


def _field(rank: int) -> dict[str, Any]:
    kind = _KINDS[rank % len(_KINDS)]
    options = {"options": _OPTIONS} if "choice" in kind else {}
    return {
        "key": f"q{rank}",
        "type": kind,
        "label": f"Question {rank}",
        "required": rank % 3 == 0,
        **options,
    }


def _rule(rank: int, way: int) -> str:
    return _CONDITIONS[_KINDS[rank % len(_KINDS)]][way].format(f"q{rank}")
