"""Who may go where: every address of the project, and who of the cast gets in.

``args`` builds the address from one of everything (``world.py``). A refused person is sent to the sign-in page
when anonymous, and gets 404 otherwise; in both cases no row changes.
"""

from tests.guards.matrix.access import EVERYONE, Access
from tests.guards.matrix.after import AFTER
from tests.guards.matrix.ceremonies import CEREMONIES
from tests.guards.matrix.door import DOOR
from tests.guards.matrix.plan import PLAN
from tests.guards.matrix.programme import PROGRAMME
from tests.guards.matrix.public import PUBLIC
from tests.guards.matrix.units import UNITS

__all__ = ["EVERYONE", "MATRIX", "THIRD_PARTY", "Access"]

MATRIX: dict[str, Access] = {
    **PUBLIC,
    **PROGRAMME,
    **CEREMONIES,
    **DOOR,
    **AFTER,
    **PLAN,
    **UNITS,
}

#: addresses of libraries, tested by their makers
THIRD_PARTY = ("account_", "mfa_", "api:openapi", "api:api-root")
