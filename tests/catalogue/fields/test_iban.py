import pytest
from django.http import QueryDict

from parvis.catalogue.forms.engine import check_all, check_page, file_ids, page_widgets
from tests.catalogue.fields.asking import kept, refusal, text
from tests.factories.catalogue import field, form

FRENCH = "FR7630006000011234567890189"
PAPER = {
    "id": "019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2f",
    "name": "rib.pdf",
    "size": 900,
    "type": "application/pdf",
}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("FR76 3000 6000 0112 3456 7890 189", FRENCH),
        ("fr7630006000011234567890189", FRENCH),
        ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        ("BE71 0961 2345 6769", "BE71096123456769"),
        ("DE89-3704-0044-0532-0130-00", "DE89370400440532013000"),
    ],
)
def test_an_account_of_any_country_is_kept_without_its_spaces(typed, value):
    assert kept("iban", {"iban": typed})["iban"] == value


@pytest.mark.parametrize("typed", ["FR76 3000 6000 0112 3456 7890 188", "FR76", "76 3000", "FR76٣"])
def test_one_wrong_digit_is_told(typed):
    assert "n’existe pas" in refusal("iban", {"iban": typed}, "iban")


def test_it_is_read_by_groups_of_four_with_its_holder_and_its_paper():
    value = {"iban": FRENCH, "holder": "Jeanne Martin", "file": [PAPER]}
    assert text("iban", value) == "FR76 3000 6000 0112 3456 7890 189\nJeanne Martin\nrib.pdf"


class TestWithItsPaper:
    asking = staticmethod(lambda: form([field("iban", "q", with_file=True, with_holder=True)]))

    def test_the_paper_is_asked_beside_the_number(self):
        checked = check_page(self.asking(), "p1", QueryDict(f"q.iban={FRENCH}&q.holder=J"), {})
        assert checked.errors == {"q.file": ["Ajoutez le relevé d’identité bancaire (RIB)."]}
        nothing = check_page(self.asking(), "p1", QueryDict(), {})
        assert set(nothing.errors) == {"q.iban", "q.holder", "q.file"}

    def test_a_wrong_number_does_not_cost_the_paper_already_given(self):
        checked = check_page(
            self.asking(), "p1", QueryDict("q.iban=FR00&q.holder=J"), {"q": {"file": [PAPER]}}
        )
        assert set(checked.errors) == {"q.iban"}
        [group] = page_widgets(self.asking(), "p1", {}, checked)
        [number, _holder, files] = group.context["widgets"]
        assert number.context["value"] == "FR00"
        assert files.context["files"] == [PAPER]
        assert files.context["name"] == "q.file"

    def test_the_paper_is_one_of_the_files_of_the_case(self):
        answers = {"q": {"iban": FRENCH, "holder": "J", "file": [PAPER]}}
        checked = check_all(self.asking(), answers)
        assert checked.errors == {}
        assert file_ids(self.asking(), checked.answers) == [PAPER["id"]]

    def test_a_file_that_was_not_asked_is_not_kept(self):
        asking = form([field("iban", "q")])
        assert check_all(asking, {"q": {"iban": FRENCH, "file": [PAPER]}}).answers["q"]["file"] == []
