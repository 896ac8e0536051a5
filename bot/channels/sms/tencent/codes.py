"""What Tencent Cloud's codes mean for us.

https://cloud.tencent.com/document/product/382/59177
"""

from bot.channels.sms import meanings as m

OK = "Ok"
_MEANINGS = {
    "FailedOperation.InsufficientBalanceInSmsPackage": m.NO_MONEY,
    "UnauthorizedOperation.ServiceSuspendDueToArrears": m.NO_MONEY,
    "FailedOperation.MarketingSendTimeConstraint": m.HOURS_ARE_OVER,
    "FailedOperation.PhoneNumberInBlacklist": m.SHE_REFUSES,
    "InvalidParameterValue.IncorrectPhoneNumber": m.NO_SUCH_NUMBER,
    "FailedOperation.SignatureIncorrectOrUnapproved": m.WRONG_SIGN,
    "FailedOperation.TemplateIncorrectOrUnapproved": m.WRONG_TEMPLATE,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": m.WRONG_TEMPLATE,
    "InvalidParameterValue.UnsupportedTemplateVariable": m.WRONG_TEMPLATE,
    "InvalidParameterValue.MarketingTemplateWithoutUnsubscribe": m.WRONG_TEMPLATE,
    "InvalidParameterValue.TemplateParameterFormatError": m.WRONG_TEMPLATE,
    "InternalError.RequestTimeException": m.WRONG_CLOCK,
    "AuthFailure.SignatureExpire": m.WRONG_CLOCK,
    "InternalError.Timeout": m.PERHAPS,
    "InternalError.OtherError": m.PERHAPS,
    "InternalError.UnknownError": m.PERHAPS,
    "InternalError": m.PERHAPS,
    "LimitExceeded.PhoneNumberThirtySecondLimit": m.TOO_OFTEN,
    "LimitExceeded.PhoneNumberOneHourLimit": m.TOO_OFTEN_THIS_HOUR,
    "LimitExceeded.PhoneNumberDailyLimit": m.TOO_OFTEN_TODAY,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": m.TOO_OFTEN_TODAY,
    "LimitExceeded.DeliveryFrequencyLimit": m.TOO_OFTEN,
    "LimitExceeded.AppMainlandChinaDailyLimit": m.DAY_IS_FULL,
    "LimitExceeded.DailyLimit": m.DAY_IS_FULL,
    "RequestLimitExceeded": m.BUSY,
}
_FAMILIES = {
    "AuthFailure": m.WRONG_ACCOUNT,
    "UnauthorizedOperation": m.WRONG_ACCOUNT,
    "LimitExceeded": m.BUSY,
}


def meaning_of(code: str) -> m.Meaning:
    """Return what a code means; one that we don't know is about this message's content."""
    family = code.partition(".")[0]
    return _MEANINGS.get(code) or _FAMILIES.get(family) or m.BAD_WORDS
