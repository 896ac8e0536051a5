"""Her side of a case: it opens, hears her out, and tells her where it stands."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.answers.complaints import complaint_ear
from bot.shop.complaints.actions import (
    HER,
    hear,
    keep,
    lead,
    move_to_store,
    open_complaint,
    set_deadline,
    store_named,
)
from bot.shop.complaints.models import Complaint, Decision
from bot.shop.complaints.queries import decision_of, latest_closed, open_complaints
from bot.shop.complaints.rules import Heard, first_rung, is_another
from bot.shop.media.queries import media_of
from bot.shop.people.models import Person
from bot.texts import Line
from bot.usecases.complaining.ending import second_chance
from bot.usecases.complaining.people import add_words, hand_over, tell_people
from bot.usecases.complaining.telling import House, look_again, said, speak, was_said

QUIET = timedelta(seconds=75)  # then she has said what she wanted to say
FILLERS = 4
JUST_NOW = timedelta(hours=1)


def complain(db: Session, house: House, person: Person, heard: Heard, *, seed: int) -> list[Line]:
    """Hear a complaint: it joins an open case, opens the last one again, or is a new one."""
    others = open_complaints(db, person.id)
    for complaint in others:
        if is_telling(complaint) or not is_another(complaint.about, complaint.kind, heard):
            return go_on(db, house, complaint, heard)
    since = clock.now() - timedelta(days=house.shop.complaints.reopen_days)
    before = None if others else latest_closed(db, person.id, since=since)
    if before and not is_another(before.about, before.kind, heard):
        return second_chance(db, house, before, words=heard.words)
    complaint = begin(db, house, person, heard, seed=seed)
    lines = _first_answer(db, house, complaint, heard, is_second=bool(others))
    for step in ("talk", "apologise"):
        keep(db, complaint, step, "answered", "")
    look_again(complaint)
    return lines


def begin(db: Session, house: House, person: Person, heard: Heard, *, seed: int) -> Complaint:
    """Open a case, with the pictures she sent just before; people hear of it at once."""
    usual = complaint_ear().usual(heard.kind)
    complaint = open_complaint(db, person, heard, shop=house.shop, usual=usual, seed=seed)
    for media in media_of(db, person.id, since=clock.now() - JUST_NOW):
        keep(db, complaint, "listen", "seen", f"{media.kind}:{media.key}", who=HER)
    hand_over(db, house, complaint, "tasks.complaint", heard.words)
    key = "notices.complaint_grave" if complaint.severity == "grave" else "notices.complaint"
    tell_people(db, complaint, key, "opened")
    look_again(complaint)
    return complaint


def overhear(db: Session, complaint: Complaint, heard: Heard, *, media: str) -> None:
    """Keep what she says or shows to a colleague who has the talk: the case grows in silence."""
    if media:
        keep(db, complaint, "listen", "seen", media, who=HER)
    else:
        hear(db, complaint, heard, usual=complaint_ear().usual(heard.kind))
        add_words(db, complaint, heard.words)


def go_on(db: Session, house: House, complaint: Complaint, heard: Heard) -> list[Line]:
    """Add what she says to her case; at once little is said, and nothing while she is telling."""
    was_grave = complaint.severity == "grave"
    telling, quiet = is_telling(complaint) or complaint.asks == "story", _quiet(complaint)
    was_angry = complaint.angry
    hear(db, complaint, heard, usual=complaint_ear().usual(heard.kind))
    add_words(db, complaint, heard.words)
    if heard.angry and not was_angry:
        tell_people(db, complaint, "notices.complaint_angry", "angry")
    if complaint.severity == "grave":
        return [] if was_grave else _turn_grave(db, house, complaint)
    if telling:
        complaint.speak_at, complaint.asks = clock.now() + QUIET, None
        _find_its_store(db, house, complaint, heard)
        look_again(complaint)
    key = "complaint.heard" if heard.tells else "complaint.here"
    return [] if telling or quiet else filler(db, house, complaint, key)


def sees(db: Session, house: House, complaint: Complaint, what: str) -> list[Line]:
    """Keep a picture, a voice or a video as evidence; `what` names its message."""
    telling, quiet = is_telling(complaint), _quiet(complaint)
    complaint.heard_at = clock.now()
    keep(db, complaint, "listen", "seen", what, who=HER)
    if telling:
        complaint.speak_at = clock.now() + QUIET
        look_again(complaint)
    if telling or quiet or complaint.severity == "grave":
        return []
    return filler(db, house, complaint, "complaint.seen")


def filler(db: Session, house: House, complaint: Complaint, key: str) -> list[Line]:
    """Say a short word that is not owed; when its wordings are used up, nothing is said."""
    if complaint.severity == "grave" or was_said(complaint, key) >= FILLERS:
        return []
    return [speak(db, house, complaint, key)]


def answers_restatement(
    db: Session, house: House, complaint: Complaint, heard: Heard, *, agrees: bool
) -> list[Line]:
    """Take her yes to what was understood; what she puts right is said anew after a while, once."""
    complaint.asks = None
    add_words(db, complaint, heard.words)
    if agrees:
        keep(db, complaint, "analyse", "confirmed", heard.words, who=HER)
        complaint.about = {**complaint.about, "wish": heard.wish or complaint.about.get("wish")}
        return [speak(db, house, complaint, "complaint.confirmed")]
    hear(db, complaint, heard, usual=complaint_ear().usual(heard.kind), corrects=True)
    keep(db, complaint, "analyse", "corrected", heard.words, who=HER)
    if was_said(complaint, f"complaint.restate_{complaint.kind}") < 2:
        complaint.speak_at = clock.now() + QUIET
    look_again(complaint)
    return [speak(db, house, complaint, "complaint.corrected")]


def wishes(db: Session, house: House, complaint: Complaint, heard: Heard) -> list[Line]:
    """Record how she would like it solved, as we call it or in her own words."""
    complaint.asks = None
    wish = heard.wish or heard.words
    complaint.about = {**complaint.about, "wish": wish}
    keep(db, complaint, "listen", "told", heard.words, who=HER)
    add_words(db, complaint, heard.words)
    return filler(db, house, complaint, "complaint.wished")


def gives_number(db: Session, house: House, complaint: Complaint, phone: str) -> list[Line]:
    """Keep the number at which she wants to be called, for this case alone; ask what is missing."""
    complaint.about = {**complaint.about, "phone": phone}
    keep(db, complaint, "listen", "told", phone, who=HER)
    add_words(db, complaint, phone)
    was_asked, complaint.asks = complaint.asks == "phone", None
    lines = [speak(db, house, complaint, "complaint.number_kept")]
    if was_asked and not complaint.about.get("wish"):
        complaint.asks = "wish"
        lines.append(speak(db, house, complaint, f"complaint.ask_wish_{complaint.kind}"))
    return lines


def lets_go(db: Session, house: House, complaint: Complaint, words: str) -> list[Line]:
    """Hear 算了, which is not peace: people call her all the same."""
    keep(db, complaint, "listen", "told", words, who=HER)
    add_words(db, complaint, words)
    return filler(db, house, complaint, "complaint.let_go")


def leaves(db: Session, house: House, complaint: Complaint) -> None:
    """Give her leader a call to make: what she was promised can't be written to her any more."""
    complaint.speak_at = complaint.asks = None
    told = str(complaint.about.get("told") or complaint.about["trouble"])
    hand_over(db, house, complaint, "tasks.complaint_left", told)
    look_again(complaint)


def progress(db: Session, house: House, complaint: Complaint) -> Line:
    """Tell where it stands, in plain words."""
    decision = decision_of(db, complaint)
    solution = decision.solution if decision else ""
    stands = _stands(complaint, decision)
    return speak(db, house, complaint, f"complaint.progress_{stands}", solution=solution)


def is_telling(complaint: Complaint) -> bool:
    """Say whether she is still telling: we have not said our next word yet."""
    return complaint.speak_at is not None


def promise(db: Session, complaint: Complaint) -> None:
    """Note that she is told who calls by when."""
    complaint.promised = complaint.deadline
    keep(db, complaint, "explain", "promised", "")


def _first_answer(
    db: Session, house: House, complaint: Complaint, heard: Heard, *, is_second: bool
) -> list[Line]:
    if complaint.severity == "grave":
        return _say_grave(db, house, complaint)
    complaint.speak_at = clock.now() + QUIET
    if is_second:
        return [said(db, house, complaint, "complaint.second")]
    mood = "_angry" if heard.angry else ""
    kind = complaint.kind if heard.tells or heard.kind else "untold"
    lines = [said(db, house, complaint, f"complaint.first_{kind}{mood}")]
    if not _is_open(house, complaint):
        promise(db, complaint)
        lines.append(said(db, house, complaint, "complaint.after_hours"))
    return lines


def _find_its_store(db: Session, house: House, complaint: Complaint, heard: Heard) -> None:
    store = store_named(house.shop, heard.words)
    if store and not complaint.store and not complaint.promised:
        move_to_store(db, complaint, store, house.shop)
        hand_over(db, house, complaint, "tasks.complaint", str(complaint.about.get("told", "")))
        tell_people(db, complaint, "notices.complaint", "moved")


def _is_open(house: House, complaint: Complaint) -> bool:
    """Say whether her store is open now; where it is not known, whether any is."""
    here, store = clock.local(clock.now()), house.shop.store(complaint.store)
    return any(each.is_open(here) for each in ([store] if store else house.shop.stores))


def _turn_grave(db: Session, house: House, complaint: Complaint) -> list[Line]:
    """A case that turns grave in the middle goes to the manager, who calls her soon."""
    lead(db, complaint, first_rung("grave", complaint.kind, has_guide=False), house.shop)
    set_deadline(complaint, house.shop, step="explain")
    hand_over(db, house, complaint, "tasks.complaint_grave", complaint.about.get("told", ""))
    tell_people(db, complaint, "notices.complaint_grave", "grave")
    lines = _say_grave(db, house, complaint)
    look_again(complaint)
    return lines


def _say_grave(db: Session, house: House, complaint: Complaint) -> list[Line]:
    """Say who will call; from then on nothing is volunteered."""
    complaint.speak_at = complaint.asks = None
    promise(db, complaint)
    return [speak(db, house, complaint, f"complaint.grave_{complaint.matters[0]}")]


def _stands(complaint: Complaint, decision: Decision | None) -> str:
    if complaint.follow_up_at or complaint.asks == "well":
        return "following"
    if decision:
        return "done" if decision.done_at else "decided"
    if complaint.promised is None and complaint.severity != "grave":
        return "listening" if is_telling(complaint) else "waiting"
    if complaint.promised and complaint.promised <= clock.now():
        return "late"
    return "quiet" if complaint.severity == "grave" else "waiting"


def _quiet(complaint: Complaint) -> bool:
    return clock.now() - complaint.spoke_at < QUIET
