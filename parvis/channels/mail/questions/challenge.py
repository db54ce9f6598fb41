"""Does a filter ask whoever wrote to prove that they are a person?"""

import re

from django.utils.translation import gettext_lazy

from parvis.channels.mail.opening import Opened
from parvis.channels.mail.parts import content_of
from parvis.channels.mail.question import Question, Us, questions

_MARKS = (
    "x-bluebottle-request", "x-choicemail-registration-request", "x-spamarrest-id", "x-mailinblack-auth",
    "x-tmda-confirm-cookie", "x-mailinblack", "x-spamarrest-challenge", "x-boxbe-challenge", "x-challenge-response",
)  # fmt: skip
_BEGINNING = 900
"""Characters of a text among which a filter says what it wants; a person says something else first."""
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^\s*(?:(?:re|tr)\s*:\s*)?(?:\[?(?:mailinblack|spam ?arrest|boxbe|vade ?cloud|altospam)\b|"
    r"demande d[’']authentification\b|"
    r"authentification (?:requise|de (?:votre|l[’'])(?:message|e-?mail|exp[ée]diteur))|"
    r"(?:please )?(?:verify|confirm|authenticate) your (?:message|e-?mail) to\b|"
    r"sender (?:verification|authentication) (?:required|request))",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:account|mailbox|inbox|e-?mail(?: address)?|address) is (?:currently )?protected by .{0,200}click|"
    r"address added to (?:the recipient|my)|(?:prot[ée]g[ée]e? par|utilise) (?:mailinblack|altospam|vade|spamenmoins)|"
    r"add(?:ed)? .{0,40}(?:allowed|approved|authori[sz]ed|safe|white|guest)[- ]?(?:senders?)?[ ’']{0,2}s? ?list|"
    r"(?:verify|confirm|prove) (?:that )?(?:you are|you[’']re|it was) .{0,30}(?:human|real person|robot|machine)|"
    r"(?:sender|human) (?:verification|confirmation|authentication) (?:is )?(?:request|required|needed)|"
    r"(?:bo[îi]te(?: aux lettres| de r[ée]ception| mail)?|messagerie|adresse) (?:est )?"
    r"prot[ée]g[ée]e par .{0,200}clique|"
    r"ajout[ée]e?r? .{0,40}(?:liste blanche|liste des? (?:exp[ée]diteurs|contacts) (?:autoris|approuv|s[ûu]rs))|"
    r"prouve[rz] que vous (?:[êe]tes|n[’'][êe]tes pas) .{0,30}(?:robot|humain|personne|machine)|"
    r"(?:vous identifier|vous authentifier|authentifiez-vous|identifiez-vous) .{0,60}"
    r"(?:exp[ée]diteur|votre (?:message|e-?mail|courriel))|"
    r"(?:message|e-?mail|courriel) (?:est )?(?:mis |plac[ée] )?en attente .{0,60}(?:authentif|confirm)",
    re.IGNORECASE | re.DOTALL,
)


@questions.register
class Challenge(Question):
    """An answer of a filter that keeps our mail until somebody clicks: answered, it would answer again."""

    code, label, rank = "challenge", gettext_lazy("demande d’authentification"), 45
    may_report = True

    def ask(self, mail: Opened, us: Us) -> str:  # noqa: ARG002 - the same for everyone
        """Recognise the marks of known filters, else the link they give and the words they give it with."""
        for name in _MARKS:
            if name in mail.headers:
                return name.replace("-", "_")
        beginning = content_of(mail).text[:_BEGINNING]
        if not _LINK.search(beginning):
            return ""
        if _SUBJECT.match(mail.headers.words("subject")[:300]):
            return "subject"
        return "words" if _WORDS.search(beginning) else ""
