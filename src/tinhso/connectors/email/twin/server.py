"""The SMTP server (aiosmtpd) in a thread of its own; it refuses what a real one refuses, and plays faults."""

import asyncio
import logging
import ssl
import threading
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tinhso.connectors.email.driver import TIME_LIMIT
from tinhso.connectors.email.twin import store

SLOW_SECONDS = TIME_LIMIT + 1
logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it writes every address it hears


class Mailbox:
    """The handler of aiosmtpd: answers as the fault says, keeps what it takes."""

    def __init__(self, slow_seconds: float = SLOW_SECONDS) -> None:
        self.slow_seconds = slow_seconds

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if store.fault() == "down":
            return "421 4.3.2 Service shutting down"
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        played = store.fault()
        if played == "down":
            return "421 4.3.2 Service shutting down"
        if played == "busy":
            return "450 4.2.0 Mailbox busy, try again"
        if played == "refusing" or address.startswith("khong-co@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        played = store.fault()
        if played == "slow":
            await asyncio.sleep(self.slow_seconds)
        mail = envelope.original_content or b""
        store.keep(mail)
        if played == "doubling":
            store.keep(mail)
        if played == "dropping" and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 2.0.0 OK"


def authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    is_known = (
        isinstance(data, LoginPassword)
        and data.login.decode() == store.USER
        and data.password.decode() == store.password()
    )
    return AuthResult(success=is_known, handled=is_known)


class Twin:
    """The server running: ``port`` says where. Only those with the installation's own password may send."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, slow_seconds: float = SLOW_SECONDS) -> None:
        self._loop = asyncio.new_event_loop()
        self._handler, self._tls = Mailbox(slow_seconds), tls
        self._server = self._loop.run_until_complete(self._loop.create_server(self._protocol, host="127.0.0.1", port=0))
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._thread = threading.Thread(target=self._loop.run_forever, name="email-twin", daemon=True)
        self._thread.start()
        store.listen_at(self.port)

    def _protocol(self) -> SMTP:
        return SMTP(
            self._handler,
            hostname="twin.tinhso.invalid",
            ident="Tinh So twin",
            enable_SMTPUTF8=True,
            loop=self._loop,
            authenticator=authenticated,
            auth_require_tls=self._tls is not None,
            tls_context=self._tls,
            require_starttls=self._tls is not None,
        )

    def stop(self) -> None:
        """Closes the door and ends the thread."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()
        store.forget_port()

    async def _close(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
