"""Models of the common room."""

from parvis.common.models.account import Account
from parvis.common.models.throttle import Throttle

__all__ = ["Account", "Throttle"]
