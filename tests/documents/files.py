"""Files to give to the product: real ones, and hostile ones, made here."""

import io
import zipfile
from base64 import b64decode

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def jpeg(size=(40, 30), *, gps=True, orientation=None) -> bytes:
    """Return a photograph that carries a camera, a comment, and a place unless told otherwise."""
    image, exif, made = Image.new("RGB", size, "teal"), Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x9286] = "Appareil", "SECRET-EXIF"
    if orientation:
        exif[0x0112] = orientation
    if gps:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (49.0, 10.0, 58.8)
    image.save(made, "JPEG", exif=exif, comment=b"SECRET-COMMENT")
    return made.getvalue()


def image(form="PNG", mode="RGB", size=(40, 30)) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, form)
    return made.getvalue()


def archive(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return made.getvalue()


def scan(pages=1, mode="1", size=(60, 80)) -> bytes:
    """Return a TIFF as a scanner makes them."""
    made = io.BytesIO()
    frames = [Image.new(mode, size, page % 2) for page in range(pages)]
    frames[0].save(made, "TIFF", save_all=True, append_images=frames[1:])
    return made.getvalue()


def pdf(*texts: str, script: bool = False) -> bytes:
    """Return a PDF of a blank page a text, which carries the text as a note; with a script that runs when opened."""
    writer, made = PdfWriter(), io.BytesIO()
    for words in texts:
        page = writer.add_blank_page(200, 280)
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(_note(words))])
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(key): value for key, value in action.items()}
        )
    writer.write(made)
    return made.getvalue()


def _note(words: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/Contents"): TextStringObject(words)})


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
# A photograph of a phone, 64 by 48 pixels: Pillow reads this kind here and does not write it.
HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAAC8AAgAAAAACEQABAAAAAAAAADwAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAc21kYXQAAAArKAGvWGDukt3/nv/6NSE2/eWuAUL1WsCxkej9YHruntvYPPwKOLsa"
    "DZBbDgAAAAZFeGlmAABNTQAqAAAACAACAQ8AAgAAAAwAAAAmARIAAwAAAAEABgAAAAAAAFNFQ1JFVC1FWElGAA=="
)
DOCX = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
MACROS = archive(
    **{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", "word/vbaProject.bin": "x"}
)
ODT = archive(mimetype="application/vnd.oasis.opendocument.text")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00" + b"\x00" * 200
# The standard test signature every antivirus knows, split so that none stops this very file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
