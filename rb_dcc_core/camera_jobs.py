"""One job for each camera instead of one for all: each is a task of its own on the farm. Pure."""

from __future__ import annotations

import dataclasses
from typing import Tuple

from .host import SceneSnapshot
from .job import JobSettings, chosen_layers
from .job_defaults import layer_name


@dataclasses.dataclass(frozen=True)
class CameraJob:
    """`settings` render this camera alone, in exactly the layers that would have rendered it."""

    camera: str
    settings: JobSettings


def camera_jobs(snapshot: SceneSnapshot, settings: JobSettings) -> Tuple[CameraJob, ...]:
    """The job split by its cameras, in the order of the layers; () where nothing has a camera. Raises UnknownNameError."""
    layers = [layer for layer in chosen_layers(snapshot, settings) if layer.renderable]
    jobs = []
    for camera in dict.fromkeys(camera for layer in layers for camera in layer.cameras):
        its_own = [layer for layer in layers if camera in layer.cameras]
        everywhere = len(its_own) == len(layers)
        names = settings.layers if everywhere else tuple(layer_name(snapshot, layer) for layer in its_own)
        alone = dataclasses.replace(
            settings, cameras=(camera,), layer_cameras=(), layers=names, task_per_camera=False
        )
        jobs.append(CameraJob(camera, alone))
    return tuple(jobs)
