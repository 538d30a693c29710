"""What a person typed on an author's page and has not saved."""

import json
import re

from skillweek.accounts.models import User
from skillweek.programme.models import Activity, Autosave

#: pages that save themselves; the page of one session carries its code
PAGES = re.compile(r"new|what|when|safety|care|partners|session-[\w-]{1,32}")


def autosaved(user: User, activity: Activity | None, page: str) -> Autosave | None:
    """What ``user`` alone left on ``page``."""
    return Autosave.objects.filter(user=user, activity=activity, page=page).first()


def typed(kept: Autosave) -> tuple[dict[str, list[str]], str]:
    """The fields as typed, by name, and the fingerprint of what the page showed then."""
    found = json.loads(kept.values)
    return found["fields"], found["base"]
