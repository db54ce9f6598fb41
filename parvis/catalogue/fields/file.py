"""Documents given with the answers."""

from random import Random
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    must_be,
    refuse,
    register,
)
from parvis.catalogue.file_limits import MEGABYTE, file_limits
from parvis.documents.kinds import KINDS, ends_taken

KEYS = {"id", "name", "size", "type"}


@register
class File(FieldType):
    """Files already stored, by id: the page stores them first, adds them to the answers, then has the page checked.

    Options: ``accept`` (codes of ``parvis.documents.kinds``), ``max_size_mb`` (each), ``max_files``. The content of
    each file is checked when it is stored (``parvis.documents``), not here.
    """

    code, label = "file", gettext_lazy("fichiers")
    template = "fields/file.html"
    options: ClassVar[dict[str, Any]] = {
        "accept": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": list(KINDS)},
        },
        "max_size_mb": {"type": "integer", "minimum": 1, "maximum": 50},
        "max_files": {"type": "integer", "minimum": 1, "maximum": 20},
    }
    example: ClassVar[Any] = [
        {
            "id": "019a8f3e-7c1a-7b42-8e3d-2f6b9c0d1e2f",
            "name": "plan.pdf",
            "size": 20480,
            "type": "application/pdf",
        }
    ]

    def empty(self, question: Question) -> Any:
        """No file: an empty list."""
        return []

    def missing(self) -> str:
        """Say what is asked."""
        return _("Ajoutez un fichier.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Return the files kept, but those removed: a page never names a file it did not show."""
        removed = {value for value in data.getlist("remove_file") if isinstance(value, str)}
        files = kept if isinstance(kept, list) else []
        return [file for file in files if isinstance(file, dict) and file.get("id") not in removed]

    def check(self, question: Question, value: Any) -> Any:
        """Refuse too many files, or one too heavy or of another kind."""
        must_be(value, list)
        files = [_checked(file) for file in value]
        limits = file_limits(question)
        if len(files) > limits.max_files:
            refuse(_("Gardez %(most)d fichiers au plus.") % {"most": limits.max_files})
        for file in files:
            if file["size"] > limits.max_size:
                refuse(
                    _("« %(name)s » est trop lourd : %(largest)d Mo au plus.")
                    % {"name": file["name"], "largest": limits.max_size // MEGABYTE}
                )
            if file["type"] not in {kind.media_type for kind in limits.kinds}:
                refuse(
                    _("« %(name)s » n’est pas d’un type accepté : %(types)s.")
                    % {"name": file["name"], "types": limits.in_words}
                )
        return files

    def file_boxes(self, question: Question, value: Any) -> dict[str, Question]:
        """The whole answer is a list of files."""
        return {"": question}

    def sample(self, question: Question, luck: Random) -> Any:
        """Return references such as the store would give; who tries a page sends as many files of its own."""
        limits = file_limits(question)
        kind = luck.choice(limits.kinds)
        return [
            {
                "id": str(UUID(int=luck.getrandbits(128), version=4)),
                "name": f"piece-{rank}.{kind.extensions[0]}",
                "size": luck.randint(1, min(limits.max_size, 100_000)),
                "type": kind.media_type,
            }
            for rank in range(1, luck.randint(1, limits.max_files) + 1)
        ]

    def to_text(self, question: Question, value: Any) -> str:
        """Return the names."""
        return ", ".join(file["name"] for file in value)

    def schema(self, question: Question) -> dict[str, Any]:
        """A list of files sent before."""
        properties = {
            "id": {"type": "string", "format": "uuid"},
            "name": {"type": "string"},
            "size": {"type": "integer", "minimum": 0},
            "type": {"type": "string"},
        }
        return {
            "type": "array",
            "maxItems": file_limits(question).max_files,
            "items": {"type": "object", "required": ["id", "name", "size", "type"], "properties": properties},
        }

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the files already there and the box that adds some."""
        widget = super().widget(question, name, "", errors)
        widget.context["files"] = typed if isinstance(typed, list) else []
        return widget

    def context(self, question: Question) -> dict[str, Any]:
        """What the page accepts."""
        limits = file_limits(question)
        return {
            "accept": ends_taken(limits.kinds),
            "types": limits.in_words,
            "max_size": limits.max_size,
            "max_files": limits.max_files,
        }


def _checked(file: Any) -> dict[str, Any]:
    """Return the reference of a stored file, whose metadata ``parvis.documents`` gave."""
    must_be(file, dict)
    key, name, size, media_type = (file.get(part) for part in ("id", "name", "size", "type"))
    must_be(key, str)
    must_be(name, str)
    must_be(size, int)
    must_be(media_type, str)
    try:
        key = str(UUID(key))
    except ValueError:
        refuse(_("Ce fichier n’est pas connu."))
    if set(file) - KEYS or size < 0 or not clean_line(name):
        refuse(_("Ce fichier n’est pas connu."))
    return {"id": key, "name": clean_line(name)[:150], "size": size, "type": clean_line(media_type)[:100]}
