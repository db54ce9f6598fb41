"""Django's settings. What varies from one machine to another comes from ``config.environment`` only."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import (
    ROOT,
    Environment,
    database_settings,
    identity_settings,
    mail_settings,
    origin_of,
    storage_settings,
)

ENVIRONMENT = Environment.read()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
PUBLIC_URL = ENVIRONMENT.public_url
PROBED_URL = ENVIRONMENT.probed_url
PROXIES = ENVIRONMENT.proxies
DEMONSTRATION = ENVIRONMENT.demonstration
RUNTIME_ROLE = ENVIRONMENT.runtime_role

# The rooms, top to bottom as in ARCHITECTURE §2, then what they stand on.
INSTALLED_APPS = [
    "parvis.portal",
    "parvis.desk",
    "parvis.studio",
    "parvis.api",
    "parvis.ui",
    "parvis.cases",
    "parvis.catalogue",
    "parvis.outages",
    "parvis.channels",
    "parvis.documents",
    "parvis.people",
    "parvis.organisations",
    "parvis.common",
    "config.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "leaflet",
    "django_cotton.apps.SimpleAppConfig",
    "ninja",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

if DEMONSTRATION:
    INSTALLED_APPS.insert(0, "config.demonstration")

MIDDLEWARE = [
    "config.middleware.proxies.ProxiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.actor.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.closed.ClosedByDefaultMiddleware",
    "config.accounts.second_factor.SecondFactorMiddleware",
    "config.middleware.errors.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.middleware.lists.ListsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parvis.ui.context.page",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "parvis.ui.templatetags.parvis",
                "parvis.ui.templatetags.still",
            ],
        },
    }
]
COTTON_DIR = "components"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its declared parameters, not the page around it
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# The runtime role obeys row security; the owner role migrates. Both reach the same database.
DATABASES = {
    "default": database_settings(
        ENVIRONMENT.database_url or "postgresql://parvis_runtime@/parvis",
        prepare=ENVIRONMENT.prepared_statements,
    ),
    "owner": database_settings(
        ENVIRONMENT.owner_database_url or ENVIRONMENT.database_url or "postgresql://parvis_owner@/parvis",
        prepare=False,
    )
    | {"ATOMIC_REQUESTS": False},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_IMPORT_PATHS = [
    "parvis.cases.tasks",
    "parvis.catalogue.tasks",
    "parvis.channels.tasks",
    "parvis.documents.tasks",
    "parvis.outages.tasks",
    "parvis.people.tasks",
    "parvis.studio.tasks",
]

AUTH_USER_MODEL = "common.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an e-mail address is unique whatever its case: a constraint says so
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/bureau/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # agents are invited by their body: the address is the body's word
ACCOUNT_SESSION_REMEMBER = (
    False  # an agent's session ends with the browser, and after SESSION_COOKIE_AGE anyway
)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,10/300s/key"
}  # axes counts before it, for all processes together
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Parvis"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "config.accounts.lockout.login_name"
AXES_LOCKOUT_CALLABLE = "config.middleware.errors.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who signed in, from where: kept by nobody who does not need it
SESAME_MAX_AGE = 15 * 60
SESAME_ONE_TIME = True
SESAME_TOKEN_NAME = "jeton"  # noqa: S105 - the name of a parameter

SESSION_ENGINE = "parvis.common.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PUBLIC_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.middleware.errors.csrf_refused"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [
            SELF,
            "data:",
            *filter(None, [origin_of(ENVIRONMENT.tiles_url)]),
        ],  # maps, when configured
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {"version": 1}  # Django calls the function above only when this says something

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
LOCALE_PATHS = [ROOT / "parvis" / "locale"]  # in the package, so that a wheel carries it
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
MEDIA_ROOT = ENVIRONMENT.data_dir / "files"
ATTEMPTS_DIR = ENVIRONMENT.data_dir / "attempts"
STORAGES = {
    "default": storage_settings(ENVIRONMENT.storage_url, MEDIA_ROOT),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
CLAMAV_SOCKET = ENVIRONMENT.clamav_socket
CLAMAV_MAX_BYTES = ENVIRONMENT.clamav_max_mb * 1_000_000
SOURCE_NETWORKS = ENVIRONMENT.source_networks
WEB_SERVICE_SECRETS = ENVIRONMENT.web_service_secrets
IDENTITY_PROVIDERS = identity_settings(ENVIRONMENT.identity_providers)
MAP_TILES, MAP_ATTRIBUTION = ENVIRONMENT.tiles_url, ENVIRONMENT.tiles_attribution

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
MAIL_SECRETS = ENVIRONMENT.mail_secrets
PROVIDER_SECRETS = ENVIRONMENT.provider_secrets
if ENVIRONMENT.smtp_url:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(mail_settings(ENVIRONMENT.smtp_url))
else:
    # No mail server is named: messages stay queued and shown, never silently dropped (parvis.channels).
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
