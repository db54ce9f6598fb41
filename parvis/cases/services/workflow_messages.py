"""Messages that a workflow writes: to the person on their channel, to teams and agents by e-mail."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.template.loader import render_to_string
from django.utils.html import linebreaks, urlize
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import Run
from parvis.cases.models import Case, Direction
from parvis.cases.services.messages import write_message
from parvis.cases.services.notices import tell_person
from parvis.cases.services.people_of import addresses_of
from parvis.cases.services.workflow_files import as_attachments, files_to_attach
from parvis.cases.workflow_access import PERSONS
from parvis.channels.services.send import queue_message
from parvis.documents.models import StoredFile


@dataclass(frozen=True)
class Written:
    """A message ready to leave."""

    subject: str
    text: str


def write_to(run: Run, to: Iterable[str], *, extra: Iterable[str] = ()) -> None:
    """Send the message of an action to people of the case, and to other addresses."""
    send_written(run, to, partial(written_by, run), files=files_to_attach(run), extra=extra)


def send_written(
    run: Run,
    to: Iterable[str],
    write: Callable[[str], Written],
    *,
    files: Sequence[StoredFile] = (),
    extra: Iterable[str] = (),
) -> None:
    """Send what ``write`` says in a language, with files, to people of the case and to other addresses.

    Words that all depend on conditions may say nothing: the subject is then the message, or nothing is sent.
    """
    people, case = set(to), run.case
    if people & PERSONS and (written := _saying(run, write(case.language))):
        message = write_message(case, Direction.OUTBOUND, written.text, tuple(file.pk for file in files))
        tell_person(
            case,
            "workflow",
            message=message,
            files=as_attachments(files),
            text=written.text,
            subject=written.subject,
        )
    addresses = dict.fromkeys([*addresses_of(case, run.flow, people - PERSONS), *extra])
    if addresses and (written := _saying(run, write("fr"))):
        for address in addresses:
            send_to(case, address, written, files=files)


def _saying(run: Run, written: Written) -> Written | None:
    said = written.text.strip() or written.subject.strip()
    if said:
        return replace(written, text=written.text if written.text.strip() else said)
    run.instead = gettext_lazy("Message non envoyé : il ne disait rien.")
    return None


def written_by(run: Run, language: str = "fr") -> Written:
    """Return what the settings of an action say, template or texts, in a language."""
    template = run.template(language)
    if template is None:
        return Written(run.text("subject"), run.text("text"))
    return Written(template.subject.said(run.values), template.text(run.values))


def send_to(case: Case, address: str, written: Written, *, files: Sequence[StoredFile] = ()) -> None:
    """Send a message to an agent's or a team's address."""
    queue_message(
        about=case.pk,
        channel="email",
        recipient=address,
        sender_name=case.organisation.name,
        subject=written.subject or case.subject,
        text=written.text,
        html=render_to_string(
            "cases/notices/frame.html", {"body": linebreaks(urlize(written.text), autoescape=False)}
        ),
        attachments=as_attachments(files),
    )
