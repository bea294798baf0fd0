"""Every problem of a job at once, before anything is created. Pure."""

from .job import check, errors_of, fixed

__all__ = ["check", "errors_of", "fixed"]
