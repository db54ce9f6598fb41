"""Hand-written w.c.s. documents, in the ways w.c.s. writes them."""

from xml.sax.saxutils import escape

from parvis.catalogue.imports.publik.importer import Publik
from parvis.catalogue.imports.registry import SourceFile
from parvis.catalogue.imports.report import Report


def element(tag, content="", **attributes):
    """Write an element; content is text, or elements already written in a list."""
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    inside = "".join(content) if isinstance(content, list) else escape(str(content))
    return f"<{tag}{written}>{inside}</{tag}>"


def items(tag, texts):
    return element(tag, [element("item", text) for text in texts])


def condition(source, language="django"):
    return element("condition", [element("type", language), element("value", source)])


def prefill(kind, value="", locked=""):
    parts = [element("type", kind), element("value", value)]
    return element("prefill", [*parts, element("locked", locked)] if locked else parts)


def validation(kind, value="", message=""):
    said = [element("error_message", message)] if message else []
    return element("validation", [*said, element("type", kind), element("value", value)])


def source(kind, value=""):
    return element("data_source", [element("type", kind), element("value", value)])


def post_conditions(*rules):
    written = [
        element("post_condition", [condition(rule), element("error_message", message)])
        for rule, message in rules
    ]
    return element("post_conditions", written)


def wcs_field(kind, label="Question", *more, name="", number="1", required="True"):
    own = [element("label", label), element("type", kind), element("id", number)]
    named = [element("varname", name)] if name else []
    asked = [element("required", required)] if required else []
    return element("field", [*own, *asked, *named, *more])


def document(root, title, slug, fields=(), *more):
    slugged = element("slug" if root in ("block", "datasource") else "url_name", slug)
    return element(root, [element("name", title), slugged, element("fields", list(fields)), *more])


def wcs_form(*fields, more=(), slug="essai", title="Essai"):
    return document("formdef", title, slug, fields, *more)


def read(*documents):
    """Return what written documents become, a file each."""
    files = [
        SourceFile(f"{place}.wcs", f'<?xml version="1.0"?>\n{written}'.encode())
        for place, written in enumerate(documents)
    ]
    return Publik().read(files, report=Report(), progress=lambda *_told: None)


def definition(*fields, more=(), beside=()):
    """Return the definition that fields become."""
    [item] = read(wcs_form(*fields, more=more), *beside).definitions
    return item.document


def questions(*fields, beside=()):
    """Return the questions of the only page that fields become, by key."""
    made = definition(*fields, beside=beside)
    return {question["key"]: question for page in made["form"]["pages"] for question in page["fields"]}


def told(imported):
    """Return the first file's report."""
    return imported.report.files[0]


def one(kind, *more, **said):
    """Return the question that a lone field becomes, without its key and its label."""
    [question] = questions(wcs_field(kind, "Question", *more, name="q", **said)).values()
    return {name: value for name, value in question.items() if name not in ("key", "label")}
