"""The settings of the tests: those of production, with nothing slow and nothing that lasts."""

import os
import tempfile

os.environ["READ_ENV_FILE"] = "0"
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="qcdc-tests-")
os.environ.setdefault("DATABASE_URL", os.environ.get("TEST_DATABASE_URL", ""))
if not os.environ["DATABASE_URL"]:
    del os.environ["DATABASE_URL"]

from qcdc.settings import *  # noqa: F403
from qcdc.settings import DATABASES, REST_FRAMEWORK, STATIC_ROOT, STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"anon": "100000/minute"}
AXES_ENABLED = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
STATIC_ROOT.mkdir(exist_ok=True)
