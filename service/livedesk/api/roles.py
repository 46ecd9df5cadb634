"""What each role may do, in one table: the least role for each route. What stands in no line is the desk's alone.

A screen that only looks on sees what the desk sees and decides nothing; a helper decides, but hands out no files and
settles nothing; the host's device does all but let further devices in. The overlay gets what was approved for it.
"""

import re
from collections.abc import Mapping

from livedesk.devices import ROLES, Bearer, Role

_ONE = "/api/broadcasts/[^/]+"

LEAST: Mapping[str, Role] = {
    "GET (/overlay|/assets/.+|/source[.]tar[.]gz)": "overlay",
    f"GET {_ONE}/approved": "overlay",
    "GET (/|/host|/mod|/preflight|/docs|/api/openapi[.]json|/api/listeners|/api/broadcasts)": "view",
    f"GET {_ONE}(/(entries|notes|questions|summary|stream))?": "view",
    "GET /api/rules": "mod",
    f"POST {_ONE}/(decisions|notes|undo)": "mod",
    f"(GET|POST) {_ONE}/keys/[a-z]+": "mod",
    "GET /api/preflight": "host",
    f"GET (/api/exports|{_ONE}/export/[^/]+)": "host",
    "GET /broadcasts(/[^/]+/report([.](html|svg|png))?)?": "host",
}
"""Patterns of method and path, and from which role on they are open."""

_LEAST = [(re.compile(pattern), role) for pattern, role in LEAST.items()]


def least(method: str, path: str) -> Role:
    """Return the first role that may do this."""
    asked = f"{method} {path}"
    return next((role for pattern, role in _LEAST if pattern.fullmatch(asked)), "desk")


def sees_marks(bearer: Bearer) -> bool:
    """Tell whether who asks is told which comments seem to break the house's rules: host and helpers alone."""
    return ROLES.index(bearer.role) >= ROLES.index("mod")


def may(bearer: Bearer, method: str, path: str) -> bool:
    """Tell whether who asks may do this."""
    return ROLES.index(bearer.role) >= ROLES.index(least(method, path))
