"""A parcel on its way, as the terminal shows it: its stages, a bar for the upload, and what remains after Ctrl-C."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import click

from rb_dcc_core.client import Client
from rb_dcc_core.filecache import FileCache, PersistentFileCache
from rb_dcc_core.journal import SUBMIT, Record
from rb_dcc_core.parcel import Parcel
from rb_dcc_core.sending import Sending
from rb_dcc_core.transfer import Transfer

from .progress import ByteProgress


def send_with_progress(
    client: Client,
    transfer: Transfer,
    parcel: Parcel,
    record: Optional[Record] = None,
    cache_folder: Optional[Path] = None,
) -> int:
    """Send a parcel, saying each stage, with a bar for the upload; Ctrl-C says what remains."""
    record = record or Record()
    cache = FileCache() if cache_folder is None else PersistentFileCache(cache_folder)
    sending = Sending(client, transfer, parcel, record, cache)
    try:
        with ByteProgress("upload", parcel.size_bytes, len(parcel.entries)) as progress:

            def on_stage(stage: str) -> None:
                if stage == "submit":
                    progress.end()
                progress.say(_STAGES[stage])

            task_id = sending.run(on_stage, progress.advance, progress.count_file)
    except KeyboardInterrupt:
        click.echo(_what_remains(record), err=True)
        raise
    finally:
        cache.close()
    for path in sending.report.changed:
        click.echo(f"{path} changed while it was sent; it was sent again.", err=True)
    return task_id


_STAGES = {
    "create": "Creating the task.",
    "job files": "Sending the job files.",
    "upload": "Uploading.",
    "submit": "Submitting.",
}


def _what_remains(record: Record) -> str:
    if record.now.doing == SUBMIT:
        text = "The task may have been submitted: look with 'rb-dcc tasks' before you submit again."
    elif record.now.task_id is None:
        text = "A task number may have been created; an empty one costs nothing."
    else:
        text = "The task was created but not submitted; it costs nothing. What is uploaded stays."
    return text + (f" 'rb-dcc resume {record.now.id}' goes on." if record.now.id else "")
