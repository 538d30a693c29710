"""Whom to ask: the notice's own telephone and e-mail."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from skillweek.plan.reader.reading import Found
from skillweek.plan.reader.text import Line

_PHONE = re.compile(
    r"(?<![\dA-Za-z@./-])(?:\+?86[- ])?"
    r"(?P<number>\(\s?0\d{2,3}\s?\)\s?\d{7,8}|0\d{2,3}\s?[- ]\s?\d{7,8}|0\d{10,11}|400-?\d{3}-?\d{4}|"
    r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\d{7,8}|[2-9]\d{3}[ -]\d{4})"
    r"(?![\dA-Za-z@./]|-\d{3}\d)"
)
_LABEL = re.compile(
    r"(?:联\s?系\s?)?电\s{0,8}话|手\s{0,8}机|联\s?系\s?方\s?式|联\s{0,4}系\s{0,4}人|联络人|联络员|咨\s?询|"
    r"电话号码|固话|(?<![A-Za-z])[Tt]el"
)
_OTHER = re.compile(
    r"传\s{0,8}真|邮\s{0,8}编|邮政编码|QQ|qq|微信|举报|监督|投诉|报警|火警|急救|账\s?号|身份证|证号|编号|"
    r"Fax|会议号|抖音|群号|热线|报修|学号"
)
#: one line for both
_ALSO_FAX = re.compile(r"话\s?[(/、及和]?\s?传\s?真\s?\)?")
_MAIL_LABEL = re.compile(r"邮\s{0,8}箱|信\s{0,8}箱|E-?\s?mail|电子邮件|邮件", re.I)
_MAIL_END = re.compile(
    r"\s?[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\s?\.\s?[A-Za-z0-9-]{1,62}){0,4}\s?\.\s?[A-Za-z]{2,12}(?![A-Za-z0-9])"
)
_MAIL_START = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,62}\s?$")
_REACH = 60


def phone_of(lines: list[Line]) -> Found[str] | None:
    """The first number that a label such as 联系电话 announces."""
    for line, following in zip_longest(lines, lines[1:]):
        for found in _phones(line, following):
            return found
    return None


def _phones(line: Line, following: Line | None) -> Iterator[Found[str]]:
    text = line.flat[:20_000]
    for label in _LABEL.finditer(text):
        if re.match(r"\s?(?:举报|监督)", text[max(0, label.start() - 3) : label.start()]):
            continue
        found = _PHONE.search(text, label.end(), label.end() + _REACH)
        if found and not _OTHER.search(_ALSO_FAX.sub("", text[max(0, label.start() - 4) : found.start()])):
            yield _phone(line, found)
        rest = text[label.end() :].strip(" :")
        if not rest and following is not None and (match := _PHONE.search(following.flat, 0, _REACH)):
            yield _phone(following, match)


def _phone(line: Line, match: re.Match[str]) -> Found[str]:
    quote = line.raw[match.start("number") : match.end("number")]
    number = re.sub(r"[\s()]+", "", re.sub(r"\(\s?(\d+)\s?\)\s?", r"\1-", match["number"]))
    return Found(number, quote, 0.95, line.number)


def email_of(lines: list[Line]) -> Found[str] | None:
    """The address behind a label such as 邮箱, else the first one."""
    first: Found[str] | None = None
    for line in lines:
        for start, end in _addresses(line.flat):
            labelled = bool(_MAIL_LABEL.search(line.flat, max(0, start - 30), start))
            found = Found(
                re.sub(r"\s", "", line.flat[start:end]),
                line.raw[start:end],
                0.95 if labelled else 0.8,
                line.number,
            )
            if labelled:
                return found
            first = first or found
    return first


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Every e-mail address; looked for around the sign @, so that no text can make this slow."""
    at = text.find("@")
    while at >= 0:
        before = _MAIL_START.search(text[max(0, at - 66) : at])
        after = _MAIL_END.match(text, at + 1)
        if before and after:
            yield at - len(before[0]), after.end()
        at = text.find("@", at + 1)
