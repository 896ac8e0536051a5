"""Serve the world over HTTP, a thread per call."""

from __future__ import annotations

import contextlib
import os
import socket
import struct

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

ABORT = struct.pack("ii", 1, 0)


class QuietHandler(WSGIRequestHandler):
    """Log nothing: the log of calls is at /sim/calls. Reset a connection that is to be cut."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Drop the line, unless it tells of an error of our own."""
        if type == "error":
            super().log(type, message, *args)

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:
        """Close at once and without farewell, so that the caller sees a reset."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
            os.close(self.connection.detach())


def serve(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Return a server that listens; port 0 takes any free one."""
    server = make_server(host, port, app, threaded=True, request_handler=QuietHandler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    return server
