"""Small pictures drawn for the demonstration, where a form asks for photos or plans."""

import random
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from parvis.documents.models import StoredFile
from parvis.documents.services.store import store_file

_SIZE = (640, 420)


def draw(name: str, chance: random.Random) -> StoredFile:
    """Draw a tree in a field, store it as a resident's JPEG photo and return the file."""
    image = Image.new("RGB", _SIZE, (206, 222, 232))
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 300, *_SIZE], fill=(126, 148, 92))
    middle = chance.randint(220, 420)
    pen.rectangle([middle - 14, 190, middle + 14, 330], fill=(96, 74, 56))
    for _leaves in range(26):
        x, y, radius = middle + chance.randint(-95, 95), 150 + chance.randint(-85, 60), chance.randint(22, 46)
        green = 96 + chance.randint(-18, 26)
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=(58, green, 52))
    content = BytesIO()
    image.save(content, "JPEG", quality=80)
    return store_file(name=name, content=ContentFile(content.getvalue(), name=name))
