"""The engine inside a host's own transaction."""

import pytest
from office import PEOPLE, day
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from zwgov_workflow import configure_sqlite
from zwgov_workflow.errors import NotAllowed


@pytest.fixture
def host(url):
    engine = configure_sqlite(create_engine(url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE document (number TEXT)"))
    yield engine
    engine.dispose()


def documents(host):
    with host.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM document"))


def rows(host, table):
    with host.connect() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}"))


def kept(host):
    names = ("zw_case", "zw_event", "zw_deadline", "zw_number", "zw_refusal", "document")
    return {name: rows(host, name) for name in names}


def add_document(connection):
    connection.execute(text("INSERT INTO document VALUES ('1')"))


def test_what_the_host_commits_is_there(office, host):
    with host.begin() as connection, office.engine.using(connection) as joined:
        add_document(connection)
        case = office.coordination(day(2), engine=joined)
    assert documents(host) == 1
    assert office.state(case) == "consulting"


def test_what_the_host_rolls_back_is_not_there(office, host):
    before = kept(host)
    with host.connect() as connection:
        with office.engine.using(connection) as joined:
            add_document(connection)
            case = office.coordination(day(2), engine=joined)
            joined.fire(case.id, "involve", by=office.wang, on=day(2),
                        form={"further_department": "JJ"})  # fmt: skip
        connection.rollback()
    assert kept(host) == before
    assert office.coordination(day(2)).number == "中公协〔2026〕1号"


def test_a_session_will_do(office, host):
    with Session(host) as session:
        with office.engine.using(session) as joined:
            session.execute(text("INSERT INTO document VALUES ('1')"))
            kept_case = office.coordination(day(2), engine=joined)
        session.commit()
        with office.engine.using(session) as joined:
            office.coordination(day(2), engine=joined)
        session.rollback()
    assert office.state(kept_case) == "consulting"
    assert (documents(host), rows(host, "zw_bureau")) == (1, 1)
    assert rows(host, "zw_case") == 2


def test_neither_begins_nor_commits(office, host):
    with host.connect() as connection:
        with office.engine.using(connection) as joined:
            case = office.coordination(day(2), engine=joined)
            assert connection.in_transaction()
        assert connection.in_transaction()
        assert not office.engine.cases(reader=office.nightly)  # others see nothing yet
        connection.commit()
    assert office.state(case) == "consulting"


def test_it_sees_its_own_writes(office, host):
    with host.begin() as connection, office.engine.using(connection) as joined:
        case = office.coordination(day(2), engine=joined)
        assert joined.case(case.id, reader=office.wang).state == "consulting"
        assert [e.trigger for e in joined.history(case.id, reader=office.wang)] == ["open"]


def test_a_refusal_undoes_its_own_part_and_nothing_of_the_host(office, host):
    with host.begin() as connection, office.engine.using(connection) as joined:
        add_document(connection)
        case = office.coordination(day(2), engine=joined)
        [asked] = office.asked(case, joined)
        with pytest.raises(NotAllowed):
            joined.fire(asked.id, "send", by=office.ma, on=day(2))
        add_document(connection)
    assert documents(host) == 2
    assert office.state(asked) == "unsent"
    assert rows(host, "zw_refusal") == 1


def test_a_refusal_is_gone_with_the_host_s_transaction(office, host):
    case = office.coordination(day(2))
    [asked] = office.asked(case)
    with host.connect() as connection:
        with office.engine.using(connection) as joined, pytest.raises(NotAllowed):
            joined.fire(asked.id, "send", by=office.ma, on=day(2))
        connection.rollback()
    assert rows(host, "zw_refusal") == 0


def test_the_engine_itself_goes_on_as_before(office, host):
    with host.begin() as connection, office.engine.using(connection):
        pass
    assert office.state(office.coordination(day(2))) == "consulting"


def test_what_a_host_rolled_back_is_forgotten_also_by_the_engine_he_works_with(
    office, host, tmp_path
):
    """He loads people and takes it back; somebody else loads others: these count."""
    text = PEOPLE.read_text(encoding="utf-8")
    files = [tmp_path / "one.yaml", tmp_path / "other.yaml"]
    for path, name in zip(files, ("甲支队", "乙支队"), strict=True):
        more = f"departments:\n  - {{id: NEW, name: {name}}}"
        path.write_text(text.replace("departments:", more, 1), encoding="utf-8")
    with host.connect() as connection, office.engine.using(connection) as joined:
        joined.load_people(files[0], on=day(2))
        connection.rollback()
        office.engine.load_people(files[1], on=day(2))
        assert joined.people().department("NEW").name == "乙支队"
