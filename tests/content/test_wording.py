"""How a text must be written, and what it must never say."""

import pytest

from bot.texts_check.book import Reader, Text
from bot.texts_check.wording import wording_faults

FORBIDDEN = """
全国最好的金饰。 销量第一。 国家级工艺。 全网最低。 顶级钻石。 最终解释权归本店。
特价概不退换。 金饰能保值。 一定升值。 戴了能治疗失眠。
"""
MACHINES = """
亲，在的。 尊敬的用户。 请按照提示办理。 系统忙。 操作失败。 无法识别。 请输入手机号。
回复1查积分。 回1就行。 回复「T」退订。 温馨提示：店里有空调。
"""


def faults_of(
    words: str, *, file: str = "points.toml", reader: Reader = "customer", part: bool = False
) -> str:
    text = Text(file, 7, "points.balance", words, reader, part)
    return "\n".join(fault.sentence for fault in wording_faults(text))


@pytest.mark.parametrize(
    "words",
    [
        "{name}，您现在有{points}分。想看每一笔，点<<积分怎么来的>>。",
        "回「要」或「不要」。",
        "营业到21:30，周末10:00–22:00。",
        "第一次来的话，同事第一时间回您，第一件事就是帮您办。",
        "谢谢您——真的……",
        '您的资料不给别人（<a href="{site}/privacy">说明</a>）。',
        "😊 有事随时找我。",
        "说出来就好！\n<<转人工>>",
        "【静安店】离您约300米\n今天休息\n{today}",
        "先试戴最贴近的那一款，最近的店在徐汇。",
    ],
)
def test_a_well_written_text_has_no_fault(words: str) -> None:
    assert faults_of(words) == ""


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("你现在有十分。", "write 您"),
        ("您好,谢谢。", "half as wide"),
        ("您好!谢谢。", "half as wide"),
        ("好的.", "half as wide"),
        ("好的(您的)。", "half as wide"),
        ("{name},您好。", "half as wide"),
        ("您好。。", "doubled"),
        ("您好！！", "doubled"),
        ("等一下…", "halved"),
        ("您 好。", "a space inside Chinese"),
        ("您好， 谢谢。", "a space inside Chinese"),
        ("说“办会员”就行。", "quotes are 「」"),
        ('说"办会员"就行。', "quotes are 「」"),
        ("说「办会员就行。", "alone"),
        ("（您好。", "alone"),
        ("您好", "does not end"),
        ("您好，", "does not end"),
    ],
)
def test_a_slip_of_the_pen_is_found(words: str, fault: str) -> None:
    assert fault in faults_of(words)


@pytest.mark.parametrize(
    "words",
    FORBIDDEN.split(),
)
def test_what_the_law_forbids_is_found_for_everybody(words: str) -> None:
    assert "Law" in faults_of(words)
    assert "Law" in faults_of(words, reader="staff")


@pytest.mark.parametrize(
    "words",
    MACHINES.split(),
)
def test_a_text_that_sounds_like_a_machine_is_found(words: str) -> None:
    assert faults_of(words)


@pytest.mark.parametrize(
    "words",
    [
        *("中秋快乐，店里八折。", "谢谢您，新品到了。", "立秋了，领券来吧。", "好久没来了。"),
        *("您来，到店有礼。", "这款很超值。", "玉能辟邪。", "珍珠养颜。"),
    ],
)
def test_a_message_that_cares_sells_nothing_and_guesses_nothing(words: str) -> None:
    assert faults_of(words, file="care/holiday.toml")
    assert not faults_of(words)


def test_a_mother_is_no_dear_customer() -> None:
    assert not faults_of("愿您和母亲，都平安。")
    assert faults_of("亲，都平安。")


def test_a_child_is_called_by_a_childs_word() -> None:
    assert not faults_of("谢谢你告诉我。", reader="child")
    assert "write 你" in faults_of("谢谢您告诉我。", reader="child")


def test_words_inside_another_text_need_no_end() -> None:
    assert not faults_of("已核对", part=True)


def test_people_of_the_shop_may_read_plain_notes() -> None:
    assert not faults_of("她没有同意接收关怀消息", reader="staff")
