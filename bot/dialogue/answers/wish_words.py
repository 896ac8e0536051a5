"""The words of a wish about our messages: what it is about, a yes or a no, what is only filling."""

from bot.dialogue.answers.pauses import LATER, PAUSE
from bot.dialogue.answers.wording import any_of, spaced

_MESSAGE = any_of("""
    消息 信息 通知 提醒 推送 短信 内容 东西 祝福 问候 广告 知识 类 方面 那些 这些 之类 的
""")
_HOLIDAY = any_of("""
    逢年过节 节假日 过年过节 节日 过节 春节 中秋 端午 元旦 国庆 新年
""")
_UPKEEP = any_of("""
    保养 清洗 清洁 护理 养护 小知识 知识 常识 科普
""")
_OFFER = any_of("""
    活动 优惠 优惠券 促销 打折 折扣 广告 推销 营销 推广 上新 新品 新款 降价 特价
""")
_SERVICE = any_of("""
    订单 物流 快递 预约 积分 服务
""")
_REST = any_of("""
    其他 其它 其余 别的 剩下的 剩下 另外的 除此之外
""")
_NO = any_of("""
    别再 别老 别 不要再 不要 不用再 不用 不想再 不想 不需要 不必 不接 不收 不看 请勿 勿 莫 表再 表
    唔好再 唔好 拒收 拒绝 退订 免了 免 取消 停掉 停了 停止 先停 停 关掉 关了 关闭 关 屏蔽 甭
    没必要 没兴趣 不感兴趣 少
""")
_YES = any_of("""
    恢复 可以发 可以推 可以打 可以继续 继续发 继续推 接着发 照发 照常 照旧 还是发 还发 也发 又可以
    可以收 愿意收 想收 保留 留着 发吧 可以的 再发
""")
_VERB = any_of("""
    发送 发给 发来 发 推送 推给 推 收到 接收 收 看到 看 打扰 打搅 打 扰 骚扰 联系 联络 找 烦 通知
    提醒 告诉 给我说 吵 来 群发 寄 传 说 聊 提 要 留 想 接
""")
_FILL = any_of("""
    我 我们 俺 你们 您们 你 您 咱 给 跟 对 往 这号 这边 了 吧 啊 呀 哈 呢 哦 嘛 啦 哟 的话 的 得
    地 麻烦 请 拜托 谢谢 谢了 多谢 你好 您好 好吗 好不好 行不行 行吗 可以吗 那 就 也 都 全部 全都
    所有 任何 一切 先 再 以后 今后 往后 现在 可以 能不能 能 帮我 帮 把 和 跟 与 及 或 还有 以及
    一下 一律 统统 这种 这类 那种 什么 啥 些 类 内 之内 以内 之前 以前 前 里 都 只 就行 就好
    就可以 行 好 好的 嗯 ok 够了 其实 暂时 最好 千万 还是 到 等 期间 这样 老 天天 总 有事 留言
    消息 信息 微信 东西 条 个 次 除了 以外 之外 外 在 家 店里 店 主动 随便 随时
""")
_ABOUT_MESSAGES = any_of("""
    发 推 收 看 打 扰 联系 烦 通知 提醒 告诉 说 推送 消息 信息 内容 祝福 问候 问好 广告 知识 推销
    营销 促销 关怀 电话 来电 短信 邮件 恢复
""")

# Each part of a wish is one of these; its name says what it is about.
PART = spaced(rf"""
    {LATER} | {PAUSE}
    | (?P<rest> {_REST} {_MESSAGE}* )
    | (?P<call> 打? (?: 推销 | 营销 | 广告 )? 电话 (?: 推销 | 营销 | 给我 )? | 来电 | 通话 )
    | (?P<birthday> 生日 {_MESSAGE}* )
    | (?P<holiday> {_HOLIDAY} {_MESSAGE}* )
    | (?P<greeting> (?: 祝福 | 问候 | 问好 ) {_MESSAGE}* )
    | (?P<upkeep> {_UPKEEP} {_MESSAGE}* )
    | (?P<care> (?: 关怀 | 关心 ) {_MESSAGE}* )
    | (?P<offer> {_OFFER} {_MESSAGE}* )
    | (?P<service> {_SERVICE} {_MESSAGE}* )
    | (?P<sms> 短信 | 简讯 )
    | (?P<email> 电子邮件 | 邮件 | 邮箱 | email )
    | (?P<only> 只 (?! 是 ) | 仅 | [光就] (?= [要发留收想] ) )
    | (?P<yes> {_YES} )
    | (?P<no> {_NO} )
    | {_VERB} | {_FILL}
""")
# 不要保养 is no word about messages, 不想留电话 and 可以打电话给我 are none about our calls.
ABOUT_MESSAGES = spaced(_ABOUT_MESSAGES)
CALLING = spaced("打 | 来电 | 推销 | 营销 | 恢复")
MAY_CALL_AGAIN = spaced("恢复 | 又可以 | 可以打了 | 可以继续")
QUESTION = spaced("[?] | 吗 $ | 什么时候 | 多少 | 怎么 | 几点 | 为什么")
ASKS_KINDLY = spaced("(?: 好 | 行 | 可以 ) (?: 吗 | 不[好行] ) [?]?")
AS_BEFORE = spaced(r"""
    (?:
        我? [又现在]{0,2} (?:
            恢复 (?: 正常 | 发送 | 所有 | 全部 | 关怀 | 消息 | 关怀消息 )? | 照常发 | 照旧
        ) 吧?了?
        | (?: 消息 | 都 | 现在 | 又 | 你们 | 以后 )* 可以 (?: 继续 | 接着 | 再 )? 给?我? [发推]
            (?: 消息 )? 了? 吧?
        | 继续给?我?[发推]吧? | 不用停了 | 别停了 | 解除免打扰 | 取消免打扰
    ) (?: 谢谢 )?
""")
