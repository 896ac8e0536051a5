"""Who hears a message: words that always win, the open flow, then what it wants."""

from collections.abc import Mapping

from bot.dialogue.conversation import AGAIN, UNREAD, Handler, Talk
from bot.dialogue.flow import NEEDED, Answers, Aside, Ask, Do, Flow, Say, Wait
from bot.dialogue.intents import Understanding, Understands, normal
from bot.dialogue.run import Corrected, Filled, NotClear, Remark, hear, spot_all
from bot.shop.refusal import Refused

WINS = {
    "人工": "human",
    "转人工": "human",
    "退订": "unsubscribe",
    "投诉": "complaint",
    "进度": "progress",
}
QUITS = "退出"
LEAVES = frozenset({QUITS, "取消", "不办了", "不弄了", "不注册了", "先不办了"})
# What is answered also while a person has the talk; a tap on the menu speaks to the bot.
AT_ONCE = frozenset({"human", "unsubscribe", "progress"})
HER_OWN_ACTS = frozenset({"click", "scan", "follow"})
YES_OR_NO = frozenset({"confirm", "deny"})
SOCIAL = frozenset({"greeting", "thanks", "goodbye", "later", "other"}) | YES_OR_NO
MISSES = 2
AGAIN_AT_MOST = 2  # then the flow waits in silence; what answers it still counts


def respond(talk: Talk, understands: Understands, intents: Mapping[str, Handler]) -> None:
    """Let the message be heard, and say what follows from it."""
    kind = talk.incoming.kind
    if talk.is_with_staff and kind not in HER_OWN_ACTS:
        _leave_to_colleague(talk, understands, intents)
        return
    if talk.conversation.staff and kind in ("text", "click"):
        intents["handed_back"](talk)
    if kind == "click":
        _click(talk, intents)
    elif kind == "text":
        _text(talk, understands, intents)
    else:
        _answer(talk, intents[kind])


def _leave_to_colleague(
    talk: Talk, understands: Understands, intents: Mapping[str, Handler]
) -> None:
    """Keep silent while a person has the talk, but for the words that always win.

    A complaint is heard all the same: its case opens, and who has the talk says what is said.
    """
    words = normal(talk.incoming.text) if talk.incoming.kind == "text" else ""
    wins = WINS.get(words)
    if wins in AT_ONCE & intents.keys():
        intents[wins](talk)
        return
    talk.may_ride = False
    if words and (wins or understands.understand(talk.incoming.text).surely) == "complaint":
        intents["complaint"](talk)
        talk.said.clear()
    intents["left_to_colleague"](talk)


def _click(talk: Talk, intents: Mapping[str, Handler]) -> None:
    """A tap on the menu names an intent; a menu older than the deploy may name an unknown one."""
    _answer(talk, intents.get(talk.incoming.text, intents["other"]))
    talk.turn_to(talk.incoming.text)


def _text(talk: Talk, understands: Understands, intents: Mapping[str, Handler]) -> None:
    words = normal(talk.incoming.text)
    flow = talk.flows.get(talk.conversation.flow or "")
    if words in WINS:
        intents[WINS[words]](talk)
    elif (flow is None or flow.hears) and _is_heard_first(talk, understands):
        return
    elif words in LEAVES and flow:
        _leave(talk, flow)
    elif words in LEAVES:
        _answer(talk, intents["cancel"])
    else:
        talk.understood = talk.understood or understands.understand(talk.incoming.text)
        if not (flow and _heard_by(flow, talk, talk.understood, intents)):
            _wish(talk, talk.understood, intents)


def _is_heard_first(talk: Talk, understands: Understands) -> bool:
    """Let an open complaint, or a question that waits, hear the message before the intents do."""
    if not (talk.complains or talk.was_asked):
        return False
    talk.understood = understands.understand(talk.incoming.text)
    return any(flow.hears(talk) for flow in talk.flows.values() if flow.hears)


def _heard_by(
    flow: Flow, talk: Talk, understood: Understanding, intents: Mapping[str, Handler]
) -> bool:
    """Let the open flow hear the message; False gives it to the intents."""
    here = talk.conversation
    ask = _pending(talk, flow)
    if ask and ask.loose and _asks_something(understood, flow) and not _answers(flow, talk):
        return False
    match hear(flow, here.answers, here.asks, talk.incoming.text, talk.context):
        case Filled(answers):
            _keep(talk, answers)
            _go_on(talk)
        case Corrected(answers):
            _keep(talk, answers)
            _correct(talk, flow)
        case Remark(aside):
            _remark(talk, aside)
        case NotClear() if here.asks is None or _is_another_wish(understood, intents):
            return False
        case NotClear() if ask is None:  # a deploy took the question away
            _ask_again(talk)
        case NotClear(key):
            _missed(talk, key, intents)
    return True


def _wish(talk: Talk, understood: Understanding, intents: Mapping[str, Handler]) -> None:
    """Answer what she wants, where that is sure enough, and a second wish in the same breath."""
    intent = understood.surely
    if intent != "other" and talk.conversation.flow is None and talk.conversation.misses:
        talk.conversation.misses = 0
    _answer(talk, intents.get(intent, intents["other"]))
    if intent not in SOCIAL and talk.may_ride:
        talk.turn_to(intent)
    second = next((wish for wish in understood.also if wish in intents.keys() - SOCIAL), None)
    if second and talk.may_ride and talk.conversation.flow is None:
        _answer(talk, intents[second])


def _answer(talk: Talk, handler: Handler) -> None:
    """Let a handler answer; go on in a flow it began, or put the pending question again."""
    here = talk.conversation
    before = here.flow
    handler(talk)
    if here.flow and here.flow != before:
        found = spot_all(talk.flows[here.flow], here.answers, talk.incoming.text, talk.context)
        talk.keep(here.answers | found)
        _go_on(talk)
    else:
        _ask_again(talk)


def _leave(talk: Talk, flow: Flow) -> None:
    """Leave the flow; where only the pending question may go unanswered, leave that one.

    取消 may be the answer to what is asked; 退出 never is.
    """
    ask = _pending(talk, flow)
    if ask and ask.if_refused is not NEEDED and normal(talk.incoming.text) != QUITS:
        _keep(talk, {**talk.conversation.answers, ask.name: ask.if_refused})
        _go_on(talk)
        return
    talk.say("common.left")
    _end(talk)


def _keep(talk: Talk, answers: Answers) -> None:
    talk.conversation.misses = 0
    talk.keep({name: value for name, value in answers.items() if name not in (AGAIN, UNREAD)})


def _correct(talk: Talk, flow: Flow) -> None:
    """Confirm what was put right, and put the question that is open now."""
    step = flow.next_step(talk.conversation.answers)
    if step and step.name == talk.conversation.asks:
        talk.say("common.corrected")
    _ask_again(talk)


def _remark(talk: Talk, aside: Aside) -> None:
    here = talk.conversation
    if aside.gives_up and here.misses:
        talk.say("common.left")
        _end(talk)
        return
    here.misses = 1 if aside.gives_up else 0
    talk.say(aside.says)
    if not aside.gives_up:
        _ask_again(talk)


def _missed(talk: Talk, key: str, intents: Mapping[str, Handler]) -> None:
    here = talk.conversation
    here.misses += 1
    if here.misses % MISSES == 0:
        intents["stuck"](talk)
        return
    talk.keep({**here.answers, UNREAD: talk.words})
    own_words = f"{here.flow}.unclear_{here.asks}"
    talk.say(own_words if own_words in talk.texts else key)


def _go_on(talk: Talk) -> None:
    """Do and say what comes next, up to the next question."""
    here = talk.conversation
    while flow := talk.flows.get(here.flow or ""):
        step = flow.next_step(here.answers)
        match step:
            case None:
                _end(talk)
                return
            case Say(name):
                talk.say(f"{flow.name}.{name}")
                talk.keep({**here.answers, name: True})
            case Do():
                if not _do(talk, step):
                    return
            case Ask(name):
                here.asks = name
                talk.say(f"{flow.name}.ask_{name}")
                return
            case Wait():
                here.asks = None
                return


def _do(talk: Talk, step: Do) -> bool:
    """Run an action once; a refusal is said and ends the flow. Return whether it goes on."""
    here = talk.conversation
    try:
        done = step.action(talk, here.answers)
    except Refused as refused:
        talk.say(f"reasons.{refused.reason}", **refused.values)
        _end(talk)
        return False
    kept = {**here.answers, step.name: done.value, **done.keeps}
    talk.keep({name: value for name, value in kept.items() if name not in done.redo})
    for said in done.says:
        talk.say(said.key, **said.values)
    if done.ends:
        talk.leave()
    return not done.ends


def _end(talk: Talk) -> None:
    """Close the flow, take up the one that waited for it and put its question again."""
    talk.leave()
    here = talk.conversation
    if here.parked:
        *rest, last = here.parked
        here.parked = rest
        here.flow, here.answers, here.asks = last["flow"], last["answers"], None
        _ask_again(talk)


def _ask_again(talk: Talk) -> None:
    """Put the pending question once more after something in between, but not every time."""
    here = talk.conversation
    flow = talk.flows.get(here.flow or "")
    if flow is None:
        return
    step = flow.next_step(here.answers)
    if not isinstance(step, Ask):
        _go_on(talk)
        return
    times = here.answers.get(AGAIN, 0) if step.name == here.asks else 0
    here.asks = step.name
    if times < AGAIN_AT_MOST:
        talk.keep({**here.answers, AGAIN: times + 1})
        talk.say(f"{flow.name}.again_{step.name}")


def _asks_something(understood: Understanding, flow: Flow) -> bool:
    return understood.is_sure and understood.intent not in SOCIAL | {flow.name}


def _answers(flow: Flow, talk: Talk) -> bool:
    """Say whether a message surely answers an open question, whatever else it sounds like."""
    return bool(spot_all(flow, talk.conversation.answers, talk.incoming.text, talk.context))


def _is_another_wish(understood: Understanding, intents: Mapping[str, Handler]) -> bool:
    """Say whether what is no answer is a wish of its own; a yes or no belongs to the question."""
    return understood.is_sure and understood.intent in intents.keys() - YES_OR_NO


def _pending(talk: Talk, flow: Flow) -> Ask | None:
    asked = talk.conversation.asks
    step = flow[asked] if asked and asked in flow else None
    return step if isinstance(step, Ask) else None
