"""By the calendar: addresses and words are erased when their time is over."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from skillweek.common import clock
from skillweek.messaging.actions import erase_expired, queue, send
from skillweek.messaging.models import Message, Reveal


def test_it_erases_when_the_time_is_over(
    now: datetime, city: Any, lin: Any, settings: Any, tmp_path: Path
) -> None:
    settings.SMS_FILE_PATH = tmp_path
    facts = {
        "city_code": "pds",
        "channel": "sms",
        "address": "13900000009",
        "body": "陈示例，已约",
        "values": {"n": "陈示例"},
    }
    sent, waiting = queue(**facts, dedup_key="a"), queue(**facts, dedup_key="b")
    send(message_id=str(sent.pk))
    Reveal.objects.create(message=sent, user=lin, reason="陈示例来电", at=now)
    with clock.frozen(now + timedelta(days=90)):
        assert erase_expired() == 0
    with clock.frozen(now + timedelta(days=91)) as later:
        assert erase_expired() == 2
        assert erase_expired() == 0
    for one, state, code in ((sent, "sent", ""), (waiting, "discarded", "retention")):
        one.refresh_from_db()
        assert (one.address, one.address_index, one.subject, one.body, one.values) == ("", "", "", "", "")
        assert (one.state, one.problem_code, one.erased_at) == (state, code, later)
    assert (list(tmp_path.iterdir()), Reveal.objects.get().reason) == ([], "")
    send(message_id=str(waiting.pk))
    assert Message.objects.get(pk=waiting.pk).state == "discarded"


def test_a_message_on_its_way_is_left(now: datetime, db: None) -> None:
    facts = {"city_code": "pds", "channel": "sms", "address": "13900000009", "body": "已约"}
    message = queue(**facts, dedup_key="a")
    Message.objects.update(state="sending")
    with clock.frozen(now + timedelta(days=91)):
        assert erase_expired() == 0
    message.refresh_from_db()
    assert message.address == "13900000009"
