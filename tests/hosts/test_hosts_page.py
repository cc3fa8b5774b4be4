"""What the page on hosts shows of the examples is their text."""

import re

import pytest
from hosting import EXAMPLES

ROOT = EXAMPLES.parent
SHOWN = re.findall(
    r"(?:<!-- (\S+) -->\n)?```py\n(.*?)\n```",
    (ROOT / "docs" / "hosts.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize(("file", "code"), SHOWN, ids=range(len(SHOWN)))
def test_what_is_shown_stands_in_the_example(file, code):
    assert code in (ROOT / file).read_text(encoding="utf-8")


def test_each_host_is_shown():
    hosts = {"fastapi_service", "async_host", "django_host", "nightly_job", "engine_fixtures"}
    shown = {file.removeprefix("examples/hosts/").partition("/")[0] for file, _code in SHOWN}
    assert {name.removesuffix(".py") for name in shown} == hosts
