"""The phone is hers: a code by SMS that she reads to us; without SMS the till checks it later."""

from bot.crypto import mask_phone
from bot.dialogue.answers import asks_why, phone, sms_code, spot_phone
from bot.dialogue.answers.codes import AGAIN, OTHER_PHONE
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Aside, Ask, Do, Done, Flow, Step
from bot.shop.proofs.actions import check_code
from bot.shop.proofs.rules import Verdict
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.proving import bind_by_sms, send_code

LATER, PROVED = "later", "proved"
PHONE_DIGITS = 11
_SENT, _NOT_SENT = "sent", "not_sent"


def proof_steps(*, before: str) -> tuple[Step, ...]:
    """Return the steps that follow the question for a phone, and stand before the step `before`.

    The answer `checked` says whether the phone was proved; without SMS there is none.
    """

    def is_open(answers: Answers) -> bool:
        return before not in answers and answers.get("phone") is not None

    def is_sent(answers: Answers) -> bool:
        return is_open(answers) and answers.get("sent") == _SENT

    return (
        Do("sent", _send, needs=("phone",), when=is_open),
        Ask(
            "code",
            sms_code,
            asides=(Aside(asks_why, "proof.why"),),
            if_refused=LATER,
            when=is_sent,
        ),
        Do("checked", _check, needs=("phone", "code"), when=is_sent),
    )


def bind(talk: Talk, number: str) -> bool:
    """Let the proved phone be hers; False where people must settle whose it is."""
    why = talk.texts.render(line("reasons.kept_secret"))
    try:
        bind_by_sms(talk.db, talk.person, number, shop=talk.shop, why=why)
    except Refused:
        talk.call_people("phone", "tasks.phone_owned", waits=False)
        return False
    return True


def wants_proof(talk: Talk) -> None:
    """Prove the phone on her file, by SMS where the shop has it."""
    if not talk.is_member or talk.person.phone_state == "none":
        talk.say("proof.no_phone")
    elif talk.person.phone_state == "verified":
        talk.say("proof.already")
    elif not talk.proves_by_sms:
        talk.say("proof.at_till")
    else:
        talk.start("prove_phone", phone=talk.person.phone)


def _send(talk: Talk, answers: Answers) -> Done:
    """Send a code, unless the shop can't or the phone is proved."""
    number = answers["phone"]
    is_hers = talk.person.phone == number and talk.person.phone_state == "verified"
    if is_hers or not talk.proves_by_sms:
        return Done(_NOT_SENT)
    match send_code(talk.db, talk.person, number):
        case "soon":
            return Done(_SENT, says=(line("proof.soon"),))
        case "often":
            return Done(_NOT_SENT, says=(line("proof.often"),))
    return Done(_SENT, says=(line("proof.sent", phone=mask_phone(number)),))


def _check(talk: Talk, answers: Answers) -> Done:
    """Compare the code, or go back to where she wants to: another code, another phone."""
    said = answers["code"]
    if said == LATER:
        return Done(LATER, says=(line("proof.later"),))
    if said == AGAIN:
        return _once_more()
    if said == OTHER_PHONE:
        return Done(redo=("phone", "sent", "code", "checked"))
    if len(said) == PHONE_DIGITS:  # she gave the other number at once
        return Done(redo=("sent", "code", "checked"), keeps={"phone": said})
    return _compared(check_code(talk.db, talk.person.id, answers["phone"], said))


def _compared(verdict: Verdict) -> Done:
    match verdict:
        case "right":
            return Done(PROVED)
        case "late":
            return _once_more(says="proof.late")
        case "tries":
            return Done(LATER, says=(line("proof.tries"),))
    return Done(redo=("code", "checked"), says=(line("proof.wrong"),))


def _once_more(*, says: str = "") -> Done:
    """Go back to where a code is sent."""
    return Done(redo=("sent", "code", "checked"), says=(line(says),) if says else ())


def _bind(talk: Talk, answers: Answers) -> Done:
    if answers.get("checked") != PROVED:
        return Done()
    if not bind(talk, answers["phone"]):
        return Done(says=(line("proof.owned"),))
    return Done(says=(line("proof.bound"),))


PROVE = Flow(
    "prove_phone",
    (
        Ask("phone", phone, spot=spot_phone),
        *proof_steps(before="bound"),
        Do("bound", _bind, needs=("phone",)),
    ),
)
