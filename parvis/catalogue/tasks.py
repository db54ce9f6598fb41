"""Jobs of the catalogue room. Services defer them, so they import services when they run."""

from parvis.common.jobs import Queue, every, job


@job(Queue.SWEEPS, name="catalogue.refresh_source", retry=None)
def refresh_source(*, source_id: int) -> None:
    """Read a data source again; one that fails rests, and is asked again later: no retry of its own."""
    from parvis.catalogue.services.source_copies import refresh_source as refresh  # noqa: PLC0415

    refresh(source_id=source_id)


@every("*/5 * * * *", name="catalogue.refresh_sources")
def refresh_sources() -> None:
    """Have the sources whose copy is nearly old read again."""
    from parvis.catalogue.services import source_copies  # noqa: PLC0415

    source_copies.refresh_sources()


@every("29 3 * * *", name="catalogue.forget_copies")
def forget_copies() -> None:
    """Delete the copies that were asked with parameters and are no longer used."""
    from parvis.catalogue.services import source_copies  # noqa: PLC0415

    source_copies.forget_copies()
