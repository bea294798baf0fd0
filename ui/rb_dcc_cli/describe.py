"""`rb-dcc describe`: what a scene file holds, as the farm would see it."""

from __future__ import annotations

from typing import Optional

import click

from rb_dcc_core.host import RenderLayer, SceneSnapshot

from .output import count_text, json_option, print_json, print_pairs, print_table, size_text
from .readers import read_scene

_HELP_JSON = """
\b
--json is a public contract, schema 1:
  {"schema": 1, "host": "maya"|"3dsmax", "host_version": "2023", "scene": path,
   "project": path|null, "fps": number, "renderer": name,
   "plugins": {name: version|null},
   "cameras": [{"name", "shape", "renderable"}],
   "layers": [{"name", "node", "renderable", "renderer", "cameras": [names], "frames",
               "width", "height", "pixel_aspect", "image_format", "image_prefix",
               "aovs": [names]}],
   "assets": [{"path", "as_written", "kind", "node", "exists", "size"}],
   "problems": [{"severity": "error"|"warning"|"notice", "code", "message", "node"}]}
Paths are absolute with "/"; frames read "1-10", "1-10x2", "537" or a list by comma;
sizes are bytes; layers[].cameras are those renderable in the layer; what is unknown is
null. The master layer is "masterLayer" (node "defaultRenderLayer"). The first asset is
the scene itself. A file token that matches nothing stands once, as written, exists false.
A 3ds Max scene has besides
  {"renderer_id": [number, number], "build", "saved_as", "animation_range": frames,
   "pickup_frames", "layers": [{..., "output": path}]}
Its plug-ins are files, its one layer is "scene" where there are no scene states; time
output, element paths and the camera to render are not in the file: null, and a problem
names the option to give.
"""


@click.command(epilog=_HELP_JSON)
@click.argument("scene", type=click.Path())
@click.option(
    "--project", type=click.Path(), metavar="DIR", help="The project folder, where it cannot be found."
)
@json_option
def describe(scene: str, project: Optional[str], as_json: bool) -> None:
    """Show what a scene holds: cameras, layers, frames, files, problems. Nothing is sent or changed."""
    snapshot = read_scene(scene, project)
    if as_json:
        print_json(snapshot.to_json())
        return
    _print_head(snapshot)
    _print_layers(snapshot)
    _print_assets(snapshot)
    for problem in snapshot.problems:
        click.echo(f"{problem.severity}: {problem.message.text()}")


def _print_head(snapshot: SceneSnapshot) -> None:
    plugins = ", ".join(
        name if version is None else f"{name} {version}" for name, version in snapshot.plugins.items()
    )
    rows = [
        ("scene", snapshot.scene),
        ("host", "{} {}".format(snapshot.host, snapshot.host_version or "?")),
        ("project", snapshot.project or "none found"),
        ("frames a second", f"{snapshot.fps:g}" if snapshot.fps is not None else "?"),
        ("renderer", snapshot.renderer or "?"),
        ("plug-ins", plugins or "none"),
        (
            "cameras",
            ", ".join(c.name + (" (off)" if c.renderable is False else "") for c in snapshot.cameras)
            or "none",
        ),
    ]
    print_pairs(rows)


def _print_layers(snapshot: SceneSnapshot) -> None:
    print_table(
        ("layer", "renders", "renderer", "cameras", "frames", "size", "format", "AOVs"),
        [
            (
                layer.name,
                "yes" if layer.renderable else "no",
                layer.renderer,
                ", ".join(layer.cameras),
                layer.frames,
                _size(layer),
                layer.image_format,
                ", ".join(layer.aovs),
            )
            for layer in snapshot.layers
        ],
        "The scene has no render layer.",
    )


def _size(layer: RenderLayer) -> str:
    return "{} x {}".format(layer.width or "?", layer.height or "?")


def _print_assets(snapshot: SceneSnapshot) -> None:
    missing = [asset for asset in snapshot.assets if not asset.exists]
    total = sum(asset.size or 0 for asset in snapshot.assets)
    click.echo(
        "{}, {}{}".format(
            count_text(len(snapshot.assets), "file", "files"),
            size_text(total),
            f", {len(missing)} missing" if missing else "",
        )
    )
    for asset in snapshot.assets:
        mark = "  " if asset.exists else "? "
        click.echo(f"{mark}{asset.kind:11} {size_text(asset.size):>9}  {asset.path}")
