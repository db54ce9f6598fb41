"""Where one stands in a deposit: its draft, its form, the pages asked, the step in words."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases import access
from parvis.cases.models import Draft
from parvis.cases.services.contexts import draft_context
from parvis.catalogue.forms import engine
from parvis.common.errors import NotFound
from parvis.portal.bodies import speak_as
from parvis.ui.words import language


@dataclass(frozen=True)
class Step:
    """« Étape 2 sur 4 : votre logement »."""

    current: int
    total: int
    title: str
    next: str


@dataclass(frozen=True)
class Way:
    """A draft on its way."""

    draft: Draft
    form: engine.Form

    @cached_property
    def context(self) -> engine.Context:
        """Where and for whom the form is filled."""
        return draft_context(self.draft, self.form)

    @cached_property
    def seen(self) -> engine.Visibility:
        """What is asked, given the answers so far."""
        return engine.visibility(self.form, self.draft.answers, self.context)

    def page(self, key: str) -> engine.Page:
        """Return a page that is asked. Raises NotFound."""
        for page in self.seen.pages:
            if page.key == key:
                return page
        raise NotFound

    def step(self, key: str) -> Step:
        """Return the step of a page."""
        titles = [*(page.title for page in self.seen.pages), _("Vérifier et envoyer")]
        place = [page.key for page in self.seen.pages].index(key)
        return Step(place + 1, len(titles), titles[place], titles[place + 1])

    def review_step(self) -> Step:
        """Return the last step: everything is read again."""
        total = len(self.seen.pages) + 1
        return Step(total, total, _("Vérifier et envoyer"), "")

    def address(self, key: str) -> str:
        """Return the address of a page."""
        return reverse("portal:draft_page", args=[self.draft.pk, key])

    def exit_address(self, key: str) -> str:
        """Return the address where one is told that the way ends after a page."""
        return reverse("portal:draft_exit", args=[self.draft.pk, key])

    def after(self, key: str) -> str:
        """Return where one goes after a page: the next one, else the review."""
        page = self.seen.next_page(key)
        return self.address(page.key) if page else self.review_address()

    def before(self, key: str) -> str:
        """Return where one goes back to from a page: the one before, else the procedure."""
        page = self.seen.previous_page(key)
        return self.address(page.key) if page else self.procedure_address()

    def standing(self) -> str:
        """Return where one stands: the first page not finished, else the review."""
        for page in self.seen.pages:
            if page.key not in self.draft.pages_done:
                return self.address(page.key)
        return self.review_address()

    def review_address(self) -> str:
        """Return the address of the review."""
        return reverse("portal:draft_review", args=[self.draft.pk])

    def procedure_address(self) -> str:
        """Return the address of the procedure at its body."""
        return reverse(
            "portal:procedure", args=[self.draft.organisation.slug, self.draft.version.procedure.code]
        )


def way_of(request: HttpRequest, draft_id: UUID, *, lock: bool = False) -> Way:
    """Return a draft of this visitor, in the name of whose body the page then speaks. Raises DraftNotFound."""
    draft = access.get_draft(draft_id, lock=lock)
    speak_as(request, draft.organisation)
    return Way(draft, engine.compiled(draft.version, language()))
