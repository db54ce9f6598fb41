"""Where a case goes in its workflow, and what ran for it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.journal import EntryKind, kinds
from parvis.cases.models import JournalEntry


@kinds.register
class StatusMoved(EntryKind):
    """The case went from a status to another, or stayed after a transition.

    Facts: transition, label (its words), origin, to, origin_label, to_label, person_label (words of the person), said
    (sentences of its actions, without personal data), cause (button, delay, event…).
    """

    code, label = "status_moved", gettext_lazy("étape")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        facts = entry.facts
        done = f"{facts['label']} : " if facts.get("label") else ""
        moved = facts.get("origin") != facts.get("to")
        where = _("étape « %(to)s ».") if moved else _("la demande reste à l’étape « %(to)s ».")
        said = " ".join(each if each[-1:] in ".!?" else f"{each}." for each in facts.get("said", []) if each)
        sentence = f"{done}{where % {'to': facts.get('to_label', '')}} {said}".strip()
        return sentence[:1].upper() + sentence[1:]

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads; "" for a step without words of theirs, whose legal state is told."""
        words = str(entry.facts.get("person_label") or "")
        return words[:1].upper() + words[1:] + ("." if words and words[-1] not in ".!?" else "")


@kinds.register
class WorkflowStopped(EntryKind):
    """Automatic transitions went round in circles and were cut. Facts: path (labels of statuses)."""

    code, label = "workflow_stopped", gettext_lazy("enchaînement arrêté")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        path = " → ".join(entry.facts.get("path", []))
        return _("Les étapes automatiques tournaient en rond : elles sont arrêtées (%(path)s).") % {
            "path": path
        }


@kinds.register
class ActionFailing(EntryKind):
    """An action could not be done after several tries. Facts: action (its name), attempts. Personal: reason."""

    code, label = "action_failed", gettext_lazy("action en échec")
    public = False
    forgets = ("reason",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        reason = (entry.personal or {}).get("reason", "")
        said = _("L’action « %(action)s » n’a pas pu être faite.") % {"action": entry.facts.get("action", "")}
        ended = reason if not reason or reason[-1] in ".!?" else f"{reason}."
        return f"{said} {ended}".strip()


@kinds.register
class ActionDone(EntryKind):
    """An action run by a job is done, tried again, or given up by an agent. Facts: action (its name), how.

    « left »: actions that waited for it were not done, as the demand was at another step by then.
    """

    code, label = "action_done", gettext_lazy("action faite")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        sentences = {
            "done": _("Action faite : %(action)s."),
            "again": _("Action relancée : %(action)s."),
            "dropped": _("Action abandonnée : %(action)s."),
            "left": _("L’étape avait changé avant la réponse attendue. Rien n’a été fait de : %(action)s."),
        }
        return sentences.get(entry.facts.get("how", ""), sentences["done"]) % {
            "action": entry.facts.get("action", "")
        }


@kinds.register
class TimerCancelled(EntryKind):
    """An agent took away what would have happened by itself. Facts: transition, label, due_at."""

    code, label = "timer_cancelled", gettext_lazy("échéance annulée")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Échéance annulée : %(label)s.") % {"label": entry.facts.get("label", "")}


@kinds.register
class Consulted(EntryKind):
    """Opinions, validations or signatures were asked. Facts: ask, kind, teams (names), count."""

    code, label = "consulted", gettext_lazy("consultation")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        teams = ", ".join(entry.facts.get("teams", []))
        if entry.facts.get("kind") == "validation":
            return _("Visa demandé : %(teams)s.") % {"teams": teams}
        if entry.facts.get("kind") == "signature":
            return _("Signature demandée : %(teams)s.") % {"teams": teams}
        return _("Avis demandé : %(teams)s.") % {"teams": teams}


@kinds.register
class ConsultationAnswered(EntryKind):
    """An opinion was given, a validation or a signature granted or refused. Facts: consultation, kind, state, team,
    in_place_of (who was asked by name, when another answered). Personal: text.
    """

    code, label = "consultation_answered", gettext_lazy("réponse à une consultation")
    public = False
    forgets = ("text",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        sentences = {
            "given": _("Avis donné par %(team)s."),
            "granted": _("Visa accordé par %(team)s."),
            "refused": _("Visa refusé par %(team)s."),
            "delegated": _("Réponse confiée à un autre agent par %(team)s."),
        }
        if entry.facts.get("kind") == "signature":
            sentences |= {
                "granted": _("Signature donnée par %(team)s."),
                "refused": _("Signature refusée par %(team)s."),
            }
        said = sentences.get(entry.facts.get("state", ""), sentences["given"])
        text = (entry.personal or {}).get("text", "")
        quoted = f" « {text} »" if text else ""
        told = said % {"team": entry.facts.get("team", "")}
        if entry.facts.get("in_place_of"):
            told += " " + _("À la place de %(name)s.") % {"name": entry.facts["in_place_of"]}
        return told + (f"{quoted}." if quoted else "")


@kinds.register
class FunctionNamed(EntryKind):
    """Someone holds a function for this case from now on. Facts: function (its label), name (team or agent)."""

    code, label = "function_named", gettext_lazy("fonction")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        name = entry.facts.get("name") or _("plus personne")
        return _("Fonction « %(function)s » : %(name)s.") % {
            "function": entry.facts.get("function", ""),
            "name": name,
        }


@kinds.register
class CaseLinked(EntryKind):
    """A case was opened from this one, or tied to it. Facts: other (its number, in words), opened."""

    code, label = "case_linked", gettext_lazy("lien")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        said = (
            _("Demande %(number)s ouverte.")
            if entry.facts.get("opened")
            else _("Liée à la demande %(number)s.")
        )
        return said % {"number": entry.facts.get("other", "")}


@kinds.register
class SignalReceived(EntryKind):
    """An outside system sent a signal. Facts: name."""

    code, label = "signal_received", gettext_lazy("signal reçu")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        return _("Signal reçu d’un autre logiciel : %(name)s.") % {"name": entry.facts.get("name", "")}


@kinds.register
class DueDateChanged(EntryKind):
    """The body gave itself another day to answer by. Facts: to (ISO date). Personal: reason."""

    code, label = "due_date_changed", gettext_lazy("nouvelle échéance")
    forgets = ("reason",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        reason = (entry.personal or {}).get("reason", "")
        said = _("Réponse désormais promise pour le %(to)s.") % {"to": entry.facts.get("to", "")}
        return f"{said} {_('Motif : « %(reason)s ».') % {'reason': reason}}" if reason else said


@kinds.register
class AnswersSet(EntryKind):
    """The workflow wrote answers of the person's form. Facts: questions (labels). Personal: before (in words)."""

    code, label = "answers_set", gettext_lazy("réponses complétées")
    public = False
    forgets = ("before",)

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        count = len(entry.facts.get("questions", []))
        return ngettext("Réponse complétée : %(names)s.", "Réponses complétées : %(names)s.", count) % {
            "names": ", ".join(entry.facts.get("questions", []))
        }


@kinds.register
class LetterMade(EntryKind):
    """A letter was made. Facts: document, sha256, template (its code and version, « code/3 ») when it had one."""

    code, label = "letter_made", gettext_lazy("courrier")
    public = False
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        code, _slash, number = str(entry.facts.get("template", "")).rpartition("/")
        if not code:
            return _("Courrier fait et joint à la demande.")
        said = _("Courrier fait d’après le modèle « %(code)s », version %(number)s, et joint à la demande.")
        return said % {"code": code, "number": number}


@kinds.register
class DocumentSigned(EntryKind):
    """A document signed by an agent was issued. Facts: document, sha256, signs (SHA-256 of what was signed), signer,
    capacity, where (code of the signature book, "" here).
    """

    code, label = "document_signed", gettext_lazy("document signé")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        said = _("Document signé par %(signer)s, %(capacity)s, et joint à la demande.")
        if not entry.facts.get("capacity"):
            said = _("Document signé par %(signer)s, et joint à la demande.")
        return said % {"signer": entry.facts.get("signer", ""), "capacity": entry.facts.get("capacity", "")}

    def to_person(self, entry: JournalEntry) -> str:
        """Return the sentence the person reads."""
        return _("Le document est signé.")


@kinds.register
class Anonymised(EntryKind):
    """Personal data was forgotten. Facts: what (all, sensitive, person)."""

    code, label = "anonymised", gettext_lazy("anonymisation")
    forgets = ()

    def to_agent(self, entry: JournalEntry) -> str:
        """Return the sentence agents read."""
        sentences = {
            "sensitive": _("Les réponses sont effacées, sauf les choix et les nombres."),
            "person": _("La demande n’est plus liée à sa personne."),
        }
        return sentences.get(entry.facts.get("what", ""), _("Les données personnelles sont effacées."))
