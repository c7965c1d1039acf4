"""`listkeeper serve`: the web pages and the API, without the clockwork."""

import errno
import gc
import socket
import sys
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from service.app import create_app
from service.cli.context import open_context, say
from service.errors import SetupError
from service.settings import Settings, load_settings

_TURN = 0.0005  # seconds; Python's own are ten times as long
_MADE_BETWEEN = 20_000  # objects until the collector looks again; a page makes some hundreds


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
) -> None:
    """Serve the pages and the API until it is stopped."""
    chosen = {} if port is None else {"port": port}
    with open_context(load_settings(**chosen)) as context, open_port(context.settings) as listening:
        settings = with_real_port(context.settings, listening)
        say(f"Listkeeper is at {settings.address}")
        run_server(settings, context.engine, listening)


def open_port(settings: Settings) -> socket.socket:
    """Open the web server's port, so that a port in use is found before anything else is done.

    Raises:
        SetupError: the port is in use, or may not be used.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With its protocol named, asyncio sends answers at once; else Nagle's algorithm holds them for 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()  # until then, two programs can share a port that may be reused
    except OSError as exc:
        listening.close()
        reason = "is in use" if exc.errno == errno.EADDRINUSE else f"cannot be used ({exc.strerror})"
        raise SetupError(
            f"Port {settings.port} on {settings.host} {reason}; "
            "choose others with LISTKEEPER_PORT and LISTKEEPER_HOST."
        ) from exc
    return listening


def with_real_port(settings: Settings, listening: socket.socket) -> Settings:
    """Return the settings with the port that was really bound."""
    return settings.model_copy(update={"port": listening.getsockname()[1]})


def run_server(settings: Settings, engine: Engine, listening: socket.socket) -> None:
    """Answer requests on a bound socket until the process is stopped."""
    serve_app(create_app(settings, engine), listening)


def serve_app(app: FastAPI, listening: socket.socket) -> None:
    """Answer requests with an application until the process is stopped."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # nothing of it is told at this level, and each line costs
        proxy_headers=True,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    _settle()
    uvicorn.Server(config).run(sockets=[listening])


def _settle() -> None:
    """Let the garbage collector look only at what requests make: what is loaded by now stays anyway.

    A page asks the database a dozen times, and each time waits for its turn again behind a thread that
    computes, such as the one that works the next entry out: so turns are short.
    """
    sys.setswitchinterval(_TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN, 20, 20)
