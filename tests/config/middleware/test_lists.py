"""Lists that a page lacked are fetched once its transaction is over, and the page drawn again."""

import pytest
from django.http import HttpResponse

from config.middleware import lists
from parvis.catalogue.lists.wanting import Wanted, may_be_made_again, want


@pytest.fixture
def answered(rf, monkeypatch):
    """Return a function that has a view answer, and tells how often it was run and what was fetched."""

    def answer(method, *, wants=True, comes=True, again=False):
        runs, fetched = [], []

        def view(request):
            runs.append(request)
            if again:
                may_be_made_again()
            if wants and not fetched:
                want(1, {})
            return HttpResponse(f"turn {len(runs)}")

        monkeypatch.setattr(lists, "fetch_wanted", lambda wanted: fetched.extend(wanted) or comes)
        response = lists.ListsMiddleware(view)(rf.generic(method, "/"))
        return response.content.decode(), fetched

    return answer


def test_a_page_that_lacks_nothing_is_answered_at_once(answered):
    assert answered("GET", wants=False) == ("turn 1", [])


def test_a_page_that_lacks_a_list_is_drawn_again_once_it_came(answered):
    assert answered("GET") == ("turn 2", [Wanted(1, ())])


def test_a_page_whose_list_did_not_come_is_given_as_it_is(answered):
    assert answered("GET", comes=False) == ("turn 1", [Wanted(1, ())])


def test_what_was_posted_is_never_done_twice_but_the_list_is_there_for_the_next_page(answered):
    assert answered("POST") == ("turn 1", [Wanted(1, ())])


def test_a_post_that_only_shows_the_page_again_is_made_again(answered):
    assert answered("POST", again=True) == ("turn 2", [Wanted(1, ())])
