"""A whole list in one answer, in formats that other programs read."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

from fastapi.testclient import TestClient

from service.feeds.works import Work, render_bibtex, render_csv, render_ris
from tests.world import World, entry, record

PATH = "/api/v1/lists/tokens/export."
NASTY = Work(
    id="2510.00001",
    title='=cmd|"x" {50%} of $tokens$ & \\more_ #1 ~ ^\nTY  - BOOK',
    authors=("Ada Lovelace", "Plato"),
    state="listed",
    at=datetime(2025, 11, 5, tzinfo=UTC),
    url="https://arxiv.org/abs/2510.00001",
    submitted_at=datetime(2025, 10, 2, tzinfo=UTC),
    tags={"stage": ("llm",)},
)


def test_json_lines_and_csv_have_every_entry_and_the_confirmed_papers(client: TestClient):
    lines = [json.loads(line) for line in client.get(f"{PATH}jsonl").text.splitlines()]
    assert [(line["id"][-1], line["state"]) for line in lines] == [
        ("4", "confirmed"),
        ("3", "listed"),
        ("2", "listed"),
        ("1", "listed"),
    ]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PATH}csv").text)))
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert rows[0]["tags"] == "stage: llm"


def test_an_export_may_be_filtered(client: TestClient):
    lines = client.get(f"{PATH}jsonl?filter=stage:encoder").text.splitlines()
    assert [json.loads(line)["id"][-1] for line in lines] == ["3", "2"]
    assert client.get(f"{PATH}jsonl?filter=stagee:x").status_code == 400
    assert client.get(f"{PATH}xls").status_code == 422


def test_csl_json_is_one_array(world: World, client: TestClient):
    world.store(record(1))
    items = client.get(f"{PATH}csl.json").json()
    assert items[-1]["author"][1] == {"family": "Øst", "given": "Bo"}
    assert items[-1]["issued"] == {"date-parts": [[2025, 10, 2]]}


def test_an_export_longer_than_a_batch_is_whole(world: World, client: TestClient):
    world.sync(*(entry(number, world.now - timedelta(days=1)) for number in range(1000, 1450)))
    lines = client.get(f"{PATH}jsonl").text.splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines) == 451


def test_nothing_in_a_title_can_break_bibtex():
    text = "".join(render_bibtex([NASTY]))
    assert text.startswith("@misc{lovelace:2510.00001,\n  title = {{=cmd|")
    assert (
        r"\{50\%\} of \$tokens\$ \& \textbackslash{}more\_ \#1 \textasciitilde{} \textasciicircum{}" in text
    )
    assert "author = {Ada Lovelace and Plato}" in text


def test_nothing_in_a_title_can_begin_another_ris_record():
    lines = "".join(render_ris([NASTY])).split("\r\n")
    assert [line[:2] for line in lines if line] == [
        "TY",
        "ID",
        "TI",
        "AU",
        "AU",
        "PY",
        "DA",
        "UR",
        "KW",
        "ER",
    ]
    assert "AU  - Lovelace, Ada" in lines


def test_nothing_in_a_title_makes_a_spreadsheet_calculate():
    _, row = list(csv.reader(io.StringIO("".join(render_csv([NASTY])))))
    assert row[1].startswith("'=cmd")
