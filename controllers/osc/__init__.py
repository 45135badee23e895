"""OSC and OSCQuery: packets, sockets, addresses, subscribers."""
