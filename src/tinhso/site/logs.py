"""Logs: one JSON line each on stderr, without query strings, values or other personal data."""

import re
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Words in quotes and long numbers in messages of exceptions may be what a person typed.
VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\d{6,}")
FRAMES = 25


def exception_facts(error: BaseException) -> dict[str, Any]:
    """Type, masked first line and places of an exception; for the database only its own words."""
    diagnosis = getattr(error.__cause__ or error, "diag", None)
    if diagnosis is not None and diagnosis.message_primary:
        message = f"{diagnosis.sqlstate} {diagnosis.constraint_name or ''} {diagnosis.message_primary}"
    else:
        message = str(error).partition("\n")[0]
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {
        "type": type(error).__name__,
        "message": VALUES.sub("…", message)[:300],
        "at": [f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _exceptions(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = exception_facts(error)
    return event


def _foreign(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Lines of libraries: paths and values fall away, what stays is who said it and the masked words."""
    record = event.get("_record")
    if event.get("_from_structlog") or record is None:
        return event
    # Django names the path in its messages; the request log below names the route instead.
    text = "request.failed" if record.name == "django.request" else str(event["event"]).partition("\n")[0]
    event["event"] = VALUES.sub("…", text)
    event["logger"] = record.name
    return event


SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configuration(level: str) -> dict[str, Any]:
    """Django's LOGGING; also sets structlog up to go the same way."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": list(SHARED),
        "processors": [
            _foreign,
            _exceptions,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True, default=str),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
