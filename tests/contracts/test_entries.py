"""Every kind of journal entry keeps the contract: it is said to agents, to the person when public, and can forget."""

from datetime import UTC, datetime

import pytest

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry

FACTS = {
    "person_label": "Nous étudions votre demande",
    "channel": "web",
    "version": 1,
    "original_sha256": "0",
    "intake_key": "k",
    "document": "d",
    "sha256": "0",
    "message": "m",
    "state": "sent",
    "to": "in_progress",
    "name": "Camille Lenoir",
    "origin": "received",
    "origin_name": "Voirie",
    "to_name": "Eau",
    "outcome": "granted",
    "decision": "d",
    "author": "Camille Lenoir, adjointe",
    "direction": "inbound",
    "count": 2,
    "due_on": "2026-03-16",
    "request": "r",
    "complete": True,
    "cause": "",
    "born_on": "2026-03-16",
    "impact": 1,
    "urgency": 2,
    "moved": [{"clock": "resolution", "about": "", "origin": "2026-03-16T16:00:00+00:00", "to": None}],
    "questions": ["Tarif retenu"],
    "team_name": "Urbanisme (Valmont)",
    "outage": 12,
    "since": "2026-03-16",
    "until": "2026-03-17",
    "silence": "without",
    "stance": "favourable",
    "aware_at": "2026-03-16T16:00:00+00:00",
    "notified_at": "2026-03-17T16:00:00+00:00",
    "due_at": "2026-03-16T16:00:00+00:00",
    "gave": "reached",
    "kept": 12,
    "converted": 1,
    "lost": 1,
}
PERSONAL = {"recipient": "aude@example.invalid", "reason": "Compétence voisine", "lost": {"colour": "Bleu"}}


def an_entry(kind: EntryKind) -> JournalEntry:
    return JournalEntry(kind=kind.code, at=datetime(2026, 1, 16, tzinfo=UTC), facts=FACTS, personal=PERSONAL)


@pytest.fixture(params=[kind.code for kind in kinds])
def kind(request) -> EntryKind:
    return kinds.get(request.param)


def test_it_is_told_in_a_sentence_to_agents_and_to_the_person_when_public(kind):
    sentences = [kind.to_agent(an_entry(kind))]
    if kind.public:
        sentences.append(kind.to_person(an_entry(kind)))
    for sentence in sentences:
        assert sentence[0].isupper() or sentence[0] in "«0123456789", sentence
        assert sentence.rstrip()[-1] in ".!?", sentence


def test_it_is_still_told_once_it_has_forgotten(kind):
    entry = an_entry(kind)
    entry.personal = None
    assert kind.to_agent(entry)
    if kind.public:
        assert kind.to_person(entry)


def test_it_keeps_nothing_of_what_it_says_it_forgets(kind):
    assert kind.forgets is not None
    assert not set(kind.forgets) & set(kind.erase(PERSONAL))
