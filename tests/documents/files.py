"""Files to give to the product: real ones, and hostile ones, made here."""

import io
import zipfile

from PIL import Image


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


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
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
