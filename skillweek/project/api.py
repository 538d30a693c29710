"""The JSON API: every room's router under one description (OpenAPI 3.1)."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from ninja import NinjaAPI

api = NinjaAPI(title="SkillWeek", version="1", urls_namespace="api", docs_url=None)

for room in settings.ROOMS:
    if find_spec(f"skillweek.{room}.api"):
        api.add_router("", import_module(f"skillweek.{room}.api").router, tags=[room])
