"""``taizhang material``: a written deliverable: its text from a file, photographs, attached files."""

from __future__ import annotations

from collections.abc import Sequence

from exports.readers.plain_text import read_text
from forms.errors import BadInput, WrongUsage
from store.campaign.kinds.material import Attachment, Material
from store.campaign.materials import attach, material, save_material
from store.campaign.submissions import find_obligation
from tui.commands import click_base, options
from tui.commands.files import read_bytes
from tui.commands.output import emit
from tui.commands.session import Session, say


@click_base.command("material")
@options.OWN
@click_base.option(
    "--deliverable", required=True, metavar="材料", help="报送材料的编号或名称，如 final-report。"
)
@click_base.option("--title", default="", metavar="称号", help="有几个称号时指明是哪个称号的材料。")
@click_base.option(
    "--number", type=click_base.WHOLE, default=1, metavar="第几份", help="可以报送几份的，写哪一份；默认1。"
)
@click_base.option("--heading", metavar="标题", help="材料自己的标题；不写时用材料名称。")
@click_base.option(
    "--text", metavar="文件", shell_complete=options.files, help="正文所在的文本文件；- 为标准输入。"
)
@click_base.option(
    "--photo", "photos", multiple=True, metavar="文件=说明", help="加一张照片和它的说明，可写多次。"
)
@click_base.option(
    "--attach",
    "files",
    multiple=True,
    metavar="文件",
    shell_complete=options.files,
    help="附上一个文件，可写多次。",
)
@click_base.option(
    "--remove", "removed", multiple=True, metavar="文件名", help="去掉一张照片或一个附件，可写多次。"
)
def command(
    session: Session,
    /,
    org: str | None,
    deliverable: str,
    title: str,
    number: int,
    heading: str | None,
    text: str | None,
    photos: Sequence[str],
    files: Sequence[str],
    removed: Sequence[str],
) -> None:
    """写或看一份报送材料（调研报告、工作特色案例、典型事迹材料、总结报告等不是附件的材料）。
    不写内容选项时打印现有的标题、正文和文件；写了哪几项就改哪几项。
    正文是纯文本：一、（一）1. 开头的短行是标题，其余各行是段落。

    例：
    taizhang material --org cs --deliverable final-report --text 总结.txt --photo 现场.jpg=支部大会现场
    """
    c = session.campaign()
    found = material(c, find_obligation(c, session.organisation(org).id, deliverable, title), number)
    if heading is None and text is None and not (photos or files or removed):
        _show(found)
        return
    kept = _without(found, removed)
    said = found.text if text is None else read_text(read_bytes(text), text)
    added = _added(session, found, photos, files)
    saved = save_material(c, found, found.heading if heading is None else heading, said, [*kept, *added])
    assert saved.document is not None
    say(f"{saved.org.name}《{saved.printed_title}》：{saved.words}。")
    print(saved.document.id)


def _show(found: Material) -> None:
    """What there is, to standard output: the text as it can be given back with ``--text``."""
    if found.document is None:
        raise BadInput(f"“{found.org.name}”的《{found.printed_title}》还没有写；用 --text 写入正文。")
    lines = [found.printed_title, "", found.text] if found.text else [found.printed_title]
    emit(("\n".join(lines) + "\n").encode())
    for one in found.attachments:
        kind = "照片" if one.kind == "photo" else "附件"
        say(f"{kind}：{one.name}{f'（{one.caption}）' if one.caption else ''}")


def _added(
    session: Session, found: Material, photos: Sequence[str], files: Sequence[str]
) -> list[Attachment]:
    c, org = session.campaign(), found.org.id
    # All are read before the first is kept: a wrong name must not leave half of them behind.
    wanted = [(*_photo(pair), True) for pair in photos] + [(name, "", False) for name in files]
    read = [(name, caption, photo, read_bytes(name)) for name, caption, photo in wanted]
    return [attach(c, org, data, name, caption, photo) for name, caption, photo, data in read]


def _photo(pair: str) -> tuple[str, str]:
    """File and caption; a full-width equals sign will do."""
    name, _, caption = pair.replace("＝", "=", 1).partition("=")
    if not name:
        raise WrongUsage("--photo 要写成 文件=说明，如 --photo 现场.jpg=支部大会现场。")
    return name, caption


def _without(found: Material, removed: Sequence[str]) -> list[Attachment]:
    names = [one.name for one in found.attachments]
    for name in removed:
        if name not in names:
            raise BadInput(f"没有叫“{name}”的照片或附件；现有：{'、'.join(names) or '（无）'}。")
    return [one for one in found.attachments if one.name not in removed]
