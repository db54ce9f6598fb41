"""Answers such as someone could give, drawn by chance: for trials of a form, and for demonstrations.

Every draw comes from the ``Random`` that is given, so that a trial can be had again. What a draw makes is only a
proposal: the field type itself says whether it accepts it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from parvis.catalogue.expressions.patterns import Pattern, compile_pattern

Path = tuple[str | int, ...]
MOST_DRAWS = 60
MOST_LETTERS = 200
_WORDS = (
    "arbre", "atelier", "avenue", "bois", "boulangerie", "chemin", "cour", "demande", "école", "famille", "fontaine",
    "jardin", "lavoir", "lilas", "mairie", "maison", "marché", "pont", "place", "quartier", "rue", "rivière", "travaux",
    "tilleul", "verger", "village",
)  # fmt: skip
# Signs that people use, tried first where a pattern takes many; then whatever it takes.
_USUAL = [
    *range(ord("a"), ord("z") + 1),
    *range(ord("A"), ord("Z") + 1),
    *range(ord("0"), ord("9") + 1),
    32,
    45,
]


def words(luck: Random, least: int = 1, most: int = 60) -> str:
    """Return a few words, between so many characters."""
    text = luck.choice(_WORDS).capitalize()
    wanted = luck.randint(least, max(least, min(most, least + 60)))
    while len(text) < wanted:
        text += f" {luck.choice(_WORDS)}"
    return text[:most].strip() or text[:most].replace(" ", "a")


def day(luck: Random, today: date, least: date | None = None, most: date | None = None) -> date:
    """Return a day: near today, of a birth, or anywhere between two bounds."""
    if least and most:
        return least + timedelta(days=luck.randint(0, max(0, (most - least).days)))
    near = [
        timedelta(days=luck.randint(-40, 40)),
        timedelta(days=-luck.randint(18 * 366, 80 * 365)),
        timedelta(),
    ]
    ahead, back = timedelta(days=luck.randint(0, 60)), timedelta(days=luck.randint(0, 25_000))
    if least:
        return least + ahead
    return most - back if most else today + luck.choice(near)


def following(pattern: str, luck: Random) -> str:
    """Return a text that follows a pattern from end to end. Raises BadPattern, LookupError when none is found."""
    compiled = compile_pattern(f"^(?:{pattern})$")
    for _attempt in range(MOST_DRAWS):
        text = _walk(compiled, luck)
        if text is not None and compiled.found_in(text):
            return text
    raise LookupError(pattern)


def _walk(pattern: Pattern, luck: Random) -> str | None:
    """Walk from state to state, the shorter way when it lasts; None when the walk leads nowhere."""
    state, letters = pattern.start, ""
    for step in range(4 * MOST_LETTERS):
        kind, *rest = pattern.states[state]
        if kind == "m":
            return letters
        if kind == "s":
            state = rest[1] if step > MOST_LETTERS else luck.choice(rest)
        elif kind == "c":
            letters += _letter(rest[0], luck, negated=rest[1])
            state = rest[2]
        elif kind == "^" and letters:
            return None
        else:
            state = rest[0]
    return None


def _letter(ranges: list[list[int]], luck: Random, *, negated: bool) -> str:
    def takes(code: int) -> bool:
        return any(low <= code <= high for low, high in ranges) != negated

    usual = [code for code in _USUAL if takes(code)]
    if usual:
        return chr(luck.choice(usual))
    low, high = luck.choice(ranges)
    return chr(luck.randint(low, min(high, low + 50)) if not negated else 0xE9)


def instance(schema: Mapping[str, Any], luck: Random, today: date) -> Any:
    """Return a value that a JSON Schema describes, as far as its usual words say; None for one it does not describe."""
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return luck.choice(list(schema["enum"]))
    for name in ("oneOf", "anyOf"):
        if schema.get(name):
            return instance(luck.choice(list(schema[name])), luck, today)
    if schema.get("examples") and luck.random() < 0.5:
        return luck.choice(list(schema["examples"]))
    kind = schema.get("type")
    kind = luck.choice([one for one in kind if one != "null"]) if isinstance(kind, list) else kind
    maker = _MAKERS.get(str(kind))
    return maker(schema, luck, today) if maker else None


def _string(schema: Mapping[str, Any], luck: Random, today: date) -> Any:
    if schema.get("format") == "date":
        return day(luck, today).isoformat()
    if schema.get("format") == "date-time":
        return f"{day(luck, today).isoformat()}T{luck.randint(8, 18):02}:{luck.choice((0, 15, 30, 45)):02}"
    if schema.get("pattern"):
        try:
            return following(str(schema["pattern"]).removeprefix("^").removesuffix("$"), luck)
        except Exception:  # noqa: BLE001 - a pattern of Python's that ours does not read: another draw is made
            return None
    return words(luck, int(schema.get("minLength", 1)), int(schema.get("maxLength", 60)))


def _number(schema: Mapping[str, Any], luck: Random, _today: date) -> Any:
    least = schema.get("minimum", min(0, schema.get("maximum", 0)))
    most = schema.get("maximum", least + luck.choice((3, 10, 100, 2000)))
    if schema.get("type") == "integer" or luck.random() < 0.5:
        low, high = int(-(-least // 1)), int(most // 1)
        return luck.randint(low, max(low, high))
    return round(luck.uniform(least, most), luck.choice((1, 2)))


def _array(schema: Mapping[str, Any], luck: Random, today: date) -> Any:
    least = int(schema.get("minItems", 1))
    count = luck.randint(least, max(least, min(int(schema.get("maxItems", 3)), least + 2)))
    found: list[Any] = []
    for _draw in range(count * 5):
        one = instance(schema.get("items", {}), luck, today)
        if len(found) < count and one is not None and one not in found:
            found.append(one)
    return found


def _object(schema: Mapping[str, Any], luck: Random, today: date) -> Any:
    required = set(schema.get("required", []))
    return {
        name: value
        for name, inner in schema.get("properties", {}).items()
        if (name in required or luck.random() < 0.7) and (value := instance(inner, luck, today)) is not None
    }


_MAKERS: dict[str, Callable[[Mapping[str, Any], Random, date], Any]] = {
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema, luck, _today: luck.random() < 0.6,
    "array": _array,
    "object": _object,
}


def spoilt(typed: Any, luck: Random) -> Iterator[Any]:
    """Yield what somebody may type instead, as texts, each with one box spoilt, then with all of them."""
    nonsense = ["??? 12 zz", "-1", "99/99/9999", "@", "x" * 60_000]
    luck.shuffle(nonsense)
    boxes = list(_boxes(typed, ()))
    for bad in nonsense:
        for box in boxes:
            yield _with(typed, {box: bad})
        yield _with(typed, dict.fromkeys(boxes, bad))


def _boxes(typed: Any, path: Path) -> Iterator[Path]:
    """Yield the way to each box: the texts inside."""
    if isinstance(typed, dict | list):
        for name, inner in typed.items() if isinstance(typed, dict) else enumerate(typed):
            yield from _boxes(inner, (*path, name))
    else:
        yield path


def _with(typed: Any, changes: Mapping[Path, str], path: Path = ()) -> Any:
    """Return what is typed with some boxes changed; numbers are typed as texts."""
    if isinstance(typed, dict):
        return {name: _with(inner, changes, (*path, name)) for name, inner in typed.items()}
    if isinstance(typed, list):
        return [_with(inner, changes, (*path, place)) for place, inner in enumerate(typed)]
    return changes.get(path, "" if typed is None else str(typed))
