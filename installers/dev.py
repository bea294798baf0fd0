"""Sets up a checkout and runs it: `python3 installers/dev.py demo`, `test`, `bench`, `vendor` or `texts`, on any Python 3.7 to 3.14.

Standard library only; what it needs it installs into `.venv` and `.venvs` of the checkout, never elsewhere.
"""

import sys

if sys.version_info < (3, 7):
    sys.exit(
        "This needs Python 3.7 or newer: start it with a newer one, such as `python3.11 installers/dev.py test`."
    )

import os
import signal
from pathlib import Path
from typing import Callable, Dict, List

from checkout import catalogues, processes, suites, system_packages
from checkout.environments import EXTRAS_FOR_DEMO, EXTRAS_FOR_PANEL, Environment, own_environment
from checkout.interpreters import starting_interpreter
from checkout.problem import SetupProblem
from rb_installer.problem import InstallProblem
from rb_installer.vendor import FOLDERS as VENDOR_FOLDERS
from rb_installer.vendor import make_ready

CHECKOUT = Path(__file__).resolve().parent.parent

USAGE = """usage: python3 installers/dev.py COMMAND [arguments]

  demo [--terminal] [--out DIR]     try the product on this machine, with no account: in its panel, where there is a
                                    screen, else in the terminal
  test [--all] [--fast] [arguments of pytest]
                                    format, lint, types, layers, then the suite on this Python;
                                    --all: on every Python a host ships that is found here
                                    --fast: without the long suites
  bench [arguments of pytest]       measure against the vendor's own SDK
  vendor                            make this checkout loadable in Maya and 3ds Max: fetch the packages they need
  texts                             bring the catalogues level with the source, and list what is not translated yet"""


def demo(arguments: List[str]) -> int:
    """Runs `rb-dcc demo`; on POSIX it takes this process's place, so that the terminal and Ctrl-C are its own."""
    environment = own_environment(CHECKOUT, starting_interpreter())
    words = list(arguments)
    stays = any(word in ("--terminal", "-h", "--help") for word in words)
    if stays or not processes.has_screen() or not _is_ready_for_window(environment):
        environment.prepare(EXTRAS_FOR_DEMO)
        words += [] if stays else ["--terminal"]
    command = [str(environment.script("rb-dcc")), "demo", *words]
    variables = processes.child_variables(CHECKOUT)
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, variables)
    return processes.run(command, Path.cwd(), variables)


def _is_ready_for_window(environment: Environment) -> bool:
    """With Qt installed and able to show a window; else it says why not, and the demo goes on in the terminal."""
    try:
        environment.prepare(EXTRAS_FOR_PANEL)
        system_packages.require_qt(environment.python, CHECKOUT, on_screen=True)
    except SetupProblem as problem:
        print(f"{problem}\n\nUntil then the demo stays in the terminal.", flush=True)
        return False
    return True


def test(arguments: List[str]) -> int:
    """Every check and the suite; `--all` and `--fast` are ours, the rest goes to pytest."""
    rest = [word for word in arguments if word not in ("--all", "--fast")]
    plan = suites.Plan(
        checkout=CHECKOUT,
        every_python="--all" in arguments,
        long_suites="--fast" not in arguments,
        pytest_arguments=rest,
    )
    return suites.run_all(plan)


def bench(arguments: List[str]) -> int:
    """Runs tests/bench alone, beside the vendor's SDK."""
    return suites.run_bench(CHECKOUT, arguments)


def vendor(arguments: List[str]) -> int:
    """Fills the vendor folders that the checkout's plug-ins look into; at once where they are right already."""
    python = sys.executable
    if processes.capture([python, "-m", "pip", "--version"], CHECKOUT, dict(os.environ))[0] != 0:
        environment = own_environment(CHECKOUT, starting_interpreter())
        environment.prepare(EXTRAS_FOR_DEMO)
        python = str(environment.python)
    try:
        make_ready(CHECKOUT, python)
    except InstallProblem as problem:
        raise SetupProblem(str(problem)) from problem
    print("Ready: " + ", ".join(VENDOR_FOLDERS))
    return 0


def texts(arguments: List[str]) -> int:
    """Adds new texts to the catalogues, drops vanished ones; 1 where some have no translation yet."""
    sys.path.insert(0, str(CHECKOUT))
    from rb_dcc_core.catalogue import read_po, write_po

    missing = 0
    for level in catalogues.bring_level(CHECKOUT, read_po, write_po):
        missing += len(level.missing)
        place = level.path.relative_to(CHECKOUT).as_posix()
        counts = (
            f"{len(level.entries)} texts, {len(level.missing)} untranslated, {len(level.vanished)} dropped"
        )
        print(f"{place}: {counts}")
        for source in level.missing:
            print("  " + repr(source))
    return 1 if missing else 0


COMMANDS: Dict[str, Callable[[List[str]], int]] = {
    "demo": demo,
    "test": test,
    "bench": bench,
    "vendor": vendor,
    "texts": texts,
}


def main(arguments: List[str]) -> int:
    """The exit code: 0 when all went well, 1 on a failure, 2 on a wrong command, 130 after Ctrl-C."""
    wants_help = bool(arguments) and arguments[0] in ("-h", "--help", "help")
    if not arguments or wants_help or arguments[0] not in COMMANDS:
        print(USAGE, file=sys.stdout if wants_help else sys.stderr)
        return 0 if wants_help else 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        processes.end_all()
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    except SetupProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
