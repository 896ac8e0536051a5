"""How satisfied she is: her answer to a question that went out, days ago or told unasked."""

from bot.dialogue.answers import Unclear, refuses, says_more, score, yes_no
from bot.dialogue.answers.complaints import complaint_ear
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Flow, Wait
from bot.shop.surveys.actions import keep_words
from bot.shop.surveys.models import Survey
from bot.shop.surveys.rules import BEST, Next
from bot.usecases.complaining.telling import House
from bot.usecases.recommending import may_ask_to_recommend
from bot.usecases.surveying import is_scored, is_told, needs_no_call, waiting_survey, wants_call
from handlers.complaint import complains

# What an answer may sound like; all else is another subject, and the question waits.
_ANSWERS = frozenset({"survey", "praise", "suggestion", "complaint", "other"})
_SHORT = frozenset({"confirm", "deny", "thanks", "greeting", "goodbye"})
_WHYS = _ANSWERS | {"price", "stock", "return_exchange", "repair", "product_care", "deny"}


def listens(talk: Talk) -> bool:
    """Hear the answer to the question that waits for her; return False for another subject."""
    survey = None if talk.complains else waiting_survey(talk.db, talk.person.id, talk.shop)
    if survey is None or not _hears(talk, survey):
        return False
    talk.conversation.misses = 0
    talk.may_ride = False
    return True


def rates(talk: Talk) -> None:
    """Hear a score that nobody asked for; without one, ask for it."""
    if talk.complains or listens(talk):
        return
    told = is_told(talk.db, talk.person, f"survey:{talk.incoming.key}")
    if not _hears(talk, told):
        talk.say("survey.how_was_it")


def _hears(talk: Talk, survey: Survey) -> bool:
    ear = complaint_ear().hear(talk.words)
    if ear.matters or (_wanted(talk) == "complaint" and _is_a_case(talk, survey)):
        _turns_to_complaint(talk, survey)
        return True
    match survey.asks:
        case "score":
            return _hears_score(talk, survey)
        case "why":
            return _hears_why(talk, survey)
        case _:
            return _hears_call(talk, survey)


def _hears_score(talk: Talk, survey: Survey) -> bool:
    if _wanted(talk) not in _ANSWERS | _SHORT:
        return False
    more = talk.words if says_more(talk.words) else ""
    try:
        found = score(talk.words, talk.context)
    except Unclear as unclear:
        if _wanted(talk) != "survey" or unclear.key != "score_which":
            return False
        keep_words(talk.db, survey, more, "score")
        talk.say(f"answers.{unclear.key}")
        return True
    is_scored(talk.db, talk.person, survey, found, words=more, shop=talk.shop)
    _goes_on(talk, survey)
    return True


def _hears_why(talk: Talk, survey: Survey) -> bool:
    """Take nearly any words as her reason; who would rather not say is not asked again."""
    if _wanted(talk) not in _WHYS:
        return False
    says_nothing = refuses(talk.words) or _wanted(talk) == "deny"
    then: Next = "call" if talk.shop.surveys.is_low(survey.score) else None
    keep_words(talk.db, survey, "" if says_nothing else talk.words, then)
    talk.say("survey.offer_call" if then else "survey.fine" if says_nothing else "survey.noted")
    return True


def _hears_call(talk: Talk, survey: Survey) -> bool:
    """Open a case where she would like the call; what else she tells is kept beside it."""
    try:
        wants = _wanted(talk) == "human" or yes_no(talk.words, talk.context)
    except Unclear:
        if _wanted(talk) not in _ANSWERS:
            return False
        keep_words(talk.db, survey, talk.words, "call")
        talk.say("survey.still_call")
        return True
    if wants:
        _calls(talk, survey)
    else:
        needs_no_call(talk.db, talk.texts, talk.person, survey)
        talk.say("survey.no_call")
    return True


def _goes_on(talk: Talk, survey: Survey) -> None:
    """Thank her, or ask what comes next after her score."""
    low = talk.shop.surveys.is_low(survey.score)
    if survey.asks == "why":
        talk.say("survey.why_low" if low else f"survey.why_{survey.score}")
    elif survey.asks == "call":
        talk.say("survey.offer_call")
    elif survey.score == BEST:
        _thanks(talk)
    else:
        talk.say("survey.noted")


def _thanks(talk: Talk) -> None:
    """Thank who is satisfied; a member may be asked, gently and seldom, to tell others."""
    talk.say("survey.thanks")
    if talk.is_member and may_ask_to_recommend(talk.db, talk.person, talk.shop):
        talk.say("survey.recommend")


def _calls(talk: Talk, survey: Survey) -> None:
    house = House(talk.texts, talk.shop)
    said = wants_call(talk.db, house, talk.person, survey, seed=talk.incoming.seed)
    talk.hush()
    talk.say_line(said)
    talk.start("complaint")


def _turns_to_complaint(talk: Talk, survey: Survey) -> None:
    """Her answer is a complaint: it is kept, and heard as one."""
    if survey.score is None:
        try:
            found = score(talk.words, talk.context)
            is_scored(talk.db, talk.person, survey, found, words=talk.words, shop=talk.shop)
        except Unclear:
            keep_words(talk.db, survey, talk.words, None)
    survey.asks = None
    complains(talk)


def _is_a_case(talk: Talk, survey: Survey) -> bool:
    """Say whether she complains, and does not only say how satisfied she is, or why not."""
    heard = complaint_ear().hear(talk.words)
    if heard.angry or "投诉" in talk.words:
        return True
    return survey.asks == "score" and bool(heard.kind or heard.trouble)


def _wanted(talk: Talk) -> str:
    return talk.understood.surely if talk.understood else "other"


SURVEY = Flow("survey", (Wait("answered"),), hears=listens)
