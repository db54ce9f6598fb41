import re

import pytest
from django.apps import apps

from tests.architecture.sources import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
TERMS = dict(re.findall(r"^\| `(\w+)` \| ([^|]*?) \|", GLOSSARY, re.MULTILINE))
MODELS = [model for model in apps.get_models() if model.__module__.startswith("parvis.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_is_in_the_glossary_under_the_french_word_of_its_screens(model):
    assert TERMS.get(model.__name__) == str(model._meta.verbose_name)
