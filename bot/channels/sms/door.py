"""The SMS door: what leaves is handed to the gateway in bundles, each with its own result."""

from collections.abc import Sequence
from datetime import datetime

from bot.channels import Content, SendFailed
from bot.channels.sms.gateway import Bound, Gateway, Taken


class ShortMessages:
    """Sends SMS through one gateway; safe to call from several threads at once."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def send(self, to: str, content: Content) -> str:
        """Send one; return its name at the gateway; raise SendFailed."""
        (answer,) = self.send_all([(to, content)])
        if isinstance(answer, SendFailed):
            raise answer
        return answer

    def send_all(self, bundle: Sequence[tuple[str, Content]]) -> list[str | SendFailed]:
        """Send all, of one template, in as few calls as the gateway allows."""
        bound = [_bound(to, content) for to, content in bundle]
        answers: list[str | SendFailed] = []
        for first in range(0, len(bound), self._gateway.numbers):
            some = self._gateway.send(bound[first : first + self._gateway.numbers])
            answers += [each.name if isinstance(each, Taken) else each for each in some]
        return answers

    def find(self, to: str, content: Content, since: datetime) -> str | None:
        """Ask whether the gateway took it since then; raise SendFailed without an answer."""
        found = self._gateway.find(_bound(to, content), since)
        return found.name if found else None


def _bound(to: str, content: Content) -> Bound:
    if content.sms is None or not to:
        raise SendFailed("no SMS to send", permanent=True)
    return Bound(to, content.sms)
