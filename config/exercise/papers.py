"""Small real files that a resident joins, of any kind a question accepts."""

import io
import zipfile

from PIL import Image

_PDF = b"\n".join(
    [
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj",
        b"trailer<</Root 1 0 R>>",
        b"%%EOF",
    ]
)
_OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_OPEN_DOCUMENT = {"odt": "text", "ods": "spreadsheet"}
_IMAGES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


def paper(accept: str) -> tuple[str, bytes]:
    """Return the name and the content of a file among those a box accepts (« .pdf,.jpg »), a PDF when it says none."""
    wanted = [one.strip().lstrip(".").lower() for one in accept.split(",") if one.strip()] or ["pdf"]
    for extension in wanted:
        content = _content(extension)
        if content is not None:
            return f"piece.{extension}", content
    return "piece.pdf", _PDF


def _content(extension: str) -> bytes | None:
    if extension == "pdf":
        return _PDF
    if extension in _IMAGES:
        held = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(held, _IMAGES[extension])
        return held.getvalue()
    if extension in _OFFICE:
        return _zipped({"[Content_Types].xml": "<Types/>", _OFFICE[extension]: "<x/>"})
    if extension in _OPEN_DOCUMENT:
        return _zipped({"mimetype": f"application/vnd.oasis.opendocument.{_OPEN_DOCUMENT[extension]}"})
    return {"txt": b"Un texte.\n", "csv": b"a;b\n1;2\n"}.get(extension)


def _zipped(members: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()
