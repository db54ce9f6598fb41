"""Logging: one JSON line an event, on standard error, with facts and never personal data."""

import logging
import logging.config
from typing import Any

import structlog


def configure(_settings: dict[str, Any]) -> None:
    """Set up both structlog and the standard library's logging (LOGGING_CONFIG of Django's settings)."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(_configuration(shared))


def _configuration(shared: list[structlog.typing.Processor]) -> dict[str, Any]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "parvis": {"level": "INFO"},
            # It writes addresses (with follow-up secrets) and traces (with data): we log both our own way.
            "django.request": {"level": "CRITICAL", "propagate": False},
            "django.security.csrf": {"level": "CRITICAL", "propagate": False},
            # It writes the name and the address of who fails to sign in.
            "axes": {"level": "CRITICAL"},
        },
    }
