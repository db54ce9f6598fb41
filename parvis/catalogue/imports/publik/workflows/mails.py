"""Messages: e-mails, SMS, notices of the portal, comments; with the templates that several workflows share."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.publik.documents import Document
from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.tree import Name, NotUnderstood, Output
from parvis.catalogue.imports.publik.workflows.building import Action, Circuit, Place
from parvis.catalogue.imports.publik.workflows.elements import Item
from parvis.catalogue.imports.publik.workflows.recipients import Recipients, recipients_of
from parvis.catalogue.imports.publik.workflows.roles import PERSON
from parvis.catalogue.imports.publik.workflows.words import (
    LONGEST_TEXT,
    Part,
    line_of,
    parts_of,
    template_of,
    whole_of,
)

MOST_TEMPLATES = 100
LEVELS = {"success": "success", "warning": "warning", "error": "error"}


def sendmail(item: Item, circuit: Circuit, place: Place) -> Action:
    """Return the message of an e-mail. Raises NotUnderstood when it goes to nobody or says nothing."""
    to = recipients_of(item.roles("to"), circuit)
    _someone(to)
    if item.words("custom_from"):
        circuit.once(item.words("custom_from"), _("les messages partent de l’adresse de l’organisme"))
    place.writes_to_person |= to.to_person or bool(to.addresses)
    return {**_to(to), **_said(item, circuit), **_attached(item, circuit)}


def sms(item: Item, circuit: Circuit, place: Place) -> Action:
    """Return the message of an SMS: to the person, on the channel they chose."""
    if item.words("to_mode") == "other" or (item.texts("to") and not item.words("to_mode")):
        numbers = item.texts("to")
        if not any("form_user" in number or "form_var" in number for number in numbers):
            raise NotUnderstood(_("un SMS va à la personne : les autres numéros ne sont pas repris"))
        circuit.making.changed(
            ", ".join(numbers), _("le SMS devient un message à la personne, sur le canal qu’elle a choisi")
        )
    parts = parts_of(item.words("body"), circuit.making)
    _something(parts)
    place.writes_to_person = True
    return {
        "do": "send_message",
        "to": [PERSON],
        **_inline_or_kept(parts, "", item.named(short=True), circuit),
    }


def notification(item: Item, circuit: Circuit, place: Place) -> Action:
    """Return a notice of the portal: words on the follow-up page when an e-mail says it too, else a message."""
    to = recipients_of(item.roles("to"), circuit)
    if item.words("users_template") and not to.people:
        raise NotUnderstood(_("les personnes à prévenir sont calculées : elles ne sont pas reprises"))
    _someone(to)
    subject = line_of(item.words("title"), circuit.making)
    if not to.to_person and not to.addresses:
        text = whole_of(item.words("body"), circuit.making) or subject
        return {"do": "alert_team", "to": to.others, "text": text}
    if place.writes_to_person:
        circuit.once(
            item.named(short=True),
            _("un courriel dit la même chose : ces mots vont sur la page de suivi, sans second envoi"),
        )
        text = whole_of(item.words("body"), circuit.making)
        return {"do": "write_comment", "audience": "everyone", "text": _cut(text or subject)}
    parts = parts_of(item.words("body"), circuit.making) or [Part(subject)]
    _something(parts)
    return {
        "do": "send_message",
        **_people(to),
        **_inline_or_kept(parts, subject, item.named(short=True), circuit),
    }


def comment(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return a comment of the story of the case."""
    source = item.words("comment")
    template = item.words("comment_template")
    if template:
        document = circuit.making.bundle.comments.get(template)
        if document is None:
            raise NotUnderstood(
                _("ce modèle de commentaire n’est pas dans l’import : %(slug)s") % {"slug": template}
            )
        source = document.root.words("comment")
    text = whole_of(source, circuit.making)
    if not text:
        raise NotUnderstood(_("ce commentaire ne dit rien"))
    to = circuit.roles.who(item.roles("to"))
    everyone = not to or PERSON in to
    if to and everyone and len(to) > 1:
        circuit.once(", ".join(to), _("la personne et les agents lisent ce commentaire"))
    return {"do": "write_comment", "text": _cut(text), "audience": "everyone" if everyone else "agents"}


def summary(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the daily summary of what came as an alert, sent at once."""
    to = recipients_of(item.roles("to"), circuit)
    _someone(to)
    circuit.making.changed(
        item.named(short=True), _("le résumé du jour devient une alerte, envoyée tout de suite")
    )
    text = _("Une demande attend : {{ case.subject }} ({{ case.number }}).\n{{ case.desk_address }}")
    return {"do": "alert_team", "to": to.others or ["handler"], "text": text}


def notice(item: Item, circuit: Circuit) -> list[dict[str, Any]]:
    """Return the notices of a displayed message. Raises NotUnderstood."""
    to = circuit.roles.who(item.roles("to"))
    parts = parts_of(item.words("message"), circuit.making)
    tone = LEVELS.get(item.words("level"), "info")
    return [
        {
            **({"to": to} if to else {}),
            "text": part.text,
            "tone": tone,
            **({"condition": part.condition} if part.condition else {}),
        }
        for part in parts
    ]


def _to(to: Recipients) -> Action:
    return {"do": "send_message", **_people(to)}


def _people(to: Recipients) -> dict[str, Any]:
    people: dict[str, Any] = {"to": to.people} if to.people else {}
    return people | ({"addresses": ", ".join(to.addresses)} if to.addresses else {})


def _said(item: Item, circuit: Circuit) -> Action:
    """Return what an e-mail says: a template shared by workflows, or its own words."""
    slug = item.words("mail_template")
    if slug and slug in circuit.used_templates:
        return {"template": circuit.used_templates[slug]}
    document = circuit.making.bundle.mails.get(slug) if slug else None
    if slug and document is None:
        if not item.words("body"):
            raise NotUnderstood(
                _("ce modèle de courriel n’est pas dans l’import : %(slug)s") % {"slug": slug}
            )
        circuit.making.changed(
            slug, _("ce modèle n’est pas dans l’import : le texte écrit dans l’action est repris")
        )
    if document is not None:
        return {"template": _shared(slug, document, circuit)}
    parts = parts_of(item.words("body"), circuit.making)
    subject = line_of(item.words("subject"), circuit.making)
    _something(parts)
    return _inline_or_kept(parts, subject, subject or item.named(short=True), circuit)


def _shared(slug: str, document: Document, circuit: Circuit) -> str:
    """Return the key of a template of the import, made once for the workflow."""
    parts = parts_of(document.root.words("body"), circuit.making)
    subject = line_of(document.root.words("subject"), circuit.making)
    _something(parts)
    key = _kept(template_of(parts, subject, document.name), slug, circuit)
    circuit.used_templates[slug] = key
    return key


def _inline_or_kept(parts: list[Part], subject: str, title: str, circuit: Circuit) -> dict[str, Any]:
    """Return a message's words: written in the action, or as a template when its paragraphs have conditions."""
    if len(parts) == 1 and not parts[0].condition:
        return {**({"subject": subject} if subject else {}), "text": parts[0].text}
    return {"template": _kept(template_of(parts, subject, title), title, circuit)}


def _kept(template: dict[str, Any], words: str, circuit: Circuit) -> str:
    same = next((key for key, one in circuit.templates.items() if one == template), None)
    if same is not None:
        return same
    if len(circuit.templates) >= MOST_TEMPLATES:
        raise NotUnderstood(_("le circuit a trop de modèles de messages"))
    key = circuit.key(plain_line(words), circuit.templates, "message")
    circuit.templates[key] = template
    return key


def _attached(item: Item, circuit: Circuit) -> dict[str, Any]:
    """Return the questions whose files go with a message."""
    keys = []
    for source in item.texts("attachments"):
        key = _file_question(source, circuit)
        if key:
            keys.append(key)
        else:
            circuit.making.changed(
                source, _("cette pièce jointe n’est pas un fichier du formulaire : elle n’est pas jointe")
            )
    return {"attach": keys} if keys else {}


def _file_question(source: str, circuit: Circuit) -> str:
    name = source.strip()
    if "{{" in name:
        match read_template(name):
            case (Output(node=Name(path=path)),):
                name = path
            case _:
                return ""
    name = name.removeprefix("form_var_").removesuffix("_raw")
    return next(
        (one.path for one in circuit.making.questions if one.name == name and "." not in one.path), ""
    )


def _someone(to: Recipients) -> None:
    if not to.people and not to.addresses:
        raise NotUnderstood(_("ce message ne va à personne"))


def _something(parts: Iterable[Part]) -> None:
    if not any(part.text for part in parts):
        raise NotUnderstood(_("ce message ne dit rien"))


def _cut(text: str) -> str:
    return cut(text, LONGEST_TEXT)
