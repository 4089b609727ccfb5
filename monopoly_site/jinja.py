"""The Jinja2 environment all of the site's own pages are drawn with."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django_htmx.jinja import django_htmx_script, htmx_script
from jinja2 import Environment, StrictUndefined

from monopoly_site import bundles


def environment(**options: Any) -> Environment:
    """Return the environment: autoescaping on, misspelt names fail loudly.

    Templates see `static(path)`, `styles(page)`, `scripts(page)`, `script_addresses(page)`,
    `url(name, **kwargs)`, `htmx_script()` and, per request, `request`, `csrf_input`, `csrf_token`
    and `csp_nonce`.
    """
    options = {"trim_blocks": True, "lstrip_blocks": True, **options}
    options |= {"autoescape": True, "undefined": StrictUndefined}
    built = Environment(**options)  # noqa: S701  set just above, where ruff doesn't look
    built.globals.update(
        static=static,
        styles=bundles.styles,
        scripts=bundles.scripts,
        script_addresses=bundles.addresses,
        url=_url,
        htmx_script=htmx_script,
        django_htmx_script=django_htmx_script,
    )
    return built


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
