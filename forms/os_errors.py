"""What the operating system refuses, in words."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EEXIST: "已有同名的文件或文件夹",
    errno.EFBIG: "文件太大",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ELOOP: "是符号链接，不能使用",
    errno.EMFILE: "打开的文件太多（ulimit -n 太小）",
    errno.EMLINK: "另有硬链接，不能使用",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENFILE: "整台机器打开的文件太多",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "不是文件夹",
    errno.ENXIO: "不是普通文件",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘是只读的",
}


def because(error: OSError) -> str:
    """The reason, for the end of a sentence."""
    return _REASONS.get(error.errno or 0) or f"系统错误 {error.errno or type(error).__name__}"
