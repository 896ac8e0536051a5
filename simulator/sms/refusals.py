"""Say no as each gateway says it.

help.aliyun.com/zh/sms/developer-reference/api-error-codes
cloud.tencent.com/document/api/382/55981
"""

from __future__ import annotations

ALIYUN = {
    "number": ("isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误"),
    "sign": ("isv.SMS_SIGNATURE_ILLEGAL", "短信签名不合法"),
    "scene": ("isv.SMS_SIGNATURE_SCENE_ILLEGAL", "签名和模板类型不一致"),
    "template": ("isv.SMS_TEMPLATE_ILLEGAL", "短信模板不合法"),
    "missing": ("isv.TEMPLATE_MISSING_PARAMETERS", "模板变量中存在未赋值变量"),
    "json": ("isv.INVALID_JSON_PARAM", "参数格式错误，请修改为字符串值"),
    "long_value": ("isv.PARAM_LENGTH_LIMIT", "参数超出长度限制"),
    "url": ("isv.PARAM_NOT_SUPPORT_URL", "变量不支持传入URL"),
    "words": ("isv.BLACK_KEY_CONTROL_LIMIT", "变量中存在黑名单关键字"),
    "emoji": ("isv.TEMPLATE_PARAMS_ILLEGAL", "变量中含有不支持的字符"),
    "long": ("isv.SMS_CONTENT_ILLEGAL", "短信内容超出长度限制"),
    "minute": ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:{limit}"),
    "hour": ("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:{limit}"),
    "day": ("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:{limit}"),
    "money": ("isv.AMOUNT_NOT_ENOUGH", "账户余额不足"),
    "count": ("isv.MOBILE_COUNT_OVER_LIMIT", "手机号码数量超过限制"),
    "parameters": ("isv.INVALID_PARAMETERS", "参数异常"),
}
TENCENT = {
    "number": ("InvalidParameterValue.IncorrectPhoneNumber", "invalid phone number"),
    "sign": ("FailedOperation.SignatureIncorrectOrUnapproved", "signature is not approved"),
    "scene": ("FailedOperation.SignatureIncorrectOrUnapproved", "signature is not approved"),
    "template": ("FailedOperation.TemplateIncorrectOrUnapproved", "template is not approved"),
    "missing": (
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
        "request content does not match the template content",
    ),
    "json": ("InvalidParameterValue.TemplateParameterFormatError", "parameter format error"),
    "long_value": (
        "InvalidParameterValue.TemplateParameterLengthLimit",
        "template parameter is too long",
    ),
    "url": (
        "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
        "URL in a template parameter is prohibited",
    ),
    "words": ("FailedOperation.ContainSensitiveWord", "contains a sensitive word"),
    "emoji": ("InvalidParameterValue.TemplateParameterFormatError", "parameter format error"),
    "long": ("InvalidParameterValue.ContentLengthLimit", "content is too long"),
    "minute": ("LimitExceeded.PhoneNumberThirtySecondLimit", "30 seconds limit: {limit}"),
    "hour": ("LimitExceeded.PhoneNumberOneHourLimit", "one hour limit: {limit}"),
    "day": ("LimitExceeded.PhoneNumberDailyLimit", "daily limit: {limit}"),
    "money": ("FailedOperation.InsufficientBalanceInSmsPackage", "the package is used up"),
    "hours": (
        "FailedOperation.MarketingSendTimeConstraint",
        "marketing SMS can be sent from 8 to 22 only",
    ),
    "black": ("FailedOperation.PhoneNumberInBlacklist", "the number is on the blacklist"),
    "count": ("LimitExceeded.PhoneNumberCountLimit", "too many numbers in one call"),
    "app": ("UnauthorizedOperation.SmsSdkAppIdVerifyFail", "SmsSdkAppId is wrong"),
    "parameters": ("InvalidParameter", "a parameter is missing or of the wrong type"),
}


class Refusal(Exception):
    """A gateway's no, by our word for it; both tables above say it in their own."""

    def __init__(self, word: str, limit: int = 0) -> None:
        super().__init__(word)
        self.word = word
        self.limit = limit

    def in_words_of(self, table: dict[str, tuple[str, str]]) -> tuple[str, str]:
        """Return the gateway's code and its sentence."""
        code, words = table[self.word]
        return code, words.replace("{limit}", str(self.limit))
