"""How long an SMS is and how many it counts as, as Chinese carriers do.

https://help.aliyun.com/zh/sms/product-overview/billing-rules
"""

ONE = 70
EACH_OF_MORE = 67  # a part of a long one says which part it is
LONGEST = 500


def as_read(sign: str, text: str) -> str:
    """Return what she reads: the signature in its brackets, then the text."""
    return f"【{sign}】{text}"


def length(shown: str) -> int:
    """Count as UCS-2 does: each character is one, but an emoji beyond it is two."""
    return len(shown.encode("utf-16-le", "surrogatepass")) // 2


def segments(shown: str) -> int:
    """Return how many SMS are paid for; she reads them as one."""
    size = length(shown)
    return 1 if size <= ONE else -(-size // EACH_OF_MORE)
