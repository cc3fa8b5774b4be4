"""The web service of the examples."""

import sqlite3
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import fastapi_service
import pytest
from hosting import NOW

with warnings.catch_warnings(category=UserWarning, action="ignore"):
    from fastapi.testclient import TestClient  # it would rather have another client than httpx

REVIEW = {"machine": "secrecy_review", "data": {"department": "HZ", "is_secrecy_matter": "no"}}
OPINION = {"opinion": "公开", "basis": "条例第十九条", "reason": "不涉及国家秘密"}
WANG, MA = {"X-Officer": "P0031"}, {"X-Officer": "P0032"}


@pytest.fixture
def client(url):
    app = fastapi_service.create_app(url, "zhongwei-psb", clock=lambda: NOW)
    with TestClient(app) as found:
        yield found


@pytest.fixture
def review(client):
    """A secrecy review that waits for its first opinion."""
    return client.post("/cases", json=REVIEW, headers=WANG).json()


def documents(file):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT number, case_id FROM document").fetchall()


def registering(review, **more):
    return {
        "title": "服务指南",
        "case": review["id"],
        "trigger": "propose",
        "form": OPINION,
        **more,
    }


def test_a_case_from_its_start_to_the_next_officer(client):
    [how] = client.get("/startable?machine=secrecy_review", headers=WANG).json()
    assert how["form"]["properties"]["is_secrecy_matter"]
    started = client.post("/cases", json=REVIEW, headers=WANG)
    assert (started.status_code, started.headers["ETag"]) == (201, '"1"')
    path = f"/cases/{started.json()['id']}"
    [propose, _] = client.get(f"{path}/available", headers=WANG).json()
    assert propose["form"]["properties"]["opinion"]["enum"] == ["公开", "免于公开", "需报审"]
    act = {"trigger": propose["trigger"], "form": OPINION}
    fired = client.post(f"{path}/acts", json=act, headers={**WANG, "If-Match": '"1"'})
    assert (fired.json()["state_label"], fired.headers["ETag"]) == ("待负责人审查", '"2"')
    [item] = client.get("/inbox", headers={"X-Officer": "P0035"}).json()
    assert item["triggers"] == ["review", "return"]
    assert [e["trigger"] for e in client.get(f"{path}/history", headers=WANG).json()] == [
        "open",
        "propose",
    ]
    assert client.get(path, headers=WANG).json()["data"]["opinion"] == "公开"


def test_many_at_once_share_one_engine(client):
    def story(number):
        keyed = {**WANG, "Idempotency-Key": f"start-{number}"}
        case = client.post("/cases", json=REVIEW, headers=keyed).json()
        done = client.put(f"/documents/{number}", json=registering(case), headers=WANG)
        return done.status_code, done.json()["number"]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(story, range(24)))
    assert {status for status, _ in found} == {200}
    assert len({number for _, number in found}) == 24


def test_the_same_key_has_one_effect_however_often_it_comes(client):
    def start(_):
        return client.post("/cases", json=REVIEW, headers={**WANG, "Idempotency-Key": "k"}).json()

    with ThreadPoolExecutor(8) as pool:
        assert len({case["id"] for case in pool.map(start, range(16))}) == 1
    other = {**REVIEW, "on": "2026-03-02"}
    reused = client.post("/cases", json=other, headers={**WANG, "Idempotency-Key": "k"})
    assert (reused.status_code, reused.json()["error"]["type"]) == (422, "KeyReused")


def test_a_document_and_its_act_are_both_done_and_a_second_time_changes_nothing(
    client, review, file
):
    keyed = {**WANG, "Idempotency-Key": "d1"}
    first = client.put("/documents/1", json=registering(review), headers=keyed)
    assert (first.status_code, first.json()["state"]) == (200, "head_review")
    assert (
        client.put("/documents/1", json=registering(review), headers=keyed).json() == first.json()
    )
    assert documents(file) == [("1", review["id"])]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ((MA, {}), 403),
        ((WANG, {"trigger": "review"}), 409),
        ((WANG, {"form": {}}), 422),
        (({**WANG, "If-Match": '"7"'}, {}), 412),
    ],
)
def test_a_document_whose_act_is_refused_is_not_registered(client, review, file, asked, status):
    headers, more = asked
    done = client.put("/documents/1", json=registering(review, **more), headers=headers)
    assert done.status_code == status
    assert documents(file) == []
    assert client.get(f"/cases/{review['id']}", headers=WANG).json()["version"] == 1


def test_an_act_whose_document_is_refused_is_not_done(client, review, file):
    client.put("/documents/1", json=registering(review), headers=WANG)
    other = client.post("/cases", json=REVIEW, headers=WANG).json()
    taken = client.put("/documents/1", json=registering(other), headers=WANG)
    assert (taken.status_code, taken.json()["detail"]) == (409, "another document has this number")
    assert client.get(f"/cases/{other['id']}", headers=WANG).json()["version"] == 1
    assert documents(file) == [("1", review["id"])]


def test_errors_are_told_by_type_and_facts_and_never_by_what_a_form_contains(client, review):
    path = f"/cases/{review['id']}"
    act = {"trigger": "propose", "form": {"opinion": "机密内容"}}
    told = client.post(f"{path}/acts", json=act, headers=WANG)
    assert told.status_code == 422
    assert told.json()["error"]["type"] == "FormRejected"
    assert "opinion" in {one["field"] for one in told.json()["error"]["problems"]}
    assert "机密内容" not in told.text
    assert client.get("/cases/none", headers=WANG).status_code == 404
    assert client.get("/inbox", headers={"X-Officer": "P9"}).status_code == 401
    assert client.get("/inbox").status_code == 422
    assert client.get("/startable?machine=nothing", headers=WANG).status_code == 404


def test_a_busy_database_is_told_with_when_to_come_back(url, file):
    app = fastapi_service.create_app(url, "zhongwei-psb", busy_seconds=0.05)
    with TestClient(app) as client, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = client.post("/cases", json=REVIEW, headers=WANG)
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")
        busy = client.put("/documents/1", json=registering({"id": "c"}), headers=WANG)
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")


def test_the_service_describes_itself(client):
    paths = client.get("/openapi.json").json()["paths"]
    names = {one["name"] for one in paths["/cases/{case_id}/acts"]["post"]["parameters"]}
    assert {"x-officer", "idempotency-key", "if-match", "case_id"} == names
    assert "/documents/{number}" in paths


def test_the_bureau_is_named_by_the_environment(url, monkeypatch):
    monkeypatch.setenv("BUREAU_URL", url)
    monkeypatch.setenv("BUREAU", "zhongwei-psb")
    with TestClient(fastapi_service.from_environment()) as client:
        assert client.get("/inbox", headers=WANG).status_code == 200
