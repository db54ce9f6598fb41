import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from parvis.common import personal_data

# What names a person, reaches them, or says what they asked.
LOOKS_PERSONAL = re.compile(
    r"(^|_)(first_name|last_name|birth|email|e_mail|phone|mobile|address|siret|recipient|answers|typed|subject|text|"
    r"html|message|reasons|ip|latitude|longitude|person)($|_)"
)
# Not of persons: what a body publishes of itself, and what is written once for everyone.
PUBLIC_FACTS = {
    "organisations.Organisation": "a public body's own contacts",
    "organisations.Team": "a service's own contacts (CRPA R112-5)",
    "organisations.Street": "where houses are, as the national address base publishes it",
    "organisations.Territory": "the position of a town hall",
    "catalogue.Procedure": "the words by which a published procedure is found",
    "cases.Agreement": "for which kind of persons a commitment is, not who",
}


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("parvis.")]


def table(label):
    return apps.get_model(label)._meta.db_table


def declared():
    return personal_data.declarations()


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_a_model_with_fields_that_look_personal_is_declared(model):
    names = [field.name for field in model._meta.concrete_fields if LOOKS_PERSONAL.search(field.name)]
    assert not names or model._meta.label in declared() or model._meta.label in PUBLIC_FACTS


def test_a_declaration_names_models_and_fields_that_exist():
    for label, declaration in declared().items():
        fields = {field.name for field in apps.get_model(label)._meta.get_fields()}
        assert set(declaration.fields) <= fields, label


def test_a_table_left_open_says_why():
    assert not [label for label, one in declared().items() if not one.row_security and not one.why_open]


@pytest.fixture
def secured_tables(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity "
            "AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_declared_table_is_under_row_security(secured_tables):
    promised = {table(label) for label, declaration in declared().items() if declaration.row_security}
    assert promised <= secured_tables


def test_every_table_under_row_security_is_declared(secured_tables):
    assert secured_tables <= {table(label) for label in declared()}


def test_policies_read_the_actor_and_nothing_else_from_the_session(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies"
        )
        policies = cursor.fetchall()
    assert policies
    assert not [row[:2] for row in policies if "current_user" in row[2] or "session_user" in row[2]]


def test_tests_and_product_run_as_a_role_that_cannot_escape(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles "
            "WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (settings.RUNTIME_ROLE, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


def test_functions_with_the_owners_rights_choose_their_own_search_path(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
            "AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=%', false)"
        )
        assert cursor.fetchall() == []
