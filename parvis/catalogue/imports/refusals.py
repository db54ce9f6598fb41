"""Why something of another product is not taken."""


class Untranslatable(Exception):
    """A formula, a rule or a condition has no equivalent here; the text says why, for the report."""
