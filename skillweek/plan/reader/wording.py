"""Every sentence of the reader for people, in Chinese and English side by side.

The reader runs where there is no Django, so its few sentences stand here and not in a gettext catalogue.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """One sentence in two languages; ``{}`` fields are filled by ``said``."""

    chinese: str
    english: str

    def said(self, **facts: str) -> "Wording":
        """The sentence with its facts filled in."""
        return Wording(self.chinese.format(**facts), self.english.format(**facts))


REFUSALS = {
    "empty": Wording("文件是空的。", "The file is empty."),
    "no_text": Wording("文件里没有文字，可能是扫描的图片，请换成可以选中文字的文件。",
                       "The file holds no text, perhaps scanned pictures; please use one whose text can be selec"
                       "ted."),
    "too_large": Wording("文件超过 {limit}，不像一份通知，没有读。",
                         "The file is larger than {limit}, which no notice is; it was not read."),
    "too_long": Wording("文件的内容太多，不像一份通知，没有读。",
                        "The file holds far more than a notice does; it was not read."),
    "unsound": Wording("文件的内部结构不正常，没有打开。",
                       "The inner structure of the file is not sound; it was not opened."),
    "damaged": Wording("文件已损坏，打不开。", "The file is damaged and cannot be opened."),
    "encrypted": Wording("文件设了密码，请取消密码后再试。", (
        "The file has a password; please remove it and try again."
    )),
    "old_office": Wording("这是旧格式的文件（DOC 或 WPS），请另存为 DOCX 或 PDF 后再试。",
                          "This is an old DOC or WPS file; please save it as DOCX or PDF and try again."),
    "not_notice": Wording("这种文件不能读，请用 TXT、DOCX、PDF 或 HTML 格式的通知。",
                          "This kind of file cannot be read; please use a notice as TXT, DOCX, PDF or HTML."),
    "binary": Wording("文件不是文字，读不出内容。", "The file is not text; nothing can be read from it."),
    "exhausted": Wording("读这个文件用的时间或内存太多，已停止。",
                         "Reading the file took too much time or memory and was stopped."),
    "missing": Wording("打不开文件 {name}：{why}。", "Cannot open {name}: {why}."),
    "folder": Wording("{name} 是文件夹，请给出一个文件。", "{name} is a folder; please name a file."),
}  # fmt: skip

QUESTIONS = {
    "ends_before_starts": Wording("结束日期 {ends} 早于开始日期 {starts}，哪一个写错了？",
                                  "The last day {ends} is before the first day {starts}; which one is wrong?"),
    "other_dates": Wording("文中还有另一个时间“{other}”，以哪一个为准？",
                           "The text gives another time, “{other}”; which one holds?"),
    "weekday": Wording("{date} 是{real}，文中写的是{said}，请核对。",
                       "{date} is a {real_en}, but the text says {said_en}; please check."),
    "no_such_day": Wording("“{words}”这一天不存在，应是哪一天？", (
        "There is no such day as “{words}”; which day is meant?"
    )),
    "deadline_before_start": Wording("总结材料的报送截止日期 {deadline} 早于活动开始 {starts}，请核对。",
                                     "The deadline for materials {deadline} is before the first day {starts}."),
    "other_deadline": Wording("总结材料有不止一个报送日期（另有 {other}），以哪一个为准？",
                              "There is more than one deadline for the materials ({other} too); which one holds?"),
    "issued_after_start": Wording("成文日期 {issued} 晚于活动开始 {starts}，请核对。",
                                  "The notice is dated {issued}, after the first day {starts}; please check."),
    "other_theme": Wording("文中还有另一个主题“{other}”，以哪一个为准？",
                           "The text gives another theme, “{other}”; which one holds?"),
    "year_unknown": Wording("“{words}”没有写明年份，是哪一年？", (
        "“{words}” does not say the year; which year is it?"
    )),
    "year_of_page": Wording("“{words}”没有写明年份，按网页发布时间推定为 {year} 年，请核对。", (
        "“{words}” does not say the year; {year} is only that of the web page's publication. Please check."
    )),
    "title_unsure": Wording("标题可能不完整，或者带有别的文字，请核对。",
                            "The title may be incomplete or hold other words; please check."),
    "year_differs": Wording("标题是 {title} 年，时间却写 {said} 年，请核对。",
                            "The title says {title}, but the dates say {said}; please check."),
    "unsigned": Wording("文件没有署名，发文机关是从正文推出的，请确认。",
                        "The notice is not signed; its issuer was inferred from the text. Please confirm."),
    "number_twice": Wording("序号“{number}”出现了两次，请核对条款的顺序。",
                            "The number “{number}” comes twice; please check the order of clauses."),
    "only_beginning": Wording("文件很长，只读了开头部分，请核对后面的内容。",
                              "The file is very long; only its beginning was read. Please check the rest."),
    "not_a_day": Wording("“{words}”不是具体日期，请填写。", "“{words}” is not a day; please give one."),
}  # fmt: skip

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: names of fields in the summary for people
FIELDS = {
    "title": "标题", "number": "发文字号", "issued": "成文日期", "issuer": "发文机关", "recipients": "主送机关",
    "starts": "开始", "ends": "结束", "theme": "主题", "deadline": "材料报送截止", "contacts.phone": "电话",
    "contacts.email": "邮箱",
}  # fmt: skip
SUMMARY = {
    "unsaid": "（文中没有写）", "clauses": "条款", "duties": "任务", "questions": "需要核对", "due": "截止",
    "least": "至少", "quote": "原文", "unsure": "不确定",
}  # fmt: skip
