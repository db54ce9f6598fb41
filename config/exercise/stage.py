"""The trial of one procedure: what is lent to it (notices, a service), the paths, and nothing left behind."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from config.exercise.answering import Answering
from config.exercise.outcome import Path, Stuck, Trial
from config.exercise.outside import Jobs
from config.exercise.resident import Blocked, Resident
from config.exercise.treatment import treat
from parvis.catalogue.forms import engine
from parvis.catalogue.models import Audience, Procedure, ProcedureVersion, VersionState
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.common import proofs
from parvis.common.errors import DomainError
from parvis.organisations.queries import handled_codes, reception_teams
from parvis.organisations.services.bodies import create_team
from parvis.organisations.services.competences import declare_competence, delegate_reception
from parvis.people.services.persons import PersonDetails, record_person

# What a draft may still lack, lent for the time of a trial and never kept.
_LENT: dict[str, Any] = {
    "summary": "Essai.",
    "category": "Essai",
    "audience": ["individual"],
    "law": {"regime": "none", "receipt_owed": False},
    "data_notice": {
        "purpose": "Essai.",
        "legal_basis": "public_task",
        "recipients": ["Essai"],
        "retention": "Essai.",
    },
    "other_ways": [{"kind": "counter", "text": "Essai."}],
}
# Addresses that no visitor has (RFC 5737): attempts are counted by address.
_VISITOR = "192.0.2.1"


Walk = Callable[[engine.Form, Answering, Random, Path, str], None]
"""How a path is walked: by the form, the answers, the luck, the path, from the address of the procedure."""


def in_process(form: engine.Form, answering: Answering, luck: Random, path: Path, address: str) -> None:
    """Walk as a browser without script, in this process. Raises Blocked."""
    Resident(_browser(form), form, answering, luck, path).fill_and_lodge(address)


def in_browser(started: Any, *, scripts: bool) -> Walk:
    """Return the walk in a real browser (``window.browser``), 320 pixels wide, with or without scripts."""
    from config.exercise.site import served
    from config.exercise.visitor import Visitor
    from config.exercise.window import window

    def walk(form: engine.Form, answering: Answering, _luck: Random, path: Path, address: str) -> None:
        with served() as root, window(started, root, scripts=scripts) as opened:
            session = _session(form)
            if session:
                opened.sign_in(settings.SESSION_COOKIE_NAME, session, root)
            Visitor(opened, form, answering, path).fill_and_lodge(address)

    return walk


def try_procedure(
    procedure: Procedure, *, paths: int, seed: int, walk: Walk = in_process, to_end: bool = False
) -> Trial:
    """Try a procedure along some paths, each in a transaction that is undone. Its files stay in memory.

    ``to_end``: the case that was lodged is then treated by generated agents and its person, to an end.
    """
    version = _version(procedure)
    trial = Trial(procedure.code, procedure.organisation.name, version.number)
    for number in range(1, paths + 1):
        path = Path(number, f"{seed}/{procedure.code}/{number}")
        trial.paths.append(path)
        with _undone():
            _walk(procedure, version, trial, path, walk, to_end=to_end)
    return trial


@contextmanager
def _undone() -> Iterator[None]:
    """Run a block whose rows and files leave no trace."""
    memory: dict[str, Any] = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    with override_settings(STORAGES=memory), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _walk(
    procedure: Procedure, version: ProcedureVersion, trial: Trial, path: Path, walk: Walk, *, to_end: bool
) -> None:
    luck = Random(path.seed)  # noqa: S311 - a trial that can be had again, not a secret
    jobs = Jobs()
    try:
        published = _published(version, trial)
        _served(procedure, trial)
        form = engine.compiled(published)
        trial.asked = {question.key for question in form.questions() if question.type.asks}
        body = procedure.organisation
        near = (body.latitude, body.longitude) if body.latitude and body.longitude else None
        answering = Answering(form, luck, procedure.pk, near)
        walk(form, answering, luck, path, f"/{body.slug}/demarches/{procedure.code}/")
        if to_end:
            treat(published, trial, path, luck, jobs)
    except Blocked as blocked:
        path.stuck = path.stuck or blocked.stuck
    except DomainError as refusal:
        path.stuck = Stuck("", "", f"{refusal} {refusal.data or ''}".strip())
    except Exception as fault:  # noqa: BLE001 - a fault of ours is what the trial looks for: it is told
        path.stuck = Stuck(path.pages[-1] if path.pages else "", "", f"{type(fault).__name__}: {fault}"[:500])


def _version(procedure: Procedure) -> ProcedureVersion:
    """Return the version that takes deposits, else the last one."""
    versions = procedure.versions.order_by("-number")
    return versions.filter(state=VersionState.PUBLISHED).first() or versions[0]


def _published(version: ProcedureVersion, trial: Trial) -> ProcedureVersion:
    """Return the version open to deposits, what it lacks lent to it."""
    definition = _completed(version.definition)
    if definition != version.definition:
        trial.note("what the law or the reader needs and the draft lacks was lent")
        version = import_definition(organisation=version.procedure.organisation, definition=definition)
    if version.state != VersionState.PUBLISHED:
        trial.note("published for the trial only")
        version = publish_version(version=version)
    return version


def _completed(definition: dict[str, Any]) -> dict[str, Any]:
    """Return a definition with what it lacks, open to the public."""
    lent = {
        name: {**part, **definition[name]} if isinstance(part, dict) and name in definition else part
        for name, part in _LENT.items()
    }
    completed: dict[str, Any] = {
        **lent,
        **definition,
        **{name: lent[name] for name in ("law", "data_notice") if name in lent},
    }
    if completed["audience"] == [Audience.AGENT]:
        completed["audience"] = [Audience.INDIVIDUAL]
    return completed if _differs(completed, definition) else definition


def _differs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(other.get(name) != value for name, value in one.items())


def _served(procedure: Procedure, trial: Trial) -> None:
    """Lend a service to a body that has none for the procedure."""
    body = procedure.organisation
    if procedure.code in handled_codes(body) or reception_teams(body.pk):
        return
    trial.note("no service handles it: one was lent")
    team = create_team(organisation=body, name=f"Essai {procedure.pk}")
    if body.territory is not None:
        declare_competence(team=team, procedure_code=procedure.code, territory=body.territory)
    delegate_reception(organisation=body, team=team)


def _browser(form: engine.Form) -> Client:
    """Return a browser that takes nothing for granted; signed in when the procedure asks for it."""
    address = urlsplit(settings.PUBLIC_URL)
    kept: dict[str, Any] = {"SERVER_NAME": address.hostname or "localhost", "REMOTE_ADDR": _VISITOR}
    if address.scheme == "https":
        kept |= {"wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    browser = Client(enforce_csrf_checks=True, **kept)
    session = _session(form)
    if session:
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
    return browser


def _session(form: engine.Form) -> str:
    """Return the key of the session of a person signed in, "" when the procedure asks nobody to be."""
    if form.definition.get("sign_in") != "required":
        return ""
    details = PersonDetails(first_name="Camille", last_name="Essai", email="camille@exemple.fr")
    session = SessionStore()
    proofs.sign_in_person(session, record_person(details=details).pk)
    session.save()
    return str(session.session_key)
