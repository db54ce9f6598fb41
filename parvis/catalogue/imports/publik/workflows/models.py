"""Documents made from a model: the words of an OpenDocument text become the template of a letter."""

import base64
import binascii
import io
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.workflows.building import Action, Circuit, Place
from parvis.catalogue.imports.publik.workflows.elements import Item
from parvis.catalogue.imports.publik.workflows.words import line_of, parts_of, template_of

LARGEST = 5_000_000
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LINES = frozenset({f"{_TEXT}p", f"{_TEXT}h"})


def letter(item: Item, circuit: Circuit, _place: Place) -> Action:
    """Return the making of a letter. Raises NotUnderstood when the model is not an OpenDocument text."""
    source = "\n\n".join(_paragraphs(_content(item)))
    parts = parts_of(source, circuit.making)
    if not parts:
        raise NotUnderstood(_("ce modèle de document ne dit rien"))
    title = plain_line(item.words("label", "filename")) or _("Courrier")
    key = circuit.key(title, circuit.templates, "courrier")
    circuit.templates[key] = template_of(parts, line_of(title, circuit.making), title)
    circuit.making.changed(
        title, _("les mots du modèle sont repris ; la mise en page est celle des courriers de l’organisme")
    )
    return {"do": "make_letter", "template": key, "title": title[:200]}


def _content(item: Item) -> bytes:
    holder = item.element.find("model_file")
    written = holder.words("b64_content", "content") if holder else ""
    try:
        return base64.b64decode(written, validate=False)
    except (binascii.Error, ValueError):
        raise NotUnderstood(_("le modèle de document ne se lit pas")) from None


def _paragraphs(content: bytes) -> list[str]:
    """Return the paragraphs of an OpenDocument text. Raises NotUnderstood."""
    if not content.startswith(b"PK"):
        raise NotUnderstood(
            _("seuls les modèles OpenDocument sont repris ; recopiez celui-ci dans l’atelier")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as opened:
            written = opened.read(LARGEST + 1)
        if len(written) > LARGEST:
            raise NotUnderstood(_("ce modèle de document est beaucoup trop grand"))
        root = fromstring(written, forbid_dtd=True)
    except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError,
            ParseError, DefusedXmlException, ValueError):  # fmt: skip
        raise NotUnderstood(_("ce modèle de document est abîmé")) from None
    lines = (" ".join("".join(one.itertext()).split()) for one in root.iter() if one.tag in _LINES)
    return [text for text in lines if text]
