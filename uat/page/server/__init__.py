"""Serve the explorer live: the page's buttons call the library, on this machine only.

| module | what it does |
|---|---|
| refused | a request that gets no answer but a sentence |
| reading | a request off a socket, within limits of time and size |
| guard | who may ask: token, Host, Origin |
| orders | JSON → a checked order for the library |
| tasks | an order → plain data, by the library |
| work | the child process that carries out one order |
| jobs | orders in a queue, two at work at once, each with a time limit |
| answers | what the server sends back |
| server | the socket, its threads, and the way of a request |
"""

from uat.page.server.server import Limits, Server

__all__ = ["Limits", "Server"]
