"""Types of questions whose answers, alone, say nothing of anyone: lists, numbers, yes or no."""

_PLAIN = frozenset(
    {
        "choice", "choice_grid", "multiple_choice", "yes_no", "number", "quantity", "percentage", "currency",
        "linked_choice", "table_choice", "ranking",
    }
)  # fmt: skip


def says_nothing(code: str) -> bool:
    """Return whether answers of a type hold no words, name, date, place nor file."""
    return code in _PLAIN
