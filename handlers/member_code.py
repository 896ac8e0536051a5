"""The member code: a picture she shows at the till."""

from bot.dialogue.conversation import Talk
from bot.shop.bindings.actions import LIVES, make_code
from handlers.register import invite


def show_code(talk: Talk) -> None:
    """Say the code and send its picture after the answer."""
    if not talk.is_member:
        talk.say("member_code.no_member")
        invite(talk)
        return
    code = make_code(talk.db, talk.person.id)
    groups = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    minutes = int(LIVES.total_seconds() // 60)
    talk.say("member_code.shown", code=groups, minutes=minutes)
    if talk.person.phone_state != "verified":
        talk.say("member_code.proves")
    picture = {"kind": "member_code", "code": code}
    talk.send_picture(
        "member_code.picture", picture, kind="member_code", not_after=talk.now + LIVES
    )
