"""Office files to merge: real ones, and hostile ones, made here."""

import io
import zipfile

from docx import Document as Word
from odfdo import Document as Writer
from odfdo import Paragraph


def docx(*paragraphs: str, cut: str = "") -> bytes:
    """Return a DOCX; ``cut`` is a paragraph whose letters are in two runs, as word processors do."""
    document, made = Word(), io.BytesIO()
    for words in paragraphs:
        document.add_paragraph(words)
    if cut:
        half = len(cut) // 2
        document.add_paragraph(cut[:half]).add_run(cut[half:]).bold = True
    document.save(made)
    return made.getvalue()


def odt(*paragraphs: str) -> bytes:
    document, made = Writer("text"), io.BytesIO()
    document.body.clear()
    for words in paragraphs:
        document.body.append(Paragraph(words))
    document.save(made)
    return made.getvalue()


def words_of(kind: str, content: bytes) -> list[str]:
    if kind == "docx":
        return [paragraph.text for paragraph in Word(io.BytesIO(content)).paragraphs]
    return [paragraph.text_recursive for paragraph in Writer(io.BytesIO(content)).body.paragraphs]


def with_member(content: bytes, name: str, member: bytes) -> bytes:
    """Return an archive with one more member, or another content of one."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            if each.filename != name:
                new.writestr(each, old.read(each))
        new.writestr(name, member)
    return made.getvalue()
