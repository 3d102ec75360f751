"""Whoever the members' file names comes through the gate: all are in one group, the stanzas name it, and sshd
is asked whom it leads past it."""

from __future__ import annotations

import grp
import json
from pathlib import Path

import pytest

from store.access.sshd import check_logins, members_of, stanzas
from store.places import MEMBERS
from tests.support.accounts import change_lists, why_not
from tests.support.sshd import SSHD, configured
from tests.support.users import Server, serve

REASON = why_not("setfacl", "ssh-keygen") or (
    "" if Path(SSHD).exists() else "openssh-server is not installed"
)
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON)

NAMED = ("office", "a1", "a2", "abranch", "b1", "reader")
PORTS = (2022, 2222)


@pytest.fixture(scope="module")
def own(hired: Server) -> Server:
    """A store of theirs, one of them a member only by its group."""
    made = serve(hired, "logins")
    change_lists("groupadd", made.group("ext"))
    made.names["guest"] = made.people.add("guest")
    change_lists("gpasswd", "-a", made.names["guest"], made.group("ext"))
    with (made.root / MEMBERS).open("a") as file:
        file.write(
            f'\n[[members]]\ngroup = "{made.group("ext")}"\nrole = "branch"\norganisations = ["jsj-02"]\n'
        )
    made.apply()
    return made


def missed(server: Server, text: str) -> set[str]:
    """Labels of the accounts that are told."""
    found = check_logins(server.root, configured(server.people, text, PORTS))
    assert found.untold == ""
    labels = {name: label for label, name in server.names.items()}
    return {labels[sentence.split()[1]] for sentence in found.missed}


def printed(server: Server) -> str:
    return stanzas(server.root, {"sftp_port": 2222}, server.plan().gate_groups)


def test_every_named_account_is_in_one_group(own: Server) -> None:
    inside = grp.getgrnam(own.group("members")).gr_mem
    assert set(inside) == {own.names[label] for label in NAMED}
    assert set(members_of(own.root)) == {own.names[label] for label in (*NAMED, "guest")}


def test_who_is_no_longer_named_is_taken_out(own: Server) -> None:
    group = own.group("members")
    change_lists("gpasswd", "-a", own.names["stranger"], group)
    plan = own.plan()
    assert [
        sentence for sentence in plan.sentences if own.names["stranger"] in sentence and group in sentence
    ]
    own.apply(plan)
    assert own.names["stranger"] not in grp.getgrnam(group).gr_mem


def test_the_stanzas_name_each_group_that_the_file_names(own: Server) -> None:
    mark = own.prefix
    assert f"Match Group {mark}-members,{mark}-ext\n" in printed(own)
    assert f"AllowGroups {mark}-members {mark}-ext\n" in printed(own)
    done = own.as_root("access", "plan")
    assert f"Match Group {mark}-members,{mark}-ext\n" in done.stderr
    assert "Match" not in done.stdout  # commands, to be run


def test_with_them_nobody_is_missed(own: Server) -> None:
    assert missed(own, printed(own)) == set()


def test_without_them_everybody_is(own: Server) -> None:
    assert missed(own, "") == {*NAMED, "guest"}


def test_groups_of_units_alone_miss_those_who_read(own: Server) -> None:
    mark = own.prefix
    text = printed(own).replace(
        f"Group {mark}-members,{mark}-ext", f"Group {mark}-office,{mark}-jsj,{mark}-jx"
    )
    assert missed(own, text) == {"reader", "guest"}
    assert missed(own, printed(own).replace(f"members,{mark}-ext", "members")) == {"guest"}


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("gate --store {root}", "gate --store /srv/another"),
        ("gate --store {root}", "due --store {root}"),
        ("ForceCommand internal-sftp -u 077 -d /", "ForceCommand /bin/sh"),
        ("    ChrootDirectory", "    # ChrootDirectory"),
    ],
)
def test_another_command_is_no_gate(own: Server, said: str, instead: str) -> None:
    text = printed(own)
    assert said.format(root=own.root) in text
    text = text.replace(said.format(root=own.root), instead.format(root=own.root))
    assert missed(own, text) == {*NAMED, "guest"}


def test_an_account_let_past_it_is_told(own: Server) -> None:
    text = f"Match User {own.names['a1']}\n    ForceCommand none\n{printed(own)}"
    assert missed(own, text) == {"a1"}


def test_the_command_says_so_with_status_1(own: Server) -> None:
    good, bad = (
        own.as_root("access", "check", "--sshd-config", configured(own.people, text, PORTS))
        for text in (printed(own), "")
    )
    assert (good.returncode, good.stdout) == (0, ""), good.stderr
    assert bad.returncode == 1
    assert bad.stdout.count("不经过台账程序") == len(PORTS) * (len(NAMED) + 1)


def test_what_cannot_be_asked_is_said_and_no_fault(own: Server) -> None:
    broken = configured(own.people, "Nonsense yes\n", PORTS)
    found = check_logins(own.root, broken)
    assert found.missed == []
    assert "没有核对" in found.untold
    done = own.program("office", "access", "check")
    assert (done.returncode, "没有核对" in done.stderr) == (0, True), done.stdout + json.dumps(done.stderr)
