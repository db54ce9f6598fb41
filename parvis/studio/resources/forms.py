"""Forms of what the procedures of a body share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.catalogue.lists.columns import Column
from parvis.catalogue.models import ColumnType, WhenDown
from parvis.catalogue.models.data_source import LONGEST_CACHE, LONGEST_WAIT, SHORTEST_CACHE, SHORTEST_WAIT
from parvis.ui.drawn_forms import DrawnForm, drawn
from parvis.ui.fields import Widget

TITLE = {"required": _("Donnez un titre.")}
BAD_DATE = {"invalid": _("Écrivez une date complète, par exemple 16/03/2026.")}
OWN_COLUMNS = (
    ("code", _("Code")),
    ("label", _("Libellé")),
    ("valid_from", _("Valable du")),
    ("valid_until", _("Valable au")),
)


class TableForm(DrawnForm):
    """What a table says of itself."""

    title = forms.CharField(label=_("Titre"), max_length=200, error_messages=TITLE)
    description = forms.CharField(
        label=_("À quoi elle sert"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class NewTableForm(TableForm):
    """A new table, from nothing or from a file."""

    file = forms.FileField(
        label=_("Fichier CSV"),
        required=False,
        help_text=_("Ses colonnes et ses lignes seront proposées. Sans fichier, la table est vide."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draw("file", accept=".csv,.txt,.tsv", types="CSV", max_files=1)


class FileForm(DrawnForm):
    """The file of an import."""

    file = forms.FileField(
        label=_("Fichier CSV"),
        help_text=_("Enregistré depuis un tableur. La première ligne nomme les colonnes."),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draw("file", accept=".csv,.txt,.tsv", types="CSV", max_files=1)


class ImportForm(DrawnForm):
    """How the lines of a file are taken."""

    whole = forms.BooleanField(
        label=_("Ce fichier est la liste complète : les lignes qu’il n’a plus ne seront plus proposées"),
        required=False,
    )
    skip = forms.BooleanField(label=_("Laisser de côté les lignes à corriger"), required=False)

    def __init__(self, data: Any, headers: tuple[str, ...], columns: list[Column]) -> None:
        super().__init__(data)
        offered: list[tuple[str, Any]] = [
            ("", _("Ne pas importer")),
            *OWN_COLUMNS,
            *((column["key"], column["label"]) for column in columns),
        ]
        for place, header in enumerate(headers):
            label = header or _("Colonne %(number)d") % {"number": place + 1}
            self.fields[f"header.{place}"] = forms.ChoiceField(label=label, required=False, choices=offered)
            self.draw(f"header.{place}", empty_label=_("Ne pas importer"), required=True)

    @property
    def headers(self) -> list[Widget]:
        """Return the boxes that say what each column of the file is."""
        return [drawn(self[name]) for name in self.fields if name.startswith("header.")]

    @property
    def choices(self) -> list[Widget]:
        """Return the boxes that say how lines are taken."""
        return [drawn(self[name]) for name in ("whole", "skip")]

    def mapping(self, headers: tuple[str, ...]) -> list[str]:
        """Return what each header is, as chosen."""
        return [str(self.cleaned_data.get(f"header.{place}", "")) for place in range(len(headers))]


class RowForm(DrawnForm):
    """A row of a table."""

    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        help_text=_("Ce que d’autres logiciels lisent. Il ne change plus ensuite."),
        error_messages={"required": _("Donnez un code.")},
    )
    label = forms.CharField(
        label=_("Libellé"),
        max_length=300,
        help_text=_("Ce que les personnes lisent."),
        error_messages={"required": _("Donnez un libellé.")},
    )
    valid_from = forms.DateField(label=_("Proposée à partir du"), required=False, error_messages=BAD_DATE)
    valid_until = forms.DateField(label=_("Proposée jusqu’au"), required=False, error_messages=BAD_DATE)

    def __init__(self, data: Any, columns: list[Column], *, initial: dict[str, Any], is_new: bool) -> None:
        super().__init__(data, initial=initial)
        if not is_new:
            del self.fields["code"]
        kinds = {ColumnType.NUMBER: "decimal", ColumnType.DATE: "numeric"}
        for column in columns:
            name = f"column.{column['key']}"
            self.fields[name] = forms.CharField(label=column["label"], required=False, max_length=1000)
            if column["type"] == ColumnType.YES_NO:
                self.draw(name, help=_("Écrivez oui ou non."))
            elif column["type"] in kinds:
                self.draw(name, inputmode=kinds[ColumnType(column["type"])])


class SourceForm(DrawnForm):
    """A data source."""

    title = forms.CharField(label=_("Titre"), max_length=200, error_messages=TITLE)
    url = forms.CharField(
        label=_("Adresse"),
        required=False,
        max_length=2000,
        help_text=_(
            "Une adresse qui répond en JSON. Un paramètre peut s’y écrire entre accolades : "
            "https://exemple.fr/{commune}/rues."
        ),
    )
    list_path = forms.CharField(
        label=_("Où est la liste dans la réponse"),
        required=False,
        max_length=200,
        help_text=_(
            "Des clés séparées par des points, comme « data.items ». Vide : la réponse est la liste."
        ),
    )
    code_path = forms.CharField(label=_("Clé du code"), max_length=200, initial="id", required=False)
    label_path = forms.CharField(label=_("Clé du libellé"), max_length=200, initial="text", required=False)
    cache_seconds = forms.IntegerField(
        label=_("Garder la liste, en secondes"),
        min_value=SHORTEST_CACHE,
        max_value=LONGEST_CACHE,
        initial=3600,
        help_text=_("3600 : une heure. 86400 : un jour."),
    )
    timeout_seconds = forms.IntegerField(
        label=_("Attendre au plus, en secondes"),
        min_value=SHORTEST_WAIT,
        max_value=LONGEST_WAIT,
        initial=3,
    )
    when_down = forms.ChoiceField(
        label=_("Si la source ne répond pas"),
        choices=WhenDown.choices,
        widget=forms.RadioSelect,
        initial=WhenDown.LAST,
    )
    closed_sentence = forms.CharField(
        label=_("Phrase montrée alors"),
        required=False,
        max_length=300,
        help_text=_("Dites quoi faire : réessayer plus tard, appeler le service."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cache_seconds", "timeout_seconds"):
            self.draw(name, kind="text", inputmode="numeric", width="6")


class SpreadForm(DrawnForm):
    """What one decides when a block is carried to procedures."""

    publish = forms.BooleanField(
        label=_("Mettre aussi en ligne les démarches qui peuvent l’être"), required=False
    )
    reason = forms.CharField(
        label=_("Pourquoi"),
        required=False,
        max_length=300,
        help_text=_("Une phrase, pour l’historique. Nécessaire pour mettre en ligne."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ShareForm(DrawnForm):
    """The name of a new shared block."""

    title = forms.CharField(label=_("Nom du bloc partagé"), max_length=200, error_messages=TITLE)
