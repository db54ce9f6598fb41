"""The rules of the agent's body, and what they would have done to past demands."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.cases.access import require
from parvis.cases.learning import LEAST
from parvis.cases.models import QualificationRule
from parvis.cases.numbers import say_number
from parvis.cases.queries import rules_of
from parvis.cases.services.learning import ask_to_learn, forget_learnt
from parvis.cases.services.qualification import TRIED, move_rule, set_rule, try_rules
from parvis.cases.suggestions import learnt_by
from parvis.catalogue.queries import procedures_for
from parvis.common.errors import Invalid
from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame
from parvis.desk.qualification.forms import RuleForm
from parvis.desk.qualification.suggested import measure_lines
from parvis.organisations.access import can_set_rules
from parvis.organisations.queries import organisation_by_slug

_NAMES = {"name": "nom", "words": "mots", "team": "service"}


@require_http_methods(["GET", "POST"])
def rules(request: AgentRequest) -> HttpResponse:
    """Show the rules of the agent's body, and add one; « ?essai=1 » tries them. Raises NotForThisRole."""
    body = organisation_by_slug(request.agent.organisation_slug)
    require(can_set_rules(request.agent, body.pk))
    form = RuleForm(request.POST or None, body, [(one.code, one.title) for one in procedures_for(body)])
    if form.is_valid() and _add(form, body.pk):
        messages.success(request, _("La règle est enregistrée. Elle s’applique aux demandes à venir."))
        return redirect("desk:rules")
    tried = {one.rule.pk: one for one in try_rules(organisation_id=body.pk)} if "essai" in request.GET else {}
    learnt = learnt_by(body.pk)
    context = {
        "form": form,
        "lines": [_line(rule, tried) for rule in rules_of(body.pk)],
        "is_tried": "essai" in request.GET,
        "learnt": learnt,
        "measures": measure_lines(learnt) if learnt else [],
        "least": LEAST,
        "most": TRIED,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/qualification/rules.html", frame(request, **context), status=status)


@require_POST
def learn(request: AgentRequest) -> HttpResponse:
    """Have the agent's body learn from its ended demands, or forget what it learnt. Raises NotForThisRole."""
    body = request.agent.organisation_id
    require(can_set_rules(request.agent, body))
    if request.POST.get("geste") == "oublier":
        forget_learnt(organisation_id=body)
        messages.success(request, _("Ce qui était appris est oublié. Plus rien n’est proposé."))
    else:
        ask_to_learn(organisation_id=body)
        messages.success(request, _("L’apprentissage commence. Revenez dans un instant."))
    return redirect("desk:rules")


@require_POST
def change(request: AgentRequest, rule_id: int) -> HttpResponse:
    """Stop a rule, take it up again, delete it or have it read before. Raises NotForThisRole, NotFound."""
    body = request.agent.organisation_id
    require(can_set_rules(request.agent, body))
    move_rule(organisation_id=body, rule_id=rule_id, gesture=request.POST.get("geste", ""))
    messages.success(request, _("Les règles sont modifiées."))
    return redirect("desk:rules")


def _add(form: RuleForm, body: int) -> bool:
    try:
        set_rule(organisation_id=body, name=form.cleaned_data["nom"], **form.facts())
    except Invalid as refusal:
        form.refuse({_NAMES[name]: said for name, said in refusal.errors.items()})
        return False
    return True


def _line(rule: QualificationRule, tried: dict[int, Any]) -> dict[str, Any]:
    """Return a rule in words, with what it would have done."""
    when = [
        *([_("contient : %(words)s") % {"words": ", ".join(rule.words)}] if rule.words else []),
        *rule.procedures,
        *rule.channels,
        *([rule.municipality.name] if rule.municipality else []),
        *([rule.get_person_kind_display()] if rule.person_kind else []),
    ]
    then = [
        *([rule.team.name] if rule.team else []),
        *([_("urgence %(level)s") % {"level": rule.get_urgency_display()}] if rule.urgency else []),
        *rule.tags,
    ]
    found = tried.get(rule.pk)
    return {
        "rule": rule,
        "when": " · ".join(when),
        "then": " · ".join(then),
        "tried": found,
        "some": [(case.number, say_number(case.number), case.subject) for case in found.some]
        if found
        else [],
    }
