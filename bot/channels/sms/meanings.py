"""What a gateway's code means for us, in the same words for every gateway."""

from dataclasses import dataclass
from datetime import timedelta

from bot.channels import SendFailed, Shut
from bot.channels.wechat.errors import until_midnight

OPERATOR = timedelta(hours=1)  # until somebody may have looked
SOON = timedelta(minutes=10)


@dataclass(frozen=True)
class Meaning:
    """What follows from a code; `about_one` says that others in the same call may go.

    A `pause` of None lasts until midnight in Beijing; `alarm` names the words of
    `content/notices.toml` that people of the shop are to hear.
    """

    permanent: bool = False
    uncertain: bool = False
    shut: Shut = "nothing"
    pause: timedelta | None = timedelta(0)
    reach: str = ""
    alarm: str = ""
    about_one: bool = False

    def failure(self, why: str) -> SendFailed:
        """Return what sending raises."""
        return SendFailed(
            why,
            permanent=self.permanent,
            uncertain=self.uncertain,
            shut=self.shut,
            pause=until_midnight() if self.pause is None else self.pause,
            reach=self.reach,
            alarm=self.alarm,
        )


BUSY = Meaning()
PERHAPS = Meaning(uncertain=True)
TOO_OFTEN = Meaning(about_one=True, pause=timedelta(minutes=1))
TOO_OFTEN_THIS_HOUR = Meaning(about_one=True, pause=timedelta(hours=1))
TOO_OFTEN_TODAY = Meaning(about_one=True, pause=timedelta(hours=24))
DAY_IS_FULL = Meaning(shut="door", pause=None, alarm="cap")
NO_MONEY = Meaning(shut="door", pause=OPERATOR, alarm="balance")
WRONG_ACCOUNT = Meaning(shut="door", pause=SOON, alarm="account")
WRONG_CLOCK = Meaning(shut="door", pause=SOON, alarm="clock")
WRONG_SIGN = Meaning(shut="door", pause=OPERATOR, alarm="sign")
WRONG_TEMPLATE = Meaning(shut="template", pause=OPERATOR, alarm="template")
HOURS_ARE_OVER = Meaning(shut="template", pause=timedelta(hours=10))
BAD_WORDS = Meaning(permanent=True, about_one=True)
NO_SUCH_NUMBER = Meaning(permanent=True, shut="address", reach="empty", about_one=True)
SHE_REFUSES = Meaning(permanent=True, shut="address", reach="refused", about_one=True)
