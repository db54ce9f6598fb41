"""An image or a video to look at, which asks nothing."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Question, Widget, element_id, register
from parvis.catalogue.forms.text import to_html
from parvis.catalogue.media import CAPTIONS, IMAGES, VIDEOS, address_of, kind_of, pattern_of
from parvis.catalogue.silent import Silent

_EXAMPLE = "0" * 64


@register
class Media(Silent):
    """An image or a video kept by us (``services.media``), never loaded from another host; its label is its caption.

    Options: ``file`` (code of the medium), ``alt`` (what it shows, for who does not see it), ``transcript`` (what is
    said and shown in a video, always a click away), ``poster`` (image before a video plays; it never plays by itself),
    ``captions`` (subtitles). WCAG 1.1.1, 1.2.1 to 1.2.3, 1.4.2.
    """

    code, label = "media", gettext_lazy("image ou vidéo")
    template = "fields/media.html"
    labelled = False
    options: ClassVar[dict[str, Any]] = {
        "file": {"type": "string", "pattern": pattern_of((*IMAGES, *VIDEOS))},
        "alt": {"type": "string", "minLength": 1, "maxLength": 500},
        "transcript": {"type": "string", "minLength": 1, "maxLength": 20000},
        "poster": {"type": "string", "pattern": pattern_of(IMAGES)},
        "captions": {"type": "string", "pattern": pattern_of(CAPTIONS)},
    }
    required_options = ("file", "alt")
    example_options: ClassVar[dict[str, Any]] = {
        "file": f"{_EXAMPLE}.mp4",
        "alt": "Mesure du tronc",
        "transcript": "Tenir le ruban contre le tronc.",
    }

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Ask for the transcript of a video: some people do not hear it, others do not see it."""
        if _is_video(options.get("file", "")) and not options.get("transcript"):
            yield (
                "transcript",
                _("Écrivez ce que la vidéo dit et montre : tout le monde ne la voit ou ne l’entend pas."),
            )
        if not _is_video(options.get("file", "")):
            for name in ("poster", "captions"):
                if options.get(name):
                    yield name, _("Cela va avec une vidéo, et non avec une image.")

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the medium, and its transcript under it."""
        options = question.options
        kind = kind_of(options["file"])
        return Widget(
            self.template,
            {
                "id": element_id(name),
                "name": name,
                "label": question.label,
                "help": question.help,
                "address": address_of(options["file"]),
                "media_type": kind.media_type if kind else "",
                "is_video": _is_video(options["file"]),
                "alt": options["alt"],
                "poster": address_of(options.get("poster", "")),
                "captions": address_of(options.get("captions", "")),
                "html": to_html(options["transcript"]) if options.get("transcript") else "",
            },
        )


def _is_video(code: str) -> bool:
    kind = kind_of(code)
    return kind is not None and kind.end in VIDEOS
