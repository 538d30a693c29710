"""The console script: Django's manage under the product's own name."""

import os
import sys


def main() -> None:
    """Run a management command; see ``skillweek help``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillweek.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
