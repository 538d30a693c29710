"""WSGI entry point."""

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillweek.project.settings")
application: "WSGIApplication" = get_wsgi_application()

from django.conf import settings  # noqa: E402  # settings and apps are ready only now

from skillweek.project.pages import Kept, Watch  # noqa: E402  # same
from skillweek.project.rush import Rush  # noqa: E402  # same

if settings.PAGE_CACHE_BYTES:
    application = Kept(application, Watch(), settings.PAGE_CACHE_BYTES)
application = Rush(application)
