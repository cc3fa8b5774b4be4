"""The sweep as a DAG of Apache Airflow 3 (apache-airflow-providers-standard).

Only the exit codes decide: 0 ends well; 3 (stopped at a limit) goes on in the same attempt; 75
(busy) is left to Airflow's retries; all others fail at once and wait for a person. It has not been
run under Airflow by this project: read it before you rely on it.
"""

from __future__ import annotations

import os
import subprocess
from datetime import timedelta

import pendulum
from airflow.sdk import DAG, task
from airflow.sdk.exceptions import AirflowFailException

SWEEP = (
    os.environ.get("ZWGOV", "/opt/zwgov/bin/zwgov"),
    *("sweep", "--as", "nightly", "--max-seconds", "3000", "--json", "--log", "json"),
)
MORE_IS_DUE = 3
BUSY = 75


def sweep() -> None:
    """Sweep to the end.

    Raises:
        RuntimeError: The database was busy; Airflow tries again.
        AirflowFailException: It needs a person; Airflow does not try again.
    """
    code = MORE_IS_DUE
    while code == MORE_IS_DUE:
        code = subprocess.run(SWEEP, check=False).returncode  # noqa: S603 (no shell, no input)
    if code == BUSY:
        raise RuntimeError("busy")
    if code:
        raise AirflowFailException(f"zwgov sweep ended with {code}")


with DAG(
    dag_id="zwgov_sweep",
    schedule="5 0,6 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,  # one run lets everything lapse, however many nights were missed
    max_active_runs=1,
    default_args={
        "retries": 10,
        "retry_delay": timedelta(minutes=2),
        "execution_timeout": timedelta(hours=2),
    },
    tags=["zwgov"],
):
    task(sweep)()
