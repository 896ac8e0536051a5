"""What a turn needs besides the database: what the bot knows and how it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Flow
from bot.dialogue.intents import Understands, traditional
from bot.dialogue.models import Conversation
from bot.outbox.manners import Journeys
from bot.outbox.policy import Policy
from bot.shop.stores.queries import ShopBook
from bot.texts import Texts


@dataclass(frozen=True)
class Voice:
    """The bot's side of a talk; one per process."""

    texts: Texts
    shops: ShopBook
    understands: Understands
    policy: Policy
    journeys: Journeys
    flows: Mapping[str, Flow]
    intents: Mapping[str, Handler]
    site: str
    proves_by_sms: bool = False  # codes can be sent to phones

    def texts_for(self, conversation: Conversation) -> Texts:
        """Return what is said, in the script she writes."""
        return self.texts.spelled(traditional) if conversation.traditional else self.texts
