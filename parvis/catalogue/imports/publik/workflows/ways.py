"""The items of a status, in order: what runs there, what is shown there, and the ways out."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import from_html, plain_line
from parvis.catalogue.imports.naming import code_of, cut, key_of
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.workflows import mails
from parvis.catalogue.imports.publik.workflows.building import LONGEST_LABEL, Circuit, Place, joined
from parvis.catalogue.imports.publik.workflows.delays import delay_of
from parvis.catalogue.imports.publik.workflows.elements import Item
from parvis.catalogue.imports.publik.workflows.roles import PERSON
from parvis.catalogue.imports.publik.workflows.steps import STEPS, WITHOUT
from parvis.catalogue.imports.publik.workflows.words import whole_of
from parvis.catalogue.imports.report import What

LEADING = frozenset({"jump", "choice", "jumponsubmit", "editable", "resubmit"})
"""Items that are transitions."""
GIVING = frozenset({"form", "commentable", "addattachment"})
"""Items that give a form."""
MOST_NOTICES = 20


@dataclass
class Asked:
    """A form that a status gives: to whom, by which item."""

    item: Item
    form: str
    who: list[str]
    condition: str = ""


@dataclass
class Offered:
    """What a status offers, gathered before its transitions are made: forms, and where sending them leads."""

    forms: list[Asked] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    """Status and condition of each way out when a form is sent."""
    choices: list[tuple[Item, dict[str, Any]]] = field(default_factory=list)


def walk_items(items: list[Item], circuit: Circuit, place: Place) -> None:
    """Take the items of a status; each is told in the report."""
    offered = Offered()
    for item in items:
        circuit.at(_("étape « %(status)s »") % {"status": place.label}, item)
        if place.stopped:
            circuit.making.changed(
                item.named(short=True), _("placé après un passage automatique : jamais fait dans Publik")
            )
            _count(item, circuit)
            continue
        if item.is_idle:
            circuit.making.changed(item.named(short=True), _("jamais rempli : rien n’était fait dans Publik"))
            _count(item, circuit)
            continue
        try:
            _take(item, circuit, place, offered)
        except NotUnderstood as why:
            tell_left(item, circuit, str(why))
            continue
        _count(item, circuit)
    circuit.at(_("étape « %(status)s »") % {"status": place.label})
    _with_forms(circuit, place, offered)


def tell_left(item: Item, circuit: Circuit, why: str) -> None:
    """Say that an item is not understood."""
    circuit.making.left(What.ACTIONS, item.named(short=True), why)
    if item.kind in LEADING:
        circuit.making.report.counts[What.TRANSITIONS].total += 1


def _count(item: Item, circuit: Circuit) -> None:
    circuit.making.took(What.ACTIONS)
    if item.kind in LEADING:
        circuit.making.took(What.TRANSITIONS)


def _take(item: Item, circuit: Circuit, place: Place, offered: Offered) -> None:
    match item.kind:
        case "jump":
            _jump(item, circuit, place)
        case "choice":
            _choice(item, circuit, place, offered)
        case "jumponsubmit":
            offered.sent.append((circuit.target(item.status), circuit.condition(item.condition)))
        case "editable":
            _editable(item, circuit, place)
        case "resubmit":
            _resubmit(item, circuit, place)
        case "displaymsg":
            _shown(item, circuit, place)
        case "redirect_to_url":
            _redirected(item, circuit, place)
        case "form" | "commentable" | "addattachment":
            _asked(item, circuit, offered)
        case _:
            step(item, circuit, place)


def step(item: Item, circuit: Circuit, place: Place) -> None:
    """Add the action that an item is. Raises NotUnderstood when we have none."""
    if item.kind in WITHOUT:
        raise NotUnderstood(str(WITHOUT[item.kind]))
    make = STEPS.get(item.kind)
    if make is None:
        raise NotUnderstood(_("cette action n’est pas connue : %(kind)s") % {"kind": item.kind or "?"})
    condition = circuit.condition(item.condition)
    if item.kind == "export_to_model" and item.words("method") == "interactive" and not place.is_global:
        _letter_on_demand(item, circuit, place, condition)
        return
    action = make(item, circuit, place)
    own = str(action.pop("condition", ""))
    circuit.do(place, action, condition, own)


def _jump(item: Item, circuit: Circuit, place: Place) -> None:
    to = circuit.target(item.status)
    label = _("Passage à « %(status)s »") % {"status": _label_of(to, circuit)}
    if item.mode == "timeout":
        after = delay_of(item.words("timeout"), circuit.making.translator)
        _automatic(item, circuit, place, to, label, {"on": "delay", "after": after})
        return
    if item.mode == "trigger":
        name = key_of(item.words("trigger") or "signal")
        if item.roles():
            circuit.once(item.words("trigger"), _("le signal est protégé par un jeton, non par des rôles"))
        _automatic(item, circuit, place, to, label, {"on": "signal", "name": name})
        return
    _at_once(item, circuit, place, to, label)


def _at_once(item: Item, circuit: Circuit, place: Place, to: str, label: str) -> None:
    try:
        condition = circuit.condition(item.condition)
    except NotUnderstood:
        circuit.transition(
            _("Passer à « %(status)s »") % {"status": _label_of(to, circuit)},
            [place.key],
            to,
            who=["handler"],
        )
        circuit.making.changed(
            item.named(short=True), _("un agent décide de ce passage, dont la condition n’est pas comprise")
        )
        return
    if condition == "false":
        return
    circuit.transition(label, [place.key], to, who=["system"], when={"on": "arrival"}, condition=condition)
    if condition:
        place.passed.append(condition)
    else:
        place.stopped = True


def _automatic(item: Item, circuit: Circuit, place: Place, to: str, label: str, when: dict[str, Any]) -> None:
    condition = circuit.condition(item.condition)
    if when.get("after", {}).get("count") == 0:
        when = {**when, "after": {"count": 1, "unit": "minutes"}}
    circuit.transition(label, [place.key], to, who=["system"], when=when, condition=condition)


def _choice(item: Item, circuit: Circuit, place: Place, offered: Offered) -> None:
    who = circuit.roles.who(item.roles())
    if not who:
        circuit.making.changed(
            item.named(short=True), _("personne ne pouvait faire ce choix : il n’est pas repris")
        )
        return
    condition = _shown_when(item, circuit)
    if condition == "false":
        return
    made = circuit.transition(
        plain_line(item.words("label")) or _("Continuer"),
        [place.key],
        circuit.target(item.status),
        who=who,
        condition=condition,
        help=from_html(item.words("backoffice_info_text"))[:20000],
        confirm=_confirmation(item, circuit),
        grouped=item.is_true("allow_as_mass_action"),
    )
    offered.choices.append((item, made))


def _shown_when(item: Item, circuit: Circuit) -> str:
    """Return when something is offered: always, when its condition is not understood, as an agent judges."""
    try:
        return circuit.condition(item.condition)
    except NotUnderstood:
        circuit.making.changed(
            item.named(short=True), _("toujours proposé : sa condition n’est pas comprise")
        )
        return ""


def _confirmation(item: Item, circuit: Circuit) -> str:
    if not item.is_true("require_confirmation"):
        return ""
    source = item.words("confirmation_text")
    return whole_of(source, circuit.making) if source else _("Confirmez-vous ce choix ?")


def _editable(item: Item, circuit: Circuit, place: Place) -> None:
    """Correcting the answers is offered by the page of the case already: what follows is the event."""
    to = circuit.target(item.status) if item.status else "same"
    who = circuit.roles.who(item.roles())
    condition = _shown_when(item, circuit)
    if PERSON in who:
        _notice(
            place,
            {"to": [PERSON], "text": _("Vous pouvez corriger vos réponses sur cette page."), "tone": "info"},
        )
    if item.words("operation_mode") in ("single", "partial"):
        circuit.making.changed(
            item.named(short=True), _("toutes les pages du formulaire peuvent être corrigées")
        )
    circuit.transition(
        plain_line(item.words("label")) or _("Réponses corrigées"),
        [place.key],
        to,
        who=["system"],
        when={"on": "event", "event": "corrected"},
        condition="" if condition == "false" else condition,
    )


def _resubmit(item: Item, circuit: Circuit, place: Place) -> None:
    who = circuit.roles.who(item.roles()) or ["handler"]
    slug = item.words("formdef_slug")
    if not slug and not circuit.making.code:
        raise NotUnderstood(_("rien ne dit quelle démarche refaire"))
    action = {
        "do": "open_case",
        "procedure": code_of(slug) if slug else circuit.making.code,
        "link": "refaite",
    }
    circuit.transition(
        plain_line(item.words("label")) or _("Refaire la demande"),
        [place.key],
        "same",
        who=who,
        actions=[action],
    )


def _letter_on_demand(item: Item, circuit: Circuit, place: Place, condition: str) -> None:
    action = STEPS[item.kind](item, circuit, place)
    who = circuit.roles.who(item.roles()) or ["handler"]
    label = plain_line(item.words("label")) or _("Faire le document")
    circuit.transition(label, [place.key], "same", who=who, condition=condition, actions=[action])


def _shown(item: Item, circuit: Circuit, place: Place) -> None:
    """Add the notices of a message; one whose condition is not understood is not shown."""
    condition = circuit.condition(item.condition)
    for notice in mails.notice(item, circuit):
        own = [each for each in (condition, notice.pop("condition", "")) if each]
        _notice(place, {**notice, **({"condition": joined(own)} if own else {})})


def _redirected(item: Item, circuit: Circuit, place: Place) -> None:
    address = whole_of(item.words("url"), circuit.making)
    if not address:
        raise NotUnderstood(_("rien ne dit où aller"))
    condition = circuit.condition(item.condition)
    notice = {
        "to": [PERSON],
        "text": _("Continuez à cette adresse : %(address)s") % {"address": address},
        "tone": "info",
    }
    _notice(place, {**notice, **({"condition": condition} if condition else {})})
    circuit.making.changed(
        item.words("url"), _("la personne est invitée à suivre l’adresse, sans y être emmenée")
    )


def _notice(place: Place, notice: dict[str, Any]) -> None:
    if len(place.notices) < MOST_NOTICES:
        place.notices.append(notice)


def _asked(item: Item, circuit: Circuit, offered: Offered) -> None:
    form = circuit.given.get(id(item.element), "")
    if not form:
        raise NotUnderstood(_("ce formulaire ne demande rien"))
    who = circuit.roles.who(item.roles())
    if not who:
        circuit.making.changed(
            item.named(short=True), _("personne ne pouvait le remplir : il n’est pas repris")
        )
        return
    offered.forms.append(Asked(item, form, who, _shown_when(item, circuit)))


def _with_forms(circuit: Circuit, place: Place, offered: Offered) -> None:
    """Make the transitions of the forms of a status: alone, or with the choices that send them."""
    for asked in offered.forms:
        if asked.item.kind == "form" and _goes_with_choices(asked, offered):
            continue
        for who in _sides(asked):
            _send(asked, who, circuit, place, offered)


def _goes_with_choices(asked: Asked, offered: Offered) -> bool:
    """Have the choices of the same people ask for a form that nothing else sends; return whether there was one."""
    if offered.sent and not asked.item.is_true("hide_submit_button"):
        return False
    found = False
    for item, made in offered.choices:
        if (
            set(made["who"]) & set(asked.who)
            and not item.is_true("ignore_form_errors")
            and "form" not in made
        ):
            made["form"], found = asked.form, True
            made.pop("grouped", None)
    return found


def _sides(asked: Asked) -> list[list[str]]:
    """Return who sends a form: a comment of the person and one of an agent are not written down alike."""
    if asked.item.kind == "form":
        return [asked.who]
    person = [who for who in asked.who if who == PERSON]
    return [side for side in (person, [who for who in asked.who if who != PERSON]) if side]


def _send(asked: Asked, who: list[str], circuit: Circuit, place: Place, offered: Offered) -> None:
    item, is_form = asked.item, asked.item.kind == "form"
    certain = next((to for to, condition in offered.sent if not condition), "")
    unsure = [(to, condition) for to, condition in offered.sent if condition]
    settings: dict[str, Any] = {"who": who, "form": asked.form, "condition": asked.condition}
    settings["help"] = from_html(item.words("backoffice_info_text"))[:20000]
    if is_form:
        settings["when"] = {"on": "form"}
    else:
        settings["actions"] = _kept_words(item, asked.form, who, circuit)
    made = circuit.transition(
        _button(item, circuit, asked.form),
        [place.key],
        "same" if unsure or not certain else certain,
        **settings,
    )
    for to, condition in unsure:
        own = joined([f'case.transition == "{made["key"]}"', condition])
        _follow(to, own, circuit, place)
    if unsure and certain:
        _follow(certain, f'case.transition == "{made["key"]}"', circuit, place)


def _follow(to: str, condition: str, circuit: Circuit, place: Place) -> None:
    label = _("Passage à « %(status)s »") % {"status": _label_of(to, circuit)}
    circuit.transition(label, [place.key], to, who=["system"], when={"on": "arrival"}, condition=condition)


def _kept_words(item: Item, form: str, who: list[str], circuit: Circuit) -> list[dict[str, Any]]:
    """Return what writes down a comment: what agents say is read by all, as in the source."""
    if item.kind != "commentable":
        return []
    key = circuit.forms[form]["fields"][0]["key"]
    by_person = who == [PERSON]
    text = _("Commentaire de la personne : {{ %(key)s }}") if by_person else "{{ %(key)s }}"
    return [
        {
            "do": "write_comment",
            "text": text % {"key": f"{form}.{key}"},
            "audience": "agents" if by_person else "everyone",
            "condition": f'{form}.{key} != ""',
        }
    ]


def _button(item: Item, circuit: Circuit, form: str) -> str:
    written = plain_line(item.words("button_label")) or plain_line(item.words("label"))
    if item.kind == "commentable":
        return cut(written or _("Ajouter un commentaire"), LONGEST_LABEL)
    return cut(written or circuit.forms[form]["title"], LONGEST_LABEL)


def _label_of(key: str, circuit: Circuit) -> str:
    return cut(circuit.names.statuses.get(key, key), LONGEST_LABEL - 30)
