"""Where she reads her mail: told, changed, forgotten; and once, whether care may go there."""

from bot.crypto import mask_email
from bot.dialogue.answers import Context, MailWord, Unclear, email, mail_word, spot_email, yes_no
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.outbox.actions import look_again
from bot.shop.consent.actions import answer_consent, forget_channel, has_answered
from bot.shop.events.actions import note
from bot.shop.people.actions import note_email
from bot.texts import line

ASKS = "asks_care"


def tells_address(talk: Talk, word: MailWord) -> None:
    """Keep or change the address, or forget it with what she agreed to by mail."""
    match word:
        case "forget":
            _forget(talk)
        case "tell" if unclear := _what_is_unclear(talk):
            talk.say(f"answers.{unclear}")
        case "tell" if talk.conversation.flow == CHANGE.name:  # she told another one before
            talk.keep({"email": spot_email(talk.incoming.text, talk.context)})
        case _:
            talk.start(CHANGE.name)


def _what_is_unclear(talk: Talk) -> str | None:
    try:
        email(talk.incoming.text, talk.context)
    except Unclear as unclear:
        return unclear.key
    return None


def _forget(talk: Talk) -> None:
    had, her_id = talk.person.email is not None, talk.person.id
    note_email(talk.person, None)
    forget_channel(talk.db, her_id, "email")
    note(talk.db, "changed_email", person_id=her_id, actor="customer")
    talk.say("change_email.forgotten" if had else "change_email.nothing_kept")


def _keep(talk: Talk, answers: Answers) -> Done:
    told = answers["email"]
    if told is None:
        return Done(says=(line("profile.unchanged"),), ends=True)
    note_email(talk.person, told)
    note(talk.db, "changed_email", person_id=talk.person.id, actor="customer")
    asks = not has_answered(talk.db, talk.person.id, "care", "email")
    kept = line("change_email.kept", email=mask_email(told))
    return Done(says=(kept,), keeps={ASKS: asks})


def _agree(talk: Talk, answers: Answers) -> Done:
    agreed = answers["care"]
    answer_consent(talk.db, talk.person.id, {"care": agreed}, channels=("email",))
    look_again(talk.db, talk.person.id)
    return Done(says=(line("change_email.agreed" if agreed else "change_email.not_agreed"),))


def _may_write(text: str, context: Context) -> bool:
    """Return her yes or no; 不对，是fang@example.com is neither."""
    if mail_word(text) == "tell":
        raise Unclear("yes_no_unclear")
    return yes_no(text, context)


def _asks_care(answers: Answers) -> bool:
    return bool(answers.get(ASKS))


CHANGE = Flow(
    "change_email",
    (
        Ask("email", email, spot=spot_email, if_refused=None),
        Do("kept", _keep, needs=("email",)),
        Ask("care", _may_write, if_refused=False, when=_asks_care),
        Do("agreed", _agree, needs=("care",), when=_asks_care),
    ),
)
