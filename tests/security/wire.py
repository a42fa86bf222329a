"""Servers on loopback that send exactly the bytes a test tells them to."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeAlias

import attrs
from typing_extensions import Self

_PATIENCE = 20.0  # seconds after which a test has failed


@attrs.define(eq=False)
class Conversation:
    """The server's end of one connection."""

    sock: socket.socket
    stopped: threading.Event
    heard: list[bytes]

    def request(self) -> bytes:
        """Read one request to its end, ``b""`` when the client has hung up."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += (more := self.sock.recv(65536))
            if not more:
                return b""
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name == b"content-length":
                length = int(value)
        while len(body) < length:
            body += (more := self.sock.recv(65536))
            if not more:
                return b""
        self.heard.append(head + b"\r\n\r\n" + body)
        return self.heard[-1]

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, pieces: Iterable[bytes], seconds: float) -> None:
        """Send a piece, wait, send the next, until the client has had enough."""
        for piece in pieces:
            self.sock.sendall(piece)
            if self.stopped.wait(seconds):
                return

    def flood(self, piece: bytes) -> None:
        """Send the same again and again until the client has had enough."""
        while not self.stopped.is_set():
            self.sock.sendall(piece)

    def hold(self) -> None:
        """Say nothing more, but stay."""
        self.stopped.wait(_PATIENCE)

    def reset(self) -> None:
        """Close the connection with a reset instead of a goodbye."""
        self.sock.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.sock.close()


Script: TypeAlias = Callable[[Conversation], None]


class Wire:
    """Serve each connection by the next script, the last one again and again."""

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None) -> None:
        self._scripts = list(scripts)
        self._tls = tls
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._sock = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._sock.getsockname()[1]
        self.heard: list[bytes] = []
        self.connections = 0
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        # Wakes up accept(), which closing alone does not.
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _start(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._stopped.is_set():
                sock, _ = self._sock.accept()
                sock.settimeout(_PATIENCE)
                # A client that keeps the connection must not keep the test.
                script = self._scripts[min(self.connections, len(self._scripts) - 1)]
                self.connections += 1
                self._start(partial(self._serve, sock, script))

    def _serve(self, sock: socket.socket, script: Script) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(sock.close)
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True)
                stack.callback(sock.close)
            self._watch(sock)
            script(Conversation(sock, self._stopped, self.heard))

    def _watch(self, sock: socket.socket) -> None:
        """Hang up when the test is over, whatever the script waits for."""

        def hang_up() -> None:
            self._stopped.wait()
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=hang_up, daemon=True).start()


def reply(
    body: bytes = b"{}",
    content_type: str = "application/json",
    *,
    status: str = "200 OK",
    extra: str = "",
) -> bytes:
    """Return a whole reply; ``extra`` is further header lines, each with its CRLF."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n{extra}\r\n"
    )
    return head.encode("latin-1") + body


def answering(*replies: bytes) -> Script:
    """Answer each request of a connection, the last reply again and again, in order."""

    def script(conversation: Conversation) -> None:
        number = 0
        while conversation.request():
            conversation.send(replies[min(number, len(replies) - 1)])
            number += 1

    return script
