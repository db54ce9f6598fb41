"""Personal data held by organisations: agents in their public duty."""

from parvis.common.personal_data import Category, Declaration, declare

declare(
    Declaration(
        model="organisations.Agent",
        fields={"first_name": Category.IDENTITY, "last_name": Category.IDENTITY, "phone": Category.CONTACT},
        row_security=False,
        why_open="name and capacity of a public agent are due to the public (CRPA L111-2)",
    ),
)
