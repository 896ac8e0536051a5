"""E-mail, by any SMTP server: to people of the shop, and to customers who agreed to it."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from bot.channels import Content, SendFailed

PORTS = {"smtp": 25, "smtps": 465}
SECONDS = 10.0
OPERATOR = timedelta(hours=1)  # until somebody may have looked at the settings
AGAIN = timedelta(minutes=10)  # a server that doesn't know us yet takes the next try
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Letter(NamedTuple):
    """One mail; its id is the same however often it is tried, `stop` is written to end them."""

    id: str
    to: str
    subject: str
    text: str
    stop: str = ""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in: `smtp://user:password@host:587?from=shop@example.com`."""

    host: str
    port: int
    hidden: bool
    user: str
    password: str
    sender: str

    @classmethod
    def of(cls, url: str) -> "MailServer":
        """Read an address; raise ValueError with what is wrong."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("must be such as smtp://user:password@mail.example.com:587")
        user = unquote(parts.username or "")
        sender = parse_qs(parts.query).get("from", [user])[0] or f"huitouke@{parts.hostname}"
        if "@" not in sender:
            raise ValueError("needs a sender such as ?from=shop@example.com")
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            hidden=parts.scheme == "smtps",
            user=user,
            password=unquote(parts.password or ""),
            sender=sender,
        )

    def send(self, letter: Letter) -> None:
        """Hand in a mail; raise SendFailed."""
        message = _written(self.sender, letter)
        try:
            server = self._open()
        except smtplib.SMTPAuthenticationError as error:
            raise _about_us(error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise SendFailed(f"mail: {type(error).__name__}") from None
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            (code, words), *_rest = error.recipients.values()
            raise _refused(code, words) from None
        except smtplib.SMTPSenderRefused as error:
            raise _about_us(error.smtp_code) from None
        except smtplib.SMTPResponseException as error:
            code = error.smtp_code
            raise SendFailed(f"mail: {code}", permanent=code >= 500) from None
        except (smtplib.SMTPException, OSError) as error:
            raise SendFailed(f"mail: {type(error).__name__}", uncertain=True) from None
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _open(self) -> smtplib.SMTP:
        """Connect and log in; a password never crosses the net in the clear."""
        trusted = ssl.create_default_context()
        if self.hidden:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=trusted
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            server.ehlo()
            if not self.hidden and server.has_extn("starttls"):
                server.starttls(context=trusted)
            elif not self.hidden and self.password and self.host not in HERE:
                raise smtplib.SMTPNotSupportedError("no encryption")
            if self.password:
                server.login(self.user, self.password)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server


@dataclass(frozen=True)
class Letters:
    """The door to customers by mail: plain text, and a way out in each."""

    server: MailServer

    def send(self, to: str, content: Content) -> str:
        """Hand in a mail; return its id; raise SendFailed."""
        mail = content.mail
        if mail is None or not to:
            raise SendFailed("no mail to send", permanent=True)
        try:
            self.server.send(Letter(mail.id, to, mail.subject, mail.text, mail.stop))
        except SendFailed as failed:
            failed.pause = failed.pause or AGAIN
            raise
        return mail.id


def _refused(code: int, words: bytes) -> SendFailed:
    """Say what a refused recipient means: her address is none, or the server trusts us not.

    Source: RFC 3463, 3.8: codes X.7.X are about security and policy.
    """
    if code < 500:
        return SendFailed(f"mail: {code}")
    if words.startswith(b"5.7."):
        return _about_us(code)
    return SendFailed(f"mail: {code}", permanent=True, shut="address")


def _about_us(code: int) -> SendFailed:
    """Say that the server lets us send nothing: no other mail would fare better."""
    if code < 500:
        return SendFailed(f"mail: {code}")
    return SendFailed(f"mail: {code}", permanent=True, shut="door", pause=OPERATOR)


def _written(sender: str, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    if letter.stop:  # RFC 2369: programs show it as a button
        way_out = f"<mailto:{sender}?subject={quote(letter.stop)}>"
        message["List-Unsubscribe"] = way_out
    message.set_content(letter.text)
    return message
