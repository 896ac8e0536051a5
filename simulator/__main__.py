"""Start the simulator: `python -m simulator`."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType

from .app import create_app
from .server import serve
from .settings import BadSetting, from_environment
from .sms.forms import BadForm


def main() -> int:
    """Serve until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, _end)
    try:
        settings = from_environment(os.environ)
        app = create_app(settings)
    except (BadSetting, BadForm) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 1
    server = serve(app, settings.host, settings.port)
    print(f"simulator http://{settings.host}:{server.server_port}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
