"""Lists that agents keep at hand."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.cases.models import SavedView
from parvis.common.errors import Invalid, NotFound

_MOST = 30


@transaction.atomic
def keep_view(*, agent_id: int, name: str, filters: dict[str, Any]) -> SavedView:
    """Keep a list under a name; the same name again replaces it. Raises Invalid."""
    name = name.strip()[:80]
    if not name:
        raise Invalid({"name": [_("Donnez un nom à cette vue.")]})
    if SavedView.objects.filter(agent_id=agent_id).exclude(name=name).count() >= _MOST:
        raise Invalid({"name": [_("Vous avez déjà 30 vues. Supprimez-en une d’abord.")]})
    view, _created = SavedView.objects.update_or_create(
        agent_id=agent_id, name=name, defaults={"filters": filters}
    )
    return view


@transaction.atomic
def rename_view(*, agent_id: int, view_id: int, name: str) -> SavedView:
    """Rename one of the agent's own views. Raises Invalid, NotFound."""
    name = name.strip()[:80]
    if not name:
        raise Invalid({"name": [_("Donnez un nom à cette vue.")]})
    if SavedView.objects.filter(agent_id=agent_id, name=name).exclude(pk=view_id).exists():
        raise Invalid({"name": [_("Vous avez déjà une vue de ce nom.")]})
    view = SavedView.objects.filter(agent_id=agent_id, pk=view_id).first()
    if view is None:
        raise NotFound
    view.name = name
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def forget_view(*, agent_id: int, view_id: int) -> None:
    """Delete one of the agent's own views; another's is left alone, silently."""
    SavedView.objects.filter(agent_id=agent_id, pk=view_id).delete()
