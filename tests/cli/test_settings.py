"""Settings: a file found upwards, then the environment, then the options; no secret is shown."""

import os

import pytest

from zwgov_workflow.cli.options.settings import BadSettings, find_settings
from zwgov_workflow.errors import StoreError
from zwgov_workflow.errors.masking import has_secret, masked
from zwgov_workflow.store import Database

SECRET = "postgresql://zwgov:geheim@db.example/psb"


@pytest.fixture
def file(folder):
    """Write the settings of the working directory."""

    def write(text):
        path = folder / "zwgov.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def settings(*arguments, **environ):
    return find_settings(arguments, environ)


class TestWhereTheyComeFrom:
    def test_nobody_says_anything(self, folder):
        found = settings()
        assert found.file is None
        assert (found["db"].value, found["db"].source) == ("sqlite:///zwgov.db", None)
        assert found.for_command("sweep") == {}

    def test_the_file_lies_anywhere_above(self, folder, file, monkeypatch):
        path = file('bureau = "psb"\nlang = "en"\n\n[sweep]\nlimit = 7\n')
        below = folder / "a" / "b"
        below.mkdir(parents=True)
        monkeypatch.chdir(below)
        found = settings()
        assert found.file == path
        assert (found["bureau"].value, found["bureau"].source) == ("psb", f"{path}:1")
        assert (found["sweep.limit"].value, found["sweep.limit"].source) == (7, f"{path}:5")
        assert found.for_command("sweep") == {"bureau": "psb", "lang": "en", "limit": 7}
        assert found.for_command("list") == {"bureau": "psb", "lang": "en"}

    def test_the_search_ends_at_the_home_directory(self, folder, file, monkeypatch):
        file('bureau = "psb"\n')
        home = folder / "home"
        (home / "work").mkdir(parents=True)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.chdir(home / "work")
        assert settings().file is None

    def test_one_that_is_named_is_taken_instead(self, folder, file):
        file('bureau = "psb"\n')
        other = folder / "other.toml"
        other.write_text('bureau = "second"\n', encoding="utf-8")
        assert settings("--config", str(other), "list")["bureau"].value == "second"
        assert settings("--lang", "en", f"--config={other}")["bureau"].value == "second"
        assert settings(ZWGOV_CONFIG=str(other))["bureau"].value == "second"
        assert settings("list", "--config", str(other))["bureau"].value == "psb"

    def test_the_environment_goes_before_the_file(self, file):
        file('bureau = "psb"\nbusy_seconds = 2\n')
        found = settings(ZWGOV_BUREAU="second", ZWGOV_BUSY_SECONDS="0.5", ZWGOV_SWEEP_LIMIT="9")
        assert (found["bureau"].value, found["bureau"].source) == ("second", "ZWGOV_BUREAU")
        assert (found.busy_seconds, found["sweep.limit"].value) == (0.5, 9)

    @pytest.mark.parametrize("name", ["b.db", "sqlite:///b.db"])
    def test_a_database_file_is_meant_beside_the_settings(self, folder, file, name):
        file(f'db = "{name}"\n')
        assert str(settings()["db"].value).removeprefix("sqlite:///") == str(folder / "b.db")

    def test_another_url_stays_as_it_is(self, file):
        for url in (SECRET, "sqlite:////var/b.db", "sqlite:///file:b.db?uri=true"):
            file(f'db = "{url}"\n')
            assert settings()["db"].value == url

    def test_a_file_with_a_byte_order_mark_and_dotted_keys(self, file):
        file('\ufeffsweep.max_seconds = 1.5\r\nbureau = "单位"\r\n')
        found = settings()
        assert (found["sweep.max_seconds"].value, found["bureau"].value) == (1.5, "单位")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('bureua = "psb"', 1, "没有设置项 bureua; 是否指 bureau?"),
        ("\n[sweep]\nlimits = 3", 3, "没有设置项 sweep.limits; 是否指 sweep.limit?"),
        ("[colour]", None, "没有设置项 colour; 现有 "),
        ('as = "P0031"', 1, "as: 由谁办理不能写在设置中, "),
        ("bureau = 3", 1, "bureau: 应为文字"),
        ('bureau = " "', 1, "bureau: 应为文字"),
        ('lang = "fr"', 1, "lang: 应为 zh, en 之一"),
        ('busy_seconds = "3"', 1, "busy_seconds: 应为大于 0 的数"),
        ("busy_seconds = true", 1, "busy_seconds: 应为大于 0 的数"),
        ("busy_seconds = nan", 1, "busy_seconds: 应为大于 0 的数"),
        ("sweep = {limit = 1.5}", None, "sweep.limit: 应为大于 0 的整数"),
        ("bureau = psb", None, "不是 TOML 文件: "),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line(desk, file, text, line, words):
    path = file(text)
    code, told = desk.refused("list", "--as", "x")
    assert code == 4
    assert told.startswith(f"{path}:{line}: {words}" if line else f"{path}: {words}")


def test_a_file_that_is_not_text_or_not_there(desk, folder):
    (folder / "zwgov.toml").write_bytes('bureau = "中卫"'.encode("gbk"))
    assert desk.refused("doctor")[1].endswith("zwgov.toml: 不是 UTF-8 编码")
    code, told = desk.refused("--config", "none.toml", "doctor")
    assert (code, told) == (2, "none.toml: 无法读取: 没有此文件或文件夹")
    assert desk.refused("--config", str(folder), "doctor")[0] == 2


def test_a_bad_variable_is_refused_by_its_name(desk, folder):
    with pytest.raises(BadSettings, match=r"^ZWGOV_BUSY_SECONDS: "):
        settings(ZWGOV_BUSY_SECONDS="long")
    assert desk("doctor", ZWGOV_SWEEP_LIMIT="1.5")[0] == 4


class TestOnTheCommandLine:
    def test_option_before_environment_before_file(self, bureau, file):
        for name in ("second", "third"):
            bureau.done("init", "--bureau", name)
        file('bureau = "psb"\n')
        bureau.done("list", "--as", "nightly")
        assert bureau.refused("list", "--as", "nightly", "--bureau", "second")[1] == (
            "没有民警 nightly; 人员来自人员文件"
        )
        code, _, err = bureau("list", "--as", "nightly", ZWGOV_BUREAU="nowhere")
        assert (code, "nowhere" in err) == (4, True)
        bureau.done("list", "--as", "nightly", "--bureau", "psb")

    def test_the_database_of_the_file_is_used_from_below(self, bureau, file, monkeypatch):
        file('db = "zwgov.db"\nlang = "en"\n')
        (bureau.folder / "below").mkdir()
        monkeypatch.chdir(bureau.folder / "below")
        assert bureau.done("list", "--as", "nightly") == "No cases."
        assert bureau.done("--lang", "zh", "list", "--as", "nightly") != "No cases."

    def test_regulation_list_asks_the_database_only_where_told_to(self, desk, file):
        file('db = "nowhere.db"\n')
        assert "release_coordination" in desk.done("regulation", "list")
        assert desk.refused("regulation", "list", "--db", "nowhere.db")[0] == 4

    def test_the_region_of_the_file_is_counted_in(self, desk, file):
        file('region = "CN"\n')
        assert desk.json("calendar", "show", "2026")["region"] == "CN"
        told = desk.json("init", "--bureau", "psb")
        assert told["region"] == "CN"

    def test_a_sweep_stops_at_the_limit_of_the_file(self, bureau, file, monkeypatch):
        limits = []

        def sweep(self, **options):
            limits.append((options["limit"], options["max_seconds"]))
            raise StoreError("stop here")

        monkeypatch.setattr("zwgov_workflow.service.WorkflowEngine.sweep", sweep)
        file("[sweep]\nlimit = 7\nmax_seconds = 2.5\n")
        for options in ([], ["--limit", "3"]):
            assert bureau.refused("sweep", "--as", "nightly", *options)[0] == 4
        assert limits == [(7, 2.5), (3, 2.5)]


class TestSecrets:
    @pytest.mark.parametrize(
        ("url", "shown"),
        [
            (SECRET, "postgresql://zwgov:***@db.example/psb"),
            ("postgresql://zwgov:a@b@db/psb", "postgresql://zwgov:***@db/psb"),
            ("postgresql://zwgov:a/b@db/psb", "postgresql://zwgov:***@db/psb"),
            ("postgresql://zwgov@db/psb", "postgresql://zwgov@db/psb"),
            ("postgresql:/zwgov:geheim@db/psb", "***@db/psb"),
            ("mysql://db/psb?user=a&password=geheim&b=1", "mysql://db/psb?user=a&password=***&b=1"),
            ("sqlite:///b.db", "sqlite:///b.db"),
            ("bureau.db", "bureau.db"),
        ],
    )
    def test_a_password_is_masked(self, url, shown):
        assert masked(url) == shown
        assert has_secret(url) == (url != shown)

    def test_none_is_taken_from_an_option(self, desk):
        for command in (
            ["list", "--as", "x"], ["doctor"], ["regulation", "list"], ["init", "--bureau", "b"]
        ):  # fmt: skip
            code, told = desk.refused(*command, "--db", SECRET)
            assert code == 2
            assert "请把 URL 写入 zwgov.toml 或 ZWGOV_DB" in told
            assert "geheim" not in told

    def test_none_is_shown_in_help_in_errors_or_by_doctor(self, desk, file):
        for url in (SECRET, "postgresql:/zwgov:geheim@db/psb", "x://a:geheim@db:port/b"):
            path = file(f'db = "{url}"\n')
            path.chmod(0o600)
            for command in (
                ["list", "--help"], ["list", "--as", "x"], ["doctor"], ["doctor", "--json"],
                ["list", "--as", "x", "--json"], ["migrate"],
            ):  # fmt: skip
                code, out, err = desk(*command)
                assert "geheim" not in out + err, command
                assert "Traceback" not in err
                assert code == (0 if "--help" in command else 4)

    def test_an_error_of_the_store_does_not_carry_it(self):
        with pytest.raises(StoreError) as caught:
            Database.connect("postgresql:/zwgov:geheim@db/psb")
        error = caught.value
        assert "geheim" not in f"{error}{error.__cause__}"

    @pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
    def test_doctor_sees_who_may_read_the_file(self, desk, file):
        path = file(f'db = "{SECRET}"\n')
        path.chmod(0o644)
        assert f"{path} 含有密码, 而他人可以读取。" in desk("doctor")[1]
        path.chmod(0o602)
        assert f"本机任何人都能改动 {path}" in desk("doctor")[1]
        path.chmod(0o600)
        assert f"{path} " not in desk("doctor")[1]
