"""Her mail address: what she tells of it, and what she means otherwise."""

from datetime import date

import pytest

from bot.dialogue.answers import Context, Unclear, email, mail_word, spot_email

CONTEXT = Context(date(2026, 11, 23))


@pytest.mark.parametrize(
    "said",
    [
        "我的邮箱是 wang@example.com",
        "wang@example.com",
        "邮箱改成wang@example.com，谢谢",
        "我邮箱是ｗａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "e-mail: wang@example.com",
        "wang@example。com。",
        "我的邮箱wang@example.com！",
    ],
)
def test_she_tells_where_she_reads_her_mail(said: str) -> None:
    assert (mail_word(said), email(said, CONTEXT)) == ("tell", "wang@example.com")


@pytest.mark.parametrize("said", ["改邮箱", "邮箱换了", "换个邮箱", "邮箱改一下", "留个邮箱"])
def test_she_wants_it_changed(said: str) -> None:
    assert mail_word(said) == "change"


@pytest.mark.parametrize("said", ["删掉我的邮箱", "邮箱删了吧", "别记我的邮箱了", "把我邮箱去掉"])
def test_she_wants_it_forgotten(said: str) -> None:
    assert mail_word(said) == "forget"


@pytest.mark.parametrize(
    "said",
    [
        "发票发到wang@example.com",
        "电子发票发我邮箱",
        "邮箱发了不回",
        "你们邮箱是多少",
        "删掉我的邮箱吗",
        "别发邮件",
        "@小助手",
        "@",
        "作业发你邮箱了",
    ],
)
def test_who_wants_something_else_is_not_taken_at_an_address(said: str) -> None:
    assert mail_word(said) is None


@pytest.mark.parametrize(
    ("said", "unclear"),
    [
        ("wang😊@example.com", "email_unclear"),
        ("wang@", "email_unclear"),
        ("wang@@example.com", "email_unclear"),
        ("wang@example", "email_unclear"),
        (f"{'w' * 300}@example.com", "email_unclear"),
        ("wang@example.com和li@example.com", "email_two"),
    ],
)
def test_what_is_no_address_is_asked_for_again(said: str, unclear: str) -> None:
    with pytest.raises(Unclear) as raised:
        email(said, CONTEXT)
    assert (raised.value.key, spot_email(said, CONTEXT)) == (unclear, None)
