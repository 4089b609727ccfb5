"""The site answers as it will in production."""

import httpx
import pytest


@pytest.fixture
def client(served):
    with httpx.Client(base_url=served) as client:
        yield client


def test_the_admin_asks_who_one_is(client):
    answer = client.get("/admin/", follow_redirects=True)
    assert answer.status_code == 200
    assert "Log in" in answer.text


def test_every_answer_carries_the_strict_policy(client):
    headers = client.get("/admin/login/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_static_files_come_from_the_same_server(client):
    answer = client.get("/static/django_htmx/htmx-2.min.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
