"""Where each room declares the personal data of its models; the privacy room runs rights and retention over it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Category(StrEnum):
    """Kinds of personal data, as the register of processing names them."""

    IDENTITY = "identity"
    CONTACT = "contact"
    CASE_CONTENT = "case_content"
    TECHNICAL = "technical"


@dataclass(frozen=True)
class Declaration:
    """The personal data of one model: which fields hold what, and through which fields its person is reached.

    ``row_security`` says whether the table is under row security; a table with personal data that is not must give
    the reason in ``why_open``. ``kept_days`` is for what is no part of a case: after so many days the room that holds
    it erases it by itself; None for what lives and goes with its case or its person.
    """

    model: str
    fields: dict[str, Category] = field(default_factory=dict)
    row_security: bool = True
    why_open: str = ""
    kept_days: int | None = None


_declarations: dict[str, Declaration] = {}


def declare(*declarations: Declaration) -> None:
    """Add declarations, called at import of each room's ``personal_data.py``."""
    for declaration in declarations:
        _declarations[declaration.model] = declaration


declare(
    Declaration(
        model="common.Account",
        fields={"email": Category.CONTACT},
    ),
)


def declarations() -> dict[str, Declaration]:
    """Return every declaration by ``app_label.ModelName``."""
    return dict(_declarations)
