"""Carries letters over SMTP: one connection for a batch, a time limit on every answer."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from tinhso.base.messages import gettext_noop
from tinhso.base.moments import now
from tinhso.connectors.email import wire
from tinhso.connectors.email.connector import CODE, TITLE
from tinhso.kernel.exchange import kinds as exchange
from tinhso.kernel.exchange.kinds import (
    Again,
    Delivered,
    Health,
    Message,
    Outcome,
    PartnerDown,
    PartnerView,
    TurnedDown,
)
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.queries import contact_of
from tinhso.kernel.notices import kinds as notices
from tinhso.kernel.notices.actions import note_carried
from tinhso.kernel.notices.models import State
from tinhso.kernel.notices.queries import Letter, letter_of

TWIN_PROFILES = ("sample", "test")
TIME_LIMIT = 10.0
LONGEST_DOWN = 421  # "service not available, closing": the server's state, not the letter's


class Session:
    """A connection that is opened with the first letter and once more after it broke."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def send(self, to: str, mail: bytes) -> None:
        """Raises what smtplib raises; PartnerDown when no connection comes about."""
        server = self._server or self._opened()
        self._server = server
        server.sendmail(sender().address, [to], mail)

    def close(self) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server = None

    def drop(self) -> None:
        """After trouble: the next letter begins on a fresh connection."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _opened(self) -> smtplib.SMTP:
        try:
            return opened()
        except smtplib.SMTPResponseException as error:
            raise PartnerDown(f"smtp-{error.smtp_code}") from error
        except ssl.SSLError as error:
            raise PartnerDown("tls") from error
        except (smtplib.SMTPException, OSError) as error:
            raise PartnerDown("no-connection") from error


def opened() -> smtplib.SMTP:
    """A connection, encrypted and signed in as the settings say. Raises SMTPException, OSError."""
    host, port, security, user, password = place()
    context = ssl.create_default_context()
    if security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIME_LIMIT, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIME_LIMIT)
    try:
        if security == "starttls":
            server.starttls(context=context)
        if user:
            server.login(user, password)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def place() -> tuple[str, int, str, str, str]:
    """Host, port, security, user, password: the settings', else the twin's."""
    env: dict[str, Any] = settings.ENV
    if env["TINHSO_SMTP_HOST"] or not uses_twin():
        user, password = env["TINHSO_SMTP_USER"], env["TINHSO_SMTP_PASSWORD"]
        return env["TINHSO_SMTP_HOST"], env["TINHSO_SMTP_PORT"], env["TINHSO_SMTP_SECURITY"], user, password
    from tinhso.connectors.email.twin import store

    return "127.0.0.1", store.port(), "none", store.USER, store.password()


def uses_twin() -> bool:
    """Whether the twin plays the mail server: nothing else is set, and it has run here."""
    if settings.ENV["TINHSO_SMTP_HOST"] or settings.PROFILE not in TWIN_PROFILES:
        return False
    from tinhso.connectors.email.twin import store

    return store.port() != 0


def is_ready() -> bool:
    return bool(settings.ENV["TINHSO_SMTP_HOST"]) or uses_twin()


def sender() -> wire.Sender:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    domain = host if "." in host and not host.replace(".", "").isdigit() else "tinhso.invalid"
    address = settings.ENV["TINHSO_SMTP_FROM"] or f"khong-tra-loi@{domain}"
    return wire.Sender(settings.PROVINCE or "Tỉnh Số", address, domain)


def deliver(partner: PartnerView, messages: Sequence[Message]) -> Iterator[Outcome]:
    """One outcome a letter; a server that cannot be reached is PartnerDown, and no letter is charged with it."""
    session = Session()
    try:
        for message in messages:
            yield _carried(session, UUID(message.body["delivery"]), message.queued_at)
    finally:
        session.close()


def _carried(session: Session, delivery_id: UUID, queued_at: datetime) -> Outcome:
    letter = letter_of(delivery_id)
    if letter is None:
        note_carried(delivery_id, State.DROPPED, words=gettext_noop("Người nhận không còn nhận ở đây."), at=now())
        return Delivered(code="not-wanted")
    try:
        outcome = _sent(session, letter, queued_at)
    except wire.NoAddress:
        outcome = TurnedDown("no-address", wire.words_of(553))
    if isinstance(outcome, Delivered):
        note_carried(delivery_id, State.SENT, at=now())
    elif isinstance(outcome, TurnedDown):
        note_carried(delivery_id, State.FAILED, words=outcome.words, at=now())
    return outcome


def _sent(session: Session, letter: Letter, queued_at: datetime) -> Outcome:
    mail = wire.mail_of(
        letter.id, letter.to, letter.subject, letter.text, letter.language, sender=sender(), written_at=queued_at
    )
    try:
        session.send(wire.address_of(letter.to), mail)
    except smtplib.SMTPSenderRefused as error:
        session.drop()  # it is us the server does not want: no letter's fault
        raise PartnerDown(f"sender-{error.smtp_code}") from error
    except smtplib.SMTPRecipientsRefused as error:
        return _answered(session, next(iter(error.recipients.values()))[0])
    except smtplib.SMTPResponseException as error:
        return _answered(session, error.smtp_code)
    except (smtplib.SMTPException, OSError):
        # Late, or the line broke: it may have the mail, and will know the repeat by its Message-ID.
        session.drop()
        return Again("connection-lost")
    return Delivered(wire.message_id(letter.id, sender().domain))


def _answered(session: Session, code: int) -> Outcome:
    if code == LONGEST_DOWN:
        session.drop()
        raise PartnerDown("smtp-421")
    if wire.is_for_ever(code):
        return TurnedDown(f"smtp-{code}", wire.words_of(code))
    return Again(f"smtp-{code}")


def check(partner: PartnerView) -> Health:
    """Greets the server and says goodbye."""
    try:
        with opened() as server:
            code, _words = server.noop()
    except (smtplib.SMTPException, OSError) as error:
        return Health(False, type(error).__name__, gettext_noop("Máy chủ thư không trả lời, hoặc không cho đăng nhập."))
    return Health(code == 250, f"smtp-{code}")


def address_of(person_id: UUID) -> str:
    return contact_of(
        Person.objects.only("id", "phone_sealed", "email_sealed", "address_sealed").get(pk=person_id)
    ).email


DRIVER = exchange.register(exchange.Driver(CODE, TITLE, deliver, check, refusal_blocks=False))
CHANNEL = notices.channels.register(
    notices.Channel(
        code=CODE,
        title=TITLE,
        hint=gettext_noop("Gửi đến địa chỉ thư điện tử trong tài khoản của bạn."),
        address_of=address_of,
        is_ready=is_ready,
        partner=CODE,
        address_title=gettext_noop("Địa chỉ thư điện tử"),
    )
)
