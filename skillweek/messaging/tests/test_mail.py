"""Mail by SMTP, to a real server: what arrives, what is tried again, what is not."""

import datetime
import ipaddress
import ssl
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from skillweek.messaging.actions import TryAgain, check_gateway, send
from skillweek.messaging.models import Message
from skillweek.messaging.tests.conftest import Make
from skillweek.messaging.tests.mail_server import MailServer
from tests.live import free_port


def state(message: Message) -> tuple[str, int, str, str]:
    message.refresh_from_db()
    return message.state, message.attempts, message.problem_code, message.problem


def test_it_sends(server: MailServer, make: Make, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "示例市教体局 <week@example.org>"
    message = make("li@example.org", subject="请签收：关于举办活动周的通知", body="第一行\n\n第二行")
    send(message_id=str(message.pk))
    (mail,) = server.arrived
    assert mail["Subject"] == "请签收：关于举办活动周的通知"
    assert (mail["From"], mail["To"]) == ("示例市教体局 <week@example.org>", "li@example.org")
    assert mail["Message-ID"] == f"<{message.pk}@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content() == "第一行\r\n\r\n第二行\r\n"
    assert (server.envelopes[0].mail_from, server.envelopes[0].rcpt_tos) == (
        "week@example.org",
        ["li@example.org"],
    )
    assert state(message) == ("sent", 1, "", "")
    assert message.receipt == f"<{message.pk}@example.org>"


def test_twice_is_once(server: MailServer, make: Make) -> None:
    message = make()
    send(message_id=str(message.pk))
    send(message_id=str(message.pk))
    assert (len(server.arrived), state(message)[:2]) == (1, ("sent", 1))


def test_a_subject_cannot_smuggle_headers(server: MailServer, make: Make) -> None:
    message = make(subject="标题\r\nBcc: eve@example.org\nX: y")
    send(message_id=str(message.pk))
    (mail,) = server.arrived
    assert (mail["Subject"], mail["Bcc"], mail["X"]) == ("标题 Bcc: eve@example.org X: y", None, None)
    assert server.envelopes[0].rcpt_tos == ["li@example.org"]


def test_an_address_cannot_smuggle_headers(server: MailServer, make: Make) -> None:
    message = make("li@example.org\r\nBcc: eve@example.org")
    send(message_id=str(message.pk))
    assert (server.arrived, state(message)[:3]) == ([], ("failed", 1, "mail.address"))


@pytest.mark.parametrize("where", ["answers", "at_data"])
def test_4xx_is_tried_again(server: MailServer, make: Make, where: str) -> None:
    getattr(server, where).append("451 4.3.0 busy, li@example.org")
    message = make()
    with pytest.raises(TryAgain) as later:
        send(message_id=str(message.pk))
    assert later.value.seconds == 10
    assert state(message) == ("queued", 1, "mail.later", "451 4.3.0 busy, l***@example.org")
    send(message_id=str(message.pk))
    assert (len(server.arrived), state(message)) == (1, ("sent", 2, "", ""))


@pytest.mark.parametrize(("where", "code"), [("answers", "mail.recipient"), ("at_data", "mail.content")])
def test_5xx_is_not(server: MailServer, make: Make, where: str, code: str) -> None:
    getattr(server, where).append("550 5.1.1 <li@example.org> user unknown")
    message = make()
    send(message_id=str(message.pk))
    assert state(message) == ("failed", 1, code, "550 5.1.1 <l***@example.org> user unknown")
    send(message_id=str(message.pk))
    assert (server.arrived, state(message)[:2]) == ([], ("failed", 1))


def test_a_refused_sender_is_everybodys_trouble(server: MailServer, make: Make) -> None:
    server.senders_refused = "553 5.7.1 not your address"
    first, second = make(), make("wang@example.org")
    with pytest.raises(TryAgain):
        send(message_id=str(first.pk))
    assert state(first) == ("queued", 1, "mail.sender", "553 5.7.1 not your address")
    with pytest.raises(TryAgain) as later:
        send(message_id=str(second.pk))  # waits without asking the server
    assert (state(second), later.value.seconds) == (("queued", 0, "", ""), 16)


def test_no_server(make: Make, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    message = make()
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert state(message)[:3] == ("queued", 1, "mail.unreachable")
    assert check_gateway(channel="mail").problem_code == "mail.unreachable"


def test_a_server_that_does_not_answer_in_time(server: MailServer, make: Make, settings: Any) -> None:
    settings.EMAIL_TIMEOUT, server.slow_seconds = 0.3, 1.0
    message = make()
    with pytest.raises(TryAgain):
        send(message_id=str(message.pk))
    assert state(message)[:3] == ("queued", 1, "mail.unreachable")


def test_the_last_try_fails(server: MailServer, make: Make, settings: Any) -> None:
    settings.RETRY_PAUSES = [1, 2]
    server.answers = ["451 later"] * 3
    message, waits = make(), []
    for _try in range(2):
        with pytest.raises(TryAgain) as later:
            send(message_id=str(message.pk))
        waits.append(later.value.seconds)
    send(message_id=str(message.pk))
    assert (waits, state(message)) == ([1, 2], ("failed", 3, "mail.later", "451 later"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime.timedelta(days=1)
    today = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(today - day).not_valid_after(today + day)
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + made.public_bytes(pem))
    return path


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("over_tls", [False, True])
def test_encrypted_and_signed_in(
    over_tls: bool, certificate: Path, make: Make, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with MailServer(tls=tls(certificate), over_tls=over_tls) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = over_tls, not over_tls
        message = make()
        send(message_id=str(message.pk))
        assert (len(server.arrived), state(message)[0]) == (1, "sent")
        assert check_gateway(channel="mail").fine


def test_a_certificate_nobody_vouches_for(certificate: Path, make: Make, settings: Any) -> None:
    with MailServer(tls=tls(certificate)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, True
        message = make()
        with pytest.raises(TryAgain):
            send(message_id=str(message.pk))
        assert (server.arrived, state(message)[:3]) == ([], ("queued", 1, "mail.tls"))


def test_a_wrong_password_is_no_fault_of_the_message(
    certificate: Path, make: Make, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with MailServer(tls=tls(certificate), login="week:right") as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, True
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "week", "wrong"
        message = make()
        with pytest.raises(TryAgain):
            send(message_id=str(message.pk))
        assert state(message)[:3] == ("queued", 1, "mail.login")
        assert "wrong" not in message.problem
        settings.EMAIL_HOST_PASSWORD = "right"
        assert check_gateway(channel="mail").fine
        send(message_id=str(message.pk))
        assert (len(server.arrived), state(message)[0]) == (1, "sent")


def test_without_a_server_mail_becomes_files(make: Make, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    message = make(subject="标题")
    send(message_id=str(message.pk))
    (path,) = tmp_path.iterdir()
    assert path.name == f"{message.pk}.eml"
    assert f"Message-ID: <{message.pk}@localhost>" in path.read_text()
    assert (state(message)[0], message.receipt) == ("sent", path.name)
