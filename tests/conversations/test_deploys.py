"""A deploy may add, remove and reorder the steps of a talk that is open with a customer."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.dialogue.answers import Context, Unclear, yes_no
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow, Say, Step, Wait
from bot.texts import Texts, line
from bot.wiring import Bot
from handlers import INTENTS
from tests.conversations.player import BEGINS, Player, set_clock

SAYS = {
    "umbrella.hello": "下雨了，借您一把伞。",
    "umbrella.ask_deposit": "押金五十元，可以吗？",
    "umbrella.again_deposit": "接着借伞：押金可以吗？",
    "umbrella.ask_days": "借几天呢？",
    "umbrella.again_days": "接着借伞：借几天？",
    "umbrella.lent": "好的，押金{deposit}，借{days}天。",
    "umbrella.noted": "记下了。",
}
PLAYERS = iter(range(1000))


def days(text: str, _context: Context) -> int:
    if not text.isdigit():
        raise Unclear("unclear")
    return int(text)


def lend(_talk: Talk, answers: Answers) -> Done:
    told = {"deposit": answers.get("deposit", "免"), "days": answers.get("days", "随便几")}
    return Done(says=(line("umbrella.lent", **told),))


HELLO, DEPOSIT, DAYS = Say("hello"), Ask("deposit", yes_no), Ask("days", days)
LENT = Do("lent", lend)
NOTED = Do("noted", lambda _talk, _answers: Done(says=(line("umbrella.noted"),)))


def program(bot: Bot, *steps: Step) -> Bot:
    """Return the shop's program with an umbrella talk of these steps, or without one."""
    flows = (Flow("umbrella", steps),) if steps else ()
    lends = {**INTENTS, "umbrella": lambda talk: talk.start("umbrella")}
    fresh = replace(bot, intents=lends, flows=(*bot.flows, *flows))
    texts = dict(bot.texts.items()) | {key: (words,) for key, words in SAYS.items()}
    vars(fresh).update(understands=bot.understands, texts=Texts(texts))
    return fresh


@pytest.fixture
def deploys(bot: Bot) -> Callable[..., list[str]]:
    """Let her begin with some steps, answer, and go on with others; return what she hears then."""

    def play(before: list[Step], said: list[str], after: list[Step], then: str) -> list[str]:
        set_clock(BEGINS)
        player = Player(program(bot, *before), f"deploy-{next(PLAYERS)}")
        for words in ["【点菜单 umbrella】", *said]:
            player.does(words)
        player.bot = program(bot, *after)
        return player.does(then).hears

    return play


def test_a_question_added_before_the_open_one_is_asked_next(
    deploys: Callable[..., list[str]],
) -> None:
    heard = deploys([HELLO, DAYS, LENT], [], [HELLO, DEPOSIT, DAYS, LENT], "顾客: 3")
    assert heard == ["押金五十元，可以吗？"]


def test_a_question_added_at_the_end_is_asked_before_the_action(
    deploys: Callable[..., list[str]],
) -> None:
    heard = deploys([DEPOSIT, LENT], [], [DEPOSIT, DAYS, LENT], "顾客: 好")
    assert heard == ["借几天呢？"]


def test_the_open_question_may_be_gone(deploys: Callable[..., list[str]]) -> None:
    heard = deploys([DEPOSIT, DAYS, LENT], [], [DAYS, LENT], "顾客: 好")
    assert heard == ["接着借伞：借几天？"]


def test_an_answered_question_may_be_gone(deploys: Callable[..., list[str]]) -> None:
    heard = deploys([DEPOSIT, DAYS, LENT], ["顾客: 好"], [DAYS, LENT], "顾客: 3")
    assert heard == ["好的，押金True，借3天。"]


def test_reordered_questions_are_asked_once_each(deploys: Callable[..., list[str]]) -> None:
    heard = deploys([DEPOSIT, DAYS, LENT], ["顾客: 好"], [DAYS, DEPOSIT, LENT], "顾客: 3")
    assert heard == ["好的，押金True，借3天。"]


def test_what_was_done_is_not_done_again(deploys: Callable[..., list[str]]) -> None:
    heard = deploys([NOTED, DAYS, LENT], [], [HELLO, DAYS, NOTED, LENT], "顾客: 3")
    assert heard == ["下雨了，借您一把伞。", "好的，押金免，借3天。"]


def test_a_talk_that_waits_for_people_leaves_her_free(deploys: Callable[..., list[str]]) -> None:
    looks = [DEPOSIT, Wait("looked_at"), LENT]
    assert deploys(looks, ["顾客: 好"], looks, "顾客: 谢谢") == ["不客气，应该的。"]


def test_a_talk_that_is_gone_leaves_her_free(deploys: Callable[..., list[str]]) -> None:
    heard = deploys([DEPOSIT, DAYS, LENT], [], [], "顾客: 谢谢")
    assert heard == ["不客气，应该的。"]
