"""Recommending: her own code for a friend, what it brings, and a friend who arrives by it."""

from datetime import timedelta

from bot.dialogue.answers import friend_code, says_brought, yes_no
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.shop.referrals.actions import check_newcomer, meet_newcomer, own_code
from bot.shop.referrals.queries import referral_of, standing_of
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.recommending import note_named
from handlers.register import invite

SCENE = "friend:"
CHECKED_WITHIN = timedelta(days=1)
_ASKS_STANDING = (
    "几个",
    "记录",
    "到账",
    "没到",
    "没收到",
    "我邀请了",
    "买了没",
    "什么时候发",
    "几时到",
)


def referral(talk: Talk) -> None:
    """Send a member her own code and say what it brings; tell how it stands where she asks."""
    if was_brought(talk):
        return
    if not talk.is_member:
        talk.say("referral.no_member")
        invite(talk)
    elif any(words in talk.incoming.text for words in _ASKS_STANDING):
        _tell_standing(talk)
    else:
        _send_code(talk)


def arrives(talk: Talk) -> bool:
    """Remember who brought her, and ask whether her friend may know; False for no friend's code."""
    scene = talk.incoming.text
    return scene.startswith(SCENE) and _meet(talk, scene.removeprefix(SCENE), "referral.welcome")


def was_brought(talk: Talk) -> bool:
    """Take the code that she types, or her word that somebody brought her; False for neither.

    A name finds nobody: that would tell who is a customer. People of the shop look it up.
    """
    code = friend_code(talk.incoming.text)
    if code:
        if not _meet(talk, code, "referral.brought"):
            talk.say("referral.no_such_code")
        return True
    if not says_brought(talk.incoming.text):
        return False
    try:
        check_newcomer(talk.db, talk.person)
    except Refused as refused:
        talk.say(f"reasons.{refused.reason}", **refused.values)
        return True
    why = talk.texts.render(line("tasks.referral_named"))
    note_named(talk.db, talk.person, why=why, words=talk.words, due=talk.now + CHECKED_WITHIN)
    talk.say("referral.named")
    return True


def _meet(talk: Talk, code: str, welcome: str) -> bool:
    """Remember whose code brought her, or say why it can't be; False for nobody's code."""
    try:
        met = meet_newcomer(talk.db, talk.person, code)
    except Refused as refused:
        if refused.reason == "referral_unknown":
            return False
        talk.say(f"reasons.{refused.reason}", **refused.values)
        return True
    talk.say(welcome)
    if met.may_tell is None:
        talk.start("referral")
    return True


def _send_code(talk: Talk) -> None:
    rules = talk.shop.recommending
    key = "referral.explained" if rules.points else "referral.explained_thanks"
    talk.say(key, points=f"{rules.points:,}", days=rules.return_days)
    word = own_code(talk.db, talk.person.id)
    talk.say("referral.word", code=word)
    scene = f"{SCENE}{word}"
    talk.send_picture("referral.picture", {"kind": "scene", "scene": scene}, kind="referral")


def _tell_standing(talk: Talk) -> None:
    standing = standing_of(talk.db, talk.person.id)
    if not standing.told and not standing.points:
        talk.say("referral.nothing_yet", days=talk.shop.recommending.return_days)
        return
    talk.say("referral.standing", told=standing.told, points=f"{standing.points:,}")
    if standing.waiting:
        talk.say("referral.waiting", days=talk.shop.recommending.return_days)


def _keep_answer(talk: Talk, answers: Answers) -> Done:
    """Keep whether her friend may know that she came; it is hers to say."""
    met = referral_of(talk.db, talk.person.id)
    if met:
        met.may_tell = bool(answers["tell"])
        talk.db.flush()
    return Done(says=(line("referral.may_tell" if answers["tell"] else "referral.keeps_quiet"),))


FRIEND = Flow(
    "referral",
    (
        Ask("tell", yes_no, if_refused=False),
        Do("kept", _keep_answer, needs=("tell",)),
    ),
)
