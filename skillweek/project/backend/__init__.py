"""Django's PostgreSQL backend that tells this machine when a commit has changed what public pages show."""
