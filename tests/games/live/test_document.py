"""docs/live.md: its example runs as it stands, and gives what it says it gives."""

import re
import subprocess

from games.domain.status import Status
from tests import isolation
from tests.games.live.engine import Engine
from tests.games.live.listener import messages

DOCUMENT = (isolation.REPOSITORY / "docs" / "live.md").read_text()


def test_the_example_follows_a_game_to_its_end(served):
    engine = Engine(served, "by-curl")
    engine.play()
    engine.become(Status.FINISHED)
    (command,) = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, flags=re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        ["sh", "-euc", command.replace("http://127.0.0.1:8000", served)],
        capture_output=True,
        text=True,
        check=True,
    )
    shown = re.findall(r"^    (\w+: \S+)", DOCUMENT, flags=re.MULTILINE)
    told = done.stdout.splitlines()
    assert [line.partition(" ")[0] for line in shown] == [
        line.partition(" ")[0] for line in told if line
    ]
    event, end = messages(iter(told))
    assert (event.number, event.data["payload"]["amount"]) == (0, -28)
    assert (end.kind, end.data["status"]) == ("status", "finished")
    engine.http.close()
