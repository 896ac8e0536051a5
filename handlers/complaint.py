"""A complaint: heard in any words, at any time; the case behind it is led by people."""

from collections.abc import Sequence

from bot.dialogue.answers import Unclear, spot_phone, yes_no
from bot.dialogue.answers.complaints import complaint_ear
from bot.dialogue.conversation import Handler, Talk
from bot.dialogue.flow import Flow, Wait
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.queries import open_complaints
from bot.shop.complaints.rules import Heard, is_another
from bot.texts import Line
from bot.usecases.complaining import ending, hearing
from bot.usecases.complaining.telling import House
from handlers.orders import order_status
from handlers.people import asks_again

# What belongs to the case while one is open, whatever else it would be.
_ABOUT_IT = frozenset(
    {
        "complaint",
        "other",
        "return_exchange",
        "repair",
        "warranty",
        "survey",
        "suggestion",
        "praise",
    }
)
# And while she is still telling, what else people of the shop would see to.
_PART_OF_HER_STORY = frozenset(
    {"order_status", "invoice", "price", "stock", "gold_price", "coupon", "product_care"}
    | {"appointment", "certificate", "referral", "events"}
)
_SHORT = {
    "greeting": "complaint.here",
    "thanks": "complaint.thanked",
    "goodbye": "complaint.thanked",
    "praise": "complaint.thanked",
}
_YES_OR_NO = frozenset({"confirm", "deny"})


def complains(talk: Talk) -> None:
    """Hear a complaint: a new case, one more word for the one that is open, or a second chance."""
    heard, seed = _heard(talk), talk.incoming.seed
    if talk.is_with_staff:  # who has the talk says what is said
        if not talk.complains:
            hearing.begin(talk.db, _house(talk), talk.person, heard, seed=seed)
        return
    _say(talk, hearing.complain(talk.db, _house(talk), talk.person, heard, seed=seed))
    talk.hush()
    talk.start("complaint")


def tell_progress(talk: Talk) -> None:
    """Tell where her case stands; who has none asks about an order."""
    cases = open_complaints(talk.db, talk.person.id) if talk.complains else []
    for case in cases:
        _say(talk, [hearing.progress(talk.db, _house(talk), case)])
    if cases:
        talk.may_ride = False
    else:
        order_status(talk)


def listens(talk: Talk) -> bool:
    """Hear what she says while a case is open; return False for what is another subject."""
    case = next(iter(open_complaints(talk.db, talk.person.id)), None)
    if case is None:
        return False
    ear, words = complaint_ear(), talk.words
    if ear.asks_progress(words):
        tell_progress(talk)
        return True
    understood = talk.understood
    wanted = understood.intent if understood and understood.is_sure else "other"
    heard = _ABOUT_IT | _YES_OR_NO | _SHORT.keys()
    heard |= _PART_OF_HER_STORY if hearing.is_telling(case) else frozenset()
    if wanted not in heard and not _says_it_is_wrong(case, words):
        return False
    lines = _answer(talk, case, ear.hear(words), wanted)
    if lines is None:
        complains(talk)
    else:
        _say(talk, lines)
    talk.may_ride = False
    return True


def keeps(talk: Talk) -> bool:
    """Keep a picture, voice or video as evidence of her open case; False where there is none."""
    case = next(iter(open_complaints(talk.db, talk.person.id)), None) if talk.complains else None
    if case is None:
        return False
    _say(talk, hearing.sees(talk.db, _house(talk), case, _media(talk)))
    talk.may_ride = False
    return True


def overheard(handler: Handler) -> Handler:
    """Return a handler of what she says to a colleague, of which an open case hears too."""

    def handle(talk: Talk) -> None:
        for case in open_complaints(talk.db, talk.person.id)[:1] if talk.complains else []:
            hearing.overhear(talk.db, case, _heard(talk), media=_media(talk))
        handler(talk)

    return handle


def leaves(talk: Talk) -> None:
    """She unfollows in the middle: WeChat reaches her no more, so somebody calls."""
    for case in open_complaints(talk.db, talk.person.id) if talk.complains else []:
        hearing.leaves(talk.db, _house(talk), case)


def or_evidence(handler: Handler) -> Handler:
    """Return a handler of pictures and voices for which an open case comes first."""

    def handle(talk: Talk) -> None:
        if not keeps(talk):
            handler(talk)

    return handle


def or_promise(handler: Handler) -> Handler:
    """Return a handler of a wish for a person; who complains hears the promised hour again."""

    def handle(talk: Talk) -> None:
        if talk.is_with_staff or not open_complaints(talk.db, talk.person.id):
            handler(talk)
            return
        asks_again(talk)
        tell_progress(talk)

    return handle


def _says_it_is_wrong(case: Complaint, words: str) -> bool:
    """Say whether she tells, asked about what was done, that it is not right."""
    return case.asks in _ENDINGS and complaint_ear().is_content(words) is False


def _answer(talk: Talk, case: Complaint, heard: Heard, wanted: str) -> list[Line] | None:
    """Read her words as the answer to what was asked; None where she only goes on telling."""
    db, house = talk.db, _house(talk)
    if phone := spot_phone(heard.words, talk.context):
        return hearing.gives_number(db, house, case, phone)
    if case.asks in _ENDINGS and wanted not in ("greeting", "goodbye"):
        content = complaint_ear().is_content(heard.words)
        answer: ending.Answer = "unclear" if content is None else "good" if content else "bad"
        return _ENDINGS[case.asks](db, house, case, heard.words, answer)
    if complaint_ear().lets_go(heard.words):
        return hearing.lets_go(db, house, case, heard.words)
    if wanted in _SHORT:
        return hearing.filler(db, house, case, _SHORT[wanted])
    return _adds(talk, case, heard, wanted)


def _adds(talk: Talk, case: Complaint, heard: Heard, wanted: str) -> list[Line] | None:
    """Read her words as a yes to the restatement, or as her wish; None for all else."""
    if case.asks == "restated" and not is_another(case.about, case.kind, heard):
        return _restated(talk, case, heard)
    says_only_that = heard.wish and not heard.trouble and not heard.angry
    if says_only_that or (case.asks == "wish" and wanted not in _YES_OR_NO | {"complaint"}):
        return hearing.wishes(talk.db, _house(talk), case, heard)
    return [] if wanted in _YES_OR_NO else None


_ENDINGS = {
    "result": ending.answers_result,
    "offer": ending.answers_offer,
    "well": ending.answers_follow_up,
}


def _restated(talk: Talk, case: Complaint, heard: Heard) -> list[Line]:
    """Take a no as a correction; whatever else she says does not contradict us."""
    try:
        agrees = yes_no(heard.words, talk.context)
    except Unclear:
        agrees = not any(word in heard.words for word in complaint_ear().talk["wrong"])
    return hearing.answers_restatement(talk.db, _house(talk), case, heard, agrees=agrees)


def _heard(talk: Talk) -> Heard:
    return complaint_ear().hear(talk.words if talk.incoming.kind == "text" else "")


def _media(talk: Talk) -> str:
    """Return what names a picture, a voice or a video of hers; "" for words."""
    return "" if talk.incoming.kind == "text" else f"{talk.incoming.kind}:{talk.incoming.key}"


def _house(talk: Talk) -> House:
    return House(talk.texts, talk.shop)


def _say(talk: Talk, lines: Sequence[Line]) -> None:
    for each in lines:
        talk.say_line(each)


COMPLAINT = Flow("complaint", (Wait("closed"),), hears=listens)
