"""Trying the ways out: a message to oneself, and whether a gateway can be reached."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import phones
from skillweek.messaging import gateways
from skillweek.messaging.actions.outbox import MessagingError
from skillweek.messaging.actions.queueing import queue
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose, desks

TRIAL = {Message.Channel.MAIL: "messaging.trial_mail", Message.Channel.SMS: "messaging.trial_sms"}


def send_trial(*, owner_code: str, channel: str, address: str, by: User) -> Message:
    """Queue a test message to an address of one's own, in the name of a unit one manages."""
    mine = {desk.code: desk for desk in desks(by)}
    if owner_code not in mine:
        raise MessagingError(_("这个单位不归您管"))
    try:
        if channel == Message.Channel.SMS:
            address = phones.clean_mobile(address)
        else:
            validate_email(address)
    except ValidationError as error:
        raise MessagingError(" ".join(error.messages)) from error
    desk, key = mine[owner_code], TRIAL[Message.Channel(channel)]
    values = {"person": str(by), "unit": desk.name}
    subject, body = compose(city_code=desk.city_code, key=key, values=values)
    message = queue(
        city_code=desk.city_code, owner_code=desk.code, kind=key, values=values, channel=channel, address=address,
        subject=subject, body=body, dedup_key=f"trial:{uuid4()}",
    )  # fmt: skip
    assert message is not None  # the key is new
    return message


def check_gateway(*, channel: str) -> gateways.Reach:
    """Try to reach the other side now, without sending anything; when it answers, waiting messages go on."""
    try:
        gateways.gateway_for(channel).check()
    except gateways.Trouble as trouble:
        return gateways.Reach(trouble.code, trouble.detail)
    gateways.wake()
    return gateways.Reach()
