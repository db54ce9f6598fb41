import pytest

from parvis.documents.verification import ALPHABET, new_code, read_code, say_code, verification_url


def test_a_code_is_long_readable_and_never_the_same():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 16 and set(code) <= set(ALPHABET) for code in codes)


@pytest.mark.parametrize(
    "written", ["7Q4M-09XK-ABCD-1234", "7q4m09xkabcd1234", " 7Q4M 09XK ABCD 1234 ", "7Q4M-O9XK-ABCD-I234"]
)
def test_a_code_is_read_however_it_is_typed(written):
    assert read_code(written) == "7Q4M09XKABCD1234"


@pytest.mark.parametrize("written", ["", "7Q4M", "7Q4M-09XK-ABCD-123U", "x" * 5000, "' OR 1=1 --", "é" * 16])
def test_what_cannot_be_a_code_is_no_code(written):
    assert not read_code(written)


def test_a_code_is_said_in_groups_and_put_in_an_address():
    assert say_code("7Q4M09XKABCD1234") == "7Q4M-09XK-ABCD-1234"
    assert verification_url("7Q4M09XKABCD1234") == "http://testserver/verifier/7Q4M-09XK-ABCD-1234/"
