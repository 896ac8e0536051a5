"""Starting a return: which piece and why, a photo of it and of the receipt; people take it on."""

import re
from datetime import timedelta

from bot import clock
from bot.dialogue.answers import Context, Unclear
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.dialogue.intents import is_wordless
from bot.shop.purchases.queries import latest_purchase
from bot.shop.tasks.actions import hear_more
from bot.texts import Line, line
from handlers.gift_wishes import takes_gift
from handlers.people import AWAITED_FOR, ask_somebody

FLOW = "returning"
RECENT = timedelta(days=90)
TELLING = 8  # characters from which a message says more than that something is to go back
_REASON = re.compile("退|换|坏|断|掉|褪|变|过敏|松|紧|大|小|不合适|不喜欢|错")
_YES = re.compile("[嗯好的是对行啊哦可以要]+[。！～~]*")
NONE = ("没", "不", "丢", "算了")


def return_exchange(talk: Talk) -> None:
    """Tell the rules, have somebody help, and gather what they need: the piece, why, photos.

    换一个擦银布 is no return: she names a gift.
    """
    if takes_gift(talk):
        return
    if talk.conversation.flow == FLOW:
        talk.start(FLOW)  # people know of it already
        return
    ask_somebody(talk, "return", "tasks.return", "orders.return_rules")
    found = latest_purchase(talk.db, talk.person.id)
    answers: Answers = {"wanted": 2}
    if found and found[0].at > talk.now - RECENT:
        day = clock.local(found[0].at)
        talk.say("returning.receipt_known", day=f"{day.month}月{day.day}日")
        _note(talk, line("tasks.return_receipt", till=found[0].till, receipt=found[0].receipt))
        answers["wanted"] = 1
    else:
        talk.say("returning.receipt_wanted")
    if len(talk.incoming.text) >= TELLING:
        answers |= {"what": talk.words, "noted": True}
    talk.start(FLOW, **answers)


def takes_photo(talk: Talk) -> bool:
    """Take a picture as one of those a return needs; False where none is asked for."""
    here = talk.conversation
    if here.flow != FLOW:
        return False
    seen = here.answers.get("seen", 0) + 1
    complete = {"photos": seen} if seen >= here.answers["wanted"] else {}
    talk.keep({**here.answers, "seen": seen, **complete})
    _note(talk, line("tasks.return_photo", number=seen))
    if not complete or "what" not in here.answers:
        talk.say("returning.photo_seen")
    return True


def _note(talk: Talk, said: Line | str) -> None:
    """Add something to what the people of the shop know of this return."""
    words = talk.texts.render(said) if isinstance(said, Line) else said
    since = talk.now - AWAITED_FOR
    hear_more(talk.db, talk.person.id, words, kinds=("return",), since=since)


def _telling(text: str, _context: Context) -> str:
    """Take any words as which piece it is and why; a mere yes tells nothing."""
    if len(text.strip()) < 2 or is_wordless(text) or _YES.fullmatch(text.strip()):
        raise Unclear("unclear")
    return text


def _spot_telling(text: str, _context: Context) -> str | None:
    """Find a message that surely tells what is wrong, whatever else it sounds like."""
    return text if len(text) >= TELLING and _REASON.search(text) else None


def _without_photo(text: str, _context: Context) -> str:
    """Take words in place of a photo where they say that there is none."""
    if any(word in text for word in NONE):
        return text
    raise Unclear("unclear")


def _note_what(talk: Talk, answers: Answers) -> Done:
    """Add what she tells; who would rather keep it is left alone."""
    if answers["what"] is None:
        _note(talk, line("tasks.return_off"))
        return Done(says=(line("returning.left"),), ends=True)
    _note(talk, answers["what"])
    return Done()


def _hand_over(talk: Talk, answers: Answers) -> Done:
    """Everything is with the people of the shop; what she said in place of a photo goes along."""
    if isinstance(answers["photos"], str):
        _note(talk, talk.words)
    return Done(says=(line("returning.handed_over"),))


RETURNING = Flow(
    FLOW,
    (
        Ask("what", _telling, spot=_spot_telling, loose=True, if_refused=None),
        Do("noted", _note_what, needs=("what",)),
        Ask("photos", _without_photo),
        Do("handed_over", _hand_over, needs=("photos",)),
    ),
)
