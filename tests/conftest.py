"""For all tests: no tables of actors but those that come with kgraph, whatever the tester keeps at home."""

import os
from pathlib import Path

from tests.servers import sparql_server as sparql_server

os.environ["KGRAPH_CONFIG"] = str(Path(__file__).with_name("no-such-folder"))
