"""A notice of a made-up city, in words of our own, for tests of reading and confirming."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

UPLOAD = "/desk/plan/editions/read/"

NOTICE = """\
示例市教育局文件
示例教职〔2022〕7号
关于举办示例市2022年职业教育活动周的通知
各县区教育局，高新区社会事业局，各职业院校，市属初中学校，市船舶协会：
为了让更多家庭认识技能、走近学校，现将活动周有关事项通知如下。
一、目的
让市民看到身边的手艺，让孩子多一条路可选。
二、时间和主题
时间：2022年5月8日至14日。
主题：“一技在手 一生无忧”。
三、活动安排
（一）举办启动仪式。各县区教育局要举办本地启动仪式1场，邀请家长和学生参加。
（二）开展线上体验。各职业院校要开设线上展厅，至少举办线上活动2场。
（三）走进校园体验日。各职业院校要开放实训场地，举办校园体验日活动。
（四）开展便民服务。各校要走进社区开展便民服务，把维修和护理送到居民身边。
四、有关要求
（一）加强组织。各单位要成立工作专班，明确专人负责。
（二）报送材料。各职业院校要在5月20日前将活动周总结和典型案例报送至week@example.org。
联系人：示例-王老师
联系电话：0000000
邮箱：week@example.org
示例市教育局
2022年3月28日
"""

CONTRADICTING = NOTICE.replace("2022年5月8日至14日", "2022年5月18日至14日")


def upload(client: Client, text: str | bytes = NOTICE, name: str = "通知.txt") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})


def filled(page: Any) -> dict[str, Any]:
    """The form of the page as a browser would send it untouched."""
    form, data = page.context["form"], {}
    for name, field in form.fields.items():
        value = form[name].value()
        if value in (None, False, ""):
            continue
        data[name] = (
            "on" if value is True else field.prepare_value(value) if not isinstance(value, list) else value
        )
        if isinstance(value, date):
            data[name] = value.isoformat()
    return data
