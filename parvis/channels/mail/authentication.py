"""Did the server that took the mail in find that its sender is not who they say?"""

import re

from parvis.channels.mail.opening import Opened

_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
_BOTH = (
    re.compile(r"\bspf\s*=\s*(?:hard)?fail\b", re.IGNORECASE),
    re.compile(r"\bdkim\s*=\s*fail\b", re.IGNORECASE),
)


def looks_forged(mail: Opened) -> bool:
    """Say whether the first server's verdict (RFC 8601) is that the sender is not genuine.

    Only bad news is believed: whoever writes a mail may put good news in it.
    """
    told = mail.headers.all("authentication-results")[:3]
    return any(_FAILED.search(value) or all(rule.search(value) for rule in _BOTH) for value in told)
