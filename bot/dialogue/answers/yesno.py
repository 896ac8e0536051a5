"""Whether she says yes or no, refuses, asks why, or is a member already."""

import re

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.spelling import clauses, plain

# What the stickers of WeChat arrive as.
_STICKERS = {
    "/:ok": "ok ", "[ok]": "ok ", "/:strong": "好 ", "[强]": "好 ", "[好的]": "好 ", "[赞]": "好 ",
    "/:weak": "不 ", "[弱]": "不 ", "/:no": "不 ", "[no]": "不 ", "[拒绝]": "不 ",
}  # fmt: skip
_POLITE = re.compile(
    r"不好意思|对不起|抱歉|不客气|不用(?:客气|谢)|谢谢(?:你|您|啦|了|你们)?|感谢|多谢|麻烦(?:你|您)?(?:了|啦)?|辛苦了?"
    r"|thank ?(?:s|you)|please|[♀♂🙏😊😄😁🙂🤝❤]"
)
_ASKING = re.compile(
    r"[?]|吗|(?<!什)么(?!$)|什么|啥|怎|为何|多少|几|哪|谁|干嘛|是不是|要不要|好不好|行不行|能不能|可不可以|有没有|会不会"
)
_BUT = re.compile(r"不过|但是|但|除非|如果|要是|的话|前提")
_UNDECIDED = re.compile(
    r"不(?:知道|清楚|懂|明白|一定|确定|晓得|好说)|无所谓|随便|看情况|看看再|考虑|想想|犹豫|差不多|不管"
)
_BOTH_NOT = re.compile(
    r"(?:不是|没有?|不会|并非)(?:说|我)?不(?:行|可以|同意|愿意|想|要|能|好|肯|方便)?"
    r"|不得不(?:要|同意)?|没有?(?:问题|意见|毛病|关系)|不(?:介意|反对|拒绝|错)|[冇无](?:问题|异议|意见)"
)
_LEAD = (
    r"(?:我们?|咱们?|俺|那么?|这个?|那个|就|都|也|还是|还|先|暂时|现在|目前|今天|真的|实在|好像|恐怕|可能|应该|大概|其实|"
    r"一点|完全|绝对|坚决|当然|非常|很|十分|觉得|感觉|估计|请|目前|暂|有点|已经|肯定|一定|全|全部|嗯+|啊|哦+|噢|额|呃|哎|唉)*"
)
_TAIL = r"[的地啊呀哦噢喔哈啦吧呢嘛了哟呗滴哒嘞咯喽诶哎呐捏耶你您亲!]*"
_SOFT_YES = r"好[的滴哒嘞]?|行|嗯+|恩+|哦+|噢|昂|o+k+a*y*|👌|🆗|en+|收到|知道了|明白"
_FIRM_YES = (
    r"可以?|阔以|yes|yep|yeah|y|sure|同意|愿意|乐意|需要|想?要|想|是|对|没错|正确|当然|必须|成|中|得|妥|加入|参加|办|"
    r"接受|赞成|来|愿|支持|没问题|👍|🙆|✅|✔|☑|🉑|💯|agree|好的?好|没问题|肯定"
)
_YES = re.compile(f"{_LEAD}(?P<words>(?:(?:{_SOFT_YES}|{_FIRM_YES}){_TAIL})+)")
_ONLY_SOFT = re.compile(f"{_LEAD}(?:(?:{_SOFT_YES}){_TAIL})+")
_STRONG_YES = re.compile(r"(?<!不)(?:同意|愿意|乐意|赞成|没问题)")
_NO = re.compile(
    f"{_LEAD}(?:"
    r"不(?:太|大|是很|怎么|再|是太|很)?"
    rf"(?:{_TAIL}$|要|用|想|行|可以?|同意|愿|需|必|乐意|接受|参加|加入|感兴趣|方便|办|收|是{_TAIL}$|对{_TAIL}$|能|肯|成|好{_TAIL}$|中|填|给)"
    r"|没(?:有|啥|什么)?(?:兴趣|必要|需要|空|时间)|算了|免了|罢了|拒绝|取消|甭|否|无需|休想|婉拒|"
    rf"no+{_TAIL}$|nope|not|n$|dont|don't|下次|以后|改天|再说|回头再|过段时间|没(?:有)?{_TAIL}$|"
    r"别(?!的|人|处|墅|致)|🙅|❌|🚫|👎|✖|🙅)"
)

_REFUSAL = re.compile(
    f"{_LEAD}(?:"
    r"(?:可以|能|可否|能不能|可不可以)?不(?:太|大|是很|怎么|再)?(?:想|愿意?|方便|便|肯|能|用|要|必|需要|打算)?"
    r"(?:给|说|填|留|透露|提供|告诉|讲|回答|登记|写|报|公开|告知|公布|奉告)"
    r"|(?:可以|能|可否|能不能|我想|想|请)?(?:跳过|略过)|先(?:跳过|不)|暂(?:时)?不|保密|秘密|(?:个人|这是)*隐私|私人|无可奉告"
    r"|不(?:太|大|是很)?(?:想|愿意?|方便|便|要|用|需要|行|可以|同意|必|了|肯)"
    rf"{_TAIL}$|不{_TAIL}$|(?:等)?(?:下次|以后|改天|回头|有空)(?:吧|再|$)|再说|算了|免了|没(?:有|这个)?必要|"
    rf"拒绝|别问|不告诉|pass|skip|no{_TAIL}$|n$|next|下一[个题步项]|过{_TAIL}$|🙅|❌)"
)
_DATE_OR_NUMBER = re.compile(r"[0-9]|[一二三四五六七八九十正冬腊]月|初[一二三四五六七八九十]")
_HARMLESS_QUESTION = re.compile(r"(?:可以|行|能)(?:吗|么|不)?$")

_WHY = re.compile(
    r"(?:要|问|填|留|收集|登记)(?:这|那|我|人家)?(?:个|些|么多|么细|的)?(?:信息|资料|电话|手机|手机号|号码|生日|名字|地址|隐私)?"
    r"(?:是|来|想|能|有|用来|拿来)?(?:干嘛|干吗|干什么|干啥|做什么|做啥|做嘛|干神马|啥用|什么用|何用|什么意思|用来)"
    r"|^(?:请问)?(?:为什么|为啥|为何|凭什么|凭啥|why|干嘛|干吗|干啥|做什么|干什么)(?:呢|呀|啊|用|用的|\?)*$"
    r"|(?:为什么|为啥|为何|凭什么|凭啥|干嘛|干吗)(?:一定|还|都|就|总|老|非)?"
    r"(?:要|问|需要|得|让我|必须|填|给|留|登记|收集|用|告诉)(?!多久|等|排)"
    r"|(?:干|做)(?:什么|啥|嘛|吗)用|用(?:来|于|在|去|到)?(?:干|做)(?:什么|嘛|吗|啥)|用在哪|有(?:什么|啥|何)用|什么用途|用途"
    r"|(?:会不会|会|不会|不怕|怕)(?:被|把|拿|我|的|信息|资料|电话|隐私|号码)*"
    r"(?:泄露|泄漏|外泄|外传|卖|骗|骚扰|打扰|打电话|推销|乱发|传出去|公开)"
    r"|安全(?:吗|么|不)|安不安全|靠谱(?:吗|么|不)|靠不靠谱|可靠(?:吗|么|不)|(?:是|会)不?是?骗(?:子|人|局)|保密(?:吗|么|不)"
)
_MEMBER = re.compile(
    r"(?:已经|早就?|本来|一直|以前就|原来就|就)(?:都)?是(?:你们|你家|咱们?|咱家|贵店)?(?:店)?(?:的)?(?:老)?(?:会员|vip)"
    r"|我(?:就)?是(?:你们|你家|咱们?|咱家|贵店)?(?:店)?(?:里)?的?(?:老|金卡|银卡|钻石|普通)?(?:会员|vip)"
    r"|(?:有|办了|办过|办好|领过|领了|拿过)(?:你们|你家)?的?(?:店)?(?:的)?(?:一张)?(?:会员|vip|会员卡|卡)(?!券)"
    r"|(?:办|注册|加入|登记|开|填|入|申请)(?:过|好|完)(?:了|的|会|卡|会员|会员卡)*(?:啊|呀|啦|吧)?$"
    r"|(?:早就?|已经|之前|以前|上次|去年)(?:就)?(?:在店里|在你们)?(?:办|注册|加入|登记|入会)|^老会员|(?:会员|老)号(?:码)?是"
)
_NOT_YET = re.compile(r"不是|没|未|忘|吗|么|[?]|怎么|如何|能不能|可以")


def yes_no(text: str, context: Context | None = None) -> bool:
    """Return what she answers to a question of yes or no, double negations included."""
    del context
    said = _without_stickers(plain(text))
    if _BUT.search(said):
        raise Unclear("yes_no_unclear")
    votes = {vote for clause in clauses(_POLITE.sub(" ", said)) if (vote := _vote(clause))}
    if _ASKING.search(_BOTH_NOT.sub("", said)) or _UNDECIDED.search(said):
        raise Unclear("yes_no_unclear")
    if "no" in votes and "yes" not in votes:
        return False
    if votes and "no" not in votes:
        return True
    raise Unclear("yes_no_unclear")


def refuses(text: str) -> bool:
    """Tell whether she would rather not say what was asked."""
    said = _POLITE.sub(" ", _without_stickers(plain(text)))
    said = _BOTH_NOT.sub(" ", _HARMLESS_QUESTION.sub("", said.rstrip("?!。. ")))
    if _DATE_OR_NUMBER.search(said) or asks_why(text):
        return False
    return any(_REFUSAL.match(clause) for clause in clauses(said))


def asks_why(text: str) -> bool:
    """Tell whether she asks what her data is wanted for, or whether it is safe."""
    return bool(_WHY.search(plain(text)))


def already_member(text: str) -> bool:
    """Tell whether she says that she has been a member before."""
    return any(
        _MEMBER.search(clause) and not _NOT_YET.search(clause)
        for clause in re.split(r"[,，。.!！;；\s]+", plain(text))
    )


def _without_stickers(said: str) -> str:
    for sticker, word in _STICKERS.items():
        said = said.replace(sticker, word)
    return said


def _vote(clause: str) -> str | None:
    clause = _BOTH_NOT.sub("没问题", clause)
    if _NO.match(clause):
        return "no"
    if _ONLY_SOFT.fullmatch(clause):
        return "soft"
    if _YES.fullmatch(clause) or _STRONG_YES.search(clause):
        return "yes"
    return None
