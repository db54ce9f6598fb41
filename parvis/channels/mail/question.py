"""Questions asked of a mail before anyone reads it: one small file each in ``questions/``, asked in their order."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.functional import Promise

from parvis.channels.mail.opening import Opened
from parvis.channels.models import MailFate
from parvis.common.registry import Registry


@dataclass(frozen=True)
class Us:
    """What is ours: the addresses at which we receive or from which we write, in lower case, and our domain of ids."""

    addresses: frozenset[str] = field(default_factory=frozenset)
    domain: str = ""

    def holds(self, address: str) -> bool:
        """Say whether an address is one of ours, its tag (« +… ») set aside."""
        local, _at, domain = address.lower().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" in self.addresses or address.lower() in self.addresses


class Question(ABC):
    """One thing asked of a mail. ``rank`` is its turn: the first that answers says what the mail is.

    ``is_machine``: nobody is behind such a mail, and it is never answered. ``fate``: what becomes of it.
    ``may_report``: it may tell that a mail of ours did not arrive.
    """

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    rank: ClassVar[int]
    is_machine: ClassVar[bool] = True
    fate: ClassVar[MailFate] = MailFate.AUTOMATIC
    may_report: ClassVar[bool] = False

    @abstractmethod
    def ask(self, mail: Opened, us: Us) -> str:
        """Return the sign by which the mail is recognised, a short stable code, "" when it is not of that kind."""


questions: Registry[Question] = Registry(
    Question,  # type: ignore[type-abstract]
    package="parvis.channels.mail.questions",
    requires=("code", "label", "rank"),
)


@dataclass(frozen=True)
class Kind:
    """What a mail is, and by which sign. A person's mail has no code, and no fate yet."""

    code: str = ""
    sign: str = ""
    is_machine: bool = False
    fate: MailFate | None = None
    may_report: bool = False


def kind_of(mail: Opened, us: Us) -> Kind:
    """Ask every question in turn; return the first answer."""
    for question in sorted(questions, key=lambda one: one.rank):
        if sign := question.ask(mail, us):
            return Kind(question.code, sign[:60], question.is_machine, question.fate, question.may_report)
    return Kind()
