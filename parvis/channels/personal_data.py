"""Personal data held by channels: to whom a message goes, and what it says."""

from parvis.common.personal_data import Category, Declaration, declare

KEPT_CALLS = 180
"""Days after which a call of which no case was made is erased: long enough to answer « I called in spring »."""

declare(
    Declaration(
        model="channels.OutboundMessage",
        fields={
            "recipient": Category.CONTACT,
            "subject": Category.CASE_CONTENT,
            "text": Category.CASE_CONTENT,
            "html": Category.CASE_CONTENT,
            "attachments": Category.CASE_CONTENT,
            "written": Category.CASE_CONTENT,
            "ways": Category.CONTACT,
        },
    ),
    Declaration(
        model="channels.Provider",
        row_security=False,
        why_open="accounts of public services at their providers, of nobody; their secrets are encrypted",
    ),
    Declaration(
        model="channels.PrintBatch",
        row_security=False,
        why_open="how many letters were printed together; their PDF is opened by who sees each of them",
    ),
    Declaration(
        model="channels.SendingSettings",
        row_security=False,
        why_open="how a public service signs what it sends",
    ),
    Declaration(
        model="channels.StoppedNumber",
        row_security=False,
        why_open="seals of numbers under the product's secret key: none can be read back",
    ),
    Declaration(
        model="channels.InboundMail",
        fields={
            "sender": Category.CONTACT,
            "sender_name": Category.IDENTITY,
            "envelope_from": Category.CONTACT,
            "envelope_to": Category.CONTACT,
            "subject": Category.CASE_CONTENT,
            "key": Category.CASE_CONTENT,
        },
    ),
    Declaration(
        model="channels.MailAddress",
        row_security=False,
        why_open="the addresses at which a public service receives are public",
    ),
    Declaration(
        model="channels.Mailbox",
        row_security=False,
        why_open="accounts of public services, of nobody; their passwords are encrypted",
    ),
    Declaration(
        model="channels.PostPile",
        fields={"name": Category.CASE_CONTENT, "key": Category.CASE_CONTENT},
    ),
    Declaration(
        model="channels.InboundLetter",
        fields={"key": Category.CASE_CONTENT},
    ),
    Declaration(
        model="channels.PostFolder",
        row_security=False,
        why_open="folders of public services on their machine, and the names of files that wait in them a minute",
    ),
    Declaration(
        model="channels.InboundSms",
        fields={"sender": Category.CONTACT, "parts": Category.CASE_CONTENT},
    ),
    Declaration(
        model="channels.PhoneCall",
        fields={"number": Category.CONTACT, "note": Category.CASE_CONTENT},
        kept_days=KEPT_CALLS,
    ),
)
