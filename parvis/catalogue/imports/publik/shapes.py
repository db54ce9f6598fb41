"""What formulas of the source read of each kind of answer of ours."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.scope import Answer, Shape
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Level, Need, Value


def text(path: str) -> Answer:
    """A text."""
    return _plain(Value(path, Kind.TEXT))


def time(path: str) -> Answer:
    """A time."""
    return _plain(Value(path, Kind.TIME, needs=(Need(path, '""'),)))


def number(path: str) -> Answer:
    """A number, null without an answer."""
    return _plain(Value(path, Kind.NUMBER, needs=(Need(path, "null"),)))


def yes_no(path: str) -> Answer:
    """A yes or no, null without an answer."""
    return _plain(Value(path, Kind.BOOL, answer=True))


def day(path: str) -> Answer:
    """A date, and its parts."""
    needs = (Need(path, '""'),)
    parts = {name: Value(f"{name}({path})", Kind.NUMBER, needs=needs) for name in ("year", "month", "day")}
    return Answer(Value(path, Kind.DATE, needs=needs), Value(path, Kind.DATE, needs=needs), parts)


def files(path: str) -> Answer:
    """Files, wishes of an appointment: only whether there are some is read."""
    return _plain(Value(path, Kind.FILES))


def point(path: str) -> Answer:
    """A place, and its degrees."""
    raw = Value(f'string({path}.lat) + ";" + string({path}.lon)', Kind.TEXT, Level.SUM)
    degrees = {
        name: Value(f"{path}.{name}", Kind.NUMBER, needs=(Need(f"{path}.{name}", "null"),))
        for name in ("lat", "lon")
    }
    return Answer(Value(path, Kind.POINT), raw, degrees)


def part(name: str) -> Shape:
    """Return the shape of an answer of several boxes of which the source knows one."""

    def answer(path: str) -> Answer:
        return _plain(Value(f"{path}.{name}", Kind.TEXT))

    return answer


def block(rows: Mapping[str, tuple[str, Shape]], *, repeated: bool) -> Shape:
    """Return the shape of a block of questions, given by the name of the source: our key, and their own shape."""
    kind = Kind.ROWS if repeated else Kind.ROW

    def answer(path: str) -> Answer:
        inner = {name: shape(key).reads for name, (key, shape) in rows.items()}
        whole = Value(path, kind, inner=inner if repeated else None)
        return Answer(whole, whole, rows={name: _under(key, shape) for name, (key, shape) in rows.items()})

    return answer


def _under(key: str, shape: Shape) -> Shape:
    """Return the shape of a question of a block, from the path of its row."""
    return lambda row: shape(f"{row}.{key}")


def computed(kind: Kind) -> Shape:
    """Return the shape of a computed value: null until it is known."""

    def answer(path: str) -> Answer:
        match kind:
            case Kind.NUMBER:
                return number(path)
            case Kind.BOOL:
                return yes_no(path)
            case Kind.DATE:
                return _plain(Value(f'coalesce({path}, "")', Kind.DATE, needs=(Need(path, "null"),)))
            case Kind.LIST | Kind.CHOICES | Kind.TABLES:
                return _plain(Value(f"coalesce({path}, [])", Kind.LIST))
            case _:
                return _plain(Value(f'coalesce({path}, "")', Kind.TEXT))

    return answer


def lost(reason: str) -> Shape:
    """Return the shape of what was not taken: whatever reads it is not understood either."""

    def answer(path: str) -> Answer:
        raise NotUnderstood(_("« %(name)s » n’a pas été repris : %(why)s") % {"name": path, "why": reason})

    return answer


def _plain(value: Value) -> Answer:
    return Answer(value, value)
