"""The command group, and the one place where an error becomes an exit code and a sentence."""

from __future__ import annotations

import sys
from typing import Any, List, Optional, Sequence

import click

from rb_dcc_core import __version__
from rb_dcc_core.errors import Cancelled, RenderbusError
from rb_dcc_core.log import redacted

from .workbench import Workbench

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

# Command names to the module that holds them; a module is imported only when its command runs.
_MODULES = {
    "demo": "demo",
    "sandbox": "sandbox",
    "api": "api",
    "login": "login",
    "platforms": "account",
    "account": "account",
    "stats": "account",
    "describe": "describe",
    "check": "check",
    "submit": "submit",
    "send": "send",
    "submissions": "submissions",
    "resume": "submissions",
    "forget": "submissions",
    "engine": "engine",
    "tasks": "tasks",
    "frames": "tasks",
    "watch": "watch",
    "stop": "actions",
    "start": "actions",
    "abandon": "actions",
    "delete": "actions",
    "retry": "actions",
    "priority": "actions",
    "full-speed": "actions",
    "over-time": "actions",
    "download": "download",
    "why": "catalogue",
    "software": "catalogue",
    "env": "environments",
    "labels": "labels",
    "costs": "costs",
    "estimate": "costs",
    "panel": "panel",
}


class _LazyGroup(click.Group):
    """A group that knows its commands by name before their modules are imported."""

    def list_commands(self, ctx: click.Context) -> List[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Optional[click.Command]:
        if cmd_name not in _MODULES:
            return None
        import importlib

        module = importlib.import_module("rb_dcc_cli." + _MODULES[cmd_name])
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted.",
)
@click.version_option(__version__, prog_name="rb-dcc")
@click.option("--profile", metavar="NAME", help="Which profile of the settings to use (else RB_DCC_PROFILE).")
@click.option("--verbose", is_flag=True, help="Write every request to the log file.")
@click.pass_context
def cli(ctx: click.Context, profile: Optional[str], verbose: bool) -> None:
    """Submit Maya scenes to the Renderbus farm and watch every frame until the pictures are on disk.

    No account? 'rb-dcc demo' shows all of it on this computer.

    \b
    Settings: RB_DCC_SERVICE (URL), RB_DCC_ACCESS_ID, RB_DCC_ACCESS_KEY, RB_DCC_PLATFORM,
    RB_DCC_GENERATION (v1, v2, auto), RB_DCC_PROFILE and RB_DCC_HOME win over the profile,
    RB_DCC_LANGUAGE (en, zh: what the farm's texts come in) over the system's.
    """
    ctx.obj = Workbench(profile, verbose)
    ctx.call_on_close(ctx.obj.close)


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run the command; returns the exit code and never lets a traceback through for what is to be expected."""
    _use_utf8()
    try:
        result: Any = cli.main(
            args=None if argv is None else list(argv), prog_name="rb-dcc", standalone_mode=False
        )
    except click.exceptions.Abort:
        return _say("Interrupted.", EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KeyboardInterrupt:
        return _say("Interrupted.", EXIT_INTERRUPTED)
    except Cancelled as error:
        return _say(str(error), EXIT_INTERRUPTED)
    except RenderbusError as error:
        return _say(redacted(str(error)), EXIT_FAILED)
    except BrokenPipeError:
        return _pipe_closed()
    return result if isinstance(result, int) else 0


def _say(text: str, code: int) -> int:
    click.echo(text, err=True)
    return code


def _use_utf8() -> None:
    """Scene names are any text; a terminal of another encoding shows what it can instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _pipe_closed() -> int:
    """Whoever read our output has gone (`| head`); say nothing and let the interpreter close quietly."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_FAILED
