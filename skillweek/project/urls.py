"""All addresses: every room's under the language prefix, the API and files without one."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from skillweek.project.api import api


def _rooms() -> list[URLPattern | URLResolver]:
    named = [f"skillweek.{room}.urls" for room in settings.ROOMS if room != "library"]
    return [path("", include(module)) for module in named if find_spec(module)]


urlpatterns = [
    path("", include("skillweek.library.urls")),
    path("api/v1/", api.urls),
    *i18n_patterns(
        *_rooms(),
        path("accounts/", include("allauth.urls")),
        prefix_default_language=False,
    ),
]
