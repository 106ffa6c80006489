# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP server: one thread for each connection, and the faults that happen to a connection."""

from __future__ import annotations

import itertools
import os
import socket
import socketserver
import ssl
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .errors import GatewayError
from .gateway import Gateway
from .request import METADATA_PUT_PATH, Request
from .responses import Response, error_response, to_json

MAX_LINE_BYTES = 65536
MAX_HEADERS = 100
MAX_BODY_BYTES = 1024 * 1024


class Server(ThreadingHTTPServer):
    """A server on loopback, with one thread for each connection."""

    daemon_threads = True
    request_queue_size = 256
    allow_reuse_port = False

    def __init__(self, port: int, gateway: Gateway, latency_ms: int, tls: ssl.SSLContext | None = None) -> None:
        self.gateway = gateway
        self.latency_seconds = latency_ms / 1000
        self.connection_numbers = itertools.count(1)
        super().__init__(("127.0.0.1", port), Handler)
        self.endpoint = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_port}"
        if tls:
            # The connection's thread does the handshake, so that a slow client does not delay the others.
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self) -> None:
        """Bind without the reverse DNS lookup of HTTPServer."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log a broken connection (a lost client, a failed TLS handshake) as one line instead of a traceback."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            log({"error": type(error).__name__})
        else:
            super().handle_error(request, client_address)


def log(entry: dict[str, Any]) -> None:
    """Write one JSON line to stderr, without Python's buffers: a thread could hold their lock when the process ends."""
    os.write(2, to_json(entry).encode() + b"\n")


class Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, gets responses from the gateway, and applies a fault while sending them."""

    protocol_version = "HTTP/1.1"
    server_version = "ccc-emulator"
    sys_version = ""
    # A buffered writer sends headers and body in one packet. Without a buffer, and with Nagle's algorithm, every
    # response on a persistent connection would wait 40 ms for the client's delayed acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Server
    headers: dict[str, str]

    def setup(self) -> None:
        super().setup()
        self.number = next(self.server.connection_numbers)

    def parse_request(self) -> bool:
        """Read the request line and the headers, whose names become lower case.

        The base class uses the email package, which takes longer than the rest of the request.
        """
        self.command, self.request_version, self.close_connection = "", self.protocol_version, True
        words = self.raw_requestline.decode("latin-1").split()
        if len(words) != 3 or words[2] not in ("HTTP/1.0", "HTTP/1.1"):
            self.send_error(400, "Invalid request line")
            return False
        self.headers = {}
        for _count in range(MAX_HEADERS):
            line = self.rfile.readline(MAX_LINE_BYTES).decode("latin-1").rstrip("\r\n")
            if not line:
                break
            name, _colon, value = line.partition(":")
            self.headers[name.lower()] = value.strip()
        else:
            self.send_error(431)
            return False
        self.command, self.path, self.request_version = words
        connection = self.headers.get("connection", "").lower()
        self.close_connection = connection == "close" or (words[2] == "HTTP/1.0" and connection != "keep-alive")
        return True

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        """Serve the only path that supports PUT; for others, respond as the base class does."""
        if self.path == METADATA_PUT_PATH:
            self._serve()
        else:
            self.send_error(501)

    def _serve(self) -> None:
        due = time.monotonic() + self.server.latency_seconds
        request = Request(self.command, self.path, self.headers, b"")
        try:
            request.body = self._read_body()
        except GatewayError as error:
            self.close_connection = True
            response = error_response(request, error)
        else:
            response = self.server.gateway.respond(request)
        remaining = due - time.monotonic()
        if remaining > 0:
            time.sleep(remaining)
        self._log(request, response)
        self._respond(response)

    def _read_body(self) -> bytes:
        length = self.headers.get("content-length", "0")
        if "transfer-encoding" in self.headers or not (length.isascii() and length.isdigit()):
            raise GatewayError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        if int(length) > MAX_BODY_BYTES:
            raise GatewayError(413, "RequestEntityTooLarge", f"The body is larger than {MAX_BODY_BYTES} bytes.")
        return self.rfile.read(int(length))

    def _log(self, request: Request, response: Response) -> None:
        action = "metadata" if request.is_for_metadata else request.action
        entry: dict[str, Any] = {"connection": self.number, "method": request.method, "action": action[:100]}
        for name in ("version", "instance_id", "page_number", "access_key_id"):
            value = getattr(request, name)
            if value:
                entry[name] = value[:100]
        entry["status"] = None if response.fault in ("reset", "close", "hang") else response.status
        entry["code"] = response.code
        if response.fault:
            entry["fault"] = response.fault
        log(entry)

    def _respond(self, response: Response) -> None:
        on_the_wire = {
            "reset": self._reset,
            "close": self._close,
            "truncated": self._send_half,
            "hang": self._hang,
            "drip": self._drip,
        }
        on_the_wire.get(response.fault, self._send)(response)

    def _send(self, response: Response) -> None:
        self._send_head(response)
        self.wfile.write(response.body)

    def _send_head(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _reset(self, response: Response) -> None:
        """Close with a linger time of 0, which sends RST. close() alone would wait for rfile and wfile."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def _close(self, response: Response) -> None:
        self.close_connection = True

    def _send_half(self, response: Response) -> None:
        self._send_head(response)
        self.wfile.write(response.body[: len(response.body) // 2])
        self.close_connection = True

    def _hang(self, response: Response) -> None:
        """Wait until the client disconnects. This is a daemon thread, so the emulator can still end."""
        self.close_connection = True
        while self.connection.recv(65536):
            pass

    def _drip(self, response: Response) -> None:
        self._send_head(response)
        for position in range(len(response.body)):
            self.wfile.write(response.body[position : position + 1])
            self.wfile.flush()
            time.sleep(1)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Do not log: the base class would log the request line, whose query can contain a signature."""

    def log_message(self, format: str, *args: Any) -> None:
        """Do not log: only requests that reach the gateway are logged."""
