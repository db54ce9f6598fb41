"""Personal data held by the outages room."""

from parvis.common.personal_data import Category, Declaration, declare

declare(
    Declaration(
        model="outages.FailedAttempt",
        fields={"person_id": Category.TECHNICAL, "session": Category.TECHNICAL},
    ),
)
