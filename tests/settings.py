"""The settings of the tests: those of production, with nothing slow and nothing that lasts.

TEST_DATABASE_URL and TEST_CACHE_URL, when set, name the PostgreSQL and the Redis to test on; else SQLite and the process's own memory.
"""

import atexit
import os
import shutil
import tempfile

for name in ("DATABASE_URL", "CACHE_URL"):
    os.environ.pop(name, None)
    if os.environ.get(f"TEST_{name}"):
        os.environ[name] = os.environ[f"TEST_{name}"]
if "CACHE_URL" in os.environ:
    # Each process of the tests empties its cache before every test, so each has a Redis database of its own.
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    server, _, number = os.environ["CACHE_URL"].rpartition("/")
    os.environ["CACHE_URL"] = f"{server}/{(int(number) + worker) % 16}"
os.environ["READ_ENV_FILE"] = "0"
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="qcdc-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from qcdc.settings import *  # noqa: E402, F403
from qcdc.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
HTTPS = SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in a trial run: requests at once wait for one another there; in memory they are refused ("table is locked").
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['DATA_DIR']}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
API_THROTTLE = "100000/minute"
AXES_ENABLED = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
STATIC_ROOT.mkdir(exist_ok=True)
