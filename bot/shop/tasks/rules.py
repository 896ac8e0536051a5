"""Which tasks a customer waits for: pure."""

# While one of these is open she waits for somebody, and what she goes on to say belongs to it.
AWAITED = (
    *("complaint", "human", "stuck", "unanswered", "picture", "video", "question", "order"),
    *("call_back", "invoice", "return", "repair", "redeem", "coupon", "referral", "appointment"),
)
# What writing to her answers by itself.
ANSWERED_BY_WRITING = ("human", "stuck", "unanswered")
