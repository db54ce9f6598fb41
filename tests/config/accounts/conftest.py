import pytest
from django.core.cache import cache

from parvis.common import actor


@pytest.fixture(autouse=True)
def reading_accounts():
    """Let a test read and change accounts; what it asks of the product is answered to whoever the request names."""
    with actor.signing_in():
        yield


@pytest.fixture(autouse=True)
def nobody_tried_before():
    """Forget the failures that other tests made within the minute: allauth counts them by address in the cache."""
    cache.clear()
