"""Settings of the Django host, with no more in them than the example needs."""

import os

SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "only for this example")
ALLOWED_HOSTS = ["localhost", "testserver"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
INSTALLED_APPS = ["django_host"]
ROOT_URLCONF = "django_host.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["HOST_DATABASE"],  # the host's own file
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
BUREAU_URL = os.environ["BUREAU_URL"]  # the engine's
BUREAU = os.environ["BUREAU"]
