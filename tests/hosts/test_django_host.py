"""The Django host of the examples: documents of its own, reviews after the commit."""

import json
import sqlite3
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import StaticPool, create_engine

from zwgov_workflow import WorkflowEngine, configure_sqlite
from zwgov_workflow.errors import CannotJoin

DOCUMENT = {"number": "1", "title": "服务指南", "department": "HZ", "formed_on": "2026-03-02"}


@pytest.fixture(scope="module")
def django(tmp_path_factory, set_up):
    """Django, set up once: it can be only once in a process."""
    import django  # noqa: PLC0415 (it reads its settings from the environment, set just before)

    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("django")
        patch.setenv("DJANGO_SETTINGS_MODULE", "django_host.settings")
        patch.setenv("HOST_DATABASE", str(folder / "host.db"))
        patch.setenv("BUREAU_URL", f"sqlite:///{set_up}")
        patch.setenv("BUREAU", "zhongwei-psb")
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", run_syncdb=True, verbosity=0)
        yield django


@pytest.fixture
def host(django, url, monkeypatch):
    """The host with an empty register, and the engine of the test."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django_host import outbox  # noqa: PLC0415

    monkeypatch.setattr(settings, "BUREAU_URL", url)
    outbox.Document.objects.all().delete()
    outbox.engine.cache_clear()
    yield outbox
    if outbox.engine.cache_info().currsize:
        outbox.engine().close()
    connection.close()


def post(officer="P0031", **more):
    from django.test import Client  # noqa: PLC0415

    asked = {**DOCUMENT, **more}
    sent = Client().post(
        "/documents", json.dumps(asked), "application/json", headers={"X-Officer": officer}
    )
    assert sent.status_code == 201
    return sent.json()


def cases(engine):
    return engine.cases(reader=engine.service("nightly"))


def test_a_document_that_is_committed_starts_its_review(host, engine):
    told = post()
    [case] = cases(engine)
    assert told == {"number": "1", "case": case.id, "refused": ""}
    assert (case.data["title"], case.opened_on) == ("服务指南", date(2026, 3, 2))


def test_a_document_that_is_taken_back_starts_nothing(host, engine):
    from django.db import transaction  # noqa: PLC0415

    def fail():
        with transaction.atomic():
            with transaction.atomic():  # the view's is then a savepoint in it
                post()
            assert not cases(engine)  # nothing before the outermost commit
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert not host.Document.objects.exists()
    assert not cases(engine)
    assert host.deliver_all() == 0


def test_a_savepoint_that_is_taken_back_takes_its_review_along(host, engine):
    from django.db import transaction  # noqa: PLC0415

    def fail():
        with transaction.atomic():
            post(number="2")
            raise ArithmeticError

    with transaction.atomic():
        post(number="1")
        with pytest.raises(ArithmeticError):
            fail()
    assert [row.number for row in host.Document.objects.all()] == ["1"]
    assert len(cases(engine)) == 1


def test_what_the_engine_refuses_is_written_into_the_row_and_not_tried_again(host, engine):
    assert post(officer="P0034") == {"number": "1", "case": "", "refused": "NotAllowed"}
    assert host.deliver_all() == 0
    assert not cases(engine)


def test_what_was_lost_between_the_two_commits_is_done_later_and_once(host, engine, monkeypatch):
    """The process dies after its commit, and again after the engine's."""
    with monkeypatch.context() as patch:
        patch.setattr("django_host.views.deliver_soon", lambda _pk: None)
        assert post()["case"] == ""
    [document] = host.Document.objects.all()
    host.deliver(document.pk)
    host.Document.objects.update(case_id="")  # it came to nothing that was written down
    from django.core.management import call_command  # noqa: PLC0415

    call_command("deliver")
    [case] = cases(engine)
    document.refresh_from_db()
    assert document.case_id == case.id
    host.deliver(document.pk)
    assert len(cases(engine)) == 1


def test_an_engine_that_cannot_be_reached_leaves_the_document_due(
    host, engine, file, monkeypatch, caplog
):
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    short = WorkflowEngine.open(f"sqlite:///{file}", bureau="zhongwei-psb", busy_seconds=0.02)
    other = sqlite3.connect(file)
    with monkeypatch.context() as patch:
        patch.setattr(host, "engine", lambda: short)
        other.execute("BEGIN IMMEDIATE")
        assert post() == {"number": "1", "case": "", "refused": ""}
        with pytest.raises(CommandError, match="1 documents are still due"):
            call_command("deliver", stderr=StringIO())
    other.close()
    short.close()
    assert "is still due: Busy" in caplog.text
    assert "服务指南" not in caplog.text
    assert host.deliver_all() == 0
    assert len(cases(engine)) == 1


def laid_over(raw):
    """Lay an engine of SQLAlchemy over the connection of Django, as carefully as it can be."""
    return create_engine(
        "sqlite://", creator=lambda: raw, poolclass=StaticPool, pool_reset_on_return=None
    )


def test_django_s_own_connection_is_refused(host, engine):
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    with pytest.raises(CannotJoin, match="is no transaction"), engine.using(connection):
        raise AssertionError
    with pytest.raises(CannotJoin, match="is no transaction"), engine.using(connection.connection):
        raise AssertionError


@pytest.mark.parametrize("configure", [lambda over: over, configure_sqlite])
def test_an_engine_laid_over_django_s_connection_takes_django_s_work_back(host, configure):
    """This is why the example does not: to look at the database is enough."""
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic():
        host.Document.objects.create(officer="P0031", **DOCUMENT)
        with configure(laid_over(connection.connection)).connect():
            pass
        assert not connection.connection.in_transaction
        transaction.set_rollback(True)
    assert not host.Document.objects.exists()
