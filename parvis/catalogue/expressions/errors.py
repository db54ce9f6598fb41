"""Why an expression is refused, for the builder; and the silence of one that has no value."""


class BadExpression(Exception):
    """The expression cannot be used; the text says why, for the builder.

    ``position`` is the place of the fault in the text, counted from 0, when it is known.
    """

    def __init__(self, sentence: str, position: int | None = None) -> None:
        super().__init__(sentence)
        self.position = position


class TooLong(BadExpression):
    """More characters, parts or depth than an expression may have."""


class Unreadable(BadExpression):
    """The text is not in our part of the language."""


class UnknownFunction(BadExpression):
    """A function that we do not have."""


class BadArguments(BadExpression):
    """A function called with too few, too many or wrong arguments."""


class BadPattern(BadExpression):
    """A pattern of ``matches`` outside the part that we keep."""


class NoValue(Exception):
    """The expression cannot be evaluated over these answers. Never leaves this package."""
