"""The product's own settings, with what only a test changes. Everything else is what production runs."""

import os

from config.embedded import OWNER, RUNTIME, socket_url
from config.embedded.home import socket_dir
from tests.harness import place

_socket = socket_dir(place.home())
_database = f"parvis_test_{place.worker()}"
os.environ |= {
    "PARVIS_DATA_DIR": str(place.place() / place.worker()),
    "PARVIS_DATABASE_URL": socket_url(_socket, RUNTIME, _database),
    "PARVIS_OWNER_DATABASE_URL": socket_url(_socket, OWNER, _database),
    "PARVIS_SECRET_KEY": "known to all, for tests only, and long enough for those who measure it",
    "PARVIS_PUBLIC_URL": "http://testserver",
    "PARVIS_PREPARED_STATEMENTS": "1",
}
for _name in ("PARVIS_DEMO", "PARVIS_SMTP_URL", "PARVIS_STORAGE_URL", "PARVIS_CLAMAV_SOCKET", "PARVIS_DEBUG"):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403 - after the environment it reads

LOGGING_CONFIG = None  # what is logged is captured and looked at by the tests themselves
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash protects nothing here
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns of a missing folder
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
