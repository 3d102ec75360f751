"""``taizhang selftest``: what the promises rest on, tried on this server."""

from __future__ import annotations

from pathlib import Path

from forms.neutral import one_line
from store.account import account
from tui.commands import click_base, options
from tui.commands.output import put_json
from tui.commands.session import Session, say


@click_base.command("selftest")
@options.layout("table（一项一行，默认）或 json（供程序读取）。", ("table", "json"))
def command(session: Session, layout: str) -> int:
    """在这台服务器上试一遍数据安全所依靠的：锁、同步写盘、链接、组和权限、登录、磁盘，逐条写明正常或怎样改。

    由管理员运行，最好用 root：那样会用两个成员账号各试一次能不能打开别的单位。不改动台账数据。有要改的，
    退出状态为1。
    """
    from tui.doctor.trials import trials

    session.check_writing()
    session.backend().campaigns()  # raises where there is no store
    exports = str(session.settings().get("exports") or "~").replace("{account}", account())
    told = []
    for code, found in trials(session.root(), Path(exports).expanduser()):
        state = "attention" if found.remedy else "ok"
        told.append({"code": code, "state": state, "text": found.words, "remedy": found.remedy})
        if layout == "table":
            print(one_line(found.line), flush=True)
    if layout == "json":
        put_json(told)
    wrong = sum(one["state"] == "attention" for one in told)
    say(f"有{wrong}项要改，请照上面写的办。" if wrong else "全部正常。")
    return 1 if wrong else 0
