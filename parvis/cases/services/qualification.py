"""Rules of a body: set, tried on past demands, applied to those just born. Nothing is decided by them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases import access, journal
from parvis.cases.models import Case, LegalState, Level, QualificationRule
from parvis.cases.qualifying import Looked, first_fitting
from parvis.cases.services.commitments import commit_team, set_levels
from parvis.cases.services.indexing import reindex_case
from parvis.cases.services.saving import change_handler, save_case
from parvis.common import actor
from parvis.common.errors import Invalid, NotFound
from parvis.organisations.models import Team

TRIED = 200
"""Past demands on which rules are tried."""


@dataclass
class Tried:
    """What a rule would have done: to how many of the past demands, how many were with its team already, some."""

    rule: QualificationRule
    fitted: int = 0
    agreed: int = 0
    some: list[Case] = field(default_factory=list)


@transaction.atomic
def set_rule(
    *, organisation_id: int, name: str, rule_id: int | None = None, **facts: Any
) -> QualificationRule:
    """Set a rule of a body, a new one at the end when it has no id. Raises Invalid, NotFound."""
    conditions = ("procedures", "channels", "words", "municipality_id", "person_kind")
    effects = ("team_id", "impact", "urgency", "tags")
    errors = {}
    if not name.strip():
        errors["name"] = [_("Donnez un nom à la règle.")]
    if not any(facts.get(each) for each in conditions):
        errors["words"] = [_("Dites au moins à quelles demandes la règle s’applique.")]
    if not any(facts.get(each) for each in effects):
        errors["team"] = [_("Dites ce que la règle fait : service, priorité ou étiquettes.")]
    if errors:
        raise Invalid(errors)
    rules = QualificationRule.objects.filter(organisation_id=organisation_id)
    if rule_id is not None:
        if not rules.filter(pk=rule_id).update(name=name.strip()[:100], **facts):
            raise NotFound
        return rules.get(pk=rule_id)
    return QualificationRule.objects.create(
        organisation_id=organisation_id, rank=rules.count() + 1, name=name.strip()[:100], **facts
    )


@transaction.atomic
def move_rule(*, organisation_id: int, rule_id: int, gesture: str) -> None:
    """Stop a rule, take it up again, delete it, or have it read before the one above. Raises NotFound."""
    rules = list(QualificationRule.objects.select_for_update().filter(organisation_id=organisation_id))
    place = next((rank for rank, rule in enumerate(rules) if rule.pk == rule_id), None)
    if place is None:
        raise NotFound
    rule = rules[place]
    if gesture == "supprimer":
        rule.delete()
        return
    if gesture == "avant" and place:
        rules[place - 1], rules[place] = rule, rules[place - 1]
    rule.is_active = gesture != "arreter" and (rule.is_active or gesture == "reprendre")
    for rank, each in enumerate(rules, start=1):
        each.rank = rank
    QualificationRule.objects.bulk_update(rules, ["rank", "is_active"])


@transaction.atomic
def try_rules(*, organisation_id: int) -> list[Tried]:
    """Return what the rules of a body would have done to its latest demands that the current actor sees."""
    rules = _rules(organisation_id)
    found = {rule.pk: Tried(rule) for rule in rules}
    cases = Case.objects.visible_to(actor.current()).filter(organisation_id=organisation_id)
    for case in cases.select_related("person").order_by("-received_at")[:TRIED]:
        rule = first_fitting(rules, Looked.at(case))
        if rule is not None:
            tried = found[rule.pk]
            tried.fitted += 1
            tried.agreed += rule.team_id in {None, case.team_id}
            tried.some = [*tried.some, case][:5]
    return list(found.values())


@transaction.atomic
def qualify_case(*, case_id: UUID) -> QualificationRule | None:
    """Apply the first rule of its body that fits a demand just born, once; return it. Called by a job.

    A demand that someone already treats is left as it is.
    """
    rules = _rules_of_case(case_id)
    if not rules:
        return None
    case = access.get_case(case_id, lock=True, whole=True)
    if (
        case.state != LegalState.RECEIVED
        or case.assignee_id
        or case.journal.filter(kind="qualified").exists()
    ):
        return None
    rule = first_fitting(rules, Looked.at(case))
    if rule is not None:
        _apply(case, rule)
    return rule


def _apply(case: Case, rule: QualificationRule) -> None:
    changed = {"track"}
    to = rule.team if rule.team_id not in {None, case.team_id} else None
    if to is not None and (to.organisation_id != case.organisation_id or not to.is_active):
        to = None  # another body is another transfer, which an agent makes and the person is told (CRPA L114-2)
    facts = {"rule": rule.pk, "name": rule.name, "team": to.pk if to else None, "tags": rule.tags}
    with actor.admitting(case.pk):
        journal.record(case, "qualified", facts=facts)
        if rule.tags:
            held = case.track.get("tags", {}).get("all", [])
            case.track = {**case.track, "tags": {"all": list(dict.fromkeys([*held, *rule.tags]))}}
        if to is not None:
            _hand(case, to)
            changed |= {"team", "organisation", "assignee", "is_committed"}
        impact, urgency = rule.impact or case.impact, rule.urgency or case.urgency
        if set_levels(case, impact=Level(impact), urgency=Level(urgency)):
            changed |= {"impact", "urgency", "is_committed"}
        save_case(case, *sorted(changed))
        if to is not None:
            reindex_case(case)


def _hand(case: Case, to: Team) -> None:
    change_handler(case, to)
    commit_team(case, to)


def _rules(organisation_id: int) -> list[QualificationRule]:
    rules = QualificationRule.objects.filter(organisation_id=organisation_id, is_active=True)
    return list(rules.select_related("team__organisation").order_by("rank", "pk"))


def _rules_of_case(case_id: UUID) -> list[QualificationRule]:
    """Return the rules of a case's body, in one reading: most bodies have none."""
    rules = QualificationRule.objects.filter(organisation__cases=case_id, is_active=True)
    return list(rules.select_related("team__organisation").order_by("rank", "pk"))
