"""Whether she says yes or no."""

from typing import Literal

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.spelling import clauses, plain
from bot.dialogue.answers.wording import any_of, spaced

Vote = Literal["yes", "mild yes", "no", "something else"]

# A mild yes may open any answer (好的，不用了); a firm one contradicts a no.
_MILD_YES = any_of("好 好的 好滴 好哒 好嘞 行 嗯 恩 昂 k ok okk okay okey en 👌 🆗")
_FIRM_YES = any_of("""
    可 可以 阔以 同意 愿意 乐意 愿 需要 要 想 想要 是 对 没错 正确 当然 必须 成 中 得 妥 来 有 办
    加入 参加 接受 赞成 支持 肯定 确定 确认 没问题 yes yep yeah y sure agree 👍 🙆 ✅ ✔ ☑ 🉑 💯
""")
_STRONG_YES = any_of("同意 愿意 乐意 赞成 没问题")
_REJECTED = any_of("""
    要 用 想 行 可 同意 愿 需 必 乐意 接受 参加 加入 感兴趣 方便 办 收 能 会 敢 肯 成 中 得 填
    给
""")
_PLAIN_NO = any_of("""
    算了 免了 罢了 莫得 要不得 拒绝 取消 甭 否 无需 休想 婉拒 下次 以后 改天 再说 回头再
    过段时间 nope not don't dont 🙅 ❌ 🚫 👎 ✖
""")
_ASKING = any_of("""
    ? 吗 好么 什么 啥 怎 为何 多少 几 哪 谁 干嘛 是不是 要不要 好不好 行不行 能不能 可不可以
    有没有 会不会
""")
_UNDECIDED = any_of("""
    不知道 不清楚 不懂 不明白 不一定 不确定 不晓得 不好说 无所谓 随便 看情况 看看再 考虑 想想
    犹豫 差不多 不管 不过 但 除非 如果 要是 的话 前提
""")

OPENING = any_of("""
    我 我们 咱 咱们 俺 那 那么 这 这个 那个 就 都 也 还 还是 先 才 真 看 特别 暂 暂时 现在 目前
    今天 真的 实在 好像 恐怕 可能 应该 大概 其实 一点 完全 绝对 坚决 当然 非常 很 十分 觉得 感觉
    估计 请 有点 已经 肯定 一定 全 全部 嗯 啊 哦 噢 额 呃 哎 唉
""")
_ADDRESS = any_of("你 您 亲 亲爱的 姐 小姐姐 美女 帅哥 老板 老板娘 店长 客服")
ENDING = f"(?: [的地啊呀哦噢喔哈啦吧呢嘛了哟呗滴哒嘞咯喽诶哎呐捏耶] | {_ADDRESS} )*+"

_POLITE = spaced(r"""
    不好意思 | 对不起 | 抱歉 | 不客气 | 不用(?:客气|谢) | 谢谢?(?:你们|[你您啦了])? | 感谢 | 多谢
    | 麻烦(?:[你您]|[了啦])+ | 辛苦了? | thank\ ?(?:s|you) | please | [♀♂🙏😊😄😁🙂🤝❤]
""")
_DOUBLE_NO = spaced(r"""
    (?: 不是 | 没有? | 不会 | 并非 ) [说我]?
        不 (?: 行 | 可以 | 同意 | 愿意 | 想 | 要 | 能 | 好 | 肯 | 方便 )?
    | 不得不 (?: 要 | 同意 )? | 不 (?: 介意 | 反对 | 拒绝 | 错 )
    | (?: 没[有得]? | 冇 | 无 ) (?: 问题 | 异议 | 意见 | 毛病 ) | no\ problem
""")
_MILD = spaced(f"{OPENING}* (?: (?> {_MILD_YES} ) {ENDING} )+")
_YES = spaced(f"{OPENING}* (?: (?> {_MILD_YES} | {_FIRM_YES} ) {ENDING} )+")
_STRONG = spaced(f"[^不没无未难从勿莫别拒谁]* {_STRONG_YES} [^不没无未难从勿莫别拒谁]*")
_NO = spaced(rf"""
    (?: 一[个样] )? {OPENING}* (?:
        不+ (?: 太 | 大 | 是?很 | 怎么 | 再 )? (?: {_REJECTED} | [是对好]? {ENDING} $ )
        | (?: 没有? | 无法 | 难以 | 从未 | 未 ) {_STRONG_YES}
        | 没 (?: 有 | 啥 )? (?: 兴趣 | 必要 | 需要 | 空 | 时间 | {ENDING} $ )
        | 别 (?! [的人处墅致] ) | no+ {ENDING} $ | n $ | {_PLAIN_NO}
    )
""")
_QUESTION = spaced(f"{_ASKING} | {_UNDECIDED}")

# What the stickers of WeChat arrive as.
_STICKERS = {
    "ok": "/:ok [ok] [好的]", "好": "/:strong [强] [赞]", "不": "/:weak /:no [弱] [no] [拒绝]",
}  # fmt: skip


def yes_no(text: str, context: Context | None = None) -> bool:
    """Return what she answers to a question of yes or no, double negations included."""
    del context
    said = _DOUBLE_NO.sub("没问题", spoken(text))
    if _QUESTION.search(said):
        raise Unclear("yes_no_unclear")
    votes = {_vote(clause) for clause in clauses(said)}
    if "no" in votes and "yes" not in votes:
        return False
    mild = "mild yes" in votes and "something else" not in votes
    if "no" not in votes and ("yes" in votes or mild):
        return True
    raise Unclear("yes_no_unclear")


def spoken(text: str) -> str:
    """Return a plain text with stickers as words and without courtesies."""
    said = plain(text)
    for word, stickers in _STICKERS.items():
        for sticker in stickers.split():
            said = said.replace(sticker, f"{word} ")
    return _POLITE.sub(" ", said)


def without_double_no(said: str) -> str:
    """Return the text without what negates twice: 不是不想 is no refusal."""
    return _DOUBLE_NO.sub(" ", said)


def _vote(clause: str) -> Vote | None:
    """Return the vote of one clause; a word or two of another kind do not count."""
    if _NO.match(clause):
        return "no"
    if _MILD.fullmatch(clause):
        return "mild yes"
    if _YES.fullmatch(clause) or _STRONG.fullmatch(clause):
        return "yes"
    return "something else" if len(clause) > 4 else None
