"""What she asks about gifts: sent by post, fetched by somebody else, until when, for money."""

import re

from bot.dialogue.answers.spelling import plain
from bot.dialogue.flow import Aside, Matcher


def _asks(pattern: str) -> Matcher:
    compiled = re.compile(pattern)
    return lambda text: compiled.search(plain(text)) is not None


_FETCH = "[取拿领]"
_SOMEBODY = "老公|爱人|先生|老婆|太太|妈|爸|儿子|女儿|孩子|朋友|闺蜜|同事|家[人里]|别人|他人|人家"

# What is said to it is the shop's rule: a flow leaves it to the intent.
AS_MONEY = Aside(
    _asks("抵|当钱|换钱|现金|变成钱|[加补贴]点?.{0,2}钱|差的钱|补差|付款|买单|结账"),
    "redeem.no_money",
)
# The first that fits counts.
QUESTIONS = (
    Aside(_asks("寄|邮|快递|包裹|送到?(家|我家|公司)|送货|上门送"), "redeem.no_post"),
    Aside(
        _asks(rf"({_SOMEBODY}).{{0,8}}{_FETCH}|代{_FETCH}|[帮替]我{_FETCH}|本人|亲自|身份证|证件"),
        "redeem.anybody",
    ),
    Aside(
        _asks(
            rf"(多久|几天|几号|哪天|期限|有效期|过期|到期|什么时候).{{0,8}}({_FETCH}|兑|换的|没)"
            rf"|没?{_FETCH}.{{0,6}}(过期|作废|多久|几天)"
        ),
        "redeem.until",
    ),
    Aside(
        _asks(rf"(哪|几楼|什么地方).{{0,6}}{_FETCH}|{_FETCH}.{{0,4}}(在哪|去哪)"), "redeem.where"
    ),
    AS_MONEY,
    Aside(_asks("抽奖"), "redeem.no_draw"),
    Aside(
        _asks("哪[个样件]?(更|最|比较)?好|(推荐|选)哪?[一个样件]|[你您]说呢?$"),
        "redeem.any_is_good",
    ),
    Aside(
        _asks("多[大长高重]|颜色|什么色|材质|什么(做|料)|尺寸|质量|牌子|是.{1,5}的[吗么?]|是不是"),
        "redeem.details",
    ),
)
IN_THE_FLOW = tuple(each for each in QUESTIONS if each is not AS_MONEY)

declines = _asks(
    "不换|不要了?$|不用|不了|算了|再说|下次|下回|改天|以后|先不|看看而已|随便看|没有?(想要|喜欢)"
)
