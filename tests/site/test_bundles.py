"""Static files that belong together are served as one, and every one of them is served."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import loader

from monopoly_site import bundles
from replay import assets
from tests import isolation

STATIC = isolation.REPOSITORY / "static"


@pytest.fixture
def collected(settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {"staticfiles": {"BACKEND": bundles.BACKEND}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_a_bundle_is_its_parts_in_order(collected: Path) -> None:
    for name, parts in assets.bundles().items():
        stem, _, ending = name.rpartition(".")
        (found,) = collected.glob(f"{stem}.*.{ending}")
        joined = "\n".join((STATIC / part).read_text(encoding="utf-8") for part in parts)
        assert found.read_text(encoding="utf-8") == joined
        assert found.with_name(f"{found.name}.gz").exists()


def test_a_page_names_the_bundle_or_where_none_is_collected_the_parts(collected: Path) -> None:
    assert re.fullmatch(
        r'<script src="/static/bundles/charts\.[0-9a-f]{12}\.js" defer></script>',
        bundles.scripts("charts"),
    )


def test_a_page_names_the_parts_where_nothing_is_collected() -> None:
    named = re.findall(r'href="/static/([^"]+)"', bundles.styles("timeline"))
    assert tuple(named) == assets.STYLES["timeline"]


def test_no_script_or_style_lies_there_for_nothing() -> None:
    lying = {
        str(path.relative_to(STATIC)) for end in ("js", "css") for path in STATIC.rglob(f"*.{end}")
    }
    used = {part for parts in assets.bundles().values() for part in parts}
    assert lying - used == {"plotly-rules.css"}  # loaded by name with the first chart
    assert used <= lying


def test_every_template_names_bundles_that_there_are() -> None:
    for path in (isolation.REPOSITORY / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r'styles\("(\w+)"\)', text)) <= assets.STYLES.keys()
        assert set(re.findall(r'scripts\("(\w+)"\)', text)) <= assets.SCRIPTS.keys()
        loader.get_template(path.name)
