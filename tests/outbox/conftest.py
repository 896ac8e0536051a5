"""Both servers, emptied between tests, and WeChat to send to."""

from tests.emptied import emptied  # noqa: F401
from tests.outbox.desk import desk  # noqa: F401
from tests.outbox.letterbox import letterbox  # noqa: F401
from tests.outbox.texting import texting  # noqa: F401
from tests.wechat import _simulator, shop, wechat  # noqa: F401
