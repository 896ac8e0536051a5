"""Pictures, voices, videos and links: what can't be read is said so, and a person is offered."""

from bot.dialogue.conversation import Talk


def picture(talk: Talk) -> None:
    """A picture is for people to look at; ask for a word about it."""
    talk.call_people("picture", "tasks.picture")
    talk.say("media.picture")


def voice(talk: Talk) -> None:
    """Voices arrive without a transcript; ask her to type."""
    talk.say("media.voice")


def video(talk: Talk) -> None:
    talk.call_people("video", "tasks.video")
    talk.say("media.video")


def link(talk: Talk) -> None:
    talk.say("media.link")
