"""Steer ``distill live`` over OSC and hear what it says: ``python examples/osc_client.py [PORT]``."""

import sys
import threading

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer
from pythonosc.udp_client import SimpleUDPClient

port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
told = threading.Event()


def on_temperature(address: str, value: float) -> None:
    """Print where the control stands, which the instrument tells its subscribers."""
    print(f"{address} {value:.2f}")
    if abs(value - 1.4) < 1e-6:
        told.set()


dispatcher = Dispatcher()
dispatcher.map("/distill/temperature", on_temperature)
with BlockingOSCUDPServer(("127.0.0.1", 0), dispatcher) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = SimpleUDPClient("127.0.0.1", port)
    client.send_message("/distill/subscribe", server.server_address[1])
    client.send_message("/distill/temperature", 1.4)
    if not told.wait(5):
        sys.exit(f"Nothing answered on port {port}. Start distill live first.")
    server.shutdown()
