"""A provider on loopback, in a process of its own: nginx where it is installed.

``python tests/benchmarks/server.py DELAY CERTIFICATE`` is the small one in Python.
"""

import asyncio
import datetime
import ipaddress
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import attrs
from typing_extensions import override

PATHS = {
    "/me": ("application/json", '{"id":1,"login":"jane","name":"Jane Doe"}'),
    "/oauth2/token": (
        "application/json",
        '{"access_token":"0123456789abcdef0123456789abcdef","token_type":"bearer"}',
    ),
    "/oauth1/request": (
        "application/x-www-form-urlencoded",
        (
            "oauth_token=request0123456789&oauth_token_secret=secret"
            "&oauth_callback_confirmed=true"
        ),
    ),
    "/oauth1/token": (
        "application/x-www-form-urlencoded",
        "oauth_token=access0123456789&oauth_token_secret=secret0123456789",
    ),
}


@attrs.frozen
class Provider:
    """Say where the provider is.

    Args:
        kind: ``nginx`` or ``python``.
        http: its base URL.
        https: the same over TLS.
        bundle: certificate authorities as a browser has them, and this provider's.
    """

    kind: str
    http: str
    https: str
    bundle: Path


@contextmanager
def provider(
    *, delay: float = 0, prefer: str = "nginx"
) -> Generator[Provider, None, None]:
    """Run a provider until the end of the block.

    Args:
        delay: seconds before each answer; only the Python one can wait.
        prefer: ``nginx`` or ``python``.
    """
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
    use_nginx = nginx is not None and prefer == "nginx" and not delay
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate = _certificate(folder)
        if nginx is not None and use_nginx:
            ports = _free_ports()
            config = folder / "nginx.conf"
            config.write_text(_nginx_config(folder, ports, certificate))
            command = [nginx, "-p", name, "-c", str(config), "-e", f"{name}/error.log"]
            process = subprocess.Popen(command, text=True)
        else:
            command = [sys.executable, __file__, str(delay), str(certificate)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            first, second = process.stdout.readline().split()
            ports = int(first), int(second)
        try:
            _await_listener(ports[1], process)
            yield Provider(
                "nginx" if use_nginx else "python",
                f"http://127.0.0.1:{ports[0]}",
                f"https://127.0.0.1:{ports[1]}",
                _bundle(folder, certificate),
            )
        finally:
            process.terminate()
            process.communicate()


def _await_listener(port: int, process: subprocess.Popen[str]) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            assert process.poll() is None, "the server did not start"
        else:
            return


def _free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def _nginx_config(folder: Path, ports: tuple[int, int], certificate: Path) -> str:
    locations = "".join(
        f"location = {path} {{ default_type {kind}; return 200 '{body}'; }}\n"
        for path, (kind, body) in PATHS.items()
    )
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""daemon off; master_process off; pid {folder}/pid;
events {{ worker_connections 1024; }}
http {{
access_log off; keepalive_requests 100000000; keepalive_timeout 600s;
{temporary}
server {{
listen 127.0.0.1:{ports[0]}; listen 127.0.0.1:{ports[1]} ssl;
ssl_certificate {certificate}; ssl_certificate_key {certificate};
{locations}
}}
}}
"""


def _certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.timezone.utc)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def _bundle(folder: Path, certificate: Path) -> Path:
    """Join the system's authorities with our own: loading them all is a cost, too."""
    paths = ssl.get_default_verify_paths()
    bundle = folder / "bundle.pem"
    system = Path(paths.cafile or "/etc/ssl/certs/ca-certificates.crt")
    known = system.read_text("ascii", "replace") if system.exists() else ""
    bundle.write_text(known + "\n" + certificate.read_text())
    return bundle


class _Answer(asyncio.Protocol):
    """Answer requests whose body, if there is one, comes with the headers."""

    def __init__(self, delay: float) -> None:
        self._delay = delay

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    @override
    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        marker = b"content-length:"
        _, found, rest = head.lower().partition(marker)
        if len(body) < (int(rest.split(b"\r\n")[0]) if found else 0):
            return
        self._received = b""
        path = head.split(b" ", 2)[1].partition(b"?")[0].decode("ascii")
        kind, text = PATHS[path]
        answer = (
            f"HTTP/1.1 200 OK\r\nServer: python\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(text)}\r\nConnection: keep-alive\r\n\r\n{text}"
        ).encode("ascii")
        if self._delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self._delay, self._transport.write, answer)
        else:
            self._transport.write(answer)


async def _serve(delay: float, certificate: str) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    make = partial(_Answer, delay)
    plain = await loop.create_server(make, "127.0.0.1", 0)
    secure = await loop.create_server(make, "127.0.0.1", 0, ssl=context)
    ports = [server.sockets[0].getsockname()[1] for server in (plain, secure)]
    print(*ports, flush=True)
    await asyncio.gather(plain.serve_forever(), secure.serve_forever())


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1]), sys.argv[2]))
