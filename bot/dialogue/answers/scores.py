"""How satisfied she is, from one to five.

| says | score |
| --- | --- |
| 非常满意 很满意 很好 完美 满分 好评 👍 五星 100分 10分 | 5 |
| 满意 挺好的 不错 还行 还可以 | 4 |
| 一般 一般般吧 凑合 过得去 中评 | 3 |
| 不满意 不太好 有点失望 不怎么样 | 2 |
| 很不满意 很差 太失望了 差评 垃圾 零分 👎 | 1 |

Out of ten (10分制, or any mark from 6 to 10) is halved, out of a hundred divided by
twenty, halves up. A mark goes before words. 好的 alone is a courtesy, no score.
"""

import re
from collections.abc import Iterator

from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.numerals import number
from bot.dialogue.answers.spelling import clauses, plain
from bot.dialogue.answers.wording import any_of, spaced

_WORDS = {
    5: any_of("""
        好评 完美 无可挑剔 没得说 没话说 没得挑 点赞 给力 优秀 爱了 绝了 惊喜 良心 好极了 好得很
        满意极了 再满意不过 不能更满意 不能再好 满意得很 百分百满意 百分之百满意
        零差评 没有差评 没差评 赞 棒 perfect excellent great
    """),
    4: any_of("""
        不错 不赖 还行 还可以 还好 可以的 挺行 不差 不算差 不失望 没失望 没让我失望 没有失望 不一般
        没什么不满意 没有不满意 没啥不满意 没有什么不满意 不满意的地方没有 没什么不好 没有不好
        没啥不好 没有什么不好 没毛病 good
    """),
    3: any_of("""
        一般 普通 普普通通 中规中矩 凑合 凑活 马马虎虎 将就 过得去 中等 中评 平平 不好不坏 及格 勉强
        没什么感觉 没感觉 没啥感觉 就那样 就那么回事 没惊喜 没有惊喜 没什么惊喜 还可以更好
        可以更好 soso
    """),
    2: any_of("""
        不怎么样 不咋地 不咋样 不咋的 欠佳 不理想 不尽人意 不尽如人意 有待提高 有待改进 待改进 不行
        差点意思 不给力 不够给力 不完美 不够完美 不优秀 不够优秀
    """),
    1: any_of("""
        差评 负分 垃圾 恶心 坑人 坑爹 骗人 烂 气死 气人 再也不来 再也不会来 不会再来 差到极点 差极了
        失望透顶 一塌糊涂 太过分 terrible worst
    """),
}
_VERY = any_of("非常 很 特别 太 超 超级 极 极其 极度 相当 真 真的 最 无比 实在 完全 好")
_RATHER = any_of("挺 蛮 比较 还 还算 还是 算 基本 基本上 整体 总体 都 可")
_GOOD = "(?: 满意 (?! 度 ) | 喜欢 | 开心 | 舒服 | 愉快 )"
_WELL = "(?: 好 (?! 奇 | 像 | 多 | 久 | 几 ) )"
_BAD = "(?: (?<! [出时误相] ) 差劲? (?! 不多 | 点 | 一点 | 别 | 价 ) | 糟糕? | 失望 | 难受 )"
_BARELY = "(?: 不 | 谈不上 | 说不上 | 算不上 | 称不上 | 没法 | 无法 | 难以 | 没有?那么 )"
_HOW = "(?: 太 | 大 | 怎么 | 够 | 算 | 是?很 | 是?太 | 是?特别 | 是?非常 | 是?那么 )"
_VOTES = spaced(rf"""
    (?P<double> (?: 不是 | 并非 | 不会 ) 不 {_GOOD} )
    | (?P<w5> {_WORDS[5]} | (?: {_GOOD} | 好 ) 得不得了 )
    | (?P<w3> {_WORDS[3]} | (?: 不 | 没有? ) [是算]? [太很] {_BAD} )
    | (?P<w4> {_WORDS[4]} ) | (?P<w2> {_WORDS[2]} ) | (?P<w1> {_WORDS[1]} )
    | (?P<awful> (?: {_VERY}+ 地? 不 | 一点儿?[都也]?不 ) (?: {_GOOD} | {_WELL} )
        | {_VERY}+ 的? {_BAD} )
    | (?P<poor> (?: {_BARELY} {_HOW}? | (?: 没有? | 不如 ) [^不]{{0,6}}? )
        (?: {_GOOD} | {_WELL} ) | {_BAD} )
    | (?P<superb> {_VERY}+ 的? (?: {_GOOD} | {_WELL} ) )
    | (?P<fine> {_RATHER}+ (?: {_GOOD} | {_WELL} ) | {_GOOD} | 好 (?= [看吃用听] )
        | (?<= [\u3400-\u9fff] ) (?<! [你您们家上午晚只正刚幸最更恰修弄做办搞洗] ) 好 [呀啊]? $ )
""")
_LEVELS = {
    "w5": 5, "w4": 4, "w3": 3, "w2": 2, "w1": 1,
    "awful": 1, "poor": 2, "superb": 5, "fine": 4,
}  # fmt: skip
_THUMBS = {"👍": 5, "[强]": 5, "[赞]": 5, "/:strong": 5, "👎": 1, "[弱]": 1, "/:weak": 1}
_FACES = {
    5: "💯👏😍🥰🤩❤💖💕🌹🎉🥳",
    4: "😊🙂😄😃😁😀☺👌",
    3: "😐😑",
    2: "😔😞🙁☹😟😕",
    1: "😡😠🤬💩😤🤮",
}

_1TO9 = "一二三四五六七八九"
_NUMBER = rf"(?: [0-9]{{1,3}} (?! [0-9.] ) | [{_1TO9}]? 十 [{_1TO9}]? | [零〇两{_1TO9}] )"
_NOT_JOINED = rf"(?<! [0-9.+第-] ) (?<! [{_1TO9}十百] )"
_HUNDRED = "(?: 一?百 )"
_SCALE = spaced(rf"""
    满分 (?: 是 | 为 )? \s* (?P<full> {_NUMBER} | {_HUNDRED} ) 分?
    | (?P<system> {_NUMBER} ) 分 (?: 制 | 满分 | 为?满分 ) | (?P<percent> 百分制 )
""")
_MARK = spaced(rf"""
    {_NOT_JOINED} (?: (?P<of> {_NUMBER} ) \s* / \s* (?P<out> 5 | 10 | 100 ) (?! [0-9] )
        | (?P<mark> {_NUMBER} | {_HUNDRED} ) \s*
            (?: 分 (?! [钟期店之享别开手量类] ) | 颗?星 (?! 期 ) ) )
""")
_BARE = spaced(rf"""
    (?: [我给打评就选个:\s] | [你您]们 )* (?P<mark> {_NUMBER} | {_HUNDRED} )
    (?: 吧 | 哦 | 呢 | 哈 | 啦 | [\s,。!~] )*
""")
_PARTIAL = spaced(rf"""
    [0-9{_1TO9}] [.点] [0-9{_1TO9}] | {_NUMBER} [分星]? \s* (?: [-~、到至或] | 或者 ) \s* {_NUMBER}
    | (?<! 十 ) [{_1TO9}] [{_1TO9}] 分 | [分星] 半
""")
_STARS = re.compile("[⭐★🌟]+")
_CONTRAST = spaced(r"""
    但 | 不过 | 可是 | 只是 | 就是 (?= [^\s]* [慢贵久差少] ) | 可惜 | 然而 | 美中不足
""")
_QUESTION = spaced(r"""
    [?] | [吗么] $ | (?<! 不 ) 怎么 [打评算样给] | 什么意思 | 如果 | 要是 | 才[能会] | 希望
    | \bnot\b
""")
_FULL = re.compile("满分|666+")
_VERY_MUCH = re.compile("十二?分的?(?=满意|喜欢|开心|舒服|好|不|失望|差)")
_GIVES = spaced("[打评] | 给 (?! 我 )")
_NO_SCORE = spaced("积分 | 得分 | 多少分 | 几分 | 分的")
_FILLERS = spaced(r"""
    (?: 我 | 给 | 打 | 个 | 就 | 觉得 | 感觉 | 认为 | 总体 | 整体 | 来说 | 吧 | 啦 | 了 | 的 | 呢
    | 哈 | 呀 | 啊 | 嗯 | 哦 | 还 | 般 | 有点 (?= \s | $ ) | 谢谢 | 你们 | 您 | 分 )
""")
_MORE = 2  # characters from which something else was said than a score


def score(text: str, context: Context) -> int:
    """Return her score from 1 to 5; raise Unclear where it is split (好，但是服务一般) or none."""
    del context
    said = _VERY_MUCH.sub("非常", plain(text))
    found = _marked(said)
    if found is not None:
        return found
    if _QUESTION.search(said):
        raise Unclear("score_unclear")
    return _agreed(said)


def spot_score(text: str, context: Context) -> int | None:
    """Return the score where she names a mark in 分 or stars, and nothing is asked or earned."""
    del context
    said = plain(text)
    if _QUESTION.search(said) or _NO_SCORE.search(said):
        return None
    named = _MARK.search(said) or _STARS.search(said) or _FULL.search(said)
    nothing_else = not clauses(_STARS.sub(" ", _MARK.sub(" ", _FULL.sub(" ", said))))
    try:
        return _marked(said) if named and (nothing_else or _GIVES.search(said)) else None
    except Unclear:
        return None


def says_more(text: str) -> bool:
    """Say whether a message tells something beside its score: 2分，等太久了."""
    said = plain(text)
    for known in (_MARK, _SCALE, _STARS, _FULL, _VOTES, _BARE, _FILLERS):
        said = known.sub(" ", said)
    return len([char for char in said if char.isalnum()]) >= _MORE


def _marked(said: str) -> int | None:
    """Return the score of a mark in digits, numerals or stars."""
    if _PARTIAL.search(said):
        raise Unclear("score_which")
    scales = list(_SCALE.finditer(said))
    marks = set(_marks(_SCALE.sub(" ", said), _full(scales)))
    if len(marks) > 1:
        raise Unclear("score_which")
    if marks:
        return marks.pop()
    return 5 if scales or _FULL.search(said) else None


def _full(scales: list[re.Match[str]]) -> int:
    """Return the highest mark of the scale she names, 0 without one."""
    if not scales:
        return 0
    words = scales[0]["full"] or scales[0]["system"]
    return _number(words) if words else 100


def _marks(said: str, full: int) -> Iterator[int]:
    for match in _MARK.finditer(said):
        if match["of"]:
            yield _out_of_five(_number(match["of"]), int(match["out"]))
        else:
            yield _out_of_five(_number(match["mark"]), full)
    bare = _BARE.fullmatch(said)
    if bare and _number(bare["mark"]) in {*range(6), 7, 8, 9, 10, 100}:
        yield _out_of_five(_number(bare["mark"]), full)
    for stars in _STARS.findall(said):
        yield min(len(stars), 5)


def _out_of_five(mark: int, full: int) -> int:
    """Bring a mark to five, halves up; without a scale its size tells."""
    full = full or (5 if mark <= 5 else 10 if mark <= 10 else 100)
    return min(max((mark * 10 + full) // (full * 2), 1), 5)


def _agreed(said: str) -> int:
    """Return the score on which all her words agree."""
    votes = list(_votes(said)) or [
        level for level, faces in _FACES.items() for face in faces if face in said
    ]
    if not votes:
        raise Unclear("score_which" if _CONTRAST.search(said) else "score_unclear")
    if _CONTRAST.search(said) or max(votes) - min(votes) > 1:
        raise Unclear("score_which")
    return 3 if 3 in votes else max(votes, key=lambda vote: abs(vote - 3))


def _votes(said: str) -> Iterator[int]:
    for clause in clauses(said):
        for match in _VOTES.finditer(clause):
            if match.lastgroup == "double":
                raise Unclear("score_which")
            yield _LEVELS[str(match.lastgroup)]
    yield from (level for thumb, level in _THUMBS.items() if thumb in said)


def _number(words: str) -> int:
    return 100 if "百" in words else number(words)
