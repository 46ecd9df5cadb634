"""Prints the OpenAPI description, from which the dashboard's types are generated: `python -m livedesk.api`."""

import json
import sys

from livedesk.api import create_app
from livedesk.log import open_log
from livedesk.recorder import Recorder

app = create_app(Recorder(open_log("memory:")), token="unused")  # noqa: S106 - nothing is served
json.dump(app.openapi(), sys.stdout, indent=1, sort_keys=True)
