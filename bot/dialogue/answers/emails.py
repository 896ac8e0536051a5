"""Where she reads her mail: 我的邮箱是 wang@example.com, 改邮箱, 删掉我的邮箱."""

from typing import Literal

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.spelling import plain, tidy
from bot.dialogue.answers.wording import any_of, spaced
from bot.shop.people.addresses import address_in

MailWord = Literal["tell", "change", "forget"]

_CALLED = any_of("电子邮箱 邮箱 电子邮件 邮件地址 邮箱地址 邮箱号 email e-mail")
_MAIL = spaced(_CALLED)
_APART = r"\s,，;；、“”\"'<>《》()（）\u3400-\u9fff"
_RUN = spaced(rf"[^:：{_APART}]+ @ [^{_APART}]*")
_FORGETS = spaced(r"""
    忘掉 | 忘了[它吧] | 删 [掉了除]? | 去掉 | 清掉 | 撤掉
    | (?: 别 | 不要 | 不用 ) 再? [记留存] (?! 错 )
""")
_CHANGE = any_of("改 换 更新 更改 变更 更正 修改 写错 填错 登记 留 留个 加个 填 补")
_CHANGES = spaced(_CHANGE)
_FILLING = spaced(rf"""
    {_CALLED} | {_CHANGE} | 我 | 的 | 是 | [这那]个 | 一下 | 一个 | 新 | [成到为了吧啦呀啊哈呢]
    | 帮 | 请 | 麻烦 | [您你]们? | 记 [一住着下得]* | 把 | 给 | 要 | 想 | 也 | 还有 | 和 | 或者?
    | 不对 | 应该 | 谢谢 | 好 | 地址 | 用 | 就 | \s | [,。.;!~、:“”"|/]
""")
_LEFT_OVER = 2


def mail_word(text: str) -> MailWord | None:
    """Return what she wants of her mail address; None where she means anything else.

    Who wants an invoice sent there is no different from who wants an invoice.
    """
    said = plain(text)
    if _RUN.search(said):
        return "tell" if _is_filling(_RUN.sub("", said)) else None
    if not _MAIL.search(said) or said.endswith(("?", "吗", "么")):
        return None
    if _FORGETS.search(said):
        return "forget" if _is_filling(_FORGETS.sub("", said)) else None
    return "change" if _CHANGES.search(said) and _is_filling(said) else None


def email(text: str, context: Context) -> str:
    """Return the one mail address in her words."""
    found = spot_email(text, context)
    if found:
        return found
    raise Unclear("email_two" if len(_RUN.findall(tidy(text))) > 1 else "email_unclear")


def spot_email(text: str, context: Context) -> str | None:
    """Return her mail address where there is just one, whole and without anything foreign in it."""
    del context
    runs = _RUN.findall(tidy(text).replace("。", "."))
    return address_in(runs[0].rstrip(".!?~")) if len(runs) == 1 else None


def _is_filling(said: str) -> bool:
    return len(_FILLING.sub("", said)) <= _LEFT_OVER
