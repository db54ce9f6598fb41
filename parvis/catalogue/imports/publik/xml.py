"""Reading the XML of w.c.s. into plain elements that know their line, with nothing of XML's dangers.

No document type, no entity, no reference outside of the file (``defusedxml``); a bounded size and depth.
"""

from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

MOST_ELEMENTS = 200_000
DEEPEST = 60


class BadXml(Exception):
    """The file is no XML we read: where, and why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.place = _("ligne %(line)d") % {"line": line} if line > 0 else ""
        self.message = message


@dataclass(slots=True)
class Element:
    """An element: its name, its attributes, the text directly in it, those inside it, its line."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def find(self, tag: str) -> "Element | None":
        """Return the first child of a name."""
        return next((child for child in self.children if child.tag == tag), None)

    def every(self, tag: str) -> list["Element"]:
        """Return the children of a name."""
        return [child for child in self.children if child.tag == tag]

    def words(self, *tags: str) -> str:
        """Return the text of the first child that has one of these names, trimmed; empty without one."""
        for tag in tags:
            child = self.find(tag)
            if child is not None:
                return child.text.strip()
        return ""

    def is_true(self, tag: str, *, default: bool = False) -> bool:
        """Return whether a child says true."""
        said = self.words(tag).lower()
        return said in {"true", "1", "yes", "on"} if said else default


def read_xml(content: bytes) -> Element:
    """Return the root of a document. Raises BadXml, whatever the bytes."""
    reader = _Reader()
    try:
        parseString(content, reader, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except BadXml:
        raise
    except DefusedXmlException:
        raise BadXml(
            reader.line, _("ce fichier déclare un type de document ou des entités : il n’est pas lu.")
        ) from None
    except SAXParseException as fault:
        raise BadXml(
            fault.getLineNumber() or 0,
            _("ce fichier n’est pas du XML complet (%(why)s).") % {"why": str(fault.getMessage())[:100]},
        ) from None
    except (ValueError, LookupError) as fault:  # an encoding nobody knows, or bytes that are none
        raise BadXml(0, _("ce fichier ne se lit pas (%(why)s).") % {"why": str(fault)[:100]}) from None
    if reader.root is None:
        raise BadXml(0, _("ce fichier est vide."))
    return reader.root


class _Reader(ContentHandler):
    """Builds the elements."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0
        self._locator: Locator | None = None

    @property
    def line(self) -> int:
        """Return the line that is being read."""
        return (self._locator.getLineNumber() or 0) if self._locator else 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - the parser's own name
        """Keep what tells the line."""
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the parser's own name
        """Open an element."""
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise BadXml(self.line, _("ce fichier a trop d’éléments, ou trop de niveaux."))
        element = Element(name, dict(attrs.items()), self.line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002 - the parser's own names
        """Close an element: its text is whole."""
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, content: str) -> None:
        """Take text."""
        if self._texts:
            self._texts[-1].append(content)
