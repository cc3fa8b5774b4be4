"""The helper of these tests explains its assertions as they do."""

import pytest

pytest.register_assert_rewrite("bureau")
