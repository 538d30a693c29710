"""``skillweek read_plan`` on the command line."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from skillweek.plan.reader import read
from skillweek.plan.tests.reader.documents import NOTICES, word

ROOT = Path(__file__).parents[4]
CITY = NOTICES / "01-city-plan-on-a-web-page.txt"


def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with nothing of Django's set up."""
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LD_LIBRARY_PATH"}}
    command = [sys.executable, "-m", "skillweek", "read_plan", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
                          env=bare | environment)  # fmt: skip


def test_json() -> None:
    done = ran(str(CITY), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == read(CITY.read_bytes(), CITY.name).as_json()


def test_a_summary_for_people_in_any_locale() -> None:
    done = ran(str(CITY), LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "标题            云溪市2031年职业教育活动周工作方案\n" in done.stdout
    assert "开始            2031-05-17  (原文: 2031年5月17日至23日)\n" in done.stdout
    assert "[4.2] 各单位: 将活动周总结报送至市教育局职成科邮箱  截止 2031-06-03\n" in done.stdout


def test_it_needs_no_settings_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = ran(str(CITY), "--json", DATA_DIR=str(tmp_path / "data"), DATABASE_URL="nonsense")
    assert done.returncode == 0
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", ["missing.txt", ".", "scan.docx", "with\nbreak"])
def test_what_cannot_be_read_is_one_sentence_and_status_one(name: str, tmp_path: Path) -> None:
    (tmp_path / "scan.docx").write_bytes(word(""))
    done = ran(str(tmp_path / name), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == done.stderr.removeprefix("CommandError: ").rstrip("\n")
    assert done.stderr.startswith("CommandError: ")
    assert "Traceback" not in done.stderr


def test_without_json_nothing_is_on_standard_output(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = ran(str(tmp_path / "empty.txt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "CommandError: 文件是空的。 The file is empty.\n"


def test_it_is_a_command_like_the_others() -> None:
    out = io.StringIO()
    call_command("read_plan", str(CITY), "--json", stdout=out)
    assert json.loads(out.getvalue())["starts"] == "2031-05-17"
    with pytest.raises(CommandError, match="Cannot open"):
        call_command("read_plan", "/nowhere/at/all")
