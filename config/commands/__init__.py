"""Commands of the product: ``python -m parvis COMMAND`` (``bin/parvis COMMAND``).

One file here is one command; its name is the file's, dashes for underscores (``load_territory.py`` is
``load-territory``). Nothing is registered elsewhere. The file declares, at its top level:

    HELP = "one line, in English, shown by parvis --help"
    RESULT = True          # only if it prints a result: adds --json
    DATABASE = False       # only if it runs without database and without Django (default: True)

    def arguments(parser: argparse.ArgumentParser) -> None: ...            # its own arguments
    def run(options: argparse.Namespace, out: Output) -> int | None: ...   # None is 0

- ``from config.console import CommandError, Output``.
- Before ``run``, the database is reached (PARVIS_DATABASE_URL, else the embedded one that runs, else it is
  started for the time of the command), Django is set up, and the actor is the system, named ``command NAME``
  in the journal. Models and services are therefore imported **inside** ``run``; at the top level, only what
  needs no Django.
- ``out.say(text)`` tells a step, ``out.progress(done, total, what)`` a long work (both on standard error);
  ``out.result(data, text)`` prints the result: the text, or the data as JSON under ``--json``.
- To fail, raise ``CommandError("one sentence: what happened, what to do")`` or let a DomainError or an OSError
  through: it is printed on one line, and the exit code is 1. Wrong arguments exit with 2, an interruption
  with 130.
"""
