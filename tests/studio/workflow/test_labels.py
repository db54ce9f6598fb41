"""The words of arrows never stand over one another, however many arrows leave a box."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from parvis.studio.workflow.labels import placed, wide

ENDS = st.dictionaries(
    st.integers(0, 60), st.tuples(st.integers(0, 600), st.sampled_from([88, 264])), min_size=2, max_size=40
)


@given(ENDS)
def test_words_stand_apart_under_each_layer(ends):
    words = {key: "Demander l’avis du service"[: key % 26 + 1] for key in ends}
    found = placed(ends, words)
    rows = {}
    for key, (x, y) in found.items():
        rows.setdefault(y, []).append((x - wide(words[key]) / 2, x + wide(words[key]) / 2))
    for row in rows.values():
        row.sort()
        assert all(one[1] < other[0] for one, other in pairwise(row))
        assert row[0][0] > 0
