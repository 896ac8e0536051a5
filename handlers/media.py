"""Pictures, voices, videos and links: what can't be read is said so, and a person is offered."""

from bot.dialogue.conversation import Talk
from handlers.people import is_awaited
from handlers.returning import takes_photo


def picture(talk: Talk) -> None:
    """A picture is for people to look at; ask for a word about it, unless they wait for it."""
    if not takes_photo(talk):
        _show(talk, "picture", "tasks.picture", "media.picture")


def voice(talk: Talk) -> None:
    """Voices arrive without a transcript; ask her to type."""
    talk.say("media.voice")


def video(talk: Talk) -> None:
    _show(talk, "video", "tasks.video", "media.video")


def _show(talk: Talk, kind: str, why: str, says: str) -> None:
    awaited = is_awaited(talk)
    talk.call_people(kind, why)
    talk.say("media.seen" if awaited else says)


def link(talk: Talk) -> None:
    talk.say("media.link")
