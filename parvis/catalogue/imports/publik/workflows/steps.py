"""Items that act by themselves: what each becomes among our actions."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import code_of, cut, key_of
from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.keys import keys_of
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.sources import card_columns
from parvis.catalogue.imports.publik.workflows import calls, mails, models
from parvis.catalogue.imports.publik.workflows.building import Action, Circuit, Place
from parvis.catalogue.imports.publik.workflows.elements import Item, Role, levels_of, role_in
from parvis.catalogue.imports.registry import TEAM

MOST_VALUES = 100
Step = Callable[[Item, Circuit, Place], Action]


def set_fields(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the answers of the service that are written; each that cannot be is told."""
    values: dict[str, str] = {}
    for pair in item.pairs("fields", "field_id"):
        key = circuit.service_keys.get(pair.name) or _question_of(pair.name, circuit)
        try:
            if not key:
                raise NotUnderstood(_("ce champ n’est pas dans le circuit"))  # noqa: TRY301 - told as the others
            values[key] = circuit.formula(pair.value) if pair.value else '""'
        except NotUnderstood as why:
            circuit.making.left("value", f"{pair.name} : {pair.value}", str(why))
    if not values:
        raise NotUnderstood(_("aucune de ces valeurs n’a d’équivalent"))
    return {"do": "set_answers", **_label(item), "values": dict(list(values.items())[:MOST_VALUES])}


def dispatch(item: Item, circuit: Circuit, place: Place) -> Action:
    """Return the naming of who holds a function, or the transfer to another team, by what the body says of the role."""
    key = item.words("role_key") or "_receiver"
    rules = _rules(item)
    role = role_in(item.element.find("role_id"))
    if rules:
        return _dispatch_by_rules(item, circuit, place, key, rules)
    if role is None:
        raise NotUnderstood(_("rien ne dit à qui confier la demande"))
    return _hand(key, role, circuit)


def _dispatch_by_rules(
    item: Item, circuit: Circuit, place: Place, key: str, rules: list[tuple[Role, str]]
) -> Action:
    variable = item.words("variable")
    source = variable if "{{" in variable else f"{{{{ {variable} }}}}"
    formula = circuit.formula(source)
    *others, last = rules
    for role, value in others:
        circuit.do(place, _hand(key, role, circuit), f'text({formula}) == "{_quoted(value)}"')
    role, value = last
    return {**_hand(key, role, circuit), "condition": f'text({formula}) == "{_quoted(value)}"'}


def _hand(key: str, role: Role, circuit: Circuit) -> Action:
    said = circuit.roles.said_of(role)
    team = said.removeprefix(TEAM).strip() if said.startswith(TEAM) else ""
    label = circuit.roles.label(role)
    if not team:
        circuit.making.changed(
            label,
            _("le rôle n’a pas de service ici : un commentaire dit aux agents à qui confier la demande"),
        )
        return {
            "do": "write_comment",
            "text": _("À confier à : %(role)s.") % {"role": label},
            "audience": "agents",
        }
    if key == "_receiver":
        return {"do": "transfer", "team": team, "reason": label}
    function = circuit.roles.function(Role(key, circuit.roles.labels.get(key, key)))
    return {"do": "name_function", "function": function, "who": "team", "team": team}


def _rules(item: Item) -> list[tuple[Role, str]]:
    listed = item.element.find("rules")
    found = []
    for rule in listed.children if listed else []:
        role = role_in(rule.find("role_id"))
        if role is not None:
            found.append((role, rule.words("value")))
    return found


def criticality(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the priority that a level of criticality is: the lowest is normal, the highest urgent."""
    levels = levels_of(circuit.document)
    mode = item.words("mode") or "1"
    rank = int(item.words("absolute_value")) if item.words("absolute_value").isdigit() else 0
    if mode == "2":
        level = "normal"
    elif mode == "1":
        level = "high"
    else:
        level = "normal" if rank == 0 else "urgent" if len(levels) > 2 and rank >= len(levels) - 1 else "high"
    named = levels[rank] if mode == "3" and rank < len(levels) else item.kind
    circuit.making.changed(named, _("la criticité devient la priorité « %(level)s »") % {"level": level})
    return {"do": "set_priority", "level": level}


def anonymise(item: Item, _circuit: Circuit, _place: Place) -> Action:
    """Return the early anonymisation."""
    what = {"intermediate": "sensitive", "unlink_user": "person"}.get(item.words("mode"), "all")
    return {"do": "anonymise", "what": what}


def create_case(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the opening of a case in another procedure, with the answers that are known of it."""
    slug = item.words("formdef_slug")
    if not slug:
        raise NotUnderstood(_("rien ne dit quelle démarche ouvrir"))
    form = next((one for one in circuit.making.bundle.forms if one.slug == slug), None)
    answers = _mapped(item, circuit, _keys_by_id(form.fields() if form else []))
    if item.is_true("draft"):
        circuit.making.changed(slug, _("la demande est déposée, et non laissée en brouillon"))
    action: Action = {"do": "open_case", **_label(item), "procedure": code_of(slug)}
    link = item.words("varname") or "demande_liee"
    return {**action, "link": key_of(link), **({"answers": answers} if answers else {})}


def create_row(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the writing of a line of a table: cards are lines of tables here."""
    return _row(item, circuit, "")


def edit_row(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the change of a line of a table: the one named, else the one that this case wrote."""
    target = item.words("target_id") if item.words("target_mode") == "manual" else ""
    return _row(item, circuit, circuit.formula(target) if target else "")


def _row(item: Item, circuit: Circuit, code: str) -> Action:
    slug = item.words("formdef_slug")
    card = circuit.making.bundle.cards.get(slug)
    if not slug:
        raise NotUnderstood(_("rien ne dit quelle fiche écrire"))
    columns = {one.identifier: one.key for one in card_columns(card)} if card else {}
    row = _mapped(item, circuit, columns)
    if not row:
        raise NotUnderstood(_("aucune colonne de la fiche « %(slug)s » n’est connue") % {"slug": slug})
    return {
        "do": "record_row",
        **_label(item),
        "table": code_of(slug),
        "row": row,
        **({"code": code} if code else {}),
    }


def _mapped(item: Item, circuit: Circuit, keys: dict[str, str]) -> dict[str, str]:
    """Return the formulas of a mapping by our keys; each that cannot be is told."""
    found: dict[str, str] = {}
    listed = item.element.find("mappings")
    for mapping in listed.children if listed else []:
        name = mapping.attributes.get("field_id", "") or mapping.words("field_id")
        source = mapping.text.strip() or mapping.words("expression", "value")
        try:
            if name not in keys:
                raise NotUnderstood(_("ce champ n’est pas dans l’import"))  # noqa: TRY301 - told as the others
            found[keys[name]] = circuit.formula(source)
        except NotUnderstood as why:
            circuit.making.left("value", f"{name} : {source}", str(why))
    return dict(list(found.items())[:MOST_VALUES])


def signal(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the signal sent to the cases that this one opened."""
    kind, _colon, slug = item.words("slug").partition(":")
    name = item.words("trigger_id").partition(":")[2] or item.words("trigger_id")
    if kind != "formdef" or not slug or not name:
        raise NotUnderstood(
            _("une action sur des fiches n’a pas d’équivalent : une table n’a pas de parcours")
        )
    link = next(
        (
            one.words("varname")
            for one in calls.items_of(circuit, "create_formdata")
            if one.words("formdef_slug") == slug
        ),
        "",
    )
    return {"do": "signal_cases", "link": key_of(link or "demande_liee"), "name": key_of(name)}


def geolocate(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the place of the case, when an answer on the map gives it."""
    if item.words("method") not in ("map_variable", ""):
        raise NotUnderstood(_("seule une réponse sur la carte place la demande"))
    source = item.words("map_variable")
    formula = circuit.formula(source if "{{" in source else f"{{{{ {source} }}}}")
    return {"do": "locate", "point": formula}


def remove(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the end of the case: what the law has kept is not erased by a click."""
    circuit.making.changed(
        item.kind, _("la demande est terminée ; ses données partent à la fin de leur durée de conservation")
    )
    return {"do": "close", "outcome": "no_follow_up", "quiet": True}


def _label(item: Item) -> dict[str, Any]:
    label = plain_line(item.words("label", "action_label"))
    return {"label": cut(label, 200)} if label else {}


def _keys_by_id(fields: list[Field]) -> dict[str, str]:
    return {field.identifier: key for field, key in zip(fields, keys_of(fields), strict=True)}


def _question_of(identifier: str, circuit: Circuit) -> str:
    """Return the question of the person that an id is, empty without one."""
    name = circuit.form_names.get(identifier, "")
    return next((one.path for one in circuit.making.questions if one.name == name), "") if name else ""


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


STEPS: dict[str, Step] = {
    "sendmail": mails.sendmail,
    "sendsms": mails.sms,
    "notification": mails.notification,
    "register-comment": mails.comment,
    "aggregationemail": mails.summary,
    "webservice_call": calls.call,
    "set-backoffice-fields": set_fields,
    "dispatch": dispatch,
    "modify_criticality": criticality,
    "anonymise": anonymise,
    "create_formdata": create_case,
    "create_carddata": create_row,
    "edit_carddata": edit_row,
    "external_workflow_global_action": signal,
    "geolocate": geolocate,
    "remove": remove,
    "export_to_model": models.letter,
}
WITHOUT = {
    "add_role": gettext_lazy(
        "les habilitations ne se donnent pas par un parcours : réglez-les avec les équipes"
    ),
    "remove_role": gettext_lazy(
        "les habilitations ne se retirent pas par un parcours : réglez-les avec les équipes"
    ),
    "update_user_profile": gettext_lazy("le profil appartient à la personne : elle seule le change"),
    "remove_tracking_code": gettext_lazy(
        "le code de suivi est la clé de la personne : un parcours ne le lui retire pas"
    ),
    "assign_carddata": gettext_lazy("une ligne de table n’appartient à personne"),
}
"""Items known, for which we have no action on purpose, by why."""
