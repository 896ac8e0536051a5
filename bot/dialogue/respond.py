"""Who hears a message: words that always win, the open flow, then what it wants."""

from collections.abc import Mapping

from bot.dialogue.conversation import UNREAD, Handler, Talk
from bot.dialogue.flow import NEEDED, Aside, Ask, Do, Flow, Say, Wait
from bot.dialogue.intents import SURE, Understanding, Understands, normal
from bot.dialogue.run import Filled, NotClear, Remark, hear, spot_all
from bot.shop.refusal import Refused

WINS = {"人工": "human", "转人工": "human", "退订": "unsubscribe", "投诉": "complaint"}
LEAVES = frozenset({"退出", "取消", "不办了", "不弄了", "不注册了", "先不办了"})
SOCIAL = frozenset({"greeting", "thanks", "goodbye", "confirm", "deny", "other"})
MISSES = 2


def respond(talk: Talk, understands: Understands, intents: Mapping[str, Handler]) -> None:
    """Let the message be heard, and say what follows from it."""
    kind = talk.incoming.kind
    if kind == "click":
        _click(talk, intents)
    elif kind == "text":
        _text(talk, understands, intents)
    else:
        intents[kind](talk)
        _ask_again(talk)


def _click(talk: Talk, intents: Mapping[str, Handler]) -> None:
    """A tap on the menu names an intent; a menu older than the deploy may name an unknown one."""
    _answer(talk, intents.get(talk.incoming.text, intents["other"]))


def _text(talk: Talk, understands: Understands, intents: Mapping[str, Handler]) -> None:
    words = normal(talk.incoming.text)
    flow = talk.flows.get(talk.conversation.flow or "")
    if words in WINS:
        intents[WINS[words]](talk)
        talk.may_ride = False
        _ask_again(talk)
    elif words in LEAVES and flow and not _may_refuse(flow, talk):
        talk.leave()
        talk.say("common.left")
    else:
        talk.understood = understands.understand(talk.incoming.text)
        if not (flow and _heard_by(flow, talk, talk.understood, intents)):
            _wish(talk, talk.understood, intents)


def _heard_by(
    flow: Flow, talk: Talk, understood: Understanding, intents: Mapping[str, Handler]
) -> bool:
    """Let the open flow hear the message; False gives it to the intents."""
    here = talk.conversation
    ask = flow[here.asks] if here.asks and here.asks in flow else None
    if isinstance(ask, Ask) and ask.loose and _asks_something(understood, flow):
        return False
    match hear(flow, here.answers, here.asks, talk.incoming.text, talk.context):
        case Filled(answers):
            here.misses = 0
            talk.keep({name: value for name, value in answers.items() if name != UNREAD})
            _go_on(talk)
        case Remark(aside):
            _remark(talk, aside)
        case NotClear() if understood.is_sure and understood.intent in intents:
            return False
        case NotClear(key):
            _missed(talk, key, intents)
    return True


def _wish(talk: Talk, understood: Understanding, intents: Mapping[str, Handler]) -> None:
    """Answer what she wants, where that is sure enough."""
    intent = understood.intent if understood.confidence >= SURE else "other"
    _answer(talk, intents.get(intent, intents["other"]))


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


def _remark(talk: Talk, aside: Aside) -> None:
    here = talk.conversation
    if aside.gives_up and here.misses:
        talk.leave()
        talk.say("common.left")
        return
    here.misses = 1 if aside.gives_up else 0
    talk.say(aside.says)
    if not aside.gives_up:
        _ask_again(talk)


def _missed(talk: Talk, key: str, intents: Mapping[str, Handler]) -> None:
    here = talk.conversation
    here.misses += 1
    if here.misses >= MISSES:
        here.misses = 0
        intents["stuck"](talk)
        return
    talk.keep({**here.answers, UNREAD: talk.incoming.text})
    talk.say(key)


def _go_on(talk: Talk) -> None:
    """Do and say what comes next, up to the next question."""
    here = talk.conversation
    while flow := talk.flows.get(here.flow or ""):
        step = flow.next_step(here.answers)
        match step:
            case None:
                _end(talk)
            case Say(name):
                talk.say(f"{flow.name}.{name}")
                talk.keep({**here.answers, name: True})
            case Do():
                _do(talk, step)
            case Ask(name):
                here.asks = name
                talk.say(f"{flow.name}.ask_{name}")
                return
            case Wait():
                here.asks = None
                return


def _do(talk: Talk, step: Do) -> None:
    """Run an action once; a refusal is said and ends the flow."""
    here = talk.conversation
    try:
        done = step.action(talk, here.answers)
    except Refused as refused:
        talk.say(f"reasons.{refused.reason}", **refused.values)
        _end(talk)
        return
    talk.keep({**here.answers, step.name: done.value})
    for said in done.says:
        talk.say(said.key, **said.values)
    if done.ends:
        talk.leave()


def _end(talk: Talk) -> None:
    """Close the flow and take up the one that waited for it."""
    talk.leave()
    here = talk.conversation
    if here.parked:
        *rest, last = here.parked
        here.parked = rest
        here.flow, here.answers = last["flow"], last["answers"]


def _ask_again(talk: Talk) -> None:
    """Put the pending question once more after something in between."""
    here = talk.conversation
    flow = talk.flows.get(here.flow or "")
    if flow is None:
        return
    step = flow.next_step(here.answers)
    if isinstance(step, Ask):
        here.asks = step.name
        talk.say(f"{flow.name}.again_{step.name}")
    else:
        _go_on(talk)


def _asks_something(understood: Understanding, flow: Flow) -> bool:
    return understood.is_sure and understood.intent not in SOCIAL | {flow.name}


def _may_refuse(flow: Flow, talk: Talk) -> bool:
    """Say whether the pending question may go unanswered: then 取消 is an answer to it."""
    asked = talk.conversation.asks
    ask = flow[asked] if asked and asked in flow else None
    return isinstance(ask, Ask) and ask.if_refused is not NEEDED
