"""Look at everything the product stands on and say how it is.

Exit code 1 when something must be mended; a warning leaves it at 0. Harmless, at any time.
"""

import argparse

from config.console import Output

HELP = "look at database, row security, journal, jobs, files, antivirus, mail and disk"
RESULT = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which subjects, all by default."""
    parser.add_argument("subject", nargs="*", help="only these subjects (default: all)")


def run(options: argparse.Namespace, out: Output) -> int:
    """Look, and tell one line a subject."""
    from config.checks import CHECKS, Finding, State, failed
    from config.console import CommandError

    unknown = set(options.subject) - set(CHECKS)
    if unknown:
        raise CommandError(f"no such subject: {', '.join(sorted(unknown))} (there are: {', '.join(CHECKS)})")
    found: dict[str, Finding] = {}
    for name in options.subject or CHECKS:
        try:
            found[name] = CHECKS[name]()
        except Exception as error:  # noqa: BLE001 - one subject that breaks must not hide the others
            found[name] = failed(
                f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"
            )
    rows = [{"check": name, "state": finding.state, "text": finding.text} for name, finding in found.items()]
    width = max(len(name) for name in found)
    out.result(rows, "\n".join(f"{row['check']:<{width}}  {row['state']:<7}  {row['text']}" for row in rows))
    return 1 if any(finding.state == State.FAILED for finding in found.values()) else 0
