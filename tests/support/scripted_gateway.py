# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback that sends the bytes of a test, for responses that a correct HTTP server never sends.

The emulator represents the gateway. This server is for faults below it: responses that are endless, without a length,
cut off, or one byte at a time.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from urllib.parse import parse_qsl


class Received:
    """A received request: request line, headers (names in lower case), body, and number of the connection."""

    def __init__(self, head, body, connection):
        lines = head.decode("latin-1").split("\r\n")
        self.line = lines[0]
        self.headers = {
            name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines[1:])
        }
        self.body = body
        self.connection = connection

    @property
    def form(self):
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


class ScriptedGateway:
    """Sends the n-th of ``answers`` for the n-th request, and the last one for all later requests.

    An answer is bytes to send, after which the connection stays open, or a function that gets the socket.
    """

    def __init__(self, answers, tls=None):
        self.answers = list(answers)
        self.received = []
        self.closing = threading.Event()
        self._tls = tls
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.endpoint = "%s://127.0.0.1:%d" % ("https" if tls else "http", self.port)
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self):
        self.closing.set()
        self._listener.close()

    def _listen(self):
        number = 0
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            number += 1
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection, number):
        # Clients may disconnect, or refuse the certificate.
        with contextlib.suppress(OSError), connection:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            stream = connection.makefile("rb")
            while True:
                request = self._read(stream, number)
                if request is None:
                    return
                with self._lock:
                    answer = self.answers[min(len(self.received), len(self.answers) - 1)]
                    self.received.append(request)
                if callable(answer):
                    answer(connection)
                    return
                connection.sendall(answer)

    @staticmethod
    def _read(stream, number):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return None
            head += line
        request = Received(head[:-4], b"", number)
        request.body = stream.read(int(request.headers.get("content-length", 0)))
        return request


def http_answer(body, status="200 OK", headers=()):
    """Return the bytes of a whole response; ``body``: bytes, or an object to send as JSON."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body), *headers]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def failure(code, status="400 Bad Request", headers=(), **fields):
    """Return the bytes of the gateway's response to a failed request."""
    return http_answer(
        dict({"RequestId": "R-1", "Code": code, "Message": "It did not work."}, **fields), status, headers
    )


def reset(connection):
    """Reset the TCP connection."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def close(_connection):
    """Close the connection without a response."""


def truncated(connection):
    connection.sendall(http_answer(b'{"Code": "OK", "Instance": {}}')[:-9])


OK = http_answer(
    {"Code": "OK", "Success": True, "HttpStatusCode": 200, "RequestId": "R-0", "Instance": {"InstanceId": "x"}}
)
