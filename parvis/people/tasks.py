"""Jobs of the people room."""

from parvis.common.jobs import every
from parvis.people.services import sign_in


@every("40 3 * * *", name="people.forget_unused_accounts")
def forget_unused_accounts() -> None:
    """Forget the addresses that nobody confirmed."""
    sign_in.forget_unused_accounts()
