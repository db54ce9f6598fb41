"""The form by which an agent hands an ended demand to who designs its procedure, as a test of the workflow."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.models import Case
from parvis.cases.services.recorded_tests import record_test
from parvis.cases.test_queries import agent_named
from parvis.catalogue.workflows.definition import workflow_of
from parvis.common.errors import Invalid
from parvis.desk.cases.forms import GestureForm


class KeepTestForm(GestureForm):
    """The name of the test, and its making: whoever designs procedures often sees no demand."""

    nom = forms.CharField(
        label=gettext_lazy("Nom du test"),
        help_text=gettext_lazy(
            "Il rejoue ce que cette demande a vécu, à chaque publication de la démarche. Les noms, les textes et les "
            "fichiers ne sont pas gardés."
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("Donnez un nom à ce test : 120 caractères au plus.")},
    )


def has_workflow(case: Case) -> bool:
    """Say whether a case followed a workflow."""
    return workflow_of(case.version) is not None


def keep_test(form: KeepTestForm) -> str:
    """Keep the test; return what was done. Raises Invalid."""
    case, by = form.case, agent_named(form.agent.agent_id)
    try:
        made = record_test(version=case.version, name=form.cleaned_data["nom"], number=case.number, by=by)
    except Invalid as refusal:
        raise Invalid({"nom": [said for each in refusal.errors.values() for said in each]}) from None
    return _("Le test « %(name)s » est gardé. Il est dans les tests de la démarche.") % {"name": made.name}
