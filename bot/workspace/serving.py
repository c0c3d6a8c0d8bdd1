"""The workspace's web server: it ends the streams of open pages before it waits for them."""

from types import FrameType

import uvicorn

from bot.workspace.stand_in import StandIn


class WorkspaceServer(uvicorn.Server):
    """uvicorn waits for open connections when it is told to stop, and an open page's stream never ends by itself."""

    def __init__(self, config: uvicorn.Config, stand_in: StandIn) -> None:
        super().__init__(config)
        self.stand_in = stand_in

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.stand_in.close()
        super().handle_exit(sig, frame)
