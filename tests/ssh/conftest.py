"""The server that these tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.accounts import People, why_not
from tests.support.sshd import SSHD, Server


def reason() -> str:
    """Why there is no sshd to test here; empty when there is."""
    if not Path(SSHD).exists():
        return "openssh-server is not installed"
    return why_not("ssh", "sftp", "scp", "ssh-keygen")


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    if reason():
        pytest.skip(reason())
    made = Server(People())
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture
def server(shared_server: Server) -> Server:
    """It, as if no other test had been there."""
    shared_server.fresh()
    return shared_server
