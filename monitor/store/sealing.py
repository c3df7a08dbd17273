"""Channel addresses at rest: sealed with a key that is not in the database, so that a stolen copy of it tells nothing.

Fernet (AES-128-CBC and HMAC-SHA256): https://github.com/fernet/spec. The key comes of MONITOR_SECRET.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Dialect, Text, TypeDecorator

SEAL = "sealed:"


class WrongSecret(Exception):
    """What is sealed cannot be opened with the secret that there is."""

    def __init__(self) -> None:
        super().__init__(
            "the addresses of the channels were sealed with another secret: set MONITOR_SECRET to it, bring back the file `secret` "
            "in the data folder, or add the channels anew"
        )


class Vault:
    """Seals and opens. The key is made of a secret of any length."""

    def __init__(self, secret: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"channels at rest\0" + secret).digest()))

    def seal(self, text: str) -> str:
        """The text as it is kept."""
        return SEAL + self._fernet.encrypt(text.encode()).decode()

    def open(self, kept: str) -> str:
        """The text again. What was kept before there was a seal comes as it is. Raises WrongSecret."""
        if not kept.startswith(SEAL):
            return kept
        try:
            return self._fernet.decrypt(kept.removeprefix(SEAL)).decode()
        except InvalidToken as error:
            raise WrongSecret from error


class Sealed(TypeDecorator[str]):
    """A text that is kept sealed. Its vault is the engine's, put there by `Database`; without one it is kept as it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        vault: Vault | None = getattr(dialect, "vault", None)
        return vault.seal(value) if vault and value is not None else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        vault: Vault | None = getattr(dialect, "vault", None)
        if value is None or not value.startswith(SEAL):
            return value
        if vault is None:
            raise WrongSecret
        return vault.open(value)
