"""Every setting of QCDC, in one file. The environment decides (.env.example lists each name); silence is safe."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.smart_cast = False
if env.bool("READ_ENV_FILE", default=True):
    env.read_env(BASE_DIR / ".env")

# What this machine keeps and the repository does not: the embedded database, media, the secret of a trial run.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and not DEBUG:
    raise ImproperlyConfigured("SECRET_KEY is missing. Set it in the environment or in .env; a trial run needs only DEBUG=1.")
SECRET_KEY = SECRET_KEY or "only-for-a-trial-run-on-this-machine"
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "qcdc.apps.QCDCConfig",
    "articles",
    "meetings",
    "qcdc.search.apps.SearchConfig",
    "qcdc.changes.apps.ChangesConfig",
    "qcdc.webhooks.apps.WebhooksConfig",
    "qcdc.keys.apps.KeysConfig",
    "qcdc.apps.NewsroomConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "qcdc.apps.LogInsConfig",
    "csp",
    "django_filters",
    "django_prose_editor",
    "imagefield",
    "js_asset",
    "admin_ordering",
    "rest_framework",
    "drf_spectacular",
    "simple_history",
]

MIDDLEWARE = [
    "qcdc.logs.RequestIdMiddleware",
    "qcdc.manners.middleware.OpenMiddleware",
    "csp.middleware.CSPMiddleware",
    "qcdc.headers.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "qcdc.headers.PackingMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "qcdc.headers.FreshMiddleware",
    "qcdc.manners.middleware.DoorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "qcdc.headers.CleanQueryMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qcdc.urls"
WSGI_APPLICATION = "qcdc.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qcdc.views.masthead",
            ],
            "libraries": {"linked": "qcdc.linked", "prose": "qcdc.prose", "words": "qcdc.words"},
        },
    }
]

# Database: SQLite in the data folder, or what DATABASE_URL names.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'qcdc.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# People.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "admin:login"
# Eight wrong passwords lock this name at this address for a quarter of an hour, nobody else behind the same router.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_CLIENT_IP_CALLABLE = "qcdc.headers.client_address"
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# One person may approve her own text: a trial run, or an office of one. Elsewhere a second pair of eyes is needed.
ONE_PERSON_OFFICE = env.bool("ONE_PERSON_OFFICE", default=DEBUG)

# Letters on changes of state: off until somebody wants them. In a trial run they are printed, not sent.
NOTIFY_BY_EMAIL = env.bool("NOTIFY_BY_EMAIL", default=False)
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="qcdc@localhost")
SITE_ADDRESS = env.str(
    "SITE_ADDRESS", default="http://127.0.0.1:8000" if DEBUG or not ALLOWED_HOSTS else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)

# Webhooks go to public addresses over HTTPS. What lies in one of these networks may be told besides: systems of one's own house.
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])
WEBHOOK_PORTS = [int(port) for port in env.list("WEBHOOK_PORTS", default=["443", "8443"])]
WEBHOOK_HTTP = env.bool("WEBHOOK_HTTP", default=False)

# Old versions are for reading (qcdc.desk.Desk refuses the rest); the button would only be in the way.
SIMPLE_HISTORY_REVERT_DISABLED = True

# Language and time.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# The second holds what the packages leave untranslated; makemessages writes only the first.
LOCALE_PATHS = [BASE_DIR / "qcdc" / "locale", BASE_DIR / "qcdc" / "locale_of_packages"]
FORMAT_MODULE_PATH = ["qcdc.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# Files.
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "qcdc.stylesheet.Storage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "woff", "woff2", "map", "txt"]
# What the house adds to the rich-text editor; none brings a tag of its own (qcdc.prose has the one list of tags).
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("js/prose.js")], "extensions": {"Notes": html_tags([]), "WordPaste": html_tags([])}},
    {"js": [static_lazy("js/toolbar.js")], "extensions": {"Toolbar": html_tags([])}},
]
IMAGEFIELD_BIN_DEPTH = 2
# Photos have their renditions made after the commit (articles.renditions); portraits are small.
IMAGEFIELD_AUTOGENERATE = ["meetings.official.portrait"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A conference with 60 attendances, 20 directives and 30 figures is one form of some two thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 60

# Headers. Readers get no nonce (it would change every page's fingerprint); the admin's editor pages need one,
# and the rich-text editor there writes one style element of its own.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {"script-src": [SELF, NONCE], "style-src": [SELF, "'unsafe-inline'"]}
# The one page that the admin shows in a frame: the preview of a page for readers.
READERS_POLICY_IN_A_FRAME = {"script-src": [SELF], "style-src": [SELF], "frame-ancestors": [SELF]}

HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "qcdc.views.csrf_failure"

# The REST endpoints. One address may ask so often; qcdc.manners counts.
API_THROTTLE = env.str("API_THROTTLE", default="600/minute")
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "qcdc.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "qcdc.problems.problem_for",
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "QCDC",
    "DESCRIPTION": (
        "The public record of the conferences on grassroots democracy (Quy chế dân chủ ở cơ sở): "
        "who met, what was reported and directed, and what became of it. Read-only, anonymous, JSON."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer", "description": "A key of the newsroom: `Authorization: Bearer qcdc_…`."},
            "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key in a header of its own."},
        }
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "qcdc.manners.description.tell_of_manners",
        "qcdc.openapi.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ConferenceKindEnum": "meetings.models.conferences.Kind",
        "ConferenceStateEnum": "meetings.models.conferences.State",
        "ProvinceKindEnum": "meetings.models.provinces.ProvinceKind",
        "SuccessionKindEnum": "meetings.models.provinces.SuccessionKind",
        "OrganisationKindEnum": "meetings.models.organisations.OrganisationKind",
        "OrganisationLevelEnum": "meetings.models.organisations.OrganisationLevel",
        "FigureLevelEnum": "meetings.models.figures.Level",
        "QualifierEnum": "meetings.models.attendance.Qualifier",
        "PartOfDayEnum": "meetings.models.conferences.PartOfDay",
        "ProgressStateEnum": "meetings.models.directives.ProgressState",
        "CorrectionKindEnum": "articles.models.corrections.CorrectionKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "qcdc.logs.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "qcdc.logs.JSONFormatter"},
        "readable": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{", "datefmt": "%H:%M:%S"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "readable" if DEBUG else "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "imagefield": {"level": "WARNING"},
    },
}
