"""Forms as people left them: put back what was typed, and know whether what is saved has changed since."""

import json
from collections.abc import Iterator, Mapping
from datetime import time
from hashlib import sha256
from typing import Any

from django import forms


def _fields(form: forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    return ((name, field) for name, field in form.fields.items() if not isinstance(field, forms.FileField))


def _as_typed(value: Any) -> str | list[str]:
    """A value as the browser would send it."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if value is None or value is False:
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "on" if value is True else "\n".join(str(value).splitlines())


def fingerprint(form: forms.BaseForm) -> str:
    """What ``form`` shows before anybody types, in 64 characters."""
    shown = {
        name: _as_typed(field.prepare_value(form.get_initial_for_field(field, name)))
        for name, field in _fields(form)
    }
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def put_back(form: forms.BaseForm, typed: Mapping[str, list[str]]) -> None:
    """Let ``form`` show what was typed, right or wrong."""
    for name, field in _fields(form):
        given = typed.get(name, [])
        if isinstance(field.widget, forms.CheckboxInput):
            form.initial[name] = bool(given)
        elif isinstance(field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
            form.initial[name] = given
        else:
            form.initial[name] = given[0] if given else ""
