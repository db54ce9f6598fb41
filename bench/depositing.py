"""One complete deposit, as a browser without JavaScript makes it."""

import time
from io import BytesIO

from bench import forms
from bench.run import expect
from bench.visitor import Answer, Visitor

ADDRESS = f"/commune-0/demarches/{forms.DEPOSIT}/"
PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + b"% 0123456789abcdef0123456789abcdef\n" * 6000
)[:200_000]
FILE = ("photo", "plan.pdf", PDF + b"\ntrailer<<>>\n%%EOF\n")


def photo() -> tuple[str, str, bytes]:
    """Return a photograph of about 200 kB, as a phone sends it once reduced."""
    import random

    from PIL import Image

    chance = random.Random(3)
    small = Image.frombytes("RGB", (160, 120), chance.randbytes(160 * 120 * 3))
    made = BytesIO()
    small.resize((1280, 960), Image.Resampling.BICUBIC).save(made, "JPEG", quality=88)
    return "photo", "arbre.jpg", made.getvalue()


def deposit(
    visitor: Visitor, *, reference: str = "A-12", file: tuple[str, str, bytes] = FILE
) -> tuple[float, Answer]:
    """Make a deposit from the procedure's page to the receipt; return the time it took in ms, and the receipt."""
    began = time.perf_counter()
    page = expect(visitor.get(ADDRESS))
    page = expect(visitor.post(page, {}))
    for rank, answers in enumerate(forms.ANSWERS):
        last = rank == len(forms.ANSWERS) - 1
        fields = {**answers, "_go": "next", **({"reference": reference} if last else {})}
        page = expect(visitor.post(page, fields, file if last else None))
    page = expect(visitor.post(page, {}))
    if "/recu/" not in page.address:
        raise RuntimeError(f"no receipt: one stands at {page.address}")
    return (time.perf_counter() - began) * 1000, page
