"""What the README tells an administrator to put into sshd's configuration, word for word, and the settings
that go with it. Tests fill in their own places."""

from __future__ import annotations

STANZAS = """\
Port 22
Port 2222
AcceptEnv LANG LC_*

# 2222 端口只取送文件：各人只看得到自己的 导出/ 和 上传/
Match LocalPort 2222
    AllowGroups tz-members
    ChrootDirectory /srv/taizhang-files/%u
    ForceCommand internal-sftp -u 077 -d /
    DisableForwarding yes
    PermitTTY no
    PermitUserRC no

# 其余：登录就是台账程序，别的都不能做
Match Group tz-members
    ForceCommand /usr/local/bin/taizhang gate --store /srv/taizhang
    DisableForwarding yes
    AllowTcpForwarding no
    AllowStreamLocalForwarding no
    AllowAgentForwarding no
    X11Forwarding no
    PermitTunnel no
    PermitUserRC no
"""

SETTINGS = {"exports": "/srv/taizhang-files/{account}/导出", "sftp_port": "2222"}
"""Set in the store, for everybody."""
