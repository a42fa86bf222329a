"""A client for a language server: strict, blocking, over its standard streams."""

import json
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

# What the client answers to the server's own requests, besides configuration.
_EMPTY_ANSWERS = ("client/registerCapability", "window/workDoneProgress/create")


class LanguageServer:
    """Ask a language server about files in a folder; see :func:`start`."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        folder: Path,
        settings: Mapping[str, Any],
    ) -> None:
        self._input = cast("IO[bytes]", process.stdin)
        self._output = cast("IO[bytes]", process.stdout)
        self._folder = folder
        self._settings = settings
        self._last = 0

    def initialize(self) -> None:
        """Begin the session."""
        uri = self._folder.as_uri()
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": "workspace"}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "completion": {"completionItem": {}},
                        "hover": {"contentFormat": ["plaintext"]},
                    },
                },
            },
        )
        self.notify("initialized", {})

    def complete(self, code: str) -> set[str]:
        """Return what is offered where ``code`` has its last ``|``.

        Args:
            code: a whole file; what is after the ``|`` stays there.
        """
        found = self._at_mark("textDocument/completion", code)
        return {item["label"] for item in found["items"]}

    def hover(self, code: str) -> str:
        """Return what is shown for the name that has the last ``|`` in it.

        Args:
            code: a whole file.
        """
        found = self._at_mark("textDocument/hover", code)
        return str(found["contents"]["value"])

    def _at_mark(self, method: str, code: str) -> Any:
        before, mark, after = code.rpartition("|")
        if not mark:
            raise ValueError("the code has no |")
        uri = (self._folder / f"file_{self._last}.py").as_uri()
        document = {
            "uri": uri,
            "languageId": "python",
            "version": 1,
            "text": before + after,
        }
        lines = before.split("\n")
        position = {"line": len(lines) - 1, "character": len(lines[-1])}
        self.notify("textDocument/didOpen", {"textDocument": document})
        found = self.request(
            method, {"textDocument": {"uri": uri}, "position": position}
        )
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        return found

    def request(self, method: str, params: Any) -> Any:
        """Send a request and return its result, answering the server meanwhile.

        Args:
            method: the protocol's name of it.
            params: its parameters.
        """
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._receive()
            if "method" in message:
                if "id" in message:
                    result = self._answer(message["method"], message["params"])
                    self._send({"id": message["id"], "result": result})
            elif message["id"] != self._last:
                raise RuntimeError(f"an answer to nothing: {message}")
            elif "error" in message:
                raise RuntimeError(f"{method}: {message['error']}")
            else:
                return message["result"]

    def _answer(self, method: str, params: Any) -> Any:
        if method == "workspace/configuration":
            sections = [item["section"] for item in params["items"]]
            return [self._settings.get(section, {}) for section in sections]
        if method not in _EMPTY_ANSWERS:
            raise RuntimeError(f"the server asks for something unknown: {method}")
        return None

    def notify(self, method: str, params: Any) -> None:
        """Send what has no answer.

        Args:
            method: the protocol's name of it.
            params: its parameters.
        """
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._input.flush()

    def _receive(self) -> dict[str, Any]:
        length = None
        while line := self._output.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if length is None:
            raise RuntimeError("the server has gone, or sent a message without length")
        message: dict[str, Any] = json.loads(self._output.read(length))
        if message["jsonrpc"] != "2.0":
            raise RuntimeError(f"no JSON-RPC: {message}")
        return message


@contextmanager
def start(
    command: list[str], folder: Path, settings: Mapping[str, Any]
) -> Generator[LanguageServer, None, None]:
    """Run a language server.

    Args:
        command: what starts it, speaking on its standard streams.
        folder: the workspace.
        settings: what it is told when it asks for its configuration, by section.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe) as process:
        try:
            server = LanguageServer(process, folder, settings)
            server.initialize()
            yield server
            server.request("shutdown", None)
            server.notify("exit", None)
        except BaseException:
            process.kill()
            raise
