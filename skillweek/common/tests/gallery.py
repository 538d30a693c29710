"""What the gallery shows: invented values for every component."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

SERVICES = [
    ("防疫知识", "epidemic"), ("健康护理", "care"), ("生活服务", "living"), ("家电维修", "appliances"),
    ("汽车保养", "cars"), ("美容美发", "beauty"), ("传统工艺", "crafts"), ("环境保护", "environment"),
    ("进城务工", "newcomers"),
]  # fmt: skip
STATES = ["draft", "submitted", "returned", "approved", "published", "cancelled", "acknowledged", "late"]


class EveryWidget(forms.Form):
    """One field of every kind that forms use."""

    token = forms.CharField(widget=forms.HiddenInput, initial="x")
    name = forms.CharField(label="你的姓名", max_length=40)
    phone = forms.CharField(label="手机号码", help_text="只用来通知这次活动")
    kind = forms.ChoiceField(label="活动类别", choices=[("a", "校园体验"), ("b", "便民服务")])
    who = forms.MultipleChoiceField(
        label="适合谁",
        choices=[("p", "家长"), ("s", "学生"), ("r", "居民")],
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label="在哪里", choices=[("on", "到场"), ("off", "线上")], widget=forms.RadioSelect
    )
    body = forms.CharField(label="活动内容", widget=forms.Textarea, required=False)
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    photo = forms.FileField(label="照片", required=False, help_text="JPEG 或 PNG，不超过 10 MB")
    consent = forms.BooleanField(label="我同意为这次预约使用我的姓名和手机号码")

    def clean_phone(self) -> str:
        """Refuses every number, so that the gallery shows an error."""
        raise forms.ValidationError("手机号码应为 11 位，现在是 9 位")


def gallery_context() -> dict[str, Any]:
    """Context of ``gallery.html``."""
    first = date(2021, 5, 22)
    days = [
        {
            "date": first + timedelta(days=n), "today": n == 1, "past": n == 0, "left": 6 if n == 3 else 1208,
            "highlight": ("全市启动仪式，鹰城广场", "汝瓷拉坯体验，一家人一起来", "智能焊接实训场开放")[n % 3],
            "current": n == 4,
        }
        for n in range(7)
    ]  # fmt: skip
    tabs = [
        SimpleNamespace(label=label, url="?a=1", current=n == 0, count=12 - n, icon="")
        for n, label in enumerate(["全部", "待审", "已退回", "已发布"])
    ]
    copies = [SimpleNamespace(width=w, get_absolute_url=f"/media/{w}") for w in (480, 960)]
    return {
        "days": days,
        "day": first,
        "services": SERVICES,
        "facts": [
            ("时间", "5 月 23 日 星期日，三场", "clock"),
            ("地点", "陶瓷工艺实训室，实训楼 2 层", "pin"),
            ("适合", "家长、小学三年级以上学生", "people"),
            ("空的不显示", "", "info"),
        ],
        "crumbs": [("5 月 23 日", "/")],
        "steps": [("做什么", "/"), ("何时何地", ""), ("谁负责", "")],
        "form": EveryWidget({"name": "陈女士", "phone": "139 0000 00", "place": "on", "who": ["p"]}),
        "tabs": tabs,
        "page": Paginator(range(240), 20).page(5),
        "states": STATES,
        "heat": [0, 1, 2, 3, 5, 8, 0],
        "history": [
            {"title": "提交", "when": "5 月 3 日 10:20", "who": "示例-叶县职业教育中心", "tone": ""},
            {"title": "退回", "when": "5 月 4 日", "who": "叶县", "text": "请写明安全责任人", "tone": "bad"},
            {"title": "通过", "when": "5 月 6 日", "tone": "good"},
        ],
        "file": SimpleNamespace(
            get_absolute_url="/media/1", renditions=SimpleNamespace(all=copies), width=1600, height=900,
            alt="学生在实训室",
        ),
        "lines": ["技能：", "让生活更美好"],
    }  # fmt: skip
