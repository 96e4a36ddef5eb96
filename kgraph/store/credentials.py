"""Who one is to a SPARQL server: a user with a password, or the bearer of a token. Nothing here is ever printed.

Looked for in this order: the server's address (``http://user:password@host/``), which is then stripped of it;
``KGRAPH_STORE_TOKEN``; ``KGRAPH_STORE_USER`` and ``KGRAPH_STORE_PASSWORD``; ``~/.netrc``, or the file that ``NETRC``
names.
"""

import netrc
import os
from base64 import b64encode
from collections.abc import Generator
from pathlib import Path

import httpx

from kgraph.errors import StoreError

Flow = Generator[httpx.Request, httpx.Response, None]


class Login(httpx.Auth):
    """A user and a password, sent when the server asks for them, and in the way it asks for: Digest before Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Flow:
        if self._chosen is None:
            response = yield request
            if response.status_code == httpx.codes.UNAUTHORIZED:
                self._chosen = self._answer(response.headers.get_list("www-authenticate"))
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)

    def _answer(self, challenges: list[str]) -> httpx.Auth | None:
        asked = {challenge.split(" ")[0].lower() for challenge in challenges}
        if "digest" in asked:
            return httpx.DigestAuth(self._user, self._password)
        return httpx.BasicAuth(self._user, self._password) if "basic" in asked else None

    def hide(self, words: str) -> str:
        """``words`` without the password, should the server have repeated it."""
        basic = b64encode(f"{self._user}:{self._password}".encode()).decode()
        return _without(words, basic, self._password)


class Token(httpx.Auth):
    """A bearer token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Flow:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request

    def hide(self, words: str) -> str:
        """``words`` without the token, should the server have repeated it."""
        return _without(words, self._token)


Credentials = Login | Token


def find(url: httpx.URL) -> tuple[httpx.URL, Credentials | None]:
    """The address without credentials, and the credentials for it; None where there are none."""
    bare = url.copy_with(username=None, password=None)
    if url.userinfo:
        return bare, Login(url.username, url.password)
    if token := os.environ.get("KGRAPH_STORE_TOKEN"):
        return bare, Token(token)
    if user := os.environ.get("KGRAPH_STORE_USER"):
        return bare, Login(user, os.environ.get("KGRAPH_STORE_PASSWORD", ""))
    return bare, _netrc(bare.host)


def _netrc(host: str) -> Login | None:
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    try:
        known = netrc.netrc(path).authenticators(host) if path.is_file() else None
    except (OSError, ValueError, netrc.NetrcParseError):
        raise StoreError(f"The file {path} with passwords can't be read; mend it, or name another in NETRC.") from None
    return Login(known[0], known[2] or "") if known else None


def _without(words: str, *secrets: str) -> str:
    for secret in filter(None, secrets):
        words = words.replace(secret, "…")
    return words
