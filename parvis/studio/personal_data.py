"""Personal data held by the studio: who said what of a form."""

from parvis.common.personal_data import Category, Declaration, declare

declare(
    Declaration(
        model="studio.Remark",
        fields={"author_name": Category.IDENTITY, "text": Category.CASE_CONTENT},
    ),
)
