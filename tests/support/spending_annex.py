"""A notice that asks for 活动经费 as annex 5: a field of each of the kinds yes-no, date, money, person and
phone, added in TOML alone."""

from __future__ import annotations

SPENDING = """\
kind = "records"
id = "spending"
number = 5
name = "活动经费"
title = "XX党委活动经费支出表"
title_placeholder = "XX党委"
rows = "many"
key = ["day", "item", "people"]
orientation = "landscape"
columns = [
    { title = "日期", width = 35, shows = "day" },
    { title = "事项", width = 60, shows = "item" },
    { title = "金额（元）", width = 30, shows = "amount" },
    { title = "经办人", width = 35, shows = "people" },
    { title = "联系电话", width = 45, shows = "phone" },
    { title = "已报销", width = 20, shows = "paid" },
]

[[fields]]
id = "day"
label = "日期"
kind = "date"
required = true

[[fields]]
id = "item"
label = "事项"
required = true

[[fields]]
id = "amount"
label = "金额"
kind = "money"
unit = "元"
required = true

[[fields]]
id = "people"
label = "经办人"
kind = "person"
required = true

[[fields]]
id = "phone"
label = "联系电话"
kind = "phone"

[[fields]]
id = "paid"
label = "已报销"
kind = "yes-no"
required = true

[[fields]]
id = "limit"
label = "预算"
kind = "money"
unit = "元"

[[fields]]
id = "until"
label = "报销截止"
kind = "date"

[[rules]]
kind = "not-over"
field = "amount"
other = "limit"

[[rules]]
kind = "not-before"
field = "until"
other = "day"
"""

TYPED = {
    "day": "0409",
    "item": "红色基地现场教学租车",
    "amount": "0.12万元",
    "people": "张三 李四",
    "phone": "(0571)88206688转8012",
    "paid": "n",
}
KEPT = {
    "day": "2021-04-09",
    "item": "红色基地现场教学租车",
    "amount": "1200.00",
    "people": ["张三", "李四"],
    "phone": "0571-88206688转8012",
    "paid": False,
}
SHOWN = {
    "day": "2021年4月9日",
    "item": "红色基地现场教学租车",
    "amount": "1200.00",
    "people": "张三、李四",
    "phone": "0571-88206688转8012",
    "paid": "否",
}
