"""A company's OpenID Connect server on a real socket: it insists on PKCE, its redirect address and codes used once."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
from aiohttp import BasicAuth, web
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "breachline desk", "a secret: of/the company"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SMALL_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)


@dataclass
class _Grant:
    nonce: str
    challenge: str
    redirect_uri: str


class OpenIdCompany:
    """Everybody who comes is signed in as `who`, at once; tests change what it says and does."""

    def __init__(self) -> None:
        self.who: dict[str, Any] = {"sub": "248289761001"}
        self.claims: dict[str, Any] = {}  # instead of the true ones; None leaves one out
        self.algorithm = "RS256"
        self.key: Any = RSA_KEY
        self.key_id = "rsa-1"
        self.forge: Callable[[dict[str, Any]], str] | None = None  # instead of signing
        self.described: dict[str, Any] = {}
        self.redirect_uris: set[str] = set()
        self.token_status = 200
        self.asked: list[str] = []
        self.refused: list[str] = []
        self._grants: dict[str, _Grant] = {}
        self._runner: web.AppRunner | None = None
        self.issuer = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._describe)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._keys)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.issuer = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _describe(self, request: web.Request) -> web.Response:
        self.asked.append("description")
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return web.json_response(document | self.described)

    async def _keys(self, request: web.Request) -> web.Response:
        self.asked.append("keys")
        keys = []
        for key_id, key in {self.key_id: self.key, "rsa-1": RSA_KEY, "small": SMALL_KEY}.items():
            if key is FOREIGN_KEY or key is None or isinstance(key, str):
                continue
            algorithm = ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else RSAAlgorithm
            keys.append({**json.loads(algorithm.to_jwk(key.public_key())), "kid": key_id, "use": "sig"})
        return web.json_response({"keys": keys})

    async def _authorize(self, request: web.Request) -> web.Response:
        query = request.query
        problems = [
            query.get("response_type") != "code",
            query.get("client_id") != CLIENT_ID,
            query.get("redirect_uri") not in self.redirect_uris,
            query.get("code_challenge_method") != "S256",
            len(query.get("code_challenge", "")) != 43,
            "openid" not in query.get("scope", "").split(),
            not query.get("state"),
            not query.get("nonce"),
        ]
        if any(problems):
            self.refused.append("authorize")
            return web.Response(status=400, text="refused")
        code = secrets.token_urlsafe(16)
        self._grants[code] = _Grant(query["nonce"], query["code_challenge"], query["redirect_uri"])
        location = f"{query['redirect_uri']}?code={code}&state={query['state']}&iss={self.issuer}"
        return web.Response(status=302, headers={"Location": location})

    async def _token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        who = BasicAuth.decode(request.headers.get("Authorization", "Basic Og=="))
        grant = self._grants.pop(str(form.get("code")), None)
        proof = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        if (
            (who.login, who.password) != ("breachline%20desk", "a%20secret%3A%20of%2Fthe%20company")
            or grant is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != grant.redirect_uri
            or base64.urlsafe_b64encode(proof).decode().rstrip("=") != grant.challenge
        ):
            self.refused.append("token")
            return web.json_response({"error": "invalid_grant"}, status=400)
        answer = {"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(grant.nonce)}
        return web.json_response(answer, status=self.token_status)

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce, **self.who}
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        if self.forge:
            return self.forge(claims)
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": self.key_id})
