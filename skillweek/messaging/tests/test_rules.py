"""Every cell of the table of states; filling texts; lengths; pauses; addresses."""

import pytest

from skillweek.messaging.models import Message
from skillweek.messaging.rules import (
    KINDS,
    STEPS,
    MessageKind,
    fill,
    length,
    masked,
    next_state,
    parameters_in,
    pause,
    provider_text,
    register,
    sentence,
    unknown_names,
)  # fmt: skip
from skillweek.messaging.rules.problems import SENTENCES

ALLOWED = {
    "held": {"release": "queued", "edit": "held", "discard": "discarded"},
    "queued": {"hold": "held", "start": "sending", "discard": "discarded", "lose": "failed"},
    "sending": {"start": "sending", "unsure": "sending", "again": "queued", "done": "sent", "refuse": "failed",
                "lose": "failed"},
    "sent": {},
    "failed": {"retry": "queued", "discard": "discarded"},
    "discarded": {},
}  # fmt: skip
ALL_STEPS = (
    "release",
    "edit",
    "discard",
    "hold",
    "start",
    "unsure",
    "again",
    "done",
    "refuse",
    "lose",
    "retry",
)


@pytest.mark.parametrize("state", Message.State.values)
@pytest.mark.parametrize("step", ALL_STEPS)
def test_every_cell(state: str, step: str) -> None:
    assert next_state(state, step) == ALLOWED[state].get(step)


def test_no_step_is_forgotten() -> None:
    assert {step for _state, step in STEPS} == set(ALL_STEPS)


def test_pauses_grow_and_end() -> None:
    assert [pause(tries, [10, 60, 300]) for tries in (1, 2, 3, 4)] == [10, 60, 300, None]


KIND = MessageKind("test.kind", "试", {"name": "姓名", "link": "网址"}, "", "{{ name }}", {"name": "陈示例"})


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("{{ name }}好", "陈示例好"),
        ("{{name}}好", "陈示例好"),
        ("{{ nmae }}", "{{ nmae }}"),
        ("{{7*7}} {{ 7*7 }}", "{{7*7}} {{ 7*7 }}"),
        ("{x.__class__} {name} {0}", "{x.__class__} {name} {0}"),
        ("%(name)s %s %", "%(name)s %s %"),
        ("{% raw %}{{ name }}{% endraw %}", "{% raw %}陈示例{% endraw %}"),
        ("{{ name.__class__ }} {{ name|safe }}", "{{ name.__class__ }} {{ name|safe }}"),
        ("$name ${name}", "$name ${name}"),
        ("{{{ name }}}", "{陈示例}"),
    ],
)
def test_nothing_but_names_is_filled(text: str, becomes: str) -> None:
    assert fill(text, {"name": "陈示例"}) == becomes


def test_a_value_is_not_filled_again() -> None:
    values = {"name": "{{ link }}{{7*7}}{x.__class__}%(a)s", "link": "https://example.org/"}
    assert (
        fill("{{ name }}：{{ link }}", values) == "{{ link }}{{7*7}}{x.__class__}%(a)s：https://example.org/"
    )


def test_unknown_names_are_found() -> None:
    assert unknown_names("{{ name }} {{ nmae }} {{7*7}} {{ link }} {{ nmae }}", KIND) == ["nmae"]


def test_samples_stand_for_what_is_not_known_yet() -> None:
    assert KIND.sample_values() == {"name": "陈示例", "link": "〔网址〕"}


def test_a_key_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillweek.messaging.rules.kinds.KINDS", kinds := {})
    register(KIND)
    register(KIND)
    with pytest.raises(ValueError, match=r"test\.kind is already registered"):
        register(MessageKind("test.kind", "试", {}, "", "别的"))
    assert kinds == {"test.kind": KIND}


def test_every_preset_uses_its_own_variables_only() -> None:
    wrong = {key: unknown_names(f"{kind.subject} {kind.body}", kind) for key, kind in KINDS.items()}
    assert {key: names for key, names in wrong.items() if names} == {}


@pytest.mark.parametrize(
    ("text", "signature", "counted"),
    [
        ("字" * 70, "", (70, 1)), ("字" * 71, "", (71, 2)), ("字" * 134, "", (134, 2)), ("字" * 135, "", (135, 3)),
        ("字" * 64, "示例局", (69, 1)), ("字" * 65, "示例局", (70, 1)), ("字" * 66, "示例局", (71, 2)),
        ("😀", "", (2, 1)),
    ],
)  # fmt: skip
def test_text_messages_are_counted_as_networks_do(
    text: str, signature: str, counted: tuple[int, int]
) -> None:
    found = length(text, signature)
    assert (found.characters, found.parts) == counted


def test_a_provider_text_is_filled_once() -> None:
    text = "已约${when}，码${code}，${code}。${7*7} ${a.b}"
    assert parameters_in(text) == ["when", "code"]
    filled = provider_text(text, {"when": "${code}", "code": "A2"})
    assert filled == "已约${code}，码A2，A2。${7*7} ${a.b}"


@pytest.mark.parametrize(
    ("address", "shown"),
    [("13900000009", "139****0009"), ("li@example.org", "l***@example.org"), ("12", "****"), ("", "")],
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_problems_have_sentences() -> None:
    assert sentence("mail.recipient") == "对方邮件服务器说没有这个收件人，或者拒收"
    assert (sentence(""), sentence("isv.SOMETHING_NEW")) == ("", "没有送出去")
    assert [code for code, text in SENTENCES.items() if len(code) > 60 or not str(text)] == []
