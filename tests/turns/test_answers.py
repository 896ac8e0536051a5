"""How an answer looks on her phone: her own words unharmed, long ones in order."""

import pytest

from bot.dialogue.conversation import Talk
from bot.outbox.models import Message
from bot.texts import Rendered
from tests.people import AES_KEY, Opens


def _echo_raw(talk: Talk) -> None:
    talk.say("common.words", words=Rendered(talk.incoming.text))


LONG = "\n\n".join(f"第{number}段。" + "好" * 300 for number in range(9))


def echo(talk: Talk) -> None:
    talk.say("common.words", words=talk.incoming.text)


@pytest.mark.parametrize("mode", ["plain", "secure"])
@pytest.mark.parametrize(
    "words", ["a]]b", "&lt;&amp;", "👩‍👩‍👧‍👦[微笑]", '"{name}" %s \\', "]]&gt;"]
)
def test_what_she_typed_comes_back_as_she_typed_it(opens: Opens, mode: str, words: str) -> None:
    shop = opens(intents={"other": echo}, wechat_aes_key=AES_KEY if mode == "secure" else "")
    assert shop.phone(mode=mode).says(words) == words


@pytest.mark.parametrize("mode", ["plain", "secure"])
def test_what_would_end_a_reply_early_does_not(opens: Opens, mode: str) -> None:
    key = AES_KEY if mode == "secure" else ""
    shop = opens(intents={"other": _echo_raw}, wechat_aes_key=key)
    assert shop.phone(mode=mode).says("a]]>b]]>]]>") == "a]]>b]]>]]>"


def test_markup_that_she_typed_never_becomes_a_link(opens: Opens) -> None:
    shop = opens(intents={"other": echo})
    heard = shop.phone().says('<a href="http://example.com">x</a><<投诉>>')
    assert "<" not in str(heard)


def test_a_long_answer_goes_on_in_messages_in_order(opens: Opens) -> None:
    shop = opens(intents={"greeting": lambda talk: talk.say("common.words", words=LONG)})
    heard = str(shop.phone().says("你好"))
    rest = [str(message.params["words"]) for message in shop.rows(Message)]
    assert max(len(part.encode()) for part in (heard, *rest)) <= 2048
    assert "\n\n".join((heard, *rest)) == LONG
    assert all(m.purpose == "reply" and m.caused_at for m in shop.rows(Message))
