"""Models of the api room."""

from parvis.api.models.api_key import ApiKey, Scope
from parvis.api.models.upload import Upload

__all__ = ["ApiKey", "Scope", "Upload"]
