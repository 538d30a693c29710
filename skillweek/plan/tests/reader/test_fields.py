"""One field at a time, in the forms that notices use and in those that must not be taken for it."""

import pytest

from skillweek.plan.reader import Reading, read

FRAME = (
    "关于开展2031年职业教育活动周的通知\n{head}\n各学校：\n为办好今年的活动周，现将有关事项通知如下，请认真落实。\n{body}\n"
    "示例市教育局\n2031年4月20日\n"
)


def of(body: str = "", head: str = "") -> Reading:
    return read(FRAME.format(head=head, body=body).encode(), "a.txt")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("示教职〔2031〕5号", "示教职〔2031〕5号"),
        ("示教职[2031]5号", "示教职〔2031〕5号"),
        ("示教职【2031】 5 号", "示教职〔2031〕5号"),
        ("示教职（2031）第5号", "示教职〔2031〕第5号"),
        ("示教职［２０３１］５号", "示教职〔2031〕5号"),
        ("发文字号：示教职〔2031〕5号　发文日期：2031-04-20", "示教职〔2031〕5号"),
        ("文  号 | 示教职〔2031〕5号 |", "示教职〔2031〕5号"),
        ("示例市教育局文件　示教职〔2031〕5号　签发人：示例", "示教职〔2031〕5号"),
        ("根据《关于做好活动周的通知》（教职函〔2031〕3号）", None),
        ("", None),
    ],
)
def test_number(line: str, number: str | None) -> None:
    assert of(head=line).number == number


@pytest.mark.parametrize(
    ("line", "theme"),
    [
        ("一、活动主题：用双手，创未来。", "用双手，创未来"),
        ("一、活动主题\n用双手，创未来", "用双手，创未来"),
        ("一、活动主题\n“用双手，创未来”。", "用双手，创未来"),
        ("一、活动主题 用双手，创未来", "用双手，创未来"),
        ("今年活动周的主题是“技能：改变生活”。", "技能：改变生活"),
        ("今年的主题为《技能 点亮人生》。", "技能 点亮人生"),
        ("活动以“技能：改变生活”为主题。", "技能：改变生活"),
        ("各校要围绕“技能：改变生活”这一主题开展活动。", "技能：改变生活"),
        ("主　题 | 技能 点亮人生 |", "技能 点亮人生"),
        ("主题：技能点亮人生；时间：2031年5月12日。", "技能点亮人生"),
        ("活动主题另行通知。", None),
        ("主题：待定。", None),
        ("各校要开展主题班会、主题教育活动。", None),
        ("一、征文主题\n我的梦", "我的梦"),
        ("征文主题：我的梦。\n活动主题：技能点亮人生。", "技能点亮人生"),
        ("今年的实践主题为“技能点亮人生”。", "技能点亮人生"),
        ("每日主题：第一天开放，第二天体验。", None),
        ("2030年活动周的主题是“去年的话”。", None),
    ],
)
def test_theme(line: str, theme: str | None) -> None:
    assert of(line).theme == theme


@pytest.mark.parametrize(
    ("line", "starts", "ends"),
    [
        ("一、活动时间：5月12日至18日。", "2031-05-12", "2031-05-18"),
        ("一、时间\n5月12日至18日", "2031-05-12", "2031-05-18"),
        ("一、时间和主题\n（一）时间：原则上定于5月12日至18日", "2031-05-12", "2031-05-18"),
        ("时 间：5.12-5.18", "2031-05-12", "2031-05-18"),
        ("今年职业教育活动周定于5月12日至18日举行。", "2031-05-12", "2031-05-18"),
        ("一、活动时间2031年5月12日—6月20日。", "2031-05-12", "2031-06-20"),
        ("活动周时间为2031.5.22—2031.6.10。", "2031-05-22", "2031-06-10"),
        ("2031年5月12日至18日活动周期间，市教育局将开放场馆。", "2031-05-12", "2031-05-18"),
        ("活动周（5月12日—18日）期间，各校要开放校园。", "2031-05-12", "2031-05-18"),
        ("5月12日至18日是第17个活动周。", "2031-05-12", "2031-05-18"),
        ("一、活动时间：5月16日", "2031-05-16", "2031-05-16"),
        ("一、活动时间：即日起至5月31日。", None, "2031-05-31"),
        ("一、活动时间：5月中旬。", None, None),
        ("一、活动时间：2031年5月", None, None),
        ("启动仪式时间：5月12日上午。", None, None),
        ("报名时间：5月1日至5月5日。", None, None),
        ("请于5月1日至5日报送方案。", None, None),
        ("一、活动时间：5月18日至5月12日", None, None),
        ("一、活动时间：2月30日至3月5日", None, "2031-03-05"),
    ],
)
def test_time(line: str, starts: str | None, ends: str | None) -> None:
    reading = of(line)
    assert (reading.starts, reading.ends) == (starts, ends)


@pytest.mark.parametrize(
    ("line", "deadline"),
    [
        ("请各校于6月2日前将活动总结报送市教育局。", "2031-06-02"),
        ("请各校于5月5日前报送方案，6月2日前报送总结。", "2031-06-02"),
        ("各校活动总结应于6月2日（星期一）17:00前发至邮箱。", "2031-06-02"),
        ("总结材料报送截止时间：6月2日。", "2031-06-02"),
        ("请各校于6月底前将总结报送市教育局。", "2031-06-30"),
        ("请各校于5月5日前报送活动方案和联络员名单。", "2031-05-05"),
        ("请各校于5月5日前，将参会回执反馈至市教育局。", "2031-05-05"),
        ("5月20日前，参赛作品以学院为单位，将报名表和作品电子档送至教务处。", "2031-05-20"),
        ("各县区于5月9日前将推荐的作品汇总后上报市教育局。", "2031-05-09"),
        ("各学院将“拟报名情况”导出后加盖公章，于5月9日前报至教务处。", "2031-05-09"),
        ("作品和统计表于5月9日24:00前寄送承办单位。", "2031-05-09"),
        ("请各校于5月9日前报送名单，5月12日前报送作品。", "2031-05-12"),
        ("一、征稿截止时间： 5月20日", "2031-05-20"),
        ("一、作品报送截止时间\n5月20日", "2031-05-20"),
        ("选手年龄计算截止时间为2030年5月1日。", None),
        ("请各校于5月9日前做好准备。", None),
        ("各校要于5月9日前发放宣传册。", None),
        ("请各校于活动结束后一周内报送总结。", None),
        ("请各校于6月上旬报送总结。", None),
        ("请各校及时报送总结。", None),
    ],
)
def test_deadline(line: str, deadline: str | None) -> None:
    assert of(line).deadline == deadline


@pytest.mark.parametrize(
    ("line", "phone", "email"),
    [
        ("联系人：示例甲，电话：0000-8800001", "0000-8800001", None),
        ("联系电话：（0000）8800001、8800002", "0000-8800001", None),
        ("联 系 电 话 ：８８０００１", None, None),
        ("联 系 电 话 ：８８００００１", "8800001", None),
        ("联系人：示例甲 13900000000；邮箱：a.b-c@x.example.cn。", "13900000000", "a.b-c@x.example.cn"),
        ("联系人：示例甲（手机：139 0000 0000）", "13900000000", None),
        ("电子邮箱：zcs＠x．example．cn", None, "zcs@x.example.cn"),
        ("邮 箱：zcs @ x.example.cn", None, "zcs@x.example.cn"),
        ("传真：0000-8800009，邮编：000000", None, None),
        ("举报电话：0000-8800009", None, None),
        ("编号20310420，账号8800000100", None, None),
        ("联系方式\n示例甲 0000-8800001", "0000-8800001", None),
    ],
)
def test_contacts(line: str, phone: str | None, email: str | None) -> None:
    reading = of(line)
    assert (reading.contacts.phone, reading.contacts.email) == (phone, email)


def test_the_foot_of_a_page_is_no_contact_and_no_issuer() -> None:
    text = (
        FRAME.format(head="", body="一、要求\n请认真落实。")
        + "主办单位：示例网站中心 ICP备00000000号 电话：0000-8809999\n"
    )
    reading = read(text.encode(), "a.txt")
    assert (reading.contacts.phone, reading.issuer) == (None, "示例市教育局")
    assert reading.clauses[-1].text == "请认真落实。"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("各县（市、区）教育局，各职业院校：", ["各县（市、区）教育局", "各职业院校"]),
        (
            "各县(市、区)教体局、高新区社会事务局、局属各学校:",
            ["各县(市、区)教体局", "高新区社会事务局", "局属各学校"],
        ),
        ("主送：各二级学院，各部门：", ["各二级学院", "各部门"]),
        ("机关各处室，\n直属各单位：", ["机关各处室", "直属各单位"]),
        ("全体教师、各班级：", ["全体教师", "各班级"]),
        ("活动安排如下：", []),
    ],
)
def test_recipients(line: str, names: list[str]) -> None:
    text = f"关于开展活动周的通知\n{line}\n为办好今年的活动周，现将有关事项通知如下，请认真落实。\n一、要求\n请落实。\n"
    assert read(text.encode(), "a.txt").recipients == names


@pytest.mark.parametrize(
    ("sentence", "who", "due", "least"),
    [
        ("各校要举办校园开放活动。", "各校", None, None),
        ("各校至少举办两场讲座。", "各校", None, 2),
        ("每县举办1场启动仪式。", "每县", None, 1),
        ("各校要推荐3名以上教师参加。", "各校", None, 3),
        ("各校须报送1—2个案例。", "各校", None, 1),
        ("请各校于5月6日前报送不少于3篇稿件。", "各校", "2031-05-06", 3),
        ("由教务处负责。（责任部门：教务处、团委）", "教务处、团委", None, None),
    ],
)
def test_duties(sentence: str, who: str, due: str | None, least: int | None) -> None:
    duties = of(f"一、任务\n{sentence}").duties
    assert [(duty.clause, duty.who, duty.due, duty.min_count) for duty in duties] == [("1", who, due, least)]


@pytest.mark.parametrize(
    "sentence",
    [
        "各校要高度重视，加强领导。",
        "活动周内容丰富。",
        "各校参与率不得低于95%。",
        "每年举办一次活动周。",
        "报送案例不超过3个以内。",
    ],
)
def test_what_is_no_duty(sentence: str) -> None:
    assert of(f"一、任务\n{sentence}").duties == []


@pytest.mark.parametrize(
    ("line", "who", "count", "due"),
    [
        ("各地要提供经费保证，每县（市、区）至少开展2场宣讲活动。", "每县（市、区）", 2, None),
        ("各学院要组织诵读活动，每学院不少于3项。", "每学院", 3, None),
        ("每班至少承担2块责任区。", "每班", 2, None),
        ("各校要安排演练，每学期至少组织2次演练。", "各校", 2, None),
        ("示例中心组织人员至少召开2次座谈会。", "示例中心", 2, None),
        ("每县（区）报送案例不少于5个，于5月25日前报市教育局。", "每县（区）", 5, "2031-05-25"),
        ("各校于6月2日前将总结及活动照片3—5张报送市教育局。", "各校", 3, "2031-06-02"),
        ("各校于6月2日前将总结（附照片3—5张）报送市教育局。", "各校", None, "2031-06-02"),
        ("请活动举办单位于6月2日前补充完善信息。", "活动举办单位", None, "2031-06-02"),
    ],
)
def test_who_of_a_count_and_a_day(line: str, who: str, count: int | None, due: str | None) -> None:
    assert [(one.who, one.min_count, one.due) for one in of(line).duties] == [(who, count, due)]


@pytest.mark.parametrize(
    ("sentence", "who", "what"),
    [
        ("结合各学校实际，开放校园，邀请家长、邻居走进课堂，参观工坊。", "各学校", "开放校园，邀请家长、邻居走进课堂"),
        ("开放校园，邀请家长走进课堂，参观工坊。", None, "开放校园，邀请家长走进课堂"),
        ("各校要设置服务场地，为老人提供修表、理发等服务，让大家受益。", "各校", "为老人提供修表、理发等服务"),
        ("各校要设置服务场地。", "各校", "设置服务场地"),
        ("各单位要认真落实节俭规定，严格执行值班制度，防范火灾。", "各单位", "认真落实节俭规定"),
        ("各单位要高度重视，明确专人负责，确保安全。", "各单位", "明确专人负责"),
        ("各校要加强统筹协调。各校要举办开放日活动。", "各校", "举办开放日活动"),
    ],
)  # fmt: skip
def test_what_is_asked(sentence: str, who: str | None, what: str) -> None:
    assert [(one.who, one.what) for one in of(f"一、任务\n{sentence}").duties] == [(who, what)]


def test_a_background_asks_nothing() -> None:
    assert (
        of("一、指导思想\n各校要全面贯彻职业教育方针。\n二、背景\n职业院校开放校园的做法由来已久。").duties
        == []
    )
