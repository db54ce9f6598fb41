"""What can go wrong with the PostgreSQL we carry."""


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot run; the text says why and what to do, in one line."""


class AlreadyRunningError(EmbeddedError):
    """Another launcher holds this data folder."""
