"""The words by which a program says that it answers by itself, when its headers do not.

Subjects first. Then texts, read as a person would: one that says of itself that it is automatic; or one that answers,
quotes nothing, and says both that its writer is away and what becomes of « your message ».
"""

import re

from parvis.channels.mail.quotes import newly_written

_ANSWER = re.compile(
    r"^(?:\s*(?:(?:re|aw|tr|fwd?|sv|rép|réf|r|wg|antw)\s*(?:\[\d+\])?\s*\.?\s*:|\[[^\]]{1,80}#[^\]]{0,40}\])\s*)+",
    re.IGNORECASE,
)
_END = r"(?=\s*(?:$|[:;\-–—(.!/\]]|du bureau|de yahoo|de votre correspondant))"
_AWAY = re.compile(
    r"^(?:\[?(?:auto(?:matic|mated|mátic[ao]|matisch[er]*)?[ -]?(?:repl(?:y|ies)|response|responder|"
    r"answer|generated)\b|"
    r"auto:|auto(?:reply|response|responder|antwort)\b|out of (?:the )?office\b|out-of-office|ooo\s*[:–-]|"
    r"(?:i am|i[’']m) (?:currently )?(?:away|out of)|away from (?:the office|my mail|my desk)|"
    r"on (?:vacation|annual leave|holiday)\b|yahoo! auto|"
    r"vacation (?:reply|response|message|notice)|currently out of|holiday notice|"
    rf"(?:r[ée]ponse|message|courriel|mail|e-mail|envoi) automatique{_END}|absence du bureau\b(?! de vote)|"
    r"absent(?:e|\(e\))? du bureau|hors du bureau|"
    rf"(?:message|avis|notification|annonce|r[ée]ponse) d[’']absence{_END}|absence (?:temporaire|cong[ée]s?)|"
    r"(?:je suis|actuellement|en ce moment) (?:actuellement )?(?:absente?|en cong[ée]s?|en vacances|"
    r"en arrêt)|"
    r"en (?:cong[ée]s?|vacances|d[ée]placement|formation) jusqu|absente? (?:jusqu|du \d|le \d|ce jour)|"
    r"accus[ée] de r[ée]ception automatique|r[ée]pondeur\b|"
    r"abwesen(?:d|heit)s?(?:notiz|benachrichtigung|nachricht|meldung|agent|assistent)?\b|"
    r"automatische (?:antwort|r[üu]ckmeldung|nachricht|benachrichtigung)|"
    r"nicht im (?:b[üu]ro|haus)|außer haus|im urlaub|urlaubs?(?:notiz|benachrichtigung|meldung)|"
    r"respuesta automática|respuesta autom[aá]tica|fuera de (?:la )?oficina|ausencia (?:de|temporal|por)|"
    r"ausente de la oficina|de vacaciones|"
    r"risposta automatica|fuori (?:ufficio|sede)|assente dall[’']ufficio|assenza dall[’']ufficio|"
    r"in ferie\b|messaggio automatico|"
    r"automatisch (?:antwoord|bericht)|automatische (?:beantwoording|reactie)|afwezig(?:heid\w*)?\b|"
    r"niet op kantoor|buiten kantoor|met vakantie|"
    r"resposta automática|fora do escrit[óo]rio|automatiskt svar|autosvar|automaattinen vastaus|"
    r"automatyczna odpowied|автоматический ответ|автоответ|otomatik yanıt|răspuns automat|automatická odpověď|"
    r"رد تلقائي|自[动動](?:答[复覆]|回[复覆]|返信)))",
    re.IGNORECASE,
)
_AWAY_AT_THE_END = re.compile(
    r"\((?:automatic (?:response|reply)|auto[- ]?reply|r[ée]ponse automatique|out of (?:the )?office|"
    r"absent(?:e|\(e\))?|absence)\)\s*$|"
    r"^[^:]{2,80} is (?:currently )?out of the office\b|"
    r"^[^:]{2,80} est absent(?:\(e\)|e? du bureau\b|e? jusqu[’'])",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"^[\s*_(\[–-]{0,9}(?:[^\n«\"“]{0,120}[.:!,] )?(?:"
    r"(?:ceci|il s[’']agit) (?:est )?d?[’']?\s?(?:une?|cet?) (?:message|r[ée]ponse|courriel|mail|e-mail|envoi|"
    r"accus[ée](?: de r[ée]ception)?) automatique|"
    r"(?:ce|cet|cette) (?:message|courriel|mail|e-mail|r[ée]ponse)(?: vous)? (?:est|a [ée]t[ée])"
    r" (?:automatique|(?:g[ée]n[ée]r[ée]e?|envoy[ée]e?|adress[ée]e?|[ée]mise?|exp[ée]di[ée]e?|cr[ée][ée]e?) "
    r"(?:automatiquement|par un automate|par une machine))|"
    r"(?:merci de|pri[èe]re de|veuillez|nous vous prions de) ne pas (?:y )?r[ée]pondre"
    r"(?: directement)? ?(?:[àa] c(?:e|et|ette) (?:message|courriel|mail|e-mail|adresse)|[.,!]|$)|"
    r"this (?:is an|e-?mail (?:is|was|has been)|message (?:is|was|has been)) "
    r"(?:an )?auto(?:mated|matic(?:ally)?|-?generated)|"
    r"(?:please )?do not reply (?:directly )?to this (?:e-?mail|message)|"
    r"##-? ?(?:saisissez votre r[ée]ponse|please type your reply))",
    re.IGNORECASE | re.MULTILINE,
)
_IS_AWAY = re.compile(
    r"\b(?:je (?:suis|serai)|actuellement|momentanément)[ ,](?:actuellement |momentanément |temporairement )?"
    r"(?:absente?s?|hors du bureau|indisponible|en (?:congés?|vacances|déplacement|formation|arrêt))|"
    r"absent(?:e|\(e\))? du bureau|(?:^|\n|[.!,] )en (?:congés?|vacances|déplacement) jusqu|"
    r"je ne (?:suis|fais) plus (?:en poste|partie|en fonction)|"
    r"j[’']ai quitté (?:mes fonctions|mon poste|la collectivité|l[’']entreprise)|"
    r"(?:n[’']est|ne sera) plus (?:consultée|relevée|active|utilisée|lue)|"
    r"(?:bureaux|services?|mairie|[ée]tablissement|cabinet) (?:est|sont|sera|seront) fermée?s?|"
    r"\bi (?:am|will be) (?:currently |now )?(?:out of (?:the |my )?office|away|on (?:\w{1,12} )?(?:leave|holiday|"
    r"vacation))|\bi[’']m (?:currently )?(?:out of (?:the )?office|away|on (?:leave|holiday|vacation))|"
    r"\bich bin (?:[\w.]{1,12} ){0,5}(?:nicht im|abwesend|im urlaub|außer haus)",
    re.IGNORECASE,
)
_YOUR_MESSAGE = re.compile(
    r"(?:votre|vos) (?:message|mail|e-mail|courriel|demande)s?\b[^.]{0,80}"
    r"(?:sera|seront|retour|transmis|transféré|redirigé|lu|traité)|"
    r"(?:connaissance|répondrai|répondrons|reviendrai|traiterai|lirai)\b[^.]{0,80}\bretour|"
    r"(?:dès|à) (?:mon|notre) retour[^.]{0,40}(?:répond|traite|revien)|"
    r"(?:pendant|durant|en) mon absence[^.]{0,60}(?:contacte|adresse|écri|merci)|"
    r"merci (?:de|d[’'])\s?(?:adresser|contacter|écrire|utiliser|envoyer)|"
    r"en cas d[’']urgence[^.]{0,20}(?:contacte|adresse|merci|veuillez)|"
    r"limited access|for (?:any )?urgent|\bif [^.]{0,30}urgent\b|in (?:case of )?(?:an )?emergenc|during my absence|"
    r"your (?:message|e-?mail) will|(?:when|once|as soon as) i(?: am|[’']m)? (?:return|get back|back)|"
    r"(?:upon|on) my return|in dringenden fällen|nach meiner rückkehr|ihre (?:e-?mail|nachricht) wird",
    re.IGNORECASE,
)
BY_WORDS = "only_words"
"""The sign of a mail that only what it says shows to be a program's: it may be a person's."""
_BEGINNING = 2_000
"""Characters of a text that are read: programs do not write long."""


def subject_says_away(subject: str) -> bool:
    """Say whether a subject is one that absences and automatic answers have."""
    words = _ANSWER.sub("", subject[:300]).strip()
    return bool(_AWAY.match(words) or _AWAY_AT_THE_END.search(words))


def text_says_automatic(text: str, *, answers: bool) -> bool:
    """Say whether a text is a program's. ``answers``: the mail answers another one.

    A person who is away quotes what they answer, or asks something: they seldom say what becomes of « your message ».
    """
    answer = newly_written(text[:10_000])
    words = answer.new[:_BEGINNING].replace("’", "'").replace("\xa0", " ")
    if _ITSELF.search(words):
        return True
    if not answers or answer.shortened or "?" in words:
        return False
    return bool(_IS_AWAY.search(words) and _YOUR_MESSAGE.search(words))
