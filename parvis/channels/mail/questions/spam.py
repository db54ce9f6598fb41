"""Did the filter before us call it spam?"""

import re

from django.utils.translation import gettext_lazy

from parvis.channels.mail.headers import Headers
from parvis.channels.mail.opening import Opened
from parvis.channels.mail.question import Question, Us, questions
from parvis.channels.models import MailFate

_YES = {"yes", "true", "1", "spam"}
_FLAGS = (
    "x-spam-flag", "x-spam", "x-barracuda-spam-flag", "x-spam-tag", "x-ovh-spam-flag", "x-vr-spamflag",
    "x-suspected-spam", "x-spam-checked-in-group", "x-dspam-result", "x-bogosity", "x-vr-spamstate",
    "x-ovh-spamstate", "x-rspamd-spam", "x-gmx-antispam-flag", "x-antispam", "x-gm-spam",
)  # fmt: skip
_LEVEL = re.compile(r"\bSCL:\s?(-?\d+)")
_RULE = re.compile(r"\brule=spam\b")
SPAM_FROM = 5
"""Exchange's level (0 to 9) from which a mail goes to the junk folder."""


@questions.register
class Spam(Question):
    """Called spam by the filter of the mail server. It may be wrong: the mail is kept apart, and shown."""

    code, label, rank = "spam", gettext_lazy("courrier indésirable"), 70
    fate = MailFate.TRIAGE

    def ask(self, mail: Opened, us: Us) -> str:  # noqa: ARG002 - the same for everyone
        """Read the flags and levels of usual filters; only « yes » is believed, a sender may write « no »."""
        return _flagged(mail.headers) or _levelled(mail.headers)


def _flagged(headers: Headers) -> str:
    for name in _FLAGS:
        for value in headers.all(name):
            word = re.split(r"[\s,;(]", value.strip().lower(), maxsplit=1)[0]
            if word in _YES:
                return name.replace("-", "_")
    if any(value.strip().lower().startswith("yes") for value in headers.all("x-spam-status")):
        return "x_spam_status"
    if any("true" in value[:30].lower() for value in headers.all("x-spamd-result")):
        return "x_spamd_result"
    actions = {value.strip().lower() for value in headers.all("x-rspamd-action")}
    return "x_rspamd_action" if actions & {"reject", "add header", "rewrite subject"} else ""


def _levelled(headers: Headers) -> str:
    for value in headers.all("x-ms-exchange-organization-scl", "x-microsoft-antispam-scl"):
        if value.strip().lstrip("-").isdecimal() and int(value.strip()[:4]) >= SPAM_FROM:
            return "scl"
    for value in headers.all("x-forefront-antispam-report"):
        found = _LEVEL.search(value)
        if found and int(found.group(1)[:4]) >= SPAM_FROM:
            return "scl"
    return (
        "proofpoint" if any(_RULE.search(value) for value in headers.all("x-proofpoint-spam-details")) else ""
    )
