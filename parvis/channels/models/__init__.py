"""Models of the channels room."""

from parvis.channels.models.inbound_mail import InboundMail, MailFate, MailState
from parvis.channels.models.inbound_post import (
    InboundLetter,
    LetterFate,
    LetterState,
    PileSplit,
    PileState,
    PostFolder,
    PostPile,
)
from parvis.channels.models.inbound_sms import InboundSms, SmsFate, SmsState
from parvis.channels.models.mail_address import MailAddress
from parvis.channels.models.mailbox import Afterwards, Mailbox, Security
from parvis.channels.models.outbound_message import NOT_DELIVERED, MessageState, OutboundMessage
from parvis.channels.models.phone_call import CallOutcome, CallState, PhoneCall
from parvis.channels.models.print_batch import PrintBatch
from parvis.channels.models.sending import Provider, SendingSettings, StoppedNumber

__all__ = [
    "NOT_DELIVERED",
    "Afterwards",
    "CallOutcome",
    "CallState",
    "InboundLetter",
    "InboundMail",
    "InboundSms",
    "LetterFate",
    "LetterState",
    "MailAddress",
    "MailFate",
    "MailState",
    "Mailbox",
    "MessageState",
    "OutboundMessage",
    "PhoneCall",
    "PileSplit",
    "PileState",
    "PostFolder",
    "PostPile",
    "PrintBatch",
    "Provider",
    "Security",
    "SendingSettings",
    "SmsFate",
    "SmsState",
    "StoppedNumber",
]
