"""Identity is the operating system's account; a role opens what the members' file gives it."""

from __future__ import annotations

import os
import pwd

import pytest

from forms.errors import NotAllowed
from store.access.roles import identity, whoami
from store.campaign.organisations import organisations
from tests.support.members import OTHER, School, give_members


def test_identity_is_the_real_user_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "SUDO_USER", "TAIZHANG_ACCOUNT"):
        monkeypatch.setenv(name, "office")
    me = identity()
    assert (me.uid, me.account) == (os.getuid(), pwd.getpwuid(os.getuid()).pw_name)
    assert me.account != "office"


def visible(school: School, account: str, groups: tuple[str, ...] = ()) -> list[str]:
    return [org.id for org in organisations(school.login(account, groups))]


def test_each_role_sees_its_own(school: School) -> None:
    everything = ["jsj", "jsj-01", "jsj-02", "jx", "jx-01"]
    assert visible(school, "office") == everything
    assert visible(school, "leader") == everything
    assert visible(school, "somebody", ("cs", "users")) == ["jsj", "jsj-01", "jsj-02"]
    assert visible(school, "reader") == ["jsj", "jsj-01", "jsj-02"]
    assert visible(school, "branch") == ["jsj-01"]
    assert visible(school, "two") == ["jsj-01", "jx-01"]
    assert visible(school, "branch", ("cs",)) == ["jsj", "jsj-01", "jsj-02"]  # roles add up
    assert visible(school, "nobody") == []  # its organisation is not there


def test_the_account_is_kept_and_one_organisation_is_home(school: School) -> None:
    assert school.login("branch").actor.account == "branch"
    assert school.login("branch").actor.org == "jsj-01"
    assert school.login("x", ("cs",)).actor.org == "jsj"
    assert school.login("two").actor.org == ""
    assert school.login("office").actor.org == ""


def test_an_account_that_is_not_in_the_file(school: School) -> None:
    with pytest.raises(NotAllowed, match=r"账号 stranger 不在 members\.toml") as caught:
        school.login("stranger", ("users",))
    assert caught.value.EXIT_CODE == 6


def test_the_owner_of_the_store_is_the_office(school: School) -> None:
    os.chown(school.root, OTHER, -1) if os.geteuid() == 0 else pytest.skip("needs root to give files away")
    school.become("boss", uid=OTHER)
    member = whoami(school.root)
    assert member is not None
    assert member.office


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is root")
def test_root_is_the_office(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    member = whoami(school.root)
    assert member is not None
    assert member.office


def test_names_of_others_are_known_but_not_found(school: School) -> None:
    known = organisations(school.login("branch"))
    assert known.unit_of("jsj-01").name == "计算机学院党委"
    assert known.path("jsj-01") == "计算机学院党委 / 教工第一党支部"
    assert known.units == ()
    assert [org.id for org in known.scope("jsj")] == ["jsj-01"]
    assert known.form_members("jsj", only=True) == ()
    assert known.find("教工第一党支部").id == "jsj-01"  # the one they may see, of two of that name
    for text in ("jsj", "计算机学院党委", "jx-01"):
        with pytest.raises(NotAllowed, match="无权查看"):
            known.find(text)


def test_a_broken_file_lets_nobody_in(school: School) -> None:
    give_members(school.root, "[[members]]\nrole = 'king'\n")
    with pytest.raises(Exception, match=r"members\.toml.*king"):
        school.login("office")


def test_rights_end_with_the_next_opening(school: School) -> None:
    school.login("branch")
    give_members(school.root, "")
    with pytest.raises(NotAllowed):
        school.login("branch")
