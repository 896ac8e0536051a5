"""Pictures and voices that customers sent."""

from pydantic import Base64Bytes

from bot.shop.media.models import Media
from bot.shop.refusal import Refused
from bot.web.api.fields import ShownMoment
from bot.web.api.shapes import Answer
from bot.wiring import Bot


class SentMedia(Answer):
    """A picture or voice: its bytes in base64 once they are kept."""

    id: int
    member: int
    kind: str
    at: ShownMoment
    state: str
    content_type: str | None
    content: Base64Bytes | None


def show(bot: Bot, media_id: int) -> SentMedia:
    """Show a picture or voice."""
    with bot.database.reading() as db:
        media = db.get(Media, media_id)
        if media is None:
            raise Refused("media_unknown")
        return SentMedia.model_construct(
            id=media.id,
            member=media.person_id,
            kind=media.kind,
            at=media.at,
            state=media.state,
            content_type=media.content_type,
            content=media.content,
        )
