"""Run the jobs: messages to send, documents to make, sweeps.

Any number of workers may run, on any number of machines; each job is run by one. A worker told to stop
(SIGTERM, Ctrl-C) finishes what it is doing. A killed worker's jobs are taken up by the others.
"""

import argparse

from config.console import Output

HELP = "run the jobs (messages, documents, sweeps)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how many at once, and which queues."""
    parser.add_argument("--concurrency", type=int, default=3, metavar="N", help="jobs at once (default: 3)")
    parser.add_argument("--queue", action="append", metavar="NAME", help="only this queue (repeatable)")
    parser.add_argument("--until-empty", action="store_true", help="stop once no job is left to do")


def run(options: argparse.Namespace, out: Output) -> None:
    """Run a worker until it is told to stop."""
    from config.jobs import known_queues, run_worker
    from parvis.common import actor

    unknown = set(options.queue or []) - known_queues()
    if unknown:
        raise SystemExit(f"parvis worker: no such queue: {', '.join(sorted(unknown))}")
    out.say("Worker ready.")
    with actor.acting_as(actor.NOBODY):  # each job says for whom it acts
        run_worker(queues=options.queue, concurrency=options.concurrency, wait=not options.until_empty)
