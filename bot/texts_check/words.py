"""Words that no text may use: by law, by taste, and in messages that only care."""

from typing import NamedTuple


class Banned(NamedTuple):
    """What must not be written, as a pattern, and why."""

    pattern: str
    why: str


_ADVERTISING = "Advertising Law of the People's Republic of China"
_CONSUMERS = "Law on Protection of Consumer Rights and Interests, article 26"

BY_LAW = (
    Banned(
        "国家级|最高级|最佳|最好|顶级|极品|全网最低|最低价|史无前例|绝无仅有|独一无二|世界级"
        "|第一(?!次|时间|件|样|步|条|个)",
        f"no superlatives: {_ADVERTISING}, article 9",
    ),
    Banned(
        "治疗|疗效|治愈|药效|包治|根治|抗癌|降血", f"no medical claims: {_ADVERTISING}, article 17"
    ),
    Banned("保值|升值|稳赚|投资回报|回购保证", f"no promise of value: {_ADVERTISING}, article 25"),
    Banned("解释权", f"the shop has no last word on its terms: {_CONSUMERS}"),
    Banned(
        "概不退|恕不退|不退不换|概不负责|离柜|售出不",
        f"nothing may be shut out beforehand: {_CONSUMERS}",
    ),
)

ROBOTIC = (
    Banned("(?<![母父双])亲(?=[，。！～~])|亲爱的|亲亲", "call her by her name or 您"),
    Banned("尊敬的|贵宾|各位", "speak to one person, as a shop assistant does"),
    Banned(
        "请按照?提示|请按要求|请输入|请回复|请点击|请选择", "ask as a person would, without 请输入"
    ),
    Banned(
        "系统|操作|指令|提交|无法识别|识别失败|输入有误|格式错误|非法|参数", "no words of machines"
    ),
    Banned("温馨提示|敬请|特此|如有疑问|谢谢配合|感谢您的支持", "no phrases of notices on a wall"),
    Banned(
        "回复?[「“]?(?:数字)?[0-9０-９A-Za-z]|[扣按][「“]?[0-9０-９]",
        "no “reply 1” bait: let her answer in words",
    ),
)

# In content/care: feed the fish all year, announce a sale twice.
NOT_IN_CARE = (
    Banned(
        "优惠|打折|折扣|[0-9一二三四五六七八九]折|促销|特价|活动|满减|秒杀|抢购|限时|买一送|清仓"
        "|新品|新款|上新|到货|领券|代金券|会员日|大促|福利|到店有礼|有礼相送|立减|返现|返券|抽奖|下单"
        "|超值|划算|欢迎选购|欢迎光临",
        "a message that cares sells nothing",
    ),
    Banned("出什么事|怎么了|是不是忙|很久没来|好久没来", "don't guess why she has not come"),
    Banned("养颜|安神|辟邪|招财|转运(?!珠)|排毒|助眠|延年|开光", "no promises of health or luck"),
    Banned("清明[^。]*快乐", "a solemn day gets no 快乐"),
)
