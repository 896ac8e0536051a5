"""What Aliyun's codes mean for us.

https://help.aliyun.com/zh/sms/developer-reference/api-error-codes
"""

from bot.channels.sms import meanings as m

_MEANINGS = {
    **dict.fromkeys(("isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"), m.DAY_IS_FULL),
    **dict.fromkeys(("isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE"), m.NO_MONEY),
    "isv.ACCOUNT_ABNORMAL": m.NO_MONEY,
    **dict.fromkeys(("isv.ACCOUNT_NOT_EXISTS", "isv.PRODUCT_UN_SUBSCRIPT"), m.WRONG_ACCOUNT),
    **dict.fromkeys(("isv.DENY_IP_RANGE", "isp.RAM_PERMISSION_DENY"), m.WRONG_ACCOUNT),
    **dict.fromkeys(("SignatureDoesNotMatch", "IncompleteSignature"), m.WRONG_ACCOUNT),
    **dict.fromkeys(("InvalidAccessKeyId.NotFound", "Forbidden.RAM"), m.WRONG_ACCOUNT),
    "InvalidAccessKeyId.Inactive": m.WRONG_ACCOUNT,
    **dict.fromkeys(("InvalidTimeStamp.Expired", "InvalidTimeStamp.Format"), m.WRONG_CLOCK),
    **dict.fromkeys(("isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL"), m.WRONG_SIGN),
    **dict.fromkeys(("isv.SIGN_STATE_ILLEGAL", "isv.SMS_SIGNATURE_SCENE_ILLEGAL"), m.WRONG_SIGN),
    "isv.EXTEND_CODE_ERROR": m.WRONG_SIGN,
    **dict.fromkeys(
        ("isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS"), m.WRONG_TEMPLATE
    ),
    **dict.fromkeys(("isv.TEMPLATE_PARAMS_ILLEGAL", "isv.INVALID_JSON_PARAM"), m.WRONG_TEMPLATE),
    "isv.INVALID_PARAMETERS": m.WRONG_TEMPLATE,
    **dict.fromkeys(("isv.PARAM_LENGTH_LIMIT", "isv.PARAM_NOT_SUPPORT_URL"), m.BAD_WORDS),
    **dict.fromkeys(("isv.SMS_CONTENT_ILLEGAL", "isv.BLACK_KEY_CONTROL_LIMIT"), m.BAD_WORDS),
    **dict.fromkeys(
        ("isv.MOBILE_NUMBER_ILLEGAL", "isv.DOMESTIC_NUMBER_NOT_SUPPORTED"), m.NO_SUCH_NUMBER
    ),
    **dict.fromkeys(("isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "ServiceUnavailable"), m.BUSY),
    **dict.fromkeys(("Throttling", "Throttling.User", "Throttling.Api"), m.BUSY),
    "SignatureNonceUsed": m.BUSY,
}
_WINDOWS = {"天": m.TOO_OFTEN_TODAY, "小时": m.TOO_OFTEN_THIS_HOUR}


def meaning_of(code: str, message: str) -> m.Meaning:
    """Return what a code means; one that we don't know is about this message's content."""
    if code == "isv.BUSINESS_LIMIT_CONTROL":
        found = (each for word, each in _WINDOWS.items() if word in message)
        return next(found, m.TOO_OFTEN)
    return _MEANINGS.get(code, m.BAD_WORDS)
