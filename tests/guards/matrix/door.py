"""The door: its API, its installable page, and the desk's pages about it."""

from tests.guards.matrix.access import EVERYONE, GATE, SEE, STAFF, Access

#: nobody of the cast: a device of the gate shows its token, and everybody else is told 401
DEVICES: frozenset[str] = frozenset()

DOOR: dict[str, Access] = {
    "api:gate_device": Access(EVERYONE, lambda w: (), "post"),
    "api:gate_day": Access(DEVICES),
    "api:gate_snapshot": Access(DEVICES),
    "api:gate_checkins": Access(DEVICES, lambda w: (), "post"),
    "api:gate_incidents": Access(DEVICES, lambda w: (), "post"),
    "booking:gate_app": Access(EVERYONE),
    "booking:gate_worker": Access(EVERYONE),
    "booking:gate_manifest": Access(EVERYONE),
    "booking:gate_devices": Access(STAFF),
    "booking:add_gate_device": Access(SEE | {"wu"}),
    "booking:revoke_gate_device": Access(SEE, lambda w: (w.gate_device.pk,), "post"),
    "booking:conflicts": Access(STAFF),
    "booking:settle": Access(SEE, lambda w: (w.contradiction.pk,), "post"),
    "booking:incidents": Access(STAFF),
    "booking:report_incident": Access(GATE),
    "booking:close_incident": Access(SEE, lambda w: (w.gate_incident.pk,)),
    "booking:absences": Access(STAFF),
    "booking:excuse": Access(SEE, lambda w: (w.missed.pk,)),
    "booking:gate_walk": Access(GATE, lambda w: (w.session.code,), "post"),
}
