"""Pages of the desk: a queue, searches, a case."""

from bench import words
from bench.measures import Measure
from bench.run import Bench, as_system, expect, scenario, timed


@scenario("queue")
def queue(bench: Bench) -> list[Measure]:
    """A queue page of 50 rows for an agent who acts for sixty teams."""
    agent = bench.agent(bench.world.wide_account)

    def look() -> float:
        answer = expect(agent.get("/bureau/files/mes-services/"))
        if bench.cases >= 10_000 and answer.text.count("/bureau/demandes/") < 50:
            raise RuntimeError("the queue shows fewer than 50 cases")
        return float(answer.first_byte_ms)

    measures = timed(bench, "queue", look, times=200)
    first = expect(agent.get("/bureau/files/mes-services/"))
    return [*measures, Measure("queue", "page_bytes", len(first.body), "bytes", bench.cases)]


def _search(bench: Bench, name: str, word: str) -> list[Measure]:
    agent = bench.agent(bench.world.desk_account)
    wide = bench.agent(bench.world.wide_account)

    def look(who=agent) -> float:
        answer = expect(who.get("/bureau/recherche/?q=" + _quoted(word)))
        return float(answer.first_byte_ms)

    found = expect(agent.get("/bureau/recherche/?q=" + _quoted(word))).text.count("/bureau/demandes/")
    if found == 0:
        raise RuntimeError(f"« {word} » finds nothing")
    measures = timed(bench, name, look, times=150)
    others = timed(bench, name, lambda: look(wide), times=60, warm=20)
    return [
        *measures,
        *(
            Measure(name, f"{one.metric}_60_teams", one.value, one.unit, one.cases)
            for one in others
            if one.metric in {"cpu_ms", "wall_ms_p50"}
        ),
    ]


@scenario("search-rare")
def rare(bench: Bench) -> list[Measure]:
    """A full-text search for a rare word, by the shared desk that takes part in every case."""
    return _search(bench, "search-rare", words.RARE)


@scenario("search-common")
def common(bench: Bench) -> list[Measure]:
    """A full-text search for a word of 11 cases in 100 (2,200 hits in 20,000), by the shared desk."""
    return _search(bench, "search-common", words.COMMON)


@scenario("case-page")
def case_page(bench: Bench) -> list[Measure]:
    """The page of a case with 5 messages and 10 events in its journal."""
    number = _treated_case(bench)
    agent = bench.agent(bench.world.handler_account)

    def look() -> float:
        return float(expect(agent.get(f"/bureau/demandes/{number}/")).first_byte_ms)

    return timed(bench, "case-page", look, times=200)


def _treated_case(bench: Bench) -> str:
    """Lodge a case and treat it through the services, until it has five messages and ten events."""
    import secrets

    from parvis.cases.models import Case, IntakeChannel
    from parvis.cases.services import messages, treatment
    from parvis.cases.services.deposits import read_deposit
    from parvis.cases.services.intake import register_deposit
    from parvis.catalogue.models import ProcedureVersion
    from parvis.common import actor
    from parvis.organisations.models import Agent, Organisation
    from parvis.organisations.sessions import agent_for_account

    with as_system():
        body = Organisation.objects.get(slug="commune-0")
        version = ProcedureVersion.objects.select_related("procedure").get(procedure__code="banc-simple")
        deposit = read_deposit(
            version=version, organisation=body, channel=IntakeChannel.PHONE, key=f"treated:{secrets.token_hex(8)}",
            answers={
                "who": {"civility": "", "last_name": "Vasseur", "email": "a@exemple.fr", "phone": ""},
                "street": "3 rue des Tilleuls", "kind": "see", "reason": "Le lampadaire clignote.",
            },
        )  # fmt: skip
        case = register_deposit(deposit=deposit)
        session = agent_for_account(bench.world.handler_account)
        assert session is not None
        with actor.acting_as(session.actor()):
            treatment.assign_case(case_id=case.pk, to=Agent.objects.get(pk=session.agent_id), by=session)
            messages.answer_person(case_id=case.pk, text="Nous passons demain.", by=session)
            messages.write_note(case_id=case.pk, text="Vu avec les services techniques.", by=session)
            with actor.admitting(case.pk):
                messages.write_as_person(case_id=case.pk, text="Merci. Le soir, il fait noir.")
            messages.answer_person(case_id=case.pk, text="Le lampadaire est changé.", by=session)
            messages.write_note(case_id=case.pk, text="Ampoule remplacée.", by=session)
            while Case.objects.get(pk=case.pk).journal_length < 10:
                holder = Case.objects.get(pk=case.pk).assignee_id
                to = None if holder else Agent.objects.get(pk=session.agent_id)
                treatment.assign_case(case_id=case.pk, to=to, by=session)
        return case.number


def _quoted(word: str) -> str:
    from urllib.parse import quote

    return quote(word)
