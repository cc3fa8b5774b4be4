"""Registers in small files."""

import pytest

HEAD = "id,site,title,document_number,issue_date,publish_date"


@pytest.fixture
def table(tmp_path):
    """Write a table and return its path: text, or bytes in another encoding."""

    def write(content, name="register.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
