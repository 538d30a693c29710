"""四 Publicity topics: a school writes under a topic, county and city read it first, then everyone may."""

from datetime import datetime

from django.test import Client

from skillweek.accounts.models import User
from skillweek.plan.models import Edition, Topic

BODY = """实训楼的灯亮到很晚。

老师说：“先把一件事做好，再说第二件。”学生们围着焊台，一道焊缝练了三个星期，终于能让水压表稳稳停住。

周末的社区里，他们给邻居修好了十二辆自行车。"""


def test_an_article_goes_up_the_tree_and_out(
    now: datetime, edition: Edition, he: User, wu: User, zhou: User, lin: User, sign_in
) -> None:
    topic = Topic.objects.get(edition=edition, code="models")
    school, county, city, stranger = sign_in(he), sign_in(zhou), sign_in(lin), sign_in(wu)
    article = {
        "topic": topic.pk, "title": "灯下的老师", "lead": "一位焊接老师的一天。", "body": BODY,
        "source": "示例-叶县职业教育中心", "editor": "何示例",
    }  # fmt: skip
    written = school.post("/desk/works/article/new/", article)
    desk = written.headers["Location"]
    assert "灯下的老师" not in Client().get("/articles/").content.decode()
    school.post(f"{desk}submit/")
    assert stranger.get(desk).status_code == 404
    assert "灯下的老师" in county.get("/desk/works/article/").content.decode()
    county.post(f"{desk}return/", {"reason": "请写上专业名称"})
    assert "请写上专业名称" in school.get(desk).content.decode()
    school.post(f"{desk}edit/", article | {"title": "灯下的焊接老师"})
    school.post(f"{desk}submit/")
    county.post(f"{desk}approve/")
    assert "灯下的焊接老师" not in Client().get("/articles/").content.decode()
    city.post(f"{desk}approve/")
    listed = Client().get("/articles/").content.decode()
    assert "灯下的焊接老师" in listed
    assert topic.label in listed
