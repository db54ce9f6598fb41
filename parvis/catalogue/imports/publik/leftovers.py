"""What fields say that has no place here: presentation, told once a file; elements nobody knows, each told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.making import Making

# Read elsewhere, or saying what our own types say by themselves.
USED = frozenset(
    {
        "type", "label", "id", "varname", "required", "hint", "condition", "prefill", "validation", "items",
        "data_source",
        "display_locations", "anonymise", "display_mode", "min_choices", "max_choices", "maxlength", "rows", "columns",
        "document_type", "file_type", "max_file_size", "init_with_geoloc", "initial_position", "value_template",
        "freeze_on_initial_value", "block_slug", "default_items_count", "max_items", "add_element_label",
        "remove_element_label", "post_conditions", "minimum_date", "maximum_date", "minimum_is_future",
        "date_in_the_past", "date_can_be_today", "restrict_to_integers", "min_value", "max_value", "show_as_radio",
        "in_filters", "in_statistics", "in_listing", "keep_raw_value", "pre", "storage", "documentation",
    }
)  # fmt: skip
# Without effect on what is asked, by what is said of them once a file.
PRESENTATION = {
    "extra_css_class": gettext_lazy("les classes de style : la mise en page est celle de Parvis"),
    "cols": gettext_lazy("la largeur des champs : elle suit ce qui est demandé"),
    "size": gettext_lazy("la largeur des champs : elle suit ce qui est demandé"),
    "initial_zoom": gettext_lazy("le cadrage des cartes : elles s’ouvrent sur le territoire"),
    "min_zoom": gettext_lazy("le cadrage des cartes : elles s’ouvrent sur le territoire"),
    "max_zoom": gettext_lazy("le cadrage des cartes : elles s’ouvrent sur le territoire"),
    "default_position": gettext_lazy("le cadrage des cartes : elles s’ouvrent sur le territoire"),
    "position_template": gettext_lazy("le cadrage des cartes : elles s’ouvrent sur le territoire"),
    "marker_behaviour": gettext_lazy("le cadrage des cartes : elles s’ouvrent sur le territoire"),
    "radio_orientation": gettext_lazy("la disposition des boutons : un par ligne"),
    "use_hint_as_first_option": gettext_lazy("la première ligne des listes : elle ne propose rien"),
    "display_disabled_items": gettext_lazy("les options désactivées : elles ne sont pas montrées"),
    "image_desktop_size": gettext_lazy("les images des options : les options sont des textes"),
    "image_mobile_size": gettext_lazy("les images des options : les options sont des textes"),
    "label_display": gettext_lazy("le libellé des blocs : il est toujours montré"),
    "remove_button": gettext_lazy("le bouton qui retire un bloc : il est toujours montré"),
    "automatic_image_resize": gettext_lazy("la réduction des images : elle se fait à l’arrivée"),
    "allow_portfolio_picking": gettext_lazy("le porte-documents : les fichiers sont donnés un à un"),
    "initial_date_alignment": gettext_lazy("l’alignement des agendas"),
    "randomize_items": gettext_lazy("l’ordre au hasard : les éléments restent dans leur ordre"),
    "total_row": gettext_lazy("le total d’un tableau"),
    "confirmation": gettext_lazy("la double saisie : elle est demandée une fois"),
    "confirmation_title": gettext_lazy("la double saisie : elle est demandée une fois"),
    "strength_indicator": gettext_lazy("la force d’un mot de passe"),
}  # fmt: skip
# What these elements say when they change nothing.
_NEUTRAL = frozenset({"", "false", "normal", "auto", "default", "0", "no", "none"})


def note_leftovers(field: Field, making: Making) -> None:
    """Count the presentation that is set aside; tell of each element that is not known, and of those written twice."""
    seen: dict[str, str] = {}
    for child in field.element.children:
        written = child.text.strip()
        if child.tag in seen and seen[child.tag] != written:
            making.changed(child.tag, _("cet élément est écrit deux fois : le premier compte"))
        seen.setdefault(child.tag, written)
        if child.tag in PRESENTATION:
            if written.lower() not in _NEUTRAL:
                making.left_out[str(PRESENTATION[child.tag])] += 1
        elif child.tag not in USED:
            making.left("element", f"{child.tag}: {written}", _("cet élément n’est pas connu"))


def tell_leftovers(making: Making) -> None:
    """Tell of the presentation set aside, once for the file."""
    for said, count in making.left_out.items():
        making.changed(
            _("%(count)d champs") % {"count": count}, _("présentation : %(said)s") % {"said": said}
        )
