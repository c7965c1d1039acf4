"""Adding a list that nobody has described: its catalog entry, what is refused, twice, back and forth."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog import load_spec
from service.db import lists
from service.db.engine import reading
from service.domain.lists import Policy
from service.domain.taxonomy import TagPlace
from service.errors import BadInput, Conflict, EditRefused, NotFound, SourceError
from service.settings import Settings
from service.workflows.add_list import Added, add_list
from service.workflows.catalog import known_specs
from service.workflows.remove_list import remove_list
from service.workflows.sync import sync_lists
from tests.makers import NOW
from tests.publishing.repositories import Repo
from tests.workflows.lessons import make_settings
from tests.workflows.strangers import KnowingArxiv, make_repo, readme, row


@pytest.fixture
def db(sqlite: Engine) -> Engine:
    return sqlite


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path / "data")


def add(engine: Engine, settings: Settings, source: Path | str, **options) -> Added:
    return add_list(engine, settings, str(source), now=NOW, **options)


def test_a_strangers_list_gets_an_entry_that_is_read_back_as_it_was_meant(db, settings, tmp_path):
    added = add(db, settings, make_repo(tmp_path).path)
    spec = load_spec(added.catalog_path)
    assert spec == added.spec
    assert added.catalog_path == settings.data_dir / "catalog" / "awesome-tokens.yaml"
    assert (spec.slug, spec.name, spec.policy) == ("awesome-tokens", "Awesome Tokens", Policy.ASK_FIRST)
    assert [(f.name, f.place, [t.label for t in f.tags]) for f in spec.taxonomy.facets] == [
        ("tags", TagPlace.CELL, ["Image", "Video"]),
        ("section", TagPlace.HEADING, ["Pruning", "Merging"]),
    ]
    assert spec.taxonomy.facets[1].exclusive
    assert added.entries == 12
    assert added.recall == 1
    assert "tokens" in spec.query
    text = added.catalog_path.read_text()
    assert "# - order: " in text
    assert "#   '*': " in text
    assert "titles alone" in text
    assert spec.slug in {s.slug for s in known_specs(settings)}


def test_what_arxiv_says_of_the_papers_makes_the_query(db, settings, tmp_path):
    titles = {f"25{s:02d}.{n:05d}": f"Visual Tokens {n}" for s in (1, 2) for n in range(1, 7)}
    added = add(db, settings, make_repo(tmp_path).path, arxiv=KnowingArxiv(titles))
    assert added.spec.query.startswith("(cat:cs.CV) AND (")
    assert added.measured_on == "12 listed papers whose abstracts are known"
    assert added.recall == 1


def test_an_arxiv_that_does_not_answer_is_a_doubt_and_no_end(db, settings, tmp_path):
    class Silent:
        def fetch_ids(self, ids):
            raise SourceError(f"arXiv does not answer for {len(ids)} ids.")

    added = add(db, settings, make_repo(tmp_path).path, arxiv=Silent())
    assert (
        "arXiv could not be asked about the listed papers (arXiv does not answer for 12 ids)" in added.unsure
    )


def test_adding_twice_keeps_what_a_person_changed(db, settings, tmp_path):
    repo = make_repo(tmp_path)
    first = add(db, settings, repo.path)
    first.catalog_path.write_text(first.catalog_path.read_text().replace("daily: 15", "daily: 3"))
    again = add(db, settings, f"{repo.path}/")
    assert (again.is_new, again.spec.daily) == (False, 3)
    anew = add(db, settings, repo.path, is_anew=True)
    assert (anew.is_new, load_spec(anew.catalog_path).daily) == (True, 15)
    assert "daily: 3" in anew.catalog_path.with_suffix(".yaml.before").read_text()


def test_a_removed_list_is_gone_and_comes_back_as_it_was(engine, settings, tmp_path):
    repo = make_repo(tmp_path)
    added = add(engine, settings, repo.path)
    added.catalog_path.write_text(added.catalog_path.read_text().replace("daily: 15", "daily: 3"))
    specs = [s for s in known_specs(settings) if s.slug == added.spec.slug]
    sync_lists(engine, specs, settings=settings, now=NOW)
    removed = remove_list(engine, settings, added.spec.slug, now=NOW)
    assert removed.entries == 12
    with reading(engine) as session:
        assert (lists.every(session), lists.listed_ids(session)) == ([], set())
        with pytest.raises(NotFound):
            lists.by_slug(session, added.spec.slug)
    assert added.spec.slug not in {s.slug for s in known_specs(settings)}
    with pytest.raises(NotFound):
        remove_list(engine, settings, added.spec.slug, now=NOW)
    back = add(engine, settings, repo.path)
    assert (back.is_new, back.spec.daily) == (False, 3)
    sync_lists(engine, [back.spec], settings=settings, now=NOW)
    with reading(engine) as session:
        assert len(lists.listed_ids(session)) == 12


def test_a_list_that_came_with_the_service_can_be_left_out(db, settings):
    remove_list(db, settings, "jinxins", now=NOW)
    assert "token-merge-for-mllms" not in {s.slug for s in known_specs(settings)}
    back = add(db, settings, "https://github.com/JinXins/Token-Merge-for-MLLMs")
    assert back.spec.slug == "token-merge-for-mllms"
    assert "token-merge-for-mllms" in {s.slug for s in known_specs(settings)}


def test_a_founding_list_is_known_by_its_address(db, settings):
    with pytest.raises(Conflict, match="knows this list already, as awesome-token-compress"):
        add(db, settings, "https://github.com/daixiangzi/Awesome-Token-Compress.git/")


def test_two_lists_of_one_name_need_two_slugs(db, settings, tmp_path):
    add(db, settings, make_repo(tmp_path / "one").path)
    with pytest.raises(Conflict, match="give this one a --slug"):
        add(db, settings, make_repo(tmp_path / "two", "awesome_tokens").path)
    other = add(db, settings, tmp_path / "two" / "awesome_tokens", slug="tokens-too")
    assert other.catalog_path.name == "tokens-too.yaml"
    with pytest.raises(BadInput, match="'No Slug' is no slug"):
        add(db, settings, make_repo(tmp_path / "three").path, slug="No Slug")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {"README__md": b"<!-- generated by make.py -->\n" + readme()},
            "says of itself '<!-- generated by make.py -->'",
        ),
        (
            {"data__json": readme(), "make__py": b"open('README.md', 'w').write(made)"},
            "make.py writes README.md from data.json",
        ),
        (
            {
                "data__json": readme(),
                "config__yaml": b"made: README.md\n",
                "make__py": b"c = load('config.yaml')\nopen(c['made'], 'w').write(made)",
            },
            "make.py writes README.md from data.json",
        ),
        (
            {"README__md": b"## Updated on 2025.03.25\n\n" + readme()},
            "says of itself '## Updated on 2025.03.25'",
        ),
        (
            {"README__md": readme() + b"\n" * 6000 + "*由 [Tokens](https://a.org) 自动生成*\n".encode()},
            "says of itself .*自动生成",
        ),
        (
            {"README__md": b"This repo updates automatically via GitHub Actions.\n\n" + readme()},
            "says of itself 'This repo updates automatically",
        ),
    ],
)
def test_a_generated_list_is_refused_with_the_reason(db, settings, tmp_path, files, reason):
    repo = make_repo(tmp_path, **files)
    with pytest.raises(EditRefused, match=reason):
        add(db, settings, repo.path)
    assert not (settings.data_dir / "catalog").exists()
    assert list((settings.data_dir / "lists").glob("*.git")) == []


def test_data_beside_a_list_is_a_doubt_and_no_refusal(db, settings, tmp_path):
    added = add(db, settings, make_repo(tmp_path, data__json=readme()).path)
    assert "data.json holds the same papers as README.md: is one made from the other?" in added.unsure


def test_several_files_are_found_and_what_is_no_list_is_not(db, settings, tmp_path):
    more = b"# More\n\n" + "".join(row(f"2503.0000{n}", f"Audio Codec {n}") for n in range(1, 4)).encode()
    repo = make_repo(
        tmp_path, more__md=more, CONTRIBUTING__md=readme(), README_zh__md=readme(), empty__md=b"# Nothing\n"
    )
    added = add(db, settings, repo.path)
    assert added.spec.paths == ("README.md", "more.md")
    assert "README_zh.md looks like a translation of README.md and was left out" in added.unsure


def test_a_file_that_is_given_alone_is_read_whatever_its_name(db, settings, tmp_path):
    (tmp_path / "CHANGELOG.md").write_bytes(readme())
    assert add(db, settings, tmp_path / "CHANGELOG.md").spec.paths == ("CHANGELOG.md",)
    (tmp_path / "LICENSE.md").write_bytes(b"# No papers\n")
    with pytest.raises(BadInput, match=r"LICENSE\.md holds no entries that name papers"):
        add(db, settings, tmp_path / "LICENSE.md")


def test_files_that_show_the_papers_of_another_over_again_are_left_out(db, settings, tmp_path):
    rows = readme().decode().splitlines(keepends=True)
    papers = [line for line in rows if "arxiv" in line]
    head = "# View\n\n| Title | Tags | Venue |\n| --- | --- | --- |\n"
    views = {f"by_{n}__md": (head + "".join(papers[n:])).encode() for n in range(3)}
    added = add(db, settings, make_repo(tmp_path, "Awesome-Tokens", **views).path)
    assert added.spec.paths == ("README.md",)
    assert any(
        "3 files only show papers of README.md again and were left out (by_0.md, by_1.md, by_2.md)" in u
        for u in added.unsure
    )


def test_the_name_of_a_list_of_several_files_is_no_tag(db, settings, tmp_path):
    more = b"# Codecs\n\n" + "".join(row(f"2503.0000{n}", f"Audio Codec {n}") for n in range(1, 4)).encode()
    most = b"# Voices\n\n" + "".join(row(f"2504.0000{n}", f"Audio Voice {n}") for n in range(1, 4)).encode()
    added = add(db, settings, make_repo(tmp_path, codecs__md=more, voices__md=most).path)
    section = next(f for f in added.spec.taxonomy.facets if f.name == "section")
    assert [t.label for t in section.tags] == ["Codecs", "Voices"]


def test_a_file_with_hardly_an_entry_and_a_query_from_few_papers_are_doubts(db, settings, tmp_path):
    note = b"# Slides\n\n" + row("2503.00001", "Audio Codec").encode() + row("2503.00002", "Codec").encode()
    repo = make_repo(tmp_path, README__md=readme(12), slides__md=note)
    added = add(db, settings, repo.path, arxiv=KnowingArxiv({}))
    assert "slides.md holds only 2 entries; if it is no list, take it out of `paths`" in added.unsure
    few = make_repo(tmp_path / "few", "Few-Tokens", README__md=readme(3))
    known = KnowingArxiv({f"25{s:02d}.{n:05d}": f"Visual Tokens {n}" for s in (1, 2) for n in range(1, 4)})
    told = add(db, settings, few.path, arxiv=known)
    assert told.unsure == ("the query rests on 6 papers only: see whether it says what you would search for",)


def test_topics_that_share_the_papers_out_are_files_of_the_list(db, settings, tmp_path):
    papers = [line for line in readme().decode().splitlines(keepends=True) if "arxiv" in line]
    head = "# Topic\n\n| Title | Tags | Venue |\n| --- | --- | --- |\n"
    topics = {f"topic_{n}__md": (head + "".join(papers[n::3])).encode() for n in range(3)}
    added = add(db, settings, make_repo(tmp_path, "Awesome-Tokens", **topics).path)
    assert added.spec.paths == ("README.md", "topic_0.md", "topic_1.md", "topic_2.md")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"# Notes\n\nNothing here.\n", "notes.md holds no entries that name papers"),
        (b"", "notes.md is empty; follow the list once it has papers"),
        (b"\x00\x01\x02", "No list can be read: notes.md holds control bytes and is no text file"),
        (b"caf\xe9\n", r"No list can be read: notes.md is not UTF-8 \(line 1\); save it as UTF-8"),
    ],
)
def test_what_holds_no_list_is_refused_in_a_sentence(db, settings, tmp_path, content, reason):
    file = tmp_path / "notes.md"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=reason):
        add(db, settings, file)
    with pytest.raises(BadInput, match="There is no"):
        add(db, settings, tmp_path / "missing.md")


def test_a_repository_without_markdown_and_a_folder_without_repository_are_refused(db, settings, tmp_path):
    repo = Repo(tmp_path / "rest")
    repo.commit("Start", files={"README.rst": b"Papers\n======\n"})
    with pytest.raises(BadInput, match=r"no Markdown file; it has README.rst, but only Markdown lists"):
        add(db, settings, repo.path)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "README.md").write_bytes(readme())
    with pytest.raises(
        BadInput, match=r"is no git repository; give its Markdown file instead, like .*README.md"
    ):
        add(db, settings, tmp_path / "plain")


def test_a_plain_file_is_a_list_too(db, settings, tmp_path):
    file = tmp_path / "tokens.md"
    file.write_bytes(readme())
    added = add(db, settings, file)
    assert (added.spec.paths, added.spec.source_name) == (("tokens.md",), "tokens")
    (report,) = sync_lists(db, [added.spec], settings=settings, now=NOW)
    assert (report.failed, report.entries) == (None, 12)


HOSTILE = "#: 'quoted\" \\ {braces} [x]: &a *b | > yes"


def test_headings_of_any_kind_come_back_from_the_file(db, settings, tmp_path):
    text = readme().decode().replace("## Pruning", f"## {HOSTILE}").replace("## Merging", "## 其他")
    text += "\n## Other\n\n" + row("2509.00001", "Quite Another Visual Token Paper")
    added = add(db, settings, make_repo(tmp_path, README__md=text.encode()).path)
    labels = [t.label for f in load_spec(added.catalog_path).taxonomy.facets for t in f.tags]
    assert {"其他", "Other"} <= set(labels)
    assert load_spec(added.catalog_path) == added.spec
