"""Runs moto on a free loopback port and ends with the process that started it."""

import os
import sys
import threading

from moto.server import main


def end_with_parent() -> None:
    # The parent holds the other end of standard input: when it goes, however it goes, this read returns.
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
main(["--host", "127.0.0.1", "--port", "0"])
