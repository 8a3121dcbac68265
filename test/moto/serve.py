"""Runs moto on a free loopback port and ends with the process that started it."""

import os
import sys
import threading

from moto.dynamodb.responses import DynamoHandler
from moto.server import main


def end_with_parent() -> None:
    # The parent holds the other end of standard input: when it goes, however it goes, this read returns.
    sys.stdin.read()
    os._exit(0)


# DynamoDB makes a conditional write as one step. Moto looks and writes in two, and its requests run side by side.
one_at_a_time = threading.RLock()
call_action = DynamoHandler.call_action


def call_alone(self):
    with one_at_a_time:
        return call_action(self)


DynamoHandler.call_action = call_alone

threading.Thread(target=end_with_parent, daemon=True).start()
main(["--host", "127.0.0.1", "--port", "0"])
