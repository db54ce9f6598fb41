"""A small identity provider that speaks OpenID Connect for real, on the loopback: discovery, code flow, PKCE, keys."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT, SECRET = "parvis", "a secret of two"
CAMILLE = {
    "sub": "b6048e95bb134ec5b1d1e1fa69f287172e91722b9354d637a1bcf2ebb0fd2ef5v1",
    "given_name": "Camille Louise",
    "family_name": "Durand",
    "preferred_username": "Martin",
    "birthdate": "1985-07-14",
    "birthplace": "76719",
    "birthcountry": "99100",
    "gender": "female",
    "email": "camille@exemple.fr",
}


class _Handler(BaseHTTPRequestHandler):
    server: "OpenIdProvider"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(self.server.configuration())
            case "/keys":
                self._json(KeySet([self.server.key]).as_dict(private=False))
            case "/authorize":
                self._go(self.server.authorize(asked))
            case "/user":
                self._user()
            case _:
                self._json({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        posted = {name: values[0] for name, values in parse_qs(body).items()}
        status, answer = self.server.exchange(posted, self.headers.get("Authorization", ""))
        self._json(answer, status)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""

    def _user(self) -> None:
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.server.tokens:
            self._json({}, 401)
        elif self.server.signs_user_info:
            self._give(self.server.signed(self.server.claims).encode(), "application/jwt")
        else:
            self._json(self.server.claims)

    def _json(self, document: dict[str, Any], status: int = 200) -> None:
        self._give(json.dumps(document).encode(), "application/json", status)

    def _give(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _go(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()


class OpenIdProvider(ThreadingHTTPServer):
    """The provider of one test; ``claims`` is what it says of whoever comes, ``acr`` how surely."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = ECKey.generate_key("P-256", {"kid": "one", "alg": "ES256", "use": "sig"})
        self.signing_key = self.key
        self.claims: dict[str, Any] = dict(CAMILLE)
        self.acr, self.audience, self.signs_user_info = "eidas1", CLIENT, True
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.nonce = ""

    def configuration(self) -> dict[str, Any]:
        """Return what it publishes of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/user",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/leave",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes once its owner said who they are."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) >= 32 <= len(asked["nonce"])
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, posted: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Give a token for a code, once, to the client that asked for it and holds its verifier."""
        assert not authorization, "client_secret_post is what is published"
        asked = self.codes.pop(posted.get("code", ""), None)
        digest = hashlib.sha256(posted.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        own = (posted.get("client_id"), posted.get("client_secret")) == (CLIENT, SECRET)
        if not own or not asked or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        if posted["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        token = secrets.token_urlsafe()
        self.tokens.add(token)
        identity = {"sub": self.claims["sub"], "nonce": self.nonce or asked["nonce"], "acr": self.acr}
        return 200, {"access_token": token, "token_type": "Bearer", "id_token": self.signed(identity)}

    def signed(self, claims: dict[str, Any]) -> str:
        """Return claims as a signed token."""
        now = int(time.time())
        whole = {**claims, "iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60}
        return jwt.encode({"alg": "ES256", "kid": "one"}, whole, self.signing_key)

    def visit(self, address: str) -> str:
        """Do what a browser does at the provider, and return where it is sent back to, without our host."""
        parts = urlsplit(address)
        connection = HTTPConnection("127.0.0.1", self.server_port, timeout=10)
        connection.request("GET", f"{parts.path}?{parts.query}")
        back = connection.getresponse().headers["Location"]
        connection.close()
        return back.removeprefix("http://testserver")


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """Run a provider for the time of a test."""
    server = OpenIdProvider()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
