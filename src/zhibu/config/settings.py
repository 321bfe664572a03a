"""Every setting, read once from the environment, with a default that is safe on a laptop.

docs/reference/settings.md lists them; a test keeps the two in step.
"""

import secrets
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from zhibu.config import backends
from zhibu.config.demo.roles import WHO
from zhibu.config.theme import THEME

env = environ.FileAwareEnv()
SOURCE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default="var")).absolute()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DEMO_ACCOUNTS = [name for name, _who in WHO]  # only theirs are the codes that the demo shows
PROFILES = ("government", "state_enterprise", "private_enterprise")
PROFILE = env.str("PROFILE", default="private_enterprise")
if PROFILE not in PROFILES:
    raise ImproperlyConfigured(f"PROFILE: {PROFILE!r} is none of {', '.join(PROFILES)}")


def _secret(name: str) -> str:
    """A secret of the environment, else one made at the first start and kept in DATA_DIR."""
    if value := env.str(name, default=""):
        return str(value)
    path = DATA_DIR / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _secret("SECRET_KEY")
INDEX_KEY = _secret("INDEX_KEY")
# Field keys as "id:secret,id:secret"; the last one seals, all of them open.
FIELD_KEYS: dict[str, str] = dict(
    pair.split(":", 1) for pair in (env.str("FIELD_KEYS", default="") or f"k1:{_secret('FIELD_KEY')}").split(",")
)
FIELD_KEY_ID = list(FIELD_KEYS)[-1]

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE = env.bool("SECURE", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

DATABASES = {"default": backends.database(env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/zhibu.sqlite3"))}
CACHES = {"default": backends.cache(env.str("CACHE_URL", default="locmem://"))}
TASKS = backends.tasks(env.str("TASKS_URL", default="db://"))
DELIVER_AT_ONCE: bool = TASKS["at_once"]
REALTIME = backends.realtime(env.str("REALTIME_URL", default="memory://"), folder=DATA_DIR) | {"proxied": SECURE}
ICE_URLS = env.list("ICE_URLS", default=[])
TURN_SECRET = env.str("TURN_SECRET", default="")
DUES_GATEWAYS = backends.gateways(env.list("DUES_GATEWAYS", default=["trial"] if DEMO or DEBUG else []))
STORAGES = {
    "default": backends.storage(env.str("STORAGE_URL", default=f"file://{DATA_DIR}/media")),
    "staticfiles": {
        "BACKEND": "zhibu.config.static.HashedStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
globals().update(backends.email(env.str("EMAIL_URL", default="console://")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "zhibu.config.office_app.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "zhibu.config.static.OwnStaticFiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "template_partials",
    "django_htmx",
    "treebeard",
    "zhibu.config",
    "zhibu.kernel",
    "zhibu.audit",
    "zhibu.realtime",
    "zhibu.organisations",
    "zhibu.members",
    "zhibu.notify",
    "zhibu.drive",
    "zhibu.ledger",
    "zhibu.activities",
    "zhibu.questions",
    "zhibu.quiz",
    "zhibu.groups",
    "zhibu.talks",
    "zhibu.casework",
    "zhibu.venues",
    "zhibu.advice",
    "zhibu.dues",
    "zhibu.collection",
    "zhibu.transfers",
    "zhibu.mailbox",
    "zhibu.points",
    "zhibu.insights",
    "zhibu.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhibu.kernel.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhibu.config.middleware.LanguageMiddleware",
    "zhibu.kernel.middleware.UploadLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhibu.config.middleware.CodeMiddleware",
    "zhibu.config.middleware.ViewerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhibu.kernel.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

UNFOLD = THEME
ROOT_URLCONF = "zhibu.config.urls"
WSGI_APPLICATION = "zhibu.config.wsgi.application"
FORM_RENDERER = "zhibu.kernel.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhibu.kernel.context.display",
                "zhibu.config.context.doors",
            ],
            "builtins": ["zhibu.kernel.templatetags.zhibu", "zhibu.realtime.templatetags.live"],
        },
    }
]

AUTH_USER_MODEL = "members.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "zhibu.members.queries.accounts.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
# rules.md 10.3: five failures in fifteen minutes lock the name for that address for fifteen minutes; what holds for
# changed addresses and for many names is in members/rules/guessing.py.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody locks a name for its owner
AXES_CLIENT_IP_CALLABLE = "zhibu.members.services.guessing.address_of"
AXES_WHITELIST_CALLABLE = "zhibu.members.services.guessing.is_known"
AXES_DISABLE_ACCESS_LOG = True  # who signed in from where is nobody's list
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "zhibu.members.views.login.locked_out"
OTP_TOTP_ISSUER = "Zhibu"
SESSION_ENGINE = "zhibu.members.models.session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
# rules.md 10.3: without a move for so long, roles ask for the code again; what a member may see stays open.
STAFF_IDLE = timedelta(minutes=15)
# Signing asks for the code again when the last one is older than this.
CODE_FRESH = timedelta(minutes=30)
SESSION_COOKIE_NAME = "zhibu_session"
CSRF_COOKIE_NAME = "zhibu_csrf"
CSRF_FAILURE_VIEW = "zhibu.kernel.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_BYTES", default=30 * 1024 * 1024)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "PIL": {"level": "INFO"},  # at DEBUG it writes down what a camera noted
    },
}
