"""Jobs of the outages room. Services defer nothing here: these run by the calendar."""

from parvis.common import actor
from parvis.common.jobs import every


@every("* * * * *", name="outages.watch")
def watch() -> None:
    """Look at everything the platform stands on."""
    from parvis.outages.services.watching import watch as look  # noqa: PLC0415

    with actor.acting_as(actor.for_system("outages.watch")):
        look()


@every("31 4 * * *", name="outages.forget_attempts")
def forget_attempts() -> None:
    """Delete the attempts that prove nothing any more."""
    from parvis.outages.services.attempts import forget_old_attempts  # noqa: PLC0415

    with actor.acting_as(actor.for_system("outages.forget_attempts")):
        forget_old_attempts()
