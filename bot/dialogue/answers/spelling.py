"""Bring what she typed into one spelling: full width, traditional characters, emoji digits."""

import re
import unicodedata

_LONGEST = 700  # a WeChat text holds 2048 bytes
_JOINER = "\u200d"  # holds an emoji of several parts together
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_EMOJI_DRESS = dict.fromkeys(map(ord, f"{_JOINER}\ufe0e\ufe0f\u20e3{_SKIN_TONES}"))

# Pairs of traditional and simplified: words of these answers, surnames, words of the shop.
_PAIRS = """
農农 曆历 歷历 陰阴 陽阳 國国 閏闰 臘腊 節节 號号 電电 話话 機机 碼码 請请 個个 歲岁 為为 爲为
麼么 嗎吗 幹干 誰谁 沒没 問问 題题 願愿 關关 懷怀 務务 會会 員员 過过 辦办 對对 謝谢 這这 訴诉
說说 資资 給给 閉闭 門门 幾几 點点 開开 總总 兩两 還还 後后 時时 間间 進进 見见 現现 買买 賣卖
東东 無无 長长 從从 來来 樣样 應应 該该 認认 識识 讓让 當当 興兴 訂订 單单 貨货 發发 質质 壞坏
錯错 換换 紅红 銀银 鑽钻 優优 費费 聖圣 誕诞 慶庆 婦妇 兒儿 師师 學学 貳贰 參叁 陸陆 寫写 隱隐
絕绝 騷骚 擾扰 洩泄 騙骗 譜谱 註注 冊册 記记 戲戏 訊讯 稱称 嘆叹 喲哟 廳厅 鄉乡 聽听 讀读 盡尽
別别 雙双 張张 陳陈 劉刘 黃黄 趙赵 吳吴 孫孙 馬马 鄭郑 許许 鄧邓 馮冯 蕭萧 葉叶 蘇苏 盧卢 蔣蒋
賈贾 韋韦 鄒邹 閻阎 龍龙 萬万 錢钱 湯汤 賴赖 龔龚 譚谭 範范 韓韩 楊杨 羅罗 顧顾 賀贺 嚴严 溫温
莊庄 紀纪 聶聂 齊齐 歐欧 呂吕 鄔邬 甯宁 寧宁 顏颜 鍾钟 鐘钟 衛卫 華华 畢毕 喬乔 齡龄 閔闵 祿禄
饒饶 項项 駱骆 藍蓝 傑杰 諸诸 鄺邝 儲储 塗涂 閆闫 龐庞 聞闻 嶽岳 專专 業业 舉举 餘余 協协 變变
場场 處处 復复 複复 頭头 導导 態态 數数 斷断 權权 櫃柜 氣气 煩烦 級级 類类 細细 維维 營营 詞词
詢询 賬账 帳账 購购 轉转 車车 銷销 閱阅 離离 積积 裡里 裏里 約约 靜静 聯联 鏈链 鍊链 選选 領领
預预 額额 確确 實实 辭辞 醜丑 壓压 寶宝 飾饰 錶表 戀恋 條条 貴贵 禮礼 獎奖 減减 卻却 歡欢 遠远
結结 運运 遞递 達达 護护 測测 顆颗 繩绳 掛挂 異异 遲迟 紹绍
週周 內内 動动 廣广 養养 識识 繫系 絡络 傳传 續续 設设 計计 隻只 滿满 評评 極极 較较 爛烂 贊赞 讚赞
"""
_SIMPLER = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def tidy(text: str) -> str:
    """Return her words without what cannot be seen, in normal width, on one line."""
    visible = "".join(_visible(char) for char in text[:_LONGEST])
    return " ".join(unicodedata.normalize("NFKC", visible).split())


def simplified(text: str) -> str:
    """Write the traditional characters that matter here simplified, one for one."""
    return text.translate(_SIMPLER)


def plain(text: str) -> str:
    """Return the words as the parsers compare them: tidy, simplified, lower case, bare emoji."""
    return simplified(tidy(text)).translate(_EMOJI_DRESS).lower()


def clauses(said: str) -> list[str]:
    """Split a plain text where she took a breath."""
    return [part for part in re.split(r"[\s,，。.!！?？;；、…~:\"“”‘’「」【】()]+", said) if part]


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char == _JOINER:
        return char
    if category in {"Cf", "Cs", "Cn", "Co"}:
        return ""
    return " " if category in {"Cc", "Zl", "Zp"} else char
