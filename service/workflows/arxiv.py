"""arXiv behind the one gate and the one circuit that all processes of a database share."""

from sqlalchemy import Engine

from service.db.circuits import DatabaseCircuit
from service.db.gates import DatabaseGate
from service.settings import Settings
from service.sources.arxiv_api import ArxivApi
from service.sources.oai_pmh import OaiPmh
from service.sources.transport import Deadlines
from service.workflows.processes import is_gone, this_process

SERVICE = "arxiv"


def open_gate(engine: Engine, settings: Settings) -> DatabaseGate:
    """Return the gate that every request to arXiv passes, whichever interface it is for."""
    return DatabaseGate(engine, SERVICE, delay=settings.arxiv_delay, process=this_process(), is_gone=is_gone)


def arxiv_source(engine: Engine, settings: Settings, *, gate: DatabaseGate | None = None) -> ArxivApi:
    """Return arXiv's query interface."""
    return ArxivApi(
        gate or open_gate(engine, settings),
        base_url=settings.arxiv_url,
        contact=settings.contact,
        deadlines=Deadlines(read=settings.arxiv_timeout),
        circuit=DatabaseCircuit(engine, SERVICE),
    )


def arxiv_changes(engine: Engine, settings: Settings, *, gate: DatabaseGate | None = None) -> OaiPmh:
    """Return arXiv's OAI-PMH interface."""
    return OaiPmh(
        gate or open_gate(engine, settings),
        base_url=settings.oai_address,
        contact=settings.contact,
        deadlines=Deadlines(read=settings.arxiv_timeout),
        circuit=DatabaseCircuit(engine, SERVICE),
    )
