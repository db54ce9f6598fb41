"""Personal data held by channels: to whom a message goes, and what it says."""

from parvis.common.personal_data import Category, Declaration, declare

declare(
    Declaration(
        model="channels.OutboundMessage",
        fields={
            "recipient": Category.CONTACT,
            "subject": Category.CASE_CONTENT,
            "text": Category.CASE_CONTENT,
            "html": Category.CASE_CONTENT,
            "attachments": Category.CASE_CONTENT,
        },
    ),
)
