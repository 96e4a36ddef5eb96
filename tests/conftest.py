"""For all tests: no tables of actors but those that come with kgraph, whatever the tester keeps at home."""

import os
from pathlib import Path

from tests.browser import browser as browser
from tests.browser import window as window
from tests.servers import sparql_server as sparql_server

os.environ["KGRAPH_CONFIG"] = str(Path(__file__).with_name("no-such-folder"))
