"""Read Chinese numerals: 二十三, 廿三, 初五, 一九八五."""

DIGITS = dict(zip("零〇○一二三四五六七八九", "000123456789", strict=True))
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True))
_SPOKEN = {"幺": "1", "两": "2"}
_AS_ARABIC = str.maketrans(DIGITS | _FORMAL | _SPOKEN)
_TENS = {"廿": 20, "卅": 30}


def digit_by_digit(words: str) -> str:
    """Write numerals read out one by one as digits: 一三八零 → 1380, 幺 → 1."""
    return words.translate(_AS_ARABIC)


def number(words: str) -> int:
    """Return a number below 100: 3, 03, 十五, 二十, 廿三, 卅."""
    if words[0] in _TENS:
        return _TENS[words[0]] + int(digit_by_digit(words[1:]) or 0)
    tens, ten, ones = words.partition("十")
    if not ten:
        return int(digit_by_digit(words))
    return int(digit_by_digit(tens) or 1) * 10 + int(digit_by_digit(ones) or 0)
