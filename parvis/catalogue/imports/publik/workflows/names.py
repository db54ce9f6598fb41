"""The names that exist once a form is sent: the case, its status, the forms given on the way, the calls made."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.imports.publik.language.scope import Question, part_of
from parvis.catalogue.imports.publik.language.values import TRUE, Kind, Need, Value, constant

_TEXT = {
    "form_name": "case.procedure",
    "form_number": "case.number", "form_number_raw": "case.number", "form_display_id": "case.number",
    "form_url": "case.address", "form_status_url": "case.address", "form_uri": "case.address", "url": "case.address",
    "form_url_backoffice": "case.desk_address", "form_backoffice_url": "case.desk_address",
    "form_status": "case.status_label", "form_digest": "case.subject", "form_internal_id": "case.number",
    "form_display_name": "case.procedure", "form_comment": "case.comment", "comment": "case.comment",
    "form_criticality_level": "case.priority", "form_criticality_label": "case.priority",
    "form_role_receiver_name": "case.team", "form_role_receiver": "case.team", "status": "case.status_label",
    "form_user_display_name": "case.person_name", "form_user_name": "case.person_name",
    "session_user_display_name": "case.assignee", "session_user_name": "case.assignee",
    "session_user_var_last_name": "case.assignee", "session_user_var_first_name": "case.assignee",
}  # fmt: skip
_DAYS = frozenset({"form_receipt_date", "form_receipt_datetime", "form_submission_date"})
# What the source says in full, or keeps secret: empty here, so that the sentences that go with it are not said.
_EMPTY = {
    "form_tracking_code": gettext_lazy(
        "le code de suivi reste secret : il n’est pas recopié dans les messages"
    ),
    "form_details": gettext_lazy("le détail des réponses n’est pas recopié : le message mène à la demande"),
    "details": gettext_lazy("le détail des réponses n’est pas recopié : le message mène à la demande"),
    "form_evolution": gettext_lazy("l’historique n’est pas recopié : le message mène à la demande"),
    "form_user_name_identifier_0": gettext_lazy("l’identifiant de la personne dans Publik n’existe pas ici"),
    "form_user_nameid": gettext_lazy("l’identifiant de la personne dans Publik n’existe pas ici"),
    "form_receipt_time": gettext_lazy("l’heure de réception n’est pas recopiée : la date est dite"),
    "form_access_code": gettext_lazy("le code d’accès n’existe pas ici"),
}
# An answer to a form of the way, or to a call, that is not there.
_OF_NOBODY = re.compile(
    r"(?!form_var_|form_user_var_|session_user_var_|form_parent_)\w+_var_\w+|form_workflow_data_\w+"
)
# The address of a file that was given: it is on the page of the demand.
_FILE = re.compile(r"form_var_(\w+?)(?:_raw)?_(?:url|download_url)")
_JOINED = re.compile(r"(?:form_)?attachments_\w+_url")
# What Publik's payments say with their signal, which the oldest circuits read without saying where it comes from.
_OF_PAYMENT = re.compile(r"transaction_id|(?:form_workflow_data_)?bank_data_\w+")
_OPEN = re.compile(r"form_var_(\w+?)(?:_(?:raw|live|structured\w*|display|digest|varname))?")


@dataclass
class Names:
    """The names of one workflow. ``given``: questions of the forms of the way, by the names the source reads them by.

    ``calls``: the keys of the web service calls, by their names in the source. ``signals``: those that are waited for.
    ``statuses``: labels of the source by our keys. ``opened``: when no form is there, the answers that the
    workflow reads, which become questions.
    """

    note: Callable[[str], None]
    statuses: Mapping[str, str] = field(default_factory=dict)
    given: list[Question] = field(default_factory=list)
    calls: dict[str, str] = field(default_factory=dict)
    signals: list[str] = field(default_factory=list)
    functions: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[str], bool] | None = None
    holds_files: Callable[[str], bool] | None = None
    opened: dict[str, dict[str, Any]] | None = None

    def read(self, name: str) -> Value | None:
        """Return what a name is worth, None when it is not one of those. Raises NotUnderstood."""
        if name in _TEXT:
            return Value(_TEXT[name], Kind.TEXT)
        if name in _EMPTY:
            self.note(str(_EMPTY[name]))
            return constant("")
        if name in _DAYS:
            return Value("case.received_on", Kind.DATE)
        if name == "form_status_changed":
            return TRUE
        if name == "form_previous_status":
            return Value("case.previous", Kind.CHOICE, labels=self.statuses)
        if name in ("user", "form_user"):
            return Value("case.person_name", Kind.TEXT)
        if name.startswith(("comment_", "form_workflow_data_comment")):
            return Value("case.comment", Kind.TEXT)
        found = self._given(name) or self._answered(name) or self._signalled(name) or self._role(name)
        found = found or self._file(name) or self._opened(name)
        if found is None and _OF_NOBODY.fullmatch(name):
            self.note(
                _("rien dans le circuit ne donne « %(name)s » : comme dans Publik, il ne vaut rien")
                % {"name": name}
            )
            return constant(None)
        return found

    def _given(self, name: str) -> Value | None:
        """Return an answer to a form of the way: « refus_var_motif », « form_workflow_form_refus_0_var_motif »."""
        bare = re.sub(r"^form_workflow_form_|^form_workflow_data_|^form_(?=\w+_var_)(?!var_)", "", name)
        bare = re.sub(r"_\d+_var_", "_var_", bare, count=1)
        found = max(
            (one.name for one in self.given if bare == one.name or bare.startswith(f"{one.name}_")),
            key=len,
            default=None,
        )
        if found is not None:
            rest = bare[len(found) + 1 :]
            return part_of([one for one in self.given if one.name == found], rest)
        stem = bare.partition("_var_")[0]
        if "_var_" in bare and any(one.name.startswith(f"{stem}_var_") for one in self.given):
            self.note(_("aucune question n’a l’identifiant « %(name)s »") % {"name": name})
            return constant(None)
        return None

    def _answered(self, name: str) -> Value | None:
        """Return a part of the answer of a call: « transaction_response_id », « …_status »."""
        bare = re.sub(r"^form_workflow_(?:data_|wscall_)?|^webservice_", "", name)
        found = max((one for one in self.calls if bare.startswith(f"{one}_")), key=len, default=None)
        if found is None:
            return None
        rest = bare[len(found) + 1 :]
        path = f"case.results.{self.calls[found]}"
        if rest in ("status", "app_error_code", "error"):
            path += ".status" if rest == "status" else ".err"
            return Value(f'text(coalesce({path}, ""))', Kind.TEXT)
        rest = rest.removeprefix("response_").removeprefix("live_")
        holder, _under, last = rest.partition("_")
        if holder in ("data", "result", "meta") and last:
            path += f".{holder}"
            rest = last
        items = re.split(r"_(\d+)(?:_|$)", rest)
        stem = re.sub(r"\W", "", items[0]) or "value"
        path += f".{stem}"
        for place, inner in zip(items[1::2], items[2::2], strict=False):
            path += f"[{place}]" + (f".{inner}" if inner else "")
        return Value(f'text(coalesce({path}, ""))', Kind.TEXT)

    def _signalled(self, name: str) -> Value | None:
        """Return what came with a signal: w.c.s. keeps all of it under its own names, whichever the signal."""
        bare = name.removeprefix("form_workflow_data_")
        if not self.signals or (bare == name and not _OF_PAYMENT.fullmatch(name)):
            return None
        if bare.startswith("bank_data_"):
            bare = bare.replace("bank_data_", "bank_data.", 1)
        paths = ", ".join(f"case.results.{signal}.{bare}" for signal in self.signals)
        return Value(f'text(coalesce({paths}, ""))', Kind.TEXT)

    def _file(self, name: str) -> Value | None:
        found = _FILE.fullmatch(name)
        of_answer = bool(found and self.holds_files is not None and self.holds_files(found[1]))
        if not of_answer and not _JOINED.fullmatch(name):
            return None
        self.note(_("l’adresse d’un fichier est celle de la demande, où il se trouve"))
        return Value("case.address", Kind.TEXT)

    def _role(self, name: str) -> Value | None:
        found = re.fullmatch(r"form_role_(\w+?)(?:_name|_names)?", name)
        key = self.functions.get(found[1]) if found else None
        return Value(f"case.functions.{key}", Kind.TEXT) if key else None

    def _opened(self, name: str) -> Value | None:
        if self.opened is None or (self.known is not None and self.known(name)):
            return None
        found = _OPEN.fullmatch(name)
        if not found:
            return None
        key = next((key for key, one in self.opened.items() if one["label"] == found[1]), None)
        if key is None:
            key = key_of(found[1], self.opened)
            self.opened[key] = {"key": key, "type": "text", "label": found[1], "required": False}
        return Value(key, Kind.TEXT, needs=(Need(key, '""'),))
