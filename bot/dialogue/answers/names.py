"""What she is called: any words when asked for, only sure ones in passing."""

import re
import unicodedata

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.phones import spot_phone, without_phone
from bot.dialogue.answers.spelling import plain, simplified, tidy
from bot.dialogue.answers.surnames import COMPOUND_SURNAMES, NOT_NAMES, SURNAMES
from bot.dialogue.answers.yesno import already_member, asks_why, refuses, yes_no

_LONGEST = 30
_HAN = r"\u3400-\u9fff"
_COMPOUND = "|".join(COMPOUND_SURNAMES)
_TAIL = r"(?:[啊呀哈哦噢啦吧呢哟]|就(?:可以|好|行|成)|(?:就)?好了|就可以了|即可|谢谢(?:你|您)?)*(?:了|吧|啦|哈|呀|啊)?"
_NEXT = (
    r"(?=\s*(?:$|[,。.;!?~、:/|()]|[0-9]{5,}|[0-9+]{3,} |我?的?(?:电话|手机|号码|联系|生日|地址)|今年|住在|"
    rf"想(?:办|要|问|注册|加入)|要(?:办|注册|加入)|我(?:想|要|来|是)|(?<=[{_HAN}])\s))"
)
_LATIN = r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .'’-]{0,28}?"
_ANY = r"[^\s,。;!?:、]{1,30}?"
_CAPTURE = rf"[“\"'‘「『]?(?P<name>{_ANY}|{_LATIN})[”\"'’」』]?{_TAIL}{_NEXT}"
_OPEN = r"(?:^|(?<=[\s,。.;!~、:])|(?<=[呀啊哈嗯好您你]))"

_INTRODUCTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OPEN}(?:我|本人|人家)的?(?:名字|姓名|大名|全名|真名)(?:就?叫做?|就?是|为|:)?\s*{_CAPTURE}",
        rf"{_OPEN}(?:名字|姓名|名|称呼)(?:叫做?|是|为|:)\s*{_CAPTURE}",
        rf"{_OPEN}(?:姓名|名字)\s+{_CAPTURE}",
        rf"{_OPEN}(?:我|本人|俺|咱)(?:的?名字)?(?:就)?叫做?(?!我|你|您)\s*{_CAPTURE}",
        rf"(?:我|免贵|本人)?姓(?P<surname>{_COMPOUND}|[{_HAN}]),?(?:名字?|单名)(?:是|叫)?(?:一个|个)?(?P<given>[{_HAN}]{{1,2}}?)"
        rf"(?:字)?{_TAIL}{_NEXT}",
        rf"(?:叫|喊|称呼)我(?:做|为)?\s*{_CAPTURE}",
        rf"{_OPEN}(?:我|免贵|本人|俺)?姓(?!名|什么|啥){_CAPTURE}",
        rf"(?:my name(?:'s| is)|name:|call me|\bi'?m|\bi am|this is)\s*{_CAPTURE}",
    )
)
_I_AM = re.compile(
    rf"{_OPEN}(?:我就?是|这里是?|这边是|本人是?|俺是)\s*(?P<name>[{_HAN}]{{2,4}}?){_TAIL}{_NEXT}"
)
_NICKNAME = re.compile(
    rf"[小老阿大](?P<surname>[{_HAN}])|.{{1,2}}(?:姐|哥|女士|先生|小姐|太太|总|老师|阿姨)"
)
_LEAD = re.compile(
    r"^(?:(?:嗯+|恩+|哦+|额|呃|好的?|行|可以|ok|你好|您好|hi|hello|嗨|哈喽|在的?|亲|那个)[,。!~、\s]+)+",
    re.IGNORECASE,
)
_WEAK_LEAD = re.compile(r"^(?:我就?是|这里是|这是|我叫|就?叫我?|是|您?就?写|写|填|登记)\s*")
_END = re.compile(
    r"(?:(?<=[^\s]{2})[啊呀哈哦噢啦吧]|就(?:可以|好|行)(?:了|啦)?|[,。!~、\s]+(?:谢谢|谢了|多谢)(?:你|您|啦)?|[,。!~、;:\s])+$"
)
_EXPLAINED = re.compile(
    rf"^(?P<name>[{_HAN}]{{2,4}})[,。;、\s]+(?=.*(?:的|章|长|木|字|旁|头|早|口天))"
)

_QUESTION = re.compile(
    r"[?]$|(?:吗|么|呢|嘛|不)[?!。~]*$|什么|怎么|怎样|咋|为啥|为何|几点|几号|几楼|几天|多少|多久|哪[里儿家个天些]|在哪|干嘛|干吗|是不是|"
    r"有没有|能不能|可不可以|要不要|会不会|请问|想问|问一下|问下|咨询"
)
_BUSINESS = re.compile(
    r"投诉|退货|退款|退钱|换货|退换|人工|客服|积分|会员|办卡|优惠|券|折扣|打折|地址|营业|关门|开门|上班|下班|预约|快递|发货|订单|物流|"
    r"售后|保养|清洗|维修|质量|退订|注销|取消|发票|价格|多少钱|活动|电话|手机|号码|生日|注册|登记|掉色|坏了|骗子|垃圾"
)
_SENTENCE = re.compile(
    r"^(?:我们?|你们?|您|他们?|她们?|咱们?|这|那|请|麻烦)(?:想|要|有|没|在|买|的|不|能|可以|昨|今|之前|上次|刚|先|还|也|已经|什么|看|来|去|觉得|"
    r"家|给|办|就|早|都|会|怎|把|被|用|听|说|们|个|件|次|家店|边|里|帮|问|等|稍)|等一?下|等等|稍等|再说|考虑|不知道|不清楚|随便|都行|都可以|"
    r"无所谓|忘了|看着办|你猜|猜猜|.的$"
)
_SMALL_TALK = re.compile(
    r"(?:你好|您好|hi|hello|嗨|哈喽|在吗?|在的|谢谢|多谢|再见|拜拜|早上好|下午好|晚上好|早|没有|无|哈哈+|呵呵+|嘻嘻+|"
    r"同上|保密|秘密|姓|叫|是|我|知道了|收到|名|啥|女|男|女士|先生|女的|男的|啊+|哦+|额+|呃+)[啊呀哦的了啦]*",
)
_NOT_AFTER_CALL = re.compile(
    r"^(?:你|您|他|她|它|们|人|什么|啥|客服|老板|店|去|来(?!福)|别|不|帮|再|等|给|过|了|买|填|提供|做|干|先|看|试|车|外卖|到|怎|如何|为|"
    r"朋友|老公|老婆|妈|爸|儿|女儿|家人|随便|都|咋|用|在|就|很|把|让|要|拿|取|写|留)"
)
_NOT_A_PERSON = re.compile(r"[人的座卡客员店妈爸控迷党粉]$|会员|顾客|^[一二三四五六七八九十]")


def name(text: str, context: Context) -> str:
    """Return her name as she wrote it, at most 30 characters; a question is not one."""
    introduced = _introduced(text)
    if introduced:
        return introduced
    beside_phone = _beside_phone(text, context)
    if beside_phone:
        return beside_phone
    said = without_phone(tidy(text))
    explained = _EXPLAINED.match(said)
    kept = explained["name"] if explained and _is_full_name(explained["name"]) else _bare(said)
    if _is_about_something_else(plain(said)) or _is_no_name(plain(kept), context):
        raise Unclear("name_unclear")
    return _cut(kept)


def spot_name(text: str, context: Context) -> str | None:
    """Return the name she introduces herself by, or writes beside her number."""
    return _introduced(text) or _beside_phone(text, context)


def _introduced(text: str) -> str | None:
    said = tidy(text)
    compared = simplified(said)
    for introduction in _INTRODUCTIONS:
        for match in introduction.finditer(compared):
            words = match.groupdict().get("name")
            if words is None:
                return said[slice(*match.span("surname"))] + said[slice(*match.span("given"))]
            if not _NOT_AFTER_CALL.match(words) and not _is_question(words + _after(match)):
                return _cut(said[slice(*match.span("name"))])
    for match in _I_AM.finditer(compared):
        if _is_personal(match["name"]) and not _is_question(match["name"] + _after(match)):
            return said[slice(*match.span("name"))]
    return None


def _after(match: re.Match[str]) -> str:
    """Return the mark right behind a match: 我叫什么？ asks."""
    return "?" if re.match(r"\s*(?:吗|么|呢)?[?]", match.string[match.end() :]) else ""


def _beside_phone(text: str, context: Context) -> str | None:
    said = tidy(text)
    if spot_phone(text, context) is None:
        return None
    words = [word for word in re.split(rf"[^{_HAN}]+", without_phone(said)) if word]
    return words[0] if len(words) == 1 and _is_personal(simplified(words[0])) else None


def _is_personal(words: str) -> bool:
    """Tell whether Han characters are a full name or a form of address: 王芳, 王姐, 小王."""
    if words in NOT_NAMES or _NOT_A_PERSON.search(words):
        return False
    nickname = _NICKNAME.fullmatch(words)
    if nickname and nickname["surname"]:
        return nickname["surname"] in SURNAMES
    return _is_full_name(words)


def _is_full_name(words: str) -> bool:
    if words in NOT_NAMES:
        return False
    family = 2 if words.startswith(COMPOUND_SURNAMES) and len(words) > 2 else 1
    known = family == 2 or words[:1] in SURNAMES
    return known and 1 <= len(words) - family <= 2


def _bare(said: str) -> str:
    """Take off greeting, introduction, quotes and particles around what is left."""
    said = _LEAD.sub("", said)
    lead = _WEAK_LEAD.match(simplified(said))
    if lead and lead.end() < len(said):
        said = said[lead.end() :]
    said = _END.sub("", said).strip(' ,。!~、;:“”"「」『』《》')
    if re.fullmatch(rf"[{_HAN}](?: [{_HAN}]){{1,3}}", said):
        return said.replace(" ", "")
    return said


def _is_about_something_else(words: str) -> bool:
    return bool(
        _is_question(words) or _BUSINESS.search(words) or refuses(words) or already_member(words)
    )


def _is_no_name(words: str, context: Context) -> bool:
    return bool(
        not _says_something(words)
        or len(re.sub(r"[^0-9]", "", words)) >= 7
        or _SMALL_TALK.fullmatch(words)
        or _SENTENCE.search(words)
        or _is_yes_or_no(words, context)
    )


def _says_something(words: str) -> bool:
    return any(unicodedata.category(char)[0] in "LNSM" for char in words)


def _is_question(words: str) -> bool:
    return bool(_QUESTION.search(words)) or asks_why(words)


def _is_yes_or_no(words: str, context: Context) -> bool:
    try:
        yes_no(words, context)
    except Unclear:
        return False
    return True


def _cut(words: str) -> str:
    return words[:_LONGEST].rstrip(" \u200d")
