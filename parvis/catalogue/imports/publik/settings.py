"""What a form of w.c.s. says around its fields: who may ask, for how long drafts are kept, how it is published."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.publik.documents import Document
from parvis.catalogue.imports.publik.making import Making
from parvis.catalogue.imports.publik.xml import Element

MOST_DAYS = 365
# Read elsewhere, or of no meaning outside of the site they come from.
_USED = frozenset(
    {
        "name", "url_name", "slug", "description", "category", "keywords", "workflow", "fields", "options",
        "digest_templates", "digest_template", "max_field_id", "internal_identifier", "discussion", "detailed_emails",
        "always_advertise", "workflow-migrations", "workflow_options", "history_pane_default_mode", "user-roles",
        "required_authentication_contexts", "drafts_lifespan", "skip_from_360_view", "last_modification",
        "documentation",
        "old_but_non_anonymised_warning", "appearance_keywords", "max_visible_pages", "management_sidebar_items",
        "submission_sidebar_items", "sub_name", "category_id", "workflow_id", "enable_tracking_codes",
        "include_download_all_button", "confirmation", "geolocations",
    }
)  # fmt: skip
# What is done otherwise here, by how; said only when the form sets it.
_OTHERWISE = {
    "disabled": gettext_lazy("le formulaire était désactivé ; la démarche arrive en brouillon"),
    "disabled_redirection": gettext_lazy("la redirection d’un formulaire désactivé n’est pas reprise"),
    "only_allow_one": gettext_lazy("une seule demande par personne : cette limite n’est pas reprise"),
    "has_captcha": gettext_lazy("les envois sont protégés autrement : par leur nombre"),
    "publication_date": gettext_lazy("la publication se décide dans l’atelier : notez cette date"),
    "expiration_date": gettext_lazy("la fin de publication se décide dans l’atelier : notez cette date"),
    "drafts_max_per_user": gettext_lazy("un seul brouillon ouvert par personne et par démarche est proposé d’abord"),
    "lateral_template": gettext_lazy("le texte à côté du formulaire n’est pas repris"),
    "submission_lateral_template": gettext_lazy("le texte à côté de la saisie au guichet n’est pas repris"),
    "tracking_code_verify_fields": gettext_lazy("le code de suivi est secret : rien d’autre n’est demandé"),
    "submission_user_association": gettext_lazy("qui demande se dit dans le formulaire, ou au guichet"),
    "id_template": gettext_lazy("les demandes ont un numéro de Parvis"),
    "user_support": gettext_lazy("l’aide à l’usager n’est pas reprise"),
    "hidden": gettext_lazy("le formulaire n’était pas dans les listes ; la démarche arrive en brouillon"),
}  # fmt: skip
_LISTS = {
    "roles": gettext_lazy("les rôles du circuit se règlent avec les équipes et leurs compétences"),
    "backoffice-submission-roles": gettext_lazy("qui saisit au guichet se règle avec les équipes"),
    "custom_views": gettext_lazy("les vues des agents ne sont pas reprises"),
    "prefill_from": gettext_lazy("ce préremplissage n’est pas repris"),
}
_SILENT = frozenset({"", "false", "none", "any", "no", "default"})


def settings_of(form: Document, making: Making) -> dict[str, Any]:
    """Return what a definition keeps of the settings of a form; the report is told of the rest."""
    for element in form.root.children:
        _tell(element, making)
    settings: dict[str, Any] = {}
    settings |= _sign_in(form, making)
    settings |= _drafts(form, making)
    return settings


def _tell(element: Element, making: Making) -> None:
    tag, written = element.tag, element.text.strip()
    if tag in _USED:
        return
    if tag in _OTHERWISE:
        if written.lower() not in _SILENT or any(child.text.strip() for child in element.children):
            making.changed(f"{tag}: {written}", str(_OTHERWISE[tag]))
        return
    if tag in _LISTS:
        if element.children:
            said = ", ".join(child.text.strip() or child.words("title") for child in element.children)
            making.changed(f"{tag}: {said}", str(_LISTS[tag]))
        return
    making.left("element", f"{tag}: {written}", _("cet élément n’est pas connu"))


def _sign_in(form: Document, making: Making) -> dict[str, Any]:
    """Return whether one must be signed in: contexts of authentication ask it, and the role « logged-users »."""
    contexts = form.root.find("required_authentication_contexts")
    if contexts is not None and contexts.children:
        named = ", ".join(child.text.strip() for child in contexts.children)
        making.changed(named, _("ce niveau de connexion devient « connexion obligatoire »"))
        return {"sign_in": "required"}
    listed = form.root.find("user-roles")
    roles = [child.attributes.get("role_id", "") for child in listed.children] if listed else []
    if "logged-users" in roles:
        return {"sign_in": "required"}
    if roles and listed is not None:
        named = ", ".join(child.text.strip() for child in listed.children)
        making.changed(named, _("seules ces personnes pouvaient demander : à régler avant de publier"))
    return {}


def _drafts(form: Document, making: Making) -> dict[str, Any]:
    written = form.root.words("drafts_lifespan")
    if not written:
        return {}
    if not written.isdigit() or not 1 <= int(written) <= MOST_DAYS:
        making.left("element", f"drafts_lifespan: {written}", _("cette durée n’est pas un nombre de jours"))
        return {}
    return {"drafts": {"kept_days": int(written)}}
