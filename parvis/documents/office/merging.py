"""Reading the fields of an office file, and putting words in their place.

The template language of libraries is not used: fields are formulas of ours, read by whoever merges.
"""

import io
import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from parvis.documents.errors import RefusedFile
from parvis.documents.kinds import KINDS, recognise
from parvis.documents.office.safety import check_safe

OFFICE = ("docx", "odt")
MOST_FIELDS = 300
_FIELD = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MARKS = re.compile("[\ue000\ue001]")
_TAG = re.compile(r"<[^>]*>")


def media_type(kind: str) -> str:
    """Return the registered type of a kind of office file."""
    return KINDS[kind].media_type


def read_model(content: bytes) -> tuple[str, list[str]]:
    """Return the kind of a file to merge and the formulas of its fields, in order, each once.

    Raises RefusedFile: another kind, a program in it, a field cut in two, no field at all.
    """
    kind = recognise(io.BytesIO(content), extension="")
    if kind is None or kind.code not in OFFICE:
        raise RefusedFile(_("Donnez un fichier Word (.docx) ou LibreOffice (.odt), sans macro."))
    check_safe(content)
    found = list(dict.fromkeys(_READERS[kind.code](content)))
    if not found:
        raise RefusedFile(
            _("Ce fichier n’a aucun champ entre doubles accolades : il dirait la même chose à tous.")
        )
    if len(found) > MOST_FIELDS:
        raise RefusedFile(_("Ce fichier a trop de champs : %(most)d au plus.") % {"most": MOST_FIELDS})
    return kind.code, found


def merge(kind: str, content: bytes, said: Mapping[str, str]) -> bytes:
    """Return the file with what is said in the place of each field; ``said`` is by formula (``read_model``)."""
    return _WRITERS[kind](content, said)


def _read_docx(content: bytes) -> list[str]:
    model = _docx(content)
    model.get_undeclared_template_variables()
    return list(model.sources)


def _write_docx(content: bytes, said: Mapping[str, str]) -> bytes:
    model = _docx(content)
    model.get_undeclared_template_variables()  # names every field
    named = {name: said.get(source, "") for source, name in model.sources.items()}
    fresh = _docx(content, model.sources)
    fresh.render(named, autoescape=True)
    made = io.BytesIO()
    fresh.save(made)
    return made.getvalue()


def _docx(content: bytes, sources: dict[str, str] | None = None) -> Any:
    """Return a model whose fields are given plain names before the library's engine sees them: it runs nothing else."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - 15 MB that only merges need

    class Model(DocxTemplate):  # type: ignore[misc,unused-ignore]
        """A DOCX; ``sources`` gives the name of each formula."""

        def __init__(self) -> None:
            super().__init__(io.BytesIO(content))
            self.sources: dict[str, str] = {} if sources is None else sources

        def patch_xml(self, src_xml: str) -> str:
            """Return the XML with every field under its plain name. Raises RefusedFile for what is no field."""
            patched = str(super().patch_xml(src_xml))
            named = _FIELD.sub(self._named, patched)
            if any(mark in named for mark in ("{%", "%}", "{#", "#}")):
                said = _("Ce fichier a des accolades que nous ne lisons pas : gardez seulement {{ champ }}.")
                raise RefusedFile(said)
            return named

        def _named(self, found: re.Match[str]) -> str:
            source = " ".join(unescape(_TAG.sub("", found[1])).split())
            name = self.sources.setdefault(source, f"field{len(self.sources)}")
            return f"{{{{ {name} }}}}"

    return Model()


def _read_odt(content: bytes) -> list[str]:
    found: list[str] = []
    for paragraph in _paragraphs(_odt(content)):
        whole = [" ".join(each.split()) for each in _FIELD.findall(paragraph.text_recursive)]
        for source in whole:
            if not _holds(paragraph, source):
                said = _("Le champ « %(field)s » est coupé par une mise en forme : retapez-le d’un trait.")
                raise RefusedFile(said % {"field": source})
        found += whole
    return found


def _write_odt(content: bytes, said: Mapping[str, str]) -> bytes:
    document = _odt(content)
    for paragraph in _paragraphs(document):
        written = list(dict.fromkeys(_FIELD.findall(paragraph.text_recursive)))
        # Two rounds, by letters of nobody: words that look like a field are words, and stay as they are.
        for rank, field in enumerate(written):
            paragraph.replace(re.escape(f"{{{{{field}}}}}"), f"\ue000{rank}\ue001")
        for rank, field in enumerate(written):
            words = _MARKS.sub("", said.get(" ".join(field.split()), ""))
            paragraph.replace(f"\ue000{rank}\ue001", words.replace("\\", "\\\\"))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _odt(content: bytes) -> Any:
    from odfdo import Document  # noqa: PLC0415 - only merges need it

    return Document(io.BytesIO(content))


def _paragraphs(document: Any) -> list[Any]:
    """Return the paragraphs and headings of the body, then those of headers and footers."""
    parts = [document.body, *document.styles.root.get_elements("//style:master-page")]
    return [each for part in parts for each in part.get_elements("descendant::text:p | descendant::text:h")]


def _holds(paragraph: Any, source: str) -> bool:
    nodes = paragraph.xpath("descendant::text()")
    return any(source in " ".join(str(node).split()) for node in nodes)


_READERS: dict[str, Callable[[bytes], list[str]]] = {"docx": _read_docx, "odt": _read_odt}
_WRITERS: dict[str, Callable[[bytes, Mapping[str, str]], bytes]] = {"docx": _write_docx, "odt": _write_odt}
