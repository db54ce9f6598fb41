"""Where the boxes and the arrows of a diagram stand: layers from top to bottom, few crossings, nothing hidden.

The usual steps of layered drawing (Sugiyama, Tagawa, Toda 1981), kept small: arrows that go back are turned round,
boxes take the layer of their longest way from the beginning, long arrows pass between boxes, layers are put in the
order of their neighbours. Python packages that draw layers are no longer maintained, or carry a compiled library of
graphs. Lengths are in pixels.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH, HEIGHT = 184, 72
GAP, LANE, BETWEEN, MARGIN = 28, 20, 104, 16
SWEEPS = 6
Node = Hashable
Arrow = tuple[Node, Node]


@dataclass
class Layout:
    """Boxes by their upper left corner, arrows by their points; the size of the whole."""

    boxes: dict[Node, tuple[float, float]] = field(default_factory=dict)
    arrows: dict[Arrow, list[tuple[float, float]]] = field(default_factory=dict)
    back: set[Arrow] = field(default_factory=set)
    width: float = 0
    height: float = 0


def layout(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> Layout:
    """Return where boxes and arrows stand. The first node begins; arrows from a node to itself are not drawn."""
    drawn = list(dict.fromkeys(each for each in arrows if each[0] != each[1]))
    back = _going_back(nodes, drawn)
    forward = [(to, origin) if (origin, to) in back else (origin, to) for origin, to in drawn]
    layers = _layers(nodes, forward)
    rows, chains = _rows(nodes, dict(zip(drawn, forward, strict=True)), layers)
    _ordered(rows, chains)
    places = _places(rows, chains)
    found = Layout(back=back)
    for node in nodes:
        found.boxes[node] = (places[node] - WIDTH / 2, MARGIN + layers[node] * (HEIGHT + BETWEEN))
    _draw(found, chains, places)
    found.width = max((x for x, _y in found.boxes.values()), default=0) + WIDTH + MARGIN
    found.height = MARGIN * 2 + HEIGHT + max(layers.values(), default=0) * (HEIGHT + BETWEEN)
    lanes = (x for points in found.arrows.values() for x, _y in points)
    found.width = max(found.width, max(lanes, default=0) + MARGIN)
    _round(found)
    return found


def _round(found: Layout) -> None:
    """Keep whole pixels: addresses of points stay short, and read the same in every language."""
    found.boxes = {node: (round(x), round(y)) for node, (x, y) in found.boxes.items()}
    found.arrows = {
        arrow: [(round(x), round(y)) for x, y in points] for arrow, points in found.arrows.items()
    }
    found.width, found.height = round(found.width), round(found.height)


def _going_back(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> set[Arrow]:
    """Return the arrows that lead to where one came from, walking from the first node in order."""
    leaving: dict[Node, list[Node]] = {node: [] for node in nodes}
    for origin, to in arrows:
        leaving[origin].append(to)
    back: set[Arrow] = set()
    done: set[Node] = set()
    for start in nodes:
        if start in done:
            continue
        path, walk = {start}, [(start, iter(leaving[start]))]
        while walk:
            node, rest = walk[-1]
            to = next(rest, None)
            if to is None:
                walk.pop()
                path.discard(node)
                done.add(node)
            elif to in path:
                back.add((node, to))
            elif to not in done:
                path.add(to)
                walk.append((to, iter(leaving[to])))
    return back


def _layers(nodes: Sequence[Node], forward: Sequence[Arrow]) -> dict[Node, int]:
    """Return how far each node is from the beginning, by its longest way."""
    waiting = dict.fromkeys(nodes, 0)
    for _origin, to in forward:
        waiting[to] += 1
    layers = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waiting[node]]
    while ready:
        node = ready.pop(0)
        for origin, to in forward:
            if origin == node:
                layers[to] = max(layers[to], layers[node] + 1)
                waiting[to] -= 1
                if not waiting[to]:
                    ready.append(to)
    return layers


def _rows(
    nodes: Sequence[Node], forward: Mapping[Arrow, Arrow], layers: Mapping[Node, int]
) -> tuple[list[list[Node]], dict[Arrow, list[Node]]]:
    """Return the layers, and each arrow as the chain of what it passes downwards: boxes, and lanes between them."""
    rows: list[list[Node]] = [[] for _layer in range(max(layers.values(), default=0) + 1)]
    for node in nodes:
        rows[layers[node]].append(node)
    chains: dict[Arrow, list[Node]] = {}
    for arrow, (origin, to) in forward.items():
        lanes: list[Node] = []
        for layer in range(layers[origin] + 1, layers[to]):
            lanes.append(("lane", arrow, layer))
            rows[layer].append(lanes[-1])
        chains[arrow] = [origin, *lanes, to]
    return rows, chains


def _ordered(rows: list[list[Node]], chains: Mapping[Arrow, list[Node]]) -> None:
    """Put each layer in the order of the middle of its neighbours, down then up, some times."""
    above, below = _neighbours(chains)
    for sweep in range(SWEEPS):
        order = rows if sweep % 2 == 0 else rows[::-1]
        beside = above if sweep % 2 == 0 else below
        for former, row in pairwise(order):
            rank = {node: place for place, node in enumerate(former)}
            wanted = {node: _middle(beside.get(node, []), rank, place) for place, node in enumerate(row)}
            row.sort(key=wanted.__getitem__)


def _middle(near: Sequence[Node], rank: Mapping[Node, int], otherwise: int) -> float:
    known = [rank[each] for each in near if each in rank]
    return sum(known) / len(known) if known else otherwise


def _neighbours(chains: Mapping[Arrow, list[Node]]) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
    above: dict[Node, list[Node]] = {}
    below: dict[Node, list[Node]] = {}
    for chain in chains.values():
        for one, other in pairwise(chain):
            below.setdefault(one, []).append(other)
            above.setdefault(other, []).append(one)
    return above, below


def _places(rows: Sequence[Sequence[Node]], chains: Mapping[Arrow, list[Node]]) -> dict[Node, float]:
    """Return the middle of each box and lane: side by side, drawn towards what they are tied to."""
    places: dict[Node, float] = {}
    for row in rows:
        at = 0.0
        for node in row:
            wide = _wide(node)
            places[node] = at + wide / 2
            at += wide + GAP
    above, below = _neighbours(chains)
    for sweep in range(SWEEPS):
        beside = above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = [
                sum(places[each] for each in near) / len(near) if (near := beside.get(node)) else places[node]
                for node in row
            ]
            places.update(zip(row, _apart(row, wanted), strict=True))
    left = min((places[node] - _wide(node) / 2 for node in places), default=0) - MARGIN
    return {node: place - left for node, place in places.items()}


def _apart(row: Sequence[Node], wanted: Sequence[float]) -> list[float]:
    """Return the places wanted, pushed apart as far as needed: the middle of pushing right and pushing left."""
    right: list[float] = []
    for rank, place in enumerate(wanted):
        least = right[-1] + _room(row[rank - 1], row[rank]) if rank else place
        right.append(max(place, least))
    left = list(wanted)
    for rank in range(len(row) - 2, -1, -1):
        left[rank] = min(left[rank], left[rank + 1] - _room(row[rank], row[rank + 1]))
    return [(one + other) / 2 for one, other in zip(right, left, strict=True)]


def _wide(node: Node) -> float:
    return LANE if isinstance(node, tuple) else WIDTH


def _room(one: Node, other: Node) -> float:
    return (_wide(one) + _wide(other)) / 2 + GAP


def _draw(found: Layout, chains: Mapping[Arrow, list[Node]], places: Mapping[Node, float]) -> None:
    """Give each arrow its points: it leaves and reaches a box at a place of its own, in the order of what it joins."""
    out_of, into = _ports(chains, places, outgoing=True), _ports(chains, places, outgoing=False)
    for arrow, chain in chains.items():
        points = [(out_of[arrow], found.boxes[chain[0]][1] + HEIGHT)]
        for node in chain[1:-1]:
            layer = node[2] if isinstance(node, tuple) else 0
            y = MARGIN + layer * (HEIGHT + BETWEEN)
            points += [(places[node], y), (places[node], y + HEIGHT)]
        points.append((into[arrow], found.boxes[chain[-1]][1]))
        found.arrows[arrow] = points[::-1] if arrow in found.back else points


def _ports(
    chains: Mapping[Arrow, list[Node]], places: Mapping[Node, float], *, outgoing: bool
) -> dict[Arrow, float]:
    held: dict[Node, list[tuple[float, Arrow]]] = {}
    for arrow, chain in chains.items():
        node, beside = (chain[0], chain[1]) if outgoing else (chain[-1], chain[-2])
        held.setdefault(node, []).append((places[beside], arrow))
    found = {}
    for node, near in held.items():
        near.sort(key=lambda one: one[0])
        for rank, (_place, arrow) in enumerate(near):
            found[arrow] = places[node] - WIDTH / 2 + WIDTH * (rank + 1) / (len(near) + 1)
    return found
