"""The form engine in one import: what the portal, the desk, the API and the cases call.

``compiled(version, language)`` gives a ``Form``; every other function takes it first. Answers are one JSON object by
question key (``forms.checking``).
"""

from parvis.catalogue.expressions import Context
from parvis.catalogue.forms.checking import Checked, PageChecked, check_all, check_page, way_out
from parvis.catalogue.forms.choices import suggestions
from parvis.catalogue.forms.co_signers import CoSigner, co_signers
from parvis.catalogue.forms.compiling import Exit
from parvis.catalogue.forms.definition import (
    Form,
    Page,
    compile_form,
    compiled,
    compiled_for_agents,
    no_questions,
)
from parvis.catalogue.forms.drawing import page_widgets
from parvis.catalogue.forms.page_logic import page_logic, server_part
from parvis.catalogue.forms.prefilling import first_typed
from parvis.catalogue.forms.presentation import (
    Extract,
    Row,
    Section,
    extract,
    file_ids,
    present,
    row_words,
    subject,
)
from parvis.catalogue.forms.visibility import Asked, Visibility, visibility

__all__ = [
    "Asked",
    "Checked",
    "CoSigner",
    "Context",
    "Exit",
    "Extract",
    "Form",
    "Page",
    "PageChecked",
    "Row",
    "Section",
    "Visibility",
    "check_all",
    "check_page",
    "co_signers",
    "compile_form",
    "compiled",
    "compiled_for_agents",
    "extract",
    "file_ids",
    "first_typed",
    "no_questions",
    "page_logic",
    "page_widgets",
    "present",
    "row_words",
    "server_part",
    "subject",
    "suggestions",
    "visibility",
    "way_out",
]
