"""Personal data held by documents: names of files. What they hold follows the object they belong to."""

from parvis.common.personal_data import Category, Declaration, declare

declare(
    Declaration(model="documents.StoredFile", fields={"name": Category.CASE_CONTENT}),
    Declaration(model="documents.IssuedDocument"),
)
