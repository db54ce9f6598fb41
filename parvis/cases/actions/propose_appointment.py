"""An appointment proposed to the person, in an outside agenda."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import CaseAction, Run, register
from parvis.cases.agenda_kinds import Proposed, agendas
from parvis.cases.models import Appointment
from parvis.cases.services.appointments import results_of
from parvis.cases.services.notices import follow_up_address
from parvis.cases.services.outside_asks import notice_address
from parvis.cases.signed_calls import line_faults, plain_address, secret_setting
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting
from parvis.common import clock
from parvis.common.ids import new_id


@register
class ProposeAppointment(CaseAction):
    """What follows waits until a slot can be chosen; the link is then ``case.results.<key>.link``.

    Once a slot is chosen (``case.results.<key>.starts_at``) or changed, the workflow receives its signal; cancelled,
    the other one.
    """

    code, label = "propose_appointment", gettext_lazy("Proposer un rendez-vous")
    phase = Phase.JOB
    named = "rendez_vous"
    awaited = True
    settings: ClassVar = (
        Setting(
            "agenda",
            Kind.CHOICE,
            gettext_lazy("Agenda"),
            choices=tuple((each.code, each.label) for each in agendas),
            default="by_link",
        ),
        Setting("url", Kind.ADDRESS, gettext_lazy("Adresse de l’agenda"), required=True),
        secret_setting(),
        Setting("text", Kind.RECALLING, gettext_lazy("Objet du rendez-vous")),
        Setting(
            "signal",
            Kind.FUNCTION,
            gettext_lazy("Signal envoyé une fois le créneau choisi"),
            gettext_lazy("Laissé vide : booked."),
        ),
        Setting(
            "cancelled",
            Kind.FUNCTION,
            gettext_lazy("Signal envoyé s’il est annulé"),
            gettext_lazy("Laissé vide : unbooked."),
        ),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """Yield what is wrong: an agenda that is called has a secret, a link begins as those of the web do."""
        speaks = agendas.get(settings.get("agenda", "by_link")).speaks
        yield from (fault for fault in line_faults(settings) if speaks or fault[0] != "secret")

    def prepare(self, run: Run) -> dict[str, Any]:
        """Return what is proposed."""
        return {
            "subject": (run.text("text") or run.case.subject)[:250],
            "agenda": run.chosen("agenda"),
            "address": plain_address(run.text("url")),
            "secret": run.settings.get("secret", ""),
            "back": follow_up_address(run.case),
        }

    def perform(self, given: Mapping[str, Any], *, key: str, case_id: str) -> dict[str, Any]:
        """Open the choice of slots. Raises ActionFailed."""
        proposed = Proposed(
            key=key,
            address=given["address"],
            secret=given["secret"],
            subject=given["subject"],
            notice_address=notice_address("appointments", UUID(case_id), UUID(key)),
            back_address=given["back"],
        )
        opened = agendas.get(given["agenda"]).open(proposed)
        return {**given, "key": key, "link": opened.link, "reference": opened.reference}

    def suppose(self, run: Run) -> None:
        """Propose it, as if the agenda opened it."""
        self.settle(run, {**self.prepare(run), "key": str(new_id()), "link": "", "reference": ""})

    def settle(self, run: Run, found: Mapping[str, Any]) -> None:
        """Write the proposal down, and its link under the name of the action."""
        row = Appointment(
            id=UUID(found["key"]),
            organisation_id=run.case.organisation_id,
            case=run.case,
            key=run.step.key,
            signal=run.settings.get("signal", ""),
            cancelling=run.settings.get("cancelled", ""),
            subject=found["subject"],
            agenda=found["agenda"],
            service={"address": found["address"], "secret": found["secret"]},
            link=found["link"],
            reference=found["reference"],
            asked_at=clock.now(),
        )
        row.save(force_insert=True)
        journal.record(run.case, "appointment_proposed", facts={"appointment": found["key"]})
        run.keep("appointments", asked=True)
        if run.step.key:
            run.keep("results", **{run.step.key: results_of(row)})
