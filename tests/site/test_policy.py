"""The strict policy holds on the pages that are not our own, too."""

import pytest


@pytest.mark.parametrize("path", ["/api/docs", "/admin/login/"])
def test_a_page_of_a_package_works_under_the_policy(page, served, path):
    violations = []
    page.on("console", lambda said: violations.append(said.text) if _refused(said) else None)
    page.on("pageerror", lambda error: violations.append(str(error)))
    page.goto(f"{served}{path}")
    page.wait_for_load_state("networkidle")
    assert violations == []


def _refused(said):
    return said.type == "error" and "Content Security Policy" in said.text
