"""What the bot talks about. A new subject is registered here, and nowhere else."""

from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Flow
from handlers import (
    consents,
    levels,
    media,
    member_code,
    people,
    points,
    profile,
    register,
    social,
    stores,
    welcome,
)

# What she wants, by intent; and what she sends or does, by kind.
INTENTS: dict[str, Handler] = {
    "register": register.wants_to_join,
    "points": points.how_many,
    "points_history": points.where_from,
    "member_code": member_code.show_code,
    "member_level": levels.tell_levels,
    "profile_update": profile.show_or_change,
    "store_location": stores.where,
    "opening_hours": stores.when_open,
    "unsubscribe": consents.stop,
    "resume_care": consents.resume,
    "close_account": consents.close_account,
    "human": people.wants_a_person,
    "complaint": people.complains,
    "greeting": social.greet,
    "thanks": social.is_thanked,
    "goodbye": social.says_goodbye,
    "confirm": social.hears_yes,
    "deny": social.hears_no,
    "other": social.did_not_understand,
    "stuck": people.is_stuck,
    "follow": welcome.new_or_back,
    "scan": welcome.scanned,
    "sticker": social.smile,
    "picture": media.picture,
    "voice": media.voice,
    "video": media.video,
    "link": media.link,
    "location": stores.nearest,
}

FLOWS: tuple[Flow, ...] = (
    register.REGISTER,
    profile.NAME,
    profile.PHONE,
    profile.BIRTHDAY,
    consents.CLOSE,
)
