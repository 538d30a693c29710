"""The one settings file, fed by the table in ``environment.py``."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from skillweek.project import environment, secrets
from skillweek.project.database import connection

PACKAGE = Path(__file__).resolve().parent.parent
BASE_DIR = PACKAGE.parent
DATA_DIR = Path(environment.value("DATA_DIR"))
if not DATA_DIR.is_absolute():
    DATA_DIR = (BASE_DIR if (BASE_DIR / "pyproject.toml").exists() else Path.cwd()) / DATA_DIR

DEBUG = environment.flag("DEBUG")
HTTPS = environment.flag("HTTPS")
SECRET_KEY = environment.value("SECRET_KEY") or secrets.secret_key(DATA_DIR)
FIELD_KEYS = environment.value("FIELD_KEYS") or secrets.field_keys(DATA_DIR)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
SITE_URL = (
    environment.value("SITE_URL") or f"http://{environment.value('HOST')}:{environment.value('PORT')}"
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

CLOCK_FILE = DATA_DIR / "clock"
# every command on a demo's data shares its clock
REHEARSAL = environment.flag("REHEARSAL") or CLOCK_FILE.exists()
CITY = environment.value("CITY")
FOOTER = {
    "site_id_code": environment.value("SITE_ID_CODE"),
    "icp_number": environment.value("ICP_NUMBER"),
    "police_number": environment.value("POLICE_NUMBER"),
}
FONT_DIR = environment.value("FONT_DIR")
INVITATION_DAYS = int(environment.value("INVITATION_DAYS"))
TRUSTED_PROXIES = environment.value("TRUSTED_PROXIES")
RATE_LIMITS = environment.value("RATE_LIMITS")
PROOF_OF_WORK = int(environment.value("PROOF_OF_WORK"))
PAGE_CACHE_BYTES = int(environment.value("PAGE_CACHE_MB")) << 20

ROOMS = [
    "common", "accounts", "library", "messaging", "audit", "organisations", "review", "plan", "programme",
    "booking", "exhibition", "tours", "admissions", "coverage", "ceremonies", "schedule", "collection",
    "volunteering", "publicity", "report", "website", "desk",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "tree_queries",
    "procrastinate.contrib.django",
    "django_htmx",
    "axes",
    *[f"skillweek.{room}" for room in ROOMS],  # before allauth: our templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "skillweek.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "skillweek.project.middleware.CacheDefault",
    "skillweek.project.middleware.TraditionalChinese",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "skillweek.project.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "skillweek.project.middleware.History",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "skillweek.library.views.limits.UploadLimit",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "skillweek.project.urls"
WSGI_APPLICATION = "skillweek.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "skillweek.project.context.site",
                "skillweek.desk.views.context.desk",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "skillweek.common.templatetags.face",
                "skillweek.common.templatetags.parts",
            ],
        },
    }
]

DATABASES = {"default": connection(environment.value("DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_APPEND_ONLY = True
# triggers stand in the models and are installed after migrations: in them, each would cost a second render of the state
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "skillweek.accounts.adapter.ClosedSignUp"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
LOGIN_REDIRECT_URL = "desk:home"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "website:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "skillweek.common.addresses.of_request"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
FILE_UPLOAD_HANDLERS = ["skillweek.library.uploads.WatchedUpload"]
UPLOAD_MAX_BYTES = 520 << 20  # of one request: a video of 500 MB and what is typed beside it
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a notice of many clauses and duties, confirmed on one page

_mail = urlsplit(environment.value("EMAIL_URL"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "outbox" / "mail")
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = SMS_TIMEOUT = int(environment.value("GATEWAY_TIMEOUT"))
DEFAULT_FROM_EMAIL = environment.value("MAIL_FROM")
SMS_URL = environment.value("SMS_URL")
SMS_SIGN = environment.value("SMS_SIGN")
SMS_FILE_PATH = DATA_DIR / "outbox" / "sms"
RETRY_PAUSES = [int(seconds) for seconds in environment.words("RETRY_PAUSES")]

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
