"""Random expressions and answers, most of them of the right kinds, for comparing two evaluators.

A kind is a letter: text, number, boolean, null (z), object, place, date, time (h), list of texts (T), of numbers (N),
of rows (R). As an argument: any kind (*), small number (i), pattern (r), question of a row (c), part (q).
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

Tree = Any
LARGEST = 2**53 - 1
LETTERS = [*"abzéÉœŒßİıΣσςAZ09 ,.;-_'’\"\\\n\t\u00a0\u0301\u0085\u2028\ufeff", "😀", "𝒳", "ｆ", "\ufb01", "ǆ"]


def _each(words: str, separator: str | None = None) -> list[str]:
    return words.split(separator)


TEXTS = _each("|a|A|ab|chêne|Chêne|12|12.5| 1 234,5 |-3|1e3|abattage|oui|null|1.|٣", "|")
NUMBERS = [
    *(0, 1, -1, 2, 3, 7, 10, 18, 100, 0.1, 0.2, 0.5, -0.5, 1.5, 2.5, 2.675, 1.005, -2.5, 1e-7, 3.7e-9, 1e15),
    *(LARGEST, -LARGEST, 123456.789, 0.49999999999999994, 4503599627370495.5, 45035996273704.954),
]
TOO_LARGE = [2**53, 1e16, -1e300]
DAYS = _each(
    """2026-11-22 2024-02-29 2025-02-28 2026-01-31 2026-12-31 2008-11-23 2008-11-22 0001-01-01 9999-12-31 2026-02-30
    2026-13-05 2026-11-22T10:30 2026-11-22T23:59:59 0000-01-01 2026-1-1 0099-03-01 1900-02-29"""
)
TIMES = _each("10:30 00:00 23:59 24:00 7:05 12:60 2026-11-22T08:05 12:30:15")
PATTERNS = _each(
    r"""^[A-Z]{2}-[0-9]{3}-[A-Z]{2}$ a ^a a$ ^$ (a|b)+c? [^a-z] ^.*é.*$ . \d{2,3} \w+\s\w a{0,2}b (ab|cd){2} ^(|a)$
    \. [\w-]+@[\w.-]+ x* ^(a?){5}$ \D [😀-😂]"""
)
_NAMED = _each(
    """t:word t:work t:note n:n n:m b:yes b:no z:nothing T:list N:numbers R:rows o:who p:place p:other d:day d:today
    h:time"""
)
ANSWERS = {name: kind for kind, name in (one.split(":") for one in _NAMED)}
NAMES = {kind: [name for name, one in ANSWERS.items() if one == kind] for kind in "tnbzopdhTNR"}
CALLS = {
    "t": """lower t, upper t, trim t, plain t, replace t t t, join T t, text *, slice t i i, slice t i, string n,
        string b, coalesce t t, min t t, max T, date_text d, text n""",
    "n": """number t, int t, int n, double t, round n, round n i, round n i, abs n, floor n, ceil n, min n n n, max N,
        size t, size T, size o, count T, sum N, sum R c, days_between d d, months_between d d, years_between d d,
        year d, month d, day d, weekday d, hour h, minute h, distance p p, coalesce z n n""",
    "b": """contains t t, startsWith t t, endsWith t t, matches t r, empty *, has q, any_of T T, any_of N n, all_of T T,
        all_of N N""",
    "d": "add_days d i, add_months d i, add_years d i, max d d, min d d",
    "T": "split t s, column R c",
    "N": "column R c",
}


class Maker:
    """Draws from one source of chance, so that a seed says everything."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        calls = {kind: [call.split() for call in told.split(",")] for kind, told in CALLS.items()}
        self._ways: dict[str, list[Callable[[int], Tree]]] = {
            kind: [
                *((lambda depth, kind=kind: self._literal(kind, depth), self._named(kind))),
                *(self._call(name, arguments) for name, *arguments in calls.get(kind, [])),
                *self._operations().get(kind, []),
            ]
            for kind in NAMES
        }

    def _of(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def _some(self, kind: str, depth: int, *counts: int) -> list[Tree]:
        return [self.tree(kind, depth) for _ in range(self._of(*counts))]

    def _operations(self) -> dict[str, list[Callable[[int], Tree]]]:
        """Return the ways to make a kind with operators, repeated as often as they should come."""
        return {
            "t": [lambda d: ["+", *self._some("t", d, 2, 3)], self._choose("t"), self._part],
            "n": [*[self._arithmetic] * 6, self._choose("n"), lambda d: ["-", self._named("n")(d)], self._at],
            "b": [*[self._comparison] * 6, *[self._logic] * 4, self._choose("b"), self._membership]
            + [lambda d: ["!", self.tree("b", d)]] * 2,
            "T": [lambda d: ["+", *self._some("T", d, 2)]],
            "o": [lambda d: ["at", ["name", "rows"], self._of(0, 1)]],
        }

    def tree(self, kind: str, depth: int) -> Tree:
        """Return a tree that should give this kind; now and then, one that gives another."""
        if self.chance.random() < 0.03:
            kind = self._of(*NAMES)
        if self.chance.random() < 0.01:
            return ["name", "gone"]
        ways = self._ways[kind]
        return self.chance.choice(ways[:2] if depth <= 0 else ways)(depth - 1)

    def _named(self, kind: str) -> Callable[[int], Tree]:
        return lambda _depth: ["name", self._of(*NAMES[kind])]

    def _literal(self, kind: str, depth: int) -> Tree:
        match kind:
            case "t":
                return self._text()
            case "n":
                return self._number()
            case "b":
                return self._of(True, False)
            case "d":
                return self._of(*DAYS)
            case "h":
                return self._of(*TIMES)
            case "T" | "N":
                return ["list", *self._some(kind.lower(), depth, 0, 1, 2, 3)]
        return None if kind == "z" else self._named(kind)(depth)

    def _text(self) -> str:
        if self.chance.random() < 0.5:
            return str(self._of(*TEXTS))
        return "".join(self._of(*LETTERS) for _ in range(self.chance.randint(0, 8)))

    def _number(self) -> float:
        found = self._of(*NUMBERS) if self.chance.random() < 0.6 else self.chance.uniform(-1000, 1000)
        return int(found) if found == int(found) else round(found, self._of(1, 2, 3, 17))

    def _choose(self, kind: str) -> Callable[[int], Tree]:
        return lambda depth: ["?", self.tree("b", depth), self.tree(kind, depth), self.tree(kind, depth)]

    def _part(self, _depth: int) -> Tree:
        return ["part", ["name", "who"], self._of("email", "name")]

    def _at(self, depth: int) -> Tree:
        return ["at", self.tree("N", depth), self._of(0, 1, 2, -1, 0.5)]

    def _arithmetic(self, depth: int) -> Tree:
        operator = self._of(*"+-*/%")
        return [operator, *self._some("n", depth, 2, 3 if operator in "+*" else 2)]

    def _comparison(self, depth: int) -> Tree:
        kind = self._of(*"ttnnbdhzTo")
        other = kind if self.chance.random() < 0.9 else self._of(*NAMES)
        return [
            self._of("==", "!=", "<", "<=", ">", ">="),
            self.tree(kind, depth),
            self.tree(other, depth),
        ]

    def _logic(self, depth: int) -> Tree:
        return [self._of("&&", "||"), *self._some("b", depth, 2, 2, 3)]

    def _membership(self, depth: int) -> Tree:
        one, many = self._of("tT", "nN", "to", "oR", "tt")
        return ["in", self.tree(one, depth), self.tree(many, depth)]

    def _call(self, name: str, arguments: list[str]) -> Callable[[int], Tree]:
        return lambda depth: [name, *(self._argument(kind, depth) for kind in arguments)]

    def _argument(self, kind: str, depth: int) -> Tree:
        match kind:
            case "*":
                return self.tree(self._of(*NAMES), depth)
            case "i":
                return self._of(0, 1, 2, 3, -1, -2, 5, 30, 400, 5_000_000, 1.5, ["name", "n"])
            case "r":
                return self._of(*PATTERNS)
            case "s":
                return self._of(",", " ", "a", "", "é")
            case "c":
                return self._of("age", "price", "name", "gone")
            case "q":
                return ["part", ["name", self._of("who", "gone", "n")], self._of("email", "gone")]
        return self.tree(kind, depth)

    def answers(self) -> dict[str, Any]:
        """Return answers: some blank, some missing, as JSON keeps them."""
        made = {name: self._answer(kind) for name, kind in ANSWERS.items()}
        if self.chance.random() < 0.1:
            del made[self._of(*made)]
        return made

    def _answer(self, kind: str) -> Any:
        if self.chance.random() < 0.12:
            blank: dict[str, Any] = {
                "p": {"text": "", "lat": None, "lon": None},
                "o": {"email": "", "name": ""},
            }
            return blank[kind] if kind in blank else [] if kind.isupper() else "" if kind in "tdh" else None
        match kind:
            case "T" | "N":
                return [self._answer(kind.lower()) for _ in range(self.chance.randint(0, 4))]
            case "R":
                return [self._row() for _ in range(self.chance.randint(0, 3))]
            case "o":
                return {"email": self._of("", "a@b.fr"), "name": self._answer("t"), "phone": None}
            case "p":
                return {"text": "ici", "lat": self._degrees(90), "lon": self._degrees(180)}
            case "d" if self.chance.random() < 0.5:
                return self._day()
            case "n" if self.chance.random() < 0.02:
                return self._of(*TOO_LARGE)
        return self._literal(kind, 0)

    def _degrees(self, most: int) -> float:
        return round(self.chance.uniform(-most, most), 6)

    def _day(self) -> str:
        year, month, day = (self.chance.randint(1, most) for most in (9999, 12, 28))
        return f"{year:04}-{month:02}-{day:02}"

    def _row(self) -> dict[str, Any]:
        price = self._of("12.50", "3", "12.50", "3", "", "1 000,5", "x")
        return {
            "name": self._answer("t"),
            "age": self._answer("n"),
            "price": price,
            "label": self._answer("t"),
        }


def cases(seed: int, count: int) -> Iterator[tuple[Tree, dict[str, Any]]]:
    """Yield so many trees with answers."""
    maker = Maker(seed)
    for _ in range(count):
        kind = maker.chance.choice("tnbbbbd")
        yield maker.tree(kind, maker.chance.randint(1, 4)), maker.answers()
