"""``taizhang due``: what is pending, most pressing first. It starts fast, since login scripts run it."""

from __future__ import annotations

from tui.commands import click_base, options
from tui.commands.output import put
from tui.commands.session import Session, say

COLUMNS = {
    "due": "期限",
    "countdown": "倒计时",
    "org_name": "党组织",
    "title": "报送材料",
    "words": "状态",
    "missing": "进度",
}


@click_base.command("due")
@click_base.option("--within", type=click_base.WHOLE, metavar="天数", help="只列这些天之内到期的和已逾期的。")
@options.WITHIN
@options.layout()
@click_base.option("--fail-overdue", is_flag=True, help="有逾期未报的，退出状态为1。")
def command(session: Session, within: int | None, org: str | None, layout: str, fail_overdue: bool) -> int:
    """列出待办和期限，最急的在前。

    例：taizhang due --within 7 --fail-overdue
    """
    from forms.deadlines import countdown_words
    from store.campaign.submissions import due

    pending = due(session.campaign(), session.scope_id(org), within)
    overdue = sum(one.status.overdue for one in pending)
    if layout == "json":
        put(layout, {}, [one.facts for one in pending], without=session.without())
    else:
        put(
            layout,
            COLUMNS,
            [
                {
                    "due": one.due.isoformat(),
                    "countdown": countdown_words(one.status.days_left),
                    "org_name": one.org.name,
                    "title": one.name,
                    # How many days overdue stands in the countdown.
                    "words": one.status.words.split()[0] if one.status.overdue else one.status.words,
                    "missing": one.missing,
                }
                for one in pending
            ],
            firm=("due", "countdown"),
            optional=("missing",),
        )
    if not pending:
        say("没有待办的报送材料。" if within is None else f"{within}天之内没有到期的报送材料。")
    if overdue and fail_overdue:
        say(f"有{overdue}项逾期未报。")
        return 1
    return 0
