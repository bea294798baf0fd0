"""The label a job stands under in the account's lists: found by its name, made where it is new."""

from __future__ import annotations

import dataclasses

from .client import Client
from .errors import LabelExistsError
from .jobfiles import JobContext


def with_label(client: Client, context: JobContext, label: str) -> JobContext:
    """The context with the label's number; unchanged for "", and where the service lists it under no number."""
    for attempt in range(2 if label else 0):
        for each in client.get_label_list():
            if each.project_name == label and each.project_id is not None:
                return dataclasses.replace(context, project_id=str(each.project_id))
        if attempt == 0:
            try:
                client.add_label(label)
            except LabelExistsError:
                continue
    return context
