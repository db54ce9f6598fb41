"""Finding the command asked for, and running it with one line for each way to fail."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from types import ModuleType

from config.console.database import reached
from config.console.output import CommandError, Output
from config.embedded import EmbeddedError
from config.environment import BadEnvironment

COMMANDS = Path(__file__).resolve().parent.parent / "commands"


def main(argv: Sequence[str]) -> int:
    """Run the command named by ``argv`` and return its exit code (see ``config.commands``)."""
    os.umask(0o077)  # what the product writes is for who runs it: files, backups, logs hold personal data
    name = next((word for word in argv if not word.startswith("-")), None)
    known = sorted(path.stem.replace("_", "-") for path in COMMANDS.glob("[a-z]*.py"))
    modules = {one: _load(one) for one in ([name] if name in known else known)}
    options = _parser(modules, known).parse_args(_json_first(name, argv))
    module = modules[options.command]
    out = Output(as_json=getattr(options, "json", False))
    try:
        return _run(module, options, out)
    except KeyboardInterrupt:
        return _fail(options.command, "interrupted", 130)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        text = _sentence(error)
        if text is None:
            raise
        return _fail(options.command, text, 1)


def _json_first(name: str | None, argv: Sequence[str]) -> list[str]:
    """Return the words with « --json » right after the command: it is its own, wherever among gestures it is typed."""
    words = list(argv)
    module = _load(name) if name and (COMMANDS / f"{name.replace('-', '_')}.py").exists() else None
    if not getattr(module, "RESULT", False) or "--json" not in words:
        return words
    words.remove("--json")
    place = words.index(str(name)) + 1
    return [*words[:place], "--json", *words[place:]]


def _load(name: str) -> ModuleType:
    return import_module(f"config.commands.{name.replace('-', '_')}")


def _parser(modules: dict[str, ModuleType], known: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="parvis", description="Parvis, the shared desk of public bodies.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in modules.items():
        one = commands.add_parser(name, help=module.HELP, description=(module.__doc__ or module.HELP).strip())
        one.formatter_class = argparse.RawDescriptionHelpFormatter
        module.arguments(one)
        if getattr(module, "RESULT", False):
            one.add_argument("--json", action="store_true", help="print the result as JSON")
    if len(modules) < len(known):
        commands.metavar = "COMMAND"
    return parser


def _run(module: ModuleType, options: argparse.Namespace, out: Output) -> int:
    if not getattr(module, "DATABASE", True):
        return module.run(options, out) or 0
    with ExitStack() as stack:
        stack.enter_context(reached(out.say))
        _set_up_django()
        from parvis.common import actor

        stack.enter_context(actor.acting_as(actor.for_system(f"command {options.command}")))
        return module.run(options, out) or 0


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def _sentence(error: Exception) -> str | None:
    """Return the one line to print for a failure we foresaw, None for a fault of ours (which shows its trace)."""
    if isinstance(error, CommandError | EmbeddedError | BadEnvironment):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    from parvis.common.errors import DomainError

    if isinstance(error, DomainError | ImproperlyConfigured):
        return str(error)
    if isinstance(error, OperationalError):
        return f"the database does not answer: {str(error).strip().splitlines()[0]}"
    return None


def _fail(name: str, text: str, code: int) -> int:
    print(f"parvis {name}: {text}", file=sys.stderr)
    return code
