"""Is it a mail that comes back undelivered, or a word about its delivery?"""

import re

from django.utils.translation import gettext_lazy

from parvis.channels.mail.opening import Opened
from parvis.channels.mail.parts import content_of, sender_of
from parvis.channels.mail.question import Question, Us, questions
from parvis.channels.models import MailFate

_POSTMEN = re.compile(
    r"^(mailer[-_.]?daemon|mail[-_.]?daemon|daemon|postmaster|post[-_.]master|mail[-_.]?delivery|"
    r"maildelivery\S*|"
    r"mail-?administrator|mailadmin|administrateur|microsoftexchange[0-9a-f]*|smtp|mdaemon|mail\.?system|"
    r"bounces?|bounce-\S*|delivery|no-?delivery|mailsweeper|internet_gateway|mailerdaemon|mmdf|uucp|"
    r"undeliverable|"
    r"emailserver|systemadministrator|system)(\+\S*)?@",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|un-?deliverable|delivery status notification|delivery[ -](?:status|failure|problem|"
    r"notification|report|error|incomplete)|"
    r"failure notice|failure delivery|fail(?:ed|ure).{0,20}deliver|mail delivery|returned (?:mail|e-?mail|"
    r"message|to sender)|"
    r"mail (?:could not|failed|failure|returned|system error)|message (?:undeliver|could not|delayed|"
    r"not delivered|rejected)|"
    r"(?:could|can) ?not (?:be )?(?:send|sent|deliver)|not deliver(?:ed|able)|warning: (?:message|"
    r"could not)|"
    r"nondeliver|non[ -]?deliver|mail status report|"
    r"non[ -]?remis|non distribu|non d[ée]livr|[ée]chec (?:de|d[’']).{0,30}(?:remise|envoi|distribution|"
    r"livraison|mail|message)|"
    r"[ée]tat de (?:la )?remise|retour (?:de mail|à l[’']exp[ée]diteur)|erreur de (?:remise|distribution|"
    r"livraison)|"
    r"avis de non[- ](?:remise|distribution)|^\[bounced?\]|message rejet[ée]|^message rejected|"
    r"message you sent (?:was )?blocked|notification d[’']état|remise diff[ée]r[ée]e|distribution impossible|"
    r"unzustellbar|nicht zugestellt|zustell(?:ung|bericht|fehler)|zurückgewiesen|r[üu]ckläufer|"
    r"fehlgeschlagen|"
    r"no entregad|no se (?:pudo|ha podido) entregar|entrega fallida|devuelto|error de entrega|"
    r"estado de entrega|"
    r"impossibile recapitare|mancata consegna|non recapitat|non consegnat|consegna (?:non riuscita|"
    r"fallita)|"
    r"onbestelbaar|niet (?:worden )?(?:af)?geleverd|niet bezorgd|bezorg(?:fout|ing)|afleverings?fout",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"^\s*(?:tr|fwd?|wg|i|rv|enc|doorst)\s*:", re.IGNORECASE)
_SAYS_SO = re.compile(
    r"could not (?:be |deliver)|(?:can|could)(?:not|n[’']t) be (?:deliver|sent)|unable to deliver|(?:has |"
    r"have )?not (?:yet )?been delivered|"
    r"undeliver|delivery (?:to|of|has|failed)|has been postponed|did not reach|advisory-only|"
    r"mail delivery software|"
    r"following (?:recipient|address|message)|failed recipients|permanent(?:ly)? (?:fatal |failure|error)|"
    r"n[’']a (?:pas )?pu [êe]tre (?:d[ée]livr|remis|distribu|achemin|envoy)|n[’']ont pas pu [êe]tre|"
    r"pas [ée]t[ée] (?:remis|distribu|d[ée]livr)|"
    r"adresse.{0,40}(?:introuvable|inconnue|n[’']existe pas)|konnte nicht (?:zugestellt|übermittelt)|"
    r"no (?:se )?(?:pudo|ha podido)|"
    r"impossibile recapitare|kon niet worden",
    re.IGNORECASE,
)
_BEGINNING = 500
"""Characters of a text among which a server says what it is about; a person says something else first."""
_REPORTS = {"delivery-status"}


@questions.register
class Bounce(Question):
    """A delivery report: standard (RFC 3464), or in the thousand ways of mail servers."""

    code, label, rank = "bounce", gettext_lazy("message non remis"), 20
    fate = MailFate.BOUNCE
    may_report = True

    def ask(self, mail: Opened, us: Us) -> str:  # noqa: ARG002 - the same for everyone
        """Recognise the standard report, then signs that only a mail server leaves."""
        headers = mail.headers
        told = " ".join(headers.first("content-type").lower().split())
        if "report-type=" in told.replace('"', ""):
            kind = told.replace('"', "").partition("report-type=")[2].partition(";")[0].strip()
            return "report" if kind in _REPORTS else ""
        if told.startswith("multipart/report") and _holds(mail, "message/delivery-status"):
            return "report"
        if "x-failed-recipients" in headers:
            return "failed_recipients"
        postman = bool(_POSTMEN.match(sender_of(mail)[1]))
        subject = bool(_SUBJECT.search(headers.words("subject")[:300]))
        if _holds(mail, "message/delivery-status") and (postman or subject or _null_sender(mail)):
            return "report"
        if subject and (postman or _null_sender(mail)):
            return "subject"
        if postman and _null_sender(mail) and "auto-submitted" not in headers:
            return "postman"
        return "words" if (subject or postman) and _says_so(mail) else ""


def _null_sender(mail: Opened) -> bool:
    """Say whether the mail has no sender to answer to: delivery reports leave so (RFC 5321, 6.1)."""
    if mail.envelope_from is not None:
        return mail.envelope_from.strip("<> ") == ""
    told = mail.headers.all("return-path")
    return any(value.replace(" ", "") == "<>" for value in told)


def _says_so(mail: Opened) -> bool:
    """Say whether a mail begins as reports do, and was not passed on by a person who asks what it means."""
    if _FORWARDED.match(mail.headers.words("subject")):
        return False
    return bool(_SAYS_SO.search(content_of(mail).text[:_BEGINNING]))


def _holds(mail: Opened, kind: str) -> bool:
    children = mail.message.get_payload()
    parts = children if isinstance(children, list) else []
    return any(getattr(part, "get_content_type", str)() == kind for part in parts[:10])
