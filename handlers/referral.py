"""Recommending: her own code for a friend, what it brings, and a friend who arrives by it."""

import re
from datetime import timedelta

from bot import clock
from bot.dialogue.answers import friend_code, says_brought, yes_no
from bot.dialogue.answers.spelling import plain
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
_FRIEND = "朋友|闺蜜|同事|姐妹|她|他|人家|介绍|推荐|邀请"
_ASKS_WHETHER = re.compile(
    "算不算|还算|算[吗么]|算数|有效[吗么]|(已经|早就|本来|以前|去年|老)是?.{0,3}会员"
)
_ASKS_WHEN = re.compile("多久|几天|什么时候|啥时候?|几时|何时")
_ASKS_STANDING = re.compile(
    "几个|记录|到账|没到|没收到|[没怎].{0,3}[积分]|我邀请了|[一两二三四五六七八九十0-9]个了|进展|情况"
    "|(来|买|到|办|注册)(过|了|过了)?(吗|没|么|没有)"
)


def referral(talk: Talk) -> None:
    """Send a member her own code and say what it brings; tell how it stands where she asks."""
    if was_brought(talk):
        return
    if not talk.is_member:
        talk.say("referral.no_member")
        invite(talk)
    elif not _tells(talk):
        _send_code(talk)


def asks_of_friends(talk: Talk) -> bool:
    """Answer a member's few words about friends she brought; False for other matters.

    她来了吗 may mean anybody, unless recommending was spoken of.
    """
    spoken_of = talk.subject == "referral" or re.search("介绍|推荐|邀请", talk.incoming.text)
    named = re.search(_FRIEND, talk.incoming.text) or _ASKS_WHEN.search(talk.incoming.text)
    if not (talk.is_member and spoken_of and named and _tells(talk)):
        return False
    talk.turn_to("referral")
    return True


def tell_when(talk: Talk) -> None:
    """Say when the points for a friend come."""
    rules = talk.shop.recommending
    key = "referral.when_given_from" if rules.from_yuan else "referral.when_given"
    talk.say(key, days=rules.return_days, yuan=f"{rules.from_yuan:,}")


def _tells(talk: Talk) -> bool:
    """Answer whether a friend counts, when points come, or how it stands; False for neither."""
    said = plain(talk.incoming.text)
    if _ASKS_WHETHER.search(said):
        talk.say("referral.new_only")
    elif _ASKS_WHEN.search(said):
        tell_when(talk)
    elif _ASKS_STANDING.search(said):
        _tell_standing(talk)
    else:
        return False
    return True


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
    """Tell how many came and bought, and what waits; never who bought what."""
    standing = standing_of(talk.db, talk.person.id)
    if not standing.told and not standing.points:
        _tell_nothing(talk)
        return
    told, bought = standing.told, standing.bought
    talk.say("referral.standing", told=told, bought=bought, points=f"{standing.points:,}")
    if standing.due:
        due = clock.local(standing.due)
        talk.say("referral.waiting", waiting=standing.waiting, day=f"{due.month}月{due.day}日")


def _tell_nothing(talk: Talk) -> None:
    """Say that no friend is known of, at length only once."""
    if talk.subject == "referral":
        talk.say("referral.nothing_new")
        return
    talk.say("referral.nothing_yet", days=talk.shop.recommending.return_days)
    talk.say("referral.check")


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
