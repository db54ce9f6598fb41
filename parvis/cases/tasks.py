"""Jobs of the cases room. Services defer them, so they import services when they run."""

from dataclasses import replace
from uuid import UUID

from parvis.common import actor
from parvis.common.jobs import Queue, every, job


@job(Queue.DOCUMENTS, name="cases.send_receipt")
def send_receipt(*, case_id: str) -> None:
    """Sort a case just born by the rules of its body, then issue and send its receipt (CRPA L112-3)."""
    from parvis.cases.services.letters import issue_receipt  # noqa: PLC0415
    from parvis.cases.services.qualification import qualify_case  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="receipt")):
        qualify_case(case_id=UUID(case_id))  # the receipt names the service in charge
        issue_receipt(case_id=UUID(case_id))


@job(Queue.DOCUMENTS, name="cases.make_decision_letter")
def make_decision_letter(*, case_id: str, decision_id: str) -> None:
    """Make the letter of a decision: paper is what starts time limits, unless the person consented otherwise."""
    from parvis.cases.services.decision_letters import issue_decision  # noqa: PLC0415
    from parvis.cases.services.paper import post_decision  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="letters")):
        document = issue_decision(case_id=UUID(case_id), decision_id=UUID(decision_id))
        post_decision(case_id=UUID(case_id), document_id=document.pk)


@job(Queue.DOCUMENTS, name="cases.post_decision")
def post_decision(*, case_id: str, document_id: str) -> None:
    """Post the letter of a decision that waited for an address."""
    from parvis.cases.services.paper import post_decision as post  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="letters")):
        post(case_id=UUID(case_id), document_id=UUID(document_id))


@job(Queue.MESSAGES, name="cases.ask_to_call")
def ask_to_call(*, case_id: str, notice: str, key: str) -> None:
    """Give the team the task of calling a person who wants to be called."""
    from parvis.cases.services.reaching import ask_to_reach  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="reach")):
        ask_to_reach(case_id=UUID(case_id), key=key, why={"call": notice})


@job(Queue.DOCUMENTS, name="cases.draw_letter")
def draw_letter(*, case_id: str, message_id: str) -> None:
    """Draw the letter of a message that goes by post."""
    from parvis.cases.services.paper import draw_letter as draw  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="letters")):
        draw(case_id=UUID(case_id), message_id=UUID(message_id))


@job(Queue.DOCUMENTS, name="cases.draw_batch")
def draw_batch(*, batch_id: str) -> None:
    """Draw a batch of letters for the print room."""
    from parvis.cases.services.print_batches import draw_batch as draw  # noqa: PLC0415

    with actor.acting_as(actor.for_system("letters")):
        draw(batch_id=UUID(batch_id))


@job(Queue.MESSAGES, name="cases.sort_sms")
def sort_sms(*, sms_id: str) -> None:
    """Put an SMS that came where it belongs."""
    from parvis.cases.services.sms_in import sort_sms as sort  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(sms_id), label="sms")):
        sort(sms_id=UUID(sms_id))


@job(Queue.DOCUMENTS, name="cases.read_pile")
def read_pile(*, pile_id: str) -> None:
    """Cut a scan of post into letters."""
    from parvis.cases.services.post_in import read_pile as read  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(pile_id), label="post")):
        read(pile_id=UUID(pile_id))


@job(Queue.DOCUMENTS, name="cases.make_attestation")
def make_attestation(*, case_id: str) -> None:
    """Make the attestation of an implied acceptance that its person asked for (CRPA L232-3)."""
    from parvis.cases.services.after_silence import issue_attestation  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="letters")):
        issue_attestation(case_id=UUID(case_id))


@job(Queue.DOCUMENTS, name="cases.send_case_out")
def send_case_out(*, case_id: str, name: str, email: str, address: str, peer_body: int = 0) -> None:
    """Send a whole case to the competent body outside the platform (CRPA L114-2)."""
    from parvis.cases.services.transfer_out import OutsideBody  # noqa: PLC0415
    from parvis.cases.services.transfer_out import send_case_out as send  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="transfer")):
        send(case_id=UUID(case_id), to=OutsideBody(name, email, address, peer_body))


@job(Queue.SWEEPS, name="cases.replan_clocks")
def replan_clocks(
    *,
    calendar_id: int,
    edition: int,  # noqa: ARG001 - tells apart the jobs of two changes
    part: int = 1,
    of: int = 1,
) -> None:
    """Plan again the open cases, or a share of them, that run on a calendar that changed."""
    from parvis.cases.services.levels import replan_clocks as replan  # noqa: PLC0415

    replan(calendar_id=calendar_id, share=(part, of))


@job(Queue.MESSAGES, name="cases.tell_replanned")
def tell_replanned(*, case_ids: list[str] | None = None, case_id: str = "") -> None:
    """Tell persons that the moment we had announced moves, and why; ``case_id``: a job that tells one, as before."""
    from parvis.cases.services.replanning import tell_replanned as tell  # noqa: PLC0415

    cases = [UUID(each) for each in (*(case_ids or ()), case_id) if each]
    with actor.acting_as(actor.for_job(*cases, label="replanning")):
        tell(case_ids=cases)


@job(Queue.MESSAGES, name="cases.tell_team_asked")
def tell_team_asked(*, case_id: str, opinion: str) -> None:
    """Write to a team that its opinion is asked."""
    from parvis.cases.services.opinions import tell_team_asked as tell  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.opinions")):
        tell(case_id=UUID(case_id), opinion=opinion)


@job(Queue.MESSAGES, name="cases.tell_breach")
def tell_breach(*, case_id: str, breach: str) -> None:
    """Write to the data-protection officer that a breach was reported."""
    from parvis.cases.services.breaches import tell_breach as tell  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.breaches")):
        tell(case_id=UUID(case_id), breach=breach)


@every("* * * * *", name="cases.take_steps")
def take_steps() -> None:
    """Make the warnings and escalations whose time has come, remind persons, close what nobody answers."""
    from parvis.cases.services.steps import take_steps as take  # noqa: PLC0415

    take()


@every("* * * * *", name="cases.send_alerts")
def send_alerts() -> None:
    """Tell agents what is late, soon or arrived, at once or at the hours of their digest."""
    from parvis.cases.services.alerts import send_alerts as send  # noqa: PLC0415

    send()


@every("*/5 * * * *", name="cases.declare_implied_decisions")
def declare_implied_decisions() -> None:
    """Have silence decide the cases whose delay ended at the last second of yesterday, or before."""
    from parvis.cases.services.implied import declare_implied_decisions as declare  # noqa: PLC0415

    declare()


@job(Queue.MESSAGES, name="cases.release_answer")
def release_answer(*, case_id: str, held_id: str) -> None:
    """Let an answer leave once its author can no longer call it back."""
    from parvis.cases.services.held_answers import release_answer as release  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="answers")):
        release(case_id=UUID(case_id), held_id=UUID(held_id))


@job(Queue.SWEEPS, name="cases.settle_outage")
def settle_outage(*, outage_id: int) -> None:
    """Move the deadlines of persons that fell in an outage; killed, it goes on from where it was."""
    from parvis.cases.services.outages import settle_outage as settle  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.settle_outage")):
        settle(outage_id=outage_id)


@job(Queue.MESSAGES, name="cases.tell_outage_over")
def tell_outage_over(*, outage_id: int) -> None:
    """Tell the people whose cases report an outage that it is over."""
    from parvis.cases.services.outages import tell_outage_over as tell  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.tell_outage_over")):
        tell(outage_id=outage_id)


@every("7 * * * *", name="cases.settle_waiting_outages")
def settle_waiting_outages() -> None:
    """Go on with the outages that last, and those whose settling was lost."""
    from parvis.cases.services.outages import settle_waiting_outages as settle  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.settle_waiting_outages")):
        settle()


@job(Queue.SWEEPS, name="cases.learn_sorting")
def learn_sorting(*, organisation_id: int) -> None:
    """Learn from the ended demands of a body that asked for it."""
    from parvis.cases.services.learning import learn_sorting as learn  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.learn_sorting")):
        learn(organisation_id=organisation_id)


@every("*/10 * * * *", name="cases.compare_persons")
def compare_persons() -> None:
    """Look for who may be the same person as those whose data changed."""
    from parvis.cases.services.alike import compare_waiting  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.compare_persons")):
        compare_waiting()


@every("43 2 * * 0", name="cases.learn_all")
def learn_all() -> None:
    """Have the bodies that asked for it learn again."""
    from parvis.cases.services.learning import learn_all as learn  # noqa: PLC0415

    learn()


@every("23 * * * *", name="cases.forget_expired_drafts")
def forget_expired_drafts() -> None:
    """Delete the drafts whose time is over."""
    from parvis.cases.services.drafts import forget_expired_drafts  # noqa: PLC0415

    forget_expired_drafts()


@job(Queue.SWEEPS, name="cases.move_version")
def move_version(*, origin_id: int, to_id: int, agent_id: int | None, places: str = "") -> None:
    """Move the drafts and open cases of a version to another, as the agent who decided it.

    ``places`` gives the step of the new workflow for steps that are gone: « old:new other:new ».
    """
    from parvis.cases.services.moving import move_version as move  # noqa: PLC0415
    from parvis.catalogue.access import get_version  # noqa: PLC0415

    with actor.acting_as(replace(actor.for_system("cases.move_version"), agent=agent_id)):
        move(
            origin=get_version(origin_id),
            to=get_version(to_id),
            places=dict(pair.split(":") for pair in places.split()),
        )


@job(Queue.MESSAGES, name="cases.sort_mail")
def sort_mail(*, mail_id: str) -> None:
    """Read an e-mail that came, and put it where it belongs."""
    from parvis.cases.services.mail_in import sort_mail as sort  # noqa: PLC0415

    sort(mail_id=UUID(mail_id))


@every("40 7 * * *", name="cases.remind_drafts")
def remind_drafts() -> None:
    """Remind people of the deposits they began and did not send."""
    from parvis.cases.services.reminders import remind_of_drafts  # noqa: PLC0415

    remind_of_drafts()


@every("50 7 * * *", name="cases.remind_co_signers")
def remind_co_signers() -> None:
    """Remind the people asked to sign who did not answer."""
    from parvis.cases.services.co_signatures import remind_co_signers as remind  # noqa: PLC0415

    remind()


@job(Queue.SWEEPS, name="cases.arrive_in_status")
def arrive_in_status(*, case_id: str, turn: int, transition: str, entered: bool) -> None:
    """Run what a status does when a case enters it, after a gesture or at its birth."""
    from parvis.cases.services.transitions import arrive  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="workflow")):
        arrive(case_id=UUID(case_id), turn=turn, transition=transition, entered=entered)


@job(Queue.SWEEPS, name="cases.run_action")
def run_action(*, case_id: str, run_id: str) -> None:
    """Run an action that waits: an outside call, a letter, or one that failed before."""
    from parvis.cases.services.action_runs import run_action as run  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="workflow")):
        run(case_id=UUID(case_id), run_id=UUID(run_id))


@every("* * * * * */10", name="cases.fire_timers")
def fire_timers() -> None:
    """Make the transitions whose moment came."""
    from parvis.cases.services.timers import fire_timers as fire  # noqa: PLC0415

    fire()


@job(Queue.SWEEPS, name="cases.tell_linked_cases")
def tell_linked_cases(*, case_id: str) -> None:
    """Tell the cases tied to one that it ended."""
    from parvis.cases.services.case_links import tell_linked_cases as tell  # noqa: PLC0415

    with actor.acting_as(actor.for_system("cases.links")):
        tell(case_id=UUID(case_id))


@job(Queue.SWEEPS, name="cases.signal_case")
def signal_case(*, case_id: str, name: str) -> None:
    """Give a case the signal that one tied to it sends."""
    from parvis.cases.services.case_links import happened  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="links")):
        happened(case_id=UUID(case_id), on="signal", name=name)


@job(Queue.SWEEPS, name="cases.make_one_of_several")
def make_one_of_several(*, case_id: str, move_id: str) -> None:
    """Make on one case the transition that an agent asked of several."""
    from parvis.cases.services.grouped import make_one_of_several as make  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="workflow")):
        make(case_id=UUID(case_id), move_id=UUID(move_id))


@job(Queue.DOCUMENTS, name="cases.issue_signed")
def issue_signed(*, case_id: str, consultation_id: str) -> None:
    """Issue the document that an agent signed, and let the workflow go on."""
    from parvis.cases.services.signatures import issue_signed as issue  # noqa: PLC0415

    with actor.acting_as(actor.for_job(UUID(case_id), label="workflow")):
        issue(case_id=UUID(case_id), consultation_id=UUID(consultation_id))


@job(Queue.DOCUMENTS, name="cases.look_outside")
def look_outside(*, kind: str, case_id: str, ask_id: str) -> None:
    """Ask an outside service for news of what it was asked."""
    from parvis.cases.services.outside_asks import look_outside as look  # noqa: PLC0415

    look(kind=kind, case_id=UUID(case_id), ask_id=UUID(ask_id))


@every("27 * * * *", name="cases.take_up_actions")
def take_up_actions() -> None:
    """Try again the actions of workflows that no job holds any more."""
    from parvis.cases.services.action_runs import take_up_actions as take_up  # noqa: PLC0415

    take_up()


@every("11 * * * *", name="cases.look_at_waiting_asks")
def look_at_waiting_asks() -> None:
    """Ask outside services for news of what no notice told."""
    from parvis.cases.services.outside_asks import look_at_waiting_asks as look  # noqa: PLC0415

    look()


@job(Queue.SWEEPS, name="cases.look_at_payment")
def look_at_payment(*, case_id: str, payment_id: str) -> None:
    """Ask a payment service where a payment stands: a job of an older version."""
    look_outside.func(kind="payments", case_id=case_id, ask_id=payment_id)


@job(Queue.DOCUMENTS, name="cases.look_at_signature")
def look_at_signature(*, case_id: str, signature_id: str) -> None:
    """Ask a signature book where a document stands: a job of an older version."""
    look_outside.func(kind="signatures", case_id=case_id, ask_id=signature_id)
