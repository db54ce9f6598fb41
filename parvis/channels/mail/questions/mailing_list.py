"""Was it sent to a list of people: a newsletter, a discussion list?"""

import re
from itertools import islice

from django.utils.translation import gettext_lazy

from parvis.channels.mail.headers import Headers, addresses_in
from parvis.channels.mail.opening import Opened
from parvis.channels.mail.parts import content_of
from parvis.channels.mail.question import Question, Us, questions
from parvis.channels.models import MailFate

_MARKS = (
    "list-id", "list-unsubscribe", "list-post", "list-help", "mailing-list", "x-mailing-list", "x-mailman-version",
    "x-listname", "x-list-id", "x-beenthere", "x-ml-name", "x-mailinglist", "list-owner", "x-listserver", "x-campaign",
    "x-campaignid", "x-mailjet-campaign", "x-mc-user", "x-sympa-to",
)  # fmt: skip
_LIST_SENDER = re.compile(
    r"^(?:owner-\S+|\S+-owner|\S+-bounces?(?:\+\S*)?|\S+-request|listserv|majordomo|sympa|mailman)@",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"unsubscri|opt-?out|d[ée]sabonn|d[ée]sinscri", re.IGNORECASE)
_PASSED_ON = re.compile(r"^\s*(?:re|tr|fwd?|wg|i|rv)\s*:", re.IGNORECASE)
_LONGEST_LINK = 300


@questions.register
class MailingList(Question):
    """Sent to a list: RFC 2369, RFC 2919 and what list servers add."""

    code, label, rank = "mailing_list", gettext_lazy("liste de diffusion"), 60
    fate = MailFate.MAILING_LIST

    def ask(self, mail: Opened, us: Us) -> str:
        """Recognise a list, unless the list is one of our own addresses: a shared address kept as a group."""
        sign = _sign(mail.headers)
        posts = addresses_in(mail.headers.all("list-post", "list-id", "x-beenthere", "mailing-list"))
        if sign and any(us.holds(address) for address in posts):
            return ""
        return sign or ("unsubscribe_link" if _lets_leave(mail) else "")


def _sign(headers: Headers) -> str:
    for name in _MARKS:
        if name in headers:
            return name.replace("-", "_")
    if any(value.strip().lower() == "list" for value in headers.all("precedence", "x-precedence")):
        return "precedence"
    senders = addresses_in(headers.all("sender", "return-path", "errors-to"))
    return "sender" if any(_LIST_SENDER.match(address) for address in senders) else ""


def _lets_leave(mail: Opened) -> bool:
    """Say whether a page sent by mail has a link to receive no more, and was not passed on by a person."""
    headers = mail.headers
    if mail.message.get_content_type() != "text/html" or "in-reply-to" in headers:
        return False
    if _PASSED_ON.match(headers.words("subject")):
        return False
    page = content_of(mail).html
    return any(_is_in_a_link(page[: word.start()]) for word in islice(_LEAVES.finditer(page), 20))


def _is_in_a_link(before: str) -> bool:
    link = before[-_LONGEST_LINK:].lower().rpartition("href=")
    return bool(link[1]) and not any(sign in link[2].lstrip("\"'") for sign in "\"' >")
