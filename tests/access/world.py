"""The people of the table, and one real object of each kind for its addresses."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from parvis.cases.models import Attachment, Case
from parvis.cases.services.intake import register_deposit
from parvis.cases.services.mail_in import sort_mail
from parvis.cases.services.messages import answer_person, write_as_person
from parvis.cases.services.outages import report_outage
from parvis.cases.services.pieces import ask_for_pieces
from parvis.cases.services.post_in import read_pile
from parvis.cases.services.views import keep_view
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.models import Procedure
from parvis.catalogue.services.drafts import open_draft
from parvis.catalogue.services.letter_templates import create_letter, record_letter
from parvis.catalogue.services.library import publish_from_library
from parvis.catalogue.services.shared_blocks import record_block
from parvis.channels.mail.tags import tagged
from parvis.channels.services.calls import CallEvent, Told, take_event
from parvis.channels.services.providers import set_provider
from parvis.common import actor, clock
from parvis.common.ids import new_id
from parvis.documents.queries import issued_documents
from parvis.documents.services.store import store_file
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent, Competence, Role
from parvis.organisations.sessions import agent_session
from parvis.people.models import MergeGround, TieKind
from parvis.people.services.contacts import add_contact
from parvis.people.services.merging import Ground, merge_persons
from parvis.people.services.persons import PersonDetails, record_person
from parvis.people.services.ties import note_tie
from parvis.studio.access import token_of
from parvis.studio.models import PendingImport
from parvis.studio.services.importing import try_import
from parvis.studio.services.remarks import leave_remark
from parvis.studio.services.trial_links import make_trial_link
from tests.documents.files import PDF
from tests.factories import lists
from tests.factories.cases import Town, a_deposit, lodge, make_town
from tests.factories.contact_forms import a_contact_form
from tests.factories.mails import ADDRESS, a_mail, receive, take_mail
from tests.factories.organisations import AccountFactory, AgentFactory, TeamFactory
from tests.factories.outages import an_outage
from tests.factories.post import a_page, as_pdf
from tests.factories.post import keep as keep_post
from tests.harness.jobs import run_all
from tests.harness.sign_in import sign_in
from tests.harness.strictness import StrictClient

ROLES = {
    "stranger": "nobody signed in",
    "person": "the resident whose case it is",
    "resident": "another resident, signed in",
    "account": "an account of no agent",
    "unhabilitated": "an agent of the body without any function",
    "reception": "reception in the team that holds the case",
    "handler": "case handler in the team that holds the case",
    "neighbour": "case handler in another team of the same body",
    "elsewhere": "case handler in another body",
    "manager": "manager of every team of the body",
    "statistics": "statistics of the body, no case",
    "operator": "operator of the platform, no case",
    "builder": "builder of the body's procedures, no case",
}
PROCEDURE = "abattage-elagage-arbres"
# A page and a question of that procedure.
IN_STUDIO = {"page": "lieu", "address": "place", "number": "1"}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass
class World:
    """What stands in the database, and who comes."""

    town: Town
    case: Case
    people: dict[str, Any]
    values: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, StrictClient] = field(default_factory=dict)

    def browser(self, role: str) -> StrictClient:
        """Return the browser of a role, signed in as it signs in, in the language of the product."""
        if role not in self.browsers:
            self.browsers[role] = self._signed_in(role)
        return self.browsers[role]

    def _signed_in(self, role: str) -> StrictClient:
        browser, who = StrictClient(), self.people[role]
        if role in {"person", "resident"}:
            session = browser.session
            session["person"] = str(who)
            session.save()
        elif who is not None:
            sign_in(browser, who)
        return browser

    def address(self, pattern: str) -> str:
        """Return an address of a pattern, of objects that exist wherever there are some."""
        plain = pattern.replace("^", "").replace("$", "").replace("\\Z", "")
        return "/" + _PARAMETER.sub(lambda found: self._value(pattern, found[1] or found[2]), plain)

    def _value(self, pattern: str, name: str) -> str:
        if name == "code" and pattern.startswith("bureau/files/"):
            return "toutes"
        if pattern.startswith("atelier/essai/") and name == "token":
            return self.values["trial"]
        if pattern.startswith("atelier/") and name in IN_STUDIO:
            return IN_STUDIO[name]
        if name == "page" and pattern.startswith("bureau/courrier/"):
            return "1"
        if name == "code" and pattern.startswith("verifier/"):
            return "AAAA-AAAA-AAAA"
        return self.values.get(name, "rien")


def make_world() -> World:
    """Make a town where a case lives its life, its neighbours, and who comes to look."""
    town, other_body = make_town(slug="valmont"), make_town(code="autre-demarche")
    Procedure.objects.update(is_active=False)  # those of the factory are too short for the portal's pages
    [town.version] = publish_from_library(organisation=town.body, codes=[PROCEDURE])
    Competence.objects.create(
        organisation=town.body, team=town.team, procedure_code=PROCEDURE, territory=town.body.territory
    )
    person = record_person(details=PersonDetails(last_name="Vasseur", email="aude@example.invalid")).pk
    with actor.acting_as(actor.for_person(person)):
        case = register_deposit(deposit=a_deposit(town, person=None, person_id=person))
    run_all()
    message, attachment, request = _life_of(town, case)
    other_team = TeamFactory(organisation=town.body)
    a_contact_form(town, code=PROCEDURE, procedure_code=PROCEDURE)
    view = keep_view(agent_id=town.agent.pk, name="Ma vue", filters={"file": "toutes"})
    people = {
        "stranger": None,
        "person": person,
        "resident": record_person(details=PersonDetails(last_name="Autre")).pk,
        "account": AccountFactory(),
        "unhabilitated": AgentFactory(organisation=town.body),
        "reception": _agent(town, Role.RECEPTION, on=[town.team]),
        "handler": town.agent,
        "neighbour": _agent(town, Role.CASE_HANDLER, on=[other_team]),
        "elsewhere": other_body.agent,
        "manager": _agent(town, Role.TEAM_MANAGER),
        "statistics": _agent(town, Role.STATISTICS),
        "operator": _agent(town, Role.PLATFORM_OPERATOR),
        "builder": _agent(town, Role.PROCEDURE_BUILDER),
    }
    builder = people["builder"]
    builds = agent_session(builder.pk)
    draft = open_draft(procedure_id=town.version.procedure_id, by=builds)
    link = make_trial_link(version_id=draft.pk, by=builds)
    remark = leave_remark(procedure_id=draft.procedure_id, by=builds, place="place", text="Et sans carte ?")
    outage = an_outage(town.body)
    with town.acting():
        report_outage(case_id=case.pk, outage_id=outage.pk, by=town.session())
    mail = receive(a_mail(From="inconnu@example.invalid", To=tagged(ADDRESS, "d", case.pk)))
    sort_mail(mail_id=mail.pk)
    pile = keep_post(town, as_pdf(a_page("Un courrier")))
    read_pile(pile_id=pile.pk)
    values = {
        "mail_id": str(mail.pk),
        "letter_id": str(pile.letters.get().pk),
        "pile_id": str(pile.pk),
        "sms_id": str(new_id()),
        "call_id": str(_missed_call(town)),
        "address_id": str(take_mail(town).pk),
        "import_id": str(_import(town, builds).pk),
        "trial": token_of(link),
        "remark_id": str(remark.pk),
        "number": case.number,
        "outage_id": str(outage.pk),
        "breach_id": "0190c0de-0000-7000-8000-000000000000",
        "outage": str(outage.pk),
        "attempt": str(new_id()),
        "case_id": str(case.pk),
        "person_id": str(person),
        **_others(town, person),
        "contact_id": str(add_contact(person_id=person, kind="phone", text="06 12 34 56 78").pk),
        "view_id": str(view.pk),
        "absence_id": "205",
        "batch": str(new_id()),
        "calendar_id": "1",
        "agreement_id": "1",
        "attachment_id": str(attachment.pk),
        "timer_id": "205",
        "test_id": "205",
        "run_id": str(attachment.pk),
        "consultation_id": str(attachment.pk),
        "payment_id": str(attachment.pk),
        "appointment_id": str(attachment.pk),
        "ask_id": str(attachment.pk),
        "attachment": str(attachment.pk),
        "file_id": str(attachment.file_id),
        "message_id": str(message),
        "request_id": str(request),
        "document_id": str(_document(case)),
        "document": str(_document(case)),
        "draft": str(new_id()),
        "page": "p1",
        "key": "205",
        "rank": "0",
        "slug": town.body.slug,
        "body": town.body.slug,
        "code": PROCEDURE,
        "row": _shared_of(town),
        "pk": "1",
        "organisation_id": str(town.body.pk),
        "batch_id": str(new_id()),
        "provider_id": str(_provider(town)),
        "rule_id": "1",
        "form_id": "1",
        "uidb36": "1",
        "token": "rien",
    }
    return World(town, case, people, values)


def _others(town: Town, person: UUID) -> dict[str, str]:
    """Make someone who helps the person, and someone who turned out to be the person."""
    helper, twice = (
        lodge(town, person=PersonDetails(last_name=name)).person_id for name in ("Loison", "Vaseur")
    )
    with town.acting():
        tie = note_tie(who_id=helper, whom_id=person, kind=TieKind.RELATIVE, by=town.session())
        ground = Ground(ground=MergeGround.ENTRY)
        merge = merge_persons(one_id=person, other_id=twice, ground=ground, by=town.session())
    return {"other_id": str(helper), "tie_id": str(tie.pk), "merge_id": str(merge.pk)}


def _agent(town: Town, role: Role, on: Any = None) -> Agent:
    return AgentFactory(organisation=town.body, with_role=role, with_role__on=on)


def _shared_of(town: Town) -> str:
    """Give the body a table, a source, a letter and a block of one code; return the key of the table's row."""
    made = lists.table(town.body, lists.row("a", "Rue A"), code=PROCEDURE)
    lists.source(town.body, code=PROCEDURE, url="")
    fields = [{"key": "prenom", "type": "text", "label": "Prénom"}]
    letter = create_letter(organisation=town.body, code=PROCEDURE, title="Rappel")
    words = {"title": "Rappel", "parts": [{"style": "text", "text": "Bonjour."}]}
    record_letter(template=letter, document=words, reason="essai")
    record_block(organisation=town.body, code=PROCEDURE, title="Enfants", fields=fields)
    return str(made.rows.get().pk)


def _life_of(town: Town, case: Case) -> tuple[Any, Attachment, Any]:
    file = store_file(name="plan.pdf", content=ContentFile(PDF))
    with town.acting():
        message = answer_person(case_id=case.pk, text="Bonjour", by=town.session())
        due_on = clock.today() + timedelta(days=30)
        asked = ask_for_pieces(case_id=case.pk, labels=["Plan"], due_on=due_on, text="", by=town.session())
    with actor.acting_as(actor.for_job(case.pk, file.pk)):
        write_as_person(case_id=case.pk, text="Voici", files=(file.pk,))
    return message.pk, Attachment.objects.get(file=file), asked.pk


def _missed_call(town: Town) -> UUID:
    told = Told(reference="1", event=CallEvent.MISSED, at=clock.now(), number="0612345678")
    return take_event(organisation=town.body, told=told, teams=frozenset({town.team.pk})).pk


def _import(town: Town, by: AgentSession) -> PendingImport:
    """Return an import tried, of a file that says nothing."""
    return try_import(organisation=town.body, kind="parvis", files=[SourceFile("a.json", b"{}")], by=by)


def _provider(town: Town) -> int:
    """Give the body a provider of SMS; return its key."""
    found = set_provider(
        name="A", transport="sms_http", organisation=town.body, settings={"url": "http://127.0.0.1:1/"}
    )
    return found.pk


def _document(case: Case) -> Any:
    with actor.acting_as(actor.for_job(case.pk)):
        return issued_documents(case.pk)[0].pk
