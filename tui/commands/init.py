"""``taizhang init``: a new store without asking."""

from __future__ import annotations

from store.campaign.founding import create_store
from tui.commands import click_base
from tui.commands.session import Session, say


def _year(text: str) -> int:
    if not (len(text) == 4 and text.isascii() and text.isdigit() and text >= "1950"):
        raise ValueError
    return int(text)


YEAR = click_base.Read("年度", _year, "“{}”不是年度，请写四位数字，如 2021。")


@click_base.command("init")
@click_base.argument(
    "path", "[文件夹]", "放数据的文件夹；不写时用 --store、设置里的位置或个人数据文件夹。", required=False
)
@click_base.option("--year", type=YEAR, required=True, metavar="年度", help="开展这项工作的年度，如 2021。")
@click_base.option("--unit", required=True, metavar="名称", help="单位名称，规范简称，如“计算机学院党委”。")
@click_base.option("--title", default="", metavar="标题", help="专项工作的名称；不写时用工作模板里的。")
def command(session: Session, path: str | None, year: int, unit: str, title: str) -> None:
    """新建台账数据：党组织写在 --unit，工作模板的各个日期按 --year 顺移。

    例：taizhang init --year 2021 --unit 计算机学院党委
    """
    if path:
        session.store_path = path
    session.check_writing()
    backend = session.backend()
    campaign_id = create_store(backend, year, unit, title)
    print(campaign_id)
    say(
        f"已在 {backend.address} 新建“{unit}”的台账数据；"
        "接着可运行 taizhang org add 添加党组织，或运行 taizhang 打开填报界面。"
    )
