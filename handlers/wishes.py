"""What she wishes to hear from us and what not, and the answer to what she will hear."""

from collections.abc import Iterable
from datetime import date

from bot.dialogue.answers import yes_no
from bot.dialogue.answers.wishes import TOPICS, wishes
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.outbox.actions import look_again
from bot.shop.consent.actions import answer_consent, consents_of, resume_messages
from bot.shop.consent.models import PURPOSES
from bot.shop.wishes.actions import forget_wishes, wish, wishes_of
from bot.shop.wishes.models import CHANNELS
from bot.shop.wishes.rules import ALL, Wished, Wishes, refused
from bot.texts import Line, line
from handlers.invitations import puts_invitation_off, told_day

CARE = ("birthday", "holiday", "upkeep", "company")
HERE = ("wechat",)


def keep_wishes(talk: Talk) -> None:
    """Do exactly what she wishes, from now on, and say it back in one breath."""
    if puts_invitation_off(talk):
        return
    said = wishes(talk.incoming.text, talk.context.today)
    if not said:
        resume(talk)
        return
    wants = [about for about, each in said.items() if each.wanted]
    if wants and not talk.is_member:
        talk.say("consents.resume_no_member")
        return
    wish(talk.db, talk.person.id, said)
    if {*wants} & {*CARE, "greeting"}:
        answer_consent(talk.db, talk.person.id, {"care": True}, channels=HERE)
    look_again(talk.db, talk.person.id)
    talk.may_ride = False
    talk.say("wishes.kept", told=list(_told(talk, said)))


def resume(talk: Talk) -> None:
    """Forget her wishes and bring back what she had agreed to; who never agreed is asked."""
    if not talk.is_member:
        talk.say("consents.resume_no_member")
        return
    forget_wishes(talk.db, talk.person.id)
    asked = ("service", "care") if "关怀" in talk.incoming.text else PURPOSES
    agreed = resume_messages(talk.db, talk.person.id, purposes=asked)
    look_again(talk.db, talk.person.id)
    granted = {purpose for purpose, _ in agreed}
    if not granted & ({*asked} - {"service"}):
        talk.start("agree_care")
    else:
        talk.say("consents.resumed_all" if "promotion" in granted else "consents.resumed")


def _agree(talk: Talk, answers: Answers) -> Done:
    """Keep her answer to care; she hears of it in WeChat, where she was asked."""
    agreed = answers["care"]
    answer_consent(talk.db, talk.person.id, {"care": agreed}, channels=HERE)
    look_again(talk.db, talk.person.id)
    return Done(says=(line("agree_care.agreed" if agreed else "agree_care.not_agreed"),))


def tell_what_comes(talk: Talk) -> None:
    """Tell what we send her, what not, and how she changes it."""
    hers = wishes_of(talk.db, [talk.person.id])[talk.person.id]
    granted = {purpose for purpose, _ in consents_of(talk.db, [talk.person.id])[talk.person.id]}
    comes = [about for about in CARE if "care" in granted and _may_come(hers, about, talk)]
    comes += ["offer"] if "promotion" in granted and _may_come(hers, "offer", talk) else []
    if comes:
        talk.say("wishes.comes", things=_things(talk, comes))
    else:
        talk.say("wishes.nothing_comes")
    still = {about: each for about, each in hers.items() if each.counts_on(talk.context.today)}
    apart = {about: still[about] for about in (ALL, *CHANNELS) if about in still}
    for each in _told(talk, {about: each for about, each in apart.items() if not each.wanted}):
        talk.say(each.key, **each.values)
    talk.say("wishes.how")


def _may_come(hers: Wishes, about: str, talk: Talk) -> bool:
    """Say whether it comes but for a pause, which is told apart."""
    finer = {each: wished for each, wished in hers.items() if each != ALL}
    whole = "greeting" if about in ("birthday", "holiday") else None
    return refused(finer, about=(about, whole), today=talk.context.today) is None


def _told(talk: Talk, said: Wishes) -> Iterable[Line]:
    """Say her wishes in our words, one line each."""
    today = talk.context.today
    if pause := said.get(ALL):
        yield line("wishes.pause", day=_day(pause.until, today))
    topics = {about: each for about, each in said.items() if about not in (ALL, *CHANNELS)}
    yield from _topics(talk, topics)
    for channel in CHANNELS:
        if channel in said:
            yield _channel(channel, said[channel], today)


def _topics(talk: Talk, said: Wishes) -> Iterable[Line]:
    yes = [about for about, each in said.items() if each.wanted]
    no = [about for about, each in said.items() if not each.wanted]
    until = next((each.until for each in said.values() if each.until), None)
    if len([about for about in TOPICS if about in said]) == len(TOPICS) and not until:
        yield line("wishes.only", things=_things(talk, yes)) if yes else line("wishes.service_only")
        return
    if no and until:
        day = _day(until, talk.context.today)
        yield line("wishes.not_before", things=_things(talk, no), day=day)
    elif no:
        yield line("wishes.not_any_more", things=_things(talk, no))
    if yes:
        yield line("wishes.goes_on", things=_things(talk, yes))


def _channel(channel: str, wished: Wished, today: date) -> Line:
    if wished.wanted:
        return line(f"wishes.by_{channel}_again")
    if wished.until:
        return line(f"wishes.no_{channel}_before", day=_day(wished.until, today))
    return line(f"wishes.no_{channel}")


def _things(talk: Talk, about: Iterable[str]) -> str:
    return "、".join(talk.texts.render(line(f"wishes.thing_{each}")) for each in about)


def _day(day: date | None, today: date) -> str:
    return told_day(day, today) if day else ""


AGREE_CARE = Flow(
    "agree_care",
    (
        Ask("care", yes_no, if_refused=False),
        Do("agreed", _agree, needs=("care",)),
    ),
)
