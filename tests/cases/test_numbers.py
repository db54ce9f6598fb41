"""Numbers for the phone, codes for the follow-up."""

from hypothesis import given
from hypothesis import strategies as st

from parvis.cases.numbers import code_hash, new_number, read_number, say_number, secret_code


def test_a_number_reads_back_as_it_is_said():
    number = new_number()
    assert read_number(say_number(number)) == number
    assert read_number(say_number(number).replace("\u00a0", "-")) == number


@given(st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_never_names_another_case(place, shift):
    number = new_number()
    wrong = str((int(number[place]) + shift) % 10)
    assert read_number(number[:place] + wrong + number[place + 1 :]) is None


@given(st.integers(0, 10))
def test_two_digits_swapped_never_name_another_case(place):
    number = new_number()
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or read_number(swapped) is None


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_quietly(text):
    assert read_number(text) is None or text.strip()


def test_a_code_is_stable_differs_by_purpose_and_is_read_however_it_is_typed():
    code = secret_code("follow-up", "a")
    assert code == secret_code("follow-up", "a")
    assert code != secret_code("resume", "a")
    assert code_hash("follow-up", code) == code_hash("follow-up", f" {code.lower().replace('-', ' ')} ")
    assert code_hash("follow-up", code) != code_hash("resume", code)
