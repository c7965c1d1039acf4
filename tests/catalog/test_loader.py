"""Catalog files: what is read, and how a mistake is named."""

from pathlib import Path

import pytest

from service.catalog import load_catalog, load_spec
from service.domain.lists import Channel, Policy
from service.domain.taxonomy import TagPlace
from service.errors import BadInput, NotFound

HEAD = "slug: my-list\nname: My list\nrepository: https://example.org/my/list\nsource_name: me__list\n"
TAG = "facets:\n- name: method\n  title: Method\n  tags:\n  - name: pruning\n"


def written(folder: Path, text: str, name: str = "my-list.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_short_file_gets_the_careful_defaults(tmp_path):
    spec = load_spec(written(tmp_path, HEAD))
    assert (spec.slug, spec.policy, spec.channel) == ("my-list", Policy.ASK_FIRST, Channel.PATCH)
    assert (spec.paths, spec.aliases, spec.daily, spec.branch) == (("README.md",), (), 25, "listkeeper")
    assert spec.taxonomy.facets == ()


def test_everything_that_can_be_written_is_read(tmp_path):
    spec = load_spec(
        written(
            tmp_path,
            HEAD + "aliases: [mine]\npaths: [README.md, docs/more.md]\ndescription: Ours.\n"
            "homepage: https://example.org\nquery: 'cat:cs.CV AND (ti:token OR abs:\"a b\")'\n"
            "policy: never\nchannel: github\nbranch: bot/papers\ndaily: 3\nhabits: {order: newest first}\n"
            "facets:\n- name: usage\n  title: Usage\n  place: badge\n  marker: yellow\n  exclusive: true\n"
            "  definition: How.\n  tags:\n  - name: plug-in\n    definition: As it is.\n"
            "    spellings: [Plug_In]\n    drifted: [Plugin2]\n    cues: [training-free]\n",
        )
    )
    facet = spec.taxonomy.facets[0]
    assert (spec.aliases, spec.paths, spec.policy) == (("mine",), ("README.md", "docs/more.md"), Policy.NEVER)
    assert (spec.channel, spec.branch, spec.daily) == (Channel.GITHUB, "bot/papers", 3)
    assert spec.habits == {"order": "newest first"}
    assert (facet.place, facet.marker, facet.exclusive) == (TagPlace.BADGE, "yellow", True)
    assert facet.tags[0].label == "Plug_In"
    assert spec.taxonomy.read("Plugin2") == (("usage", "plug-in"),)


def test_words_that_yaml_would_change_are_taken_as_they_stand(tmp_path):
    spec = load_spec(
        written(tmp_path, HEAD + TAG.replace("pruning", "yes") + "    spellings: [Yes, 2024, 1.0]\n")
    )
    assert spec.taxonomy.facets[0].tags[0].spellings == ("Yes", "2024", "1.0")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + "polcy: ask first\n", 5, "unknown key 'polcy' in a list; did you mean 'policy'?"),
        (HEAD + "polcy: ask first\n", 5, "allowed are aliases, branch, channel, daily,"),
        (HEAD + TAG + "    colour: red\n", 10, "unknown key 'colour' in a tag"),
        (HEAD + "zzz:\n\n  - 1\n", 5, "unknown key 'zzz'"),
        (HEAD + "policy: asks first\n", 5, "policy 'asks first' is unknown; did you mean 'ask first'?"),
        (HEAD + "policy: 3\n", 5, "allowed are ask first, invited, never"),
        (HEAD + "daily: many\n", 5, "daily must be a whole number from 1 to 1000, not 'many'"),
        (HEAD + "daily: 0\n", 5, "daily must be a whole number"),
        (HEAD + "daily: 99999999999999999999\n", 5, "daily must be a whole number"),
        (HEAD + "slug: other\n", 5, "a list has the key 'slug' twice"),
        (HEAD + "paths: README.md\n", 5, "paths must be a list"),
        (HEAD + "paths: [../README.md]\n", 5, "paths must stay inside the repository"),
        (HEAD + "paths: []\n", 5, "paths must name at least one file"),
        (HEAD + "aliases: [Bad Name]\n", 5, "must be lower-case words joined by dashes"),
        (HEAD + "description:\n", 5, "description must be a text"),
        (HEAD + "branch: --force\n", 5, "is no branch name"),
        (HEAD + "query: cat:cs.CV token\n", 5, "AND or OR is missing before 'token'"),
        (HEAD + "query: (cat:cs.CV\n", 5, "a bracket is not closed"),
        (HEAD + "facets: {}\n", 5, "facets must be a list"),
        (HEAD + TAG.replace("title: Method", "place: margin\n  title: M"), 7, "place 'margin' is unknown"),
        (HEAD + TAG.replace("title: Method", "exclusive: yes\n  title: M"), 7, "must be true or false"),
        (HEAD + TAG + "  - name: pruning\n", 10, "two tags of one facet are named 'pruning'"),
        (HEAD + TAG + "  - name: other\n    spellings: [Pruning]\n", 10, "both 'pruning' and 'other'"),
        (HEAD + TAG + "    cues: [cut, cut]\n", 10, "cues names 'cut' twice"),
        (HEAD + TAG + TAG.removeprefix("facets:\n"), 10, "two facets are named 'method'"),
        (HEAD + "facets:\n- name: a\n  title: A\n  tags: []\n", 8, "tags must name at least one tag"),
        ("name: My list\n", 1, "a list lacks the key 'slug'"),
        ("- slug\n", 1, "a list must be keys with values"),
        (HEAD + "policy: [ask first\n", 6, "this is not YAML"),
        (HEAD + "facets: !!python/object/apply:os.getcwd []\n", 5, ""),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path, text, line, said):
    path = written(tmp_path, text)
    if not said:  # a tag of YAML that would build an object is only ever a label to us
        assert load_spec(path).taxonomy.facets == ()
        return
    with pytest.raises(BadInput) as raised:
        load_spec(path)
    assert str(raised.value).startswith(f"{path}, line {line}: ")
    assert said in str(raised.value)


def test_a_file_that_is_no_text_says_so(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"slug: \xff\xfe\n")
    with pytest.raises(BadInput, match="is not UTF-8"):
        load_spec(path)


def test_an_empty_file_says_so(tmp_path):
    with pytest.raises(BadInput, match="is empty"):
        load_spec(written(tmp_path, "# nothing yet\n"))


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        load_spec(tmp_path / "none.yaml")


def test_deep_nesting_is_refused_in_words(tmp_path):
    with pytest.raises(BadInput, match="not YAML that can be read"):
        load_spec(written(tmp_path, "[" * 5000))


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(NotFound, match="no catalog folder"):
        load_catalog([tmp_path / "none"])


def test_two_files_with_one_name_for_a_list_are_refused(tmp_path):
    written(tmp_path, HEAD, "a.yaml")
    written(tmp_path, HEAD.replace("me__list", "other"), "b.yaml")
    with pytest.raises(BadInput, match="both call a list 'my-list'"):
        load_catalog([tmp_path])


def test_an_alias_may_not_be_anothers_slug(tmp_path):
    written(tmp_path, HEAD, "a.yaml")
    written(tmp_path, "slug: b\nname: B\nrepository: b\nsource_name: b\naliases: [my-list]\n", "b.yaml")
    with pytest.raises(BadInput, match="both call a list 'my-list'"):
        load_catalog([tmp_path])


def test_a_later_folder_replaces_a_file_of_the_same_name(tmp_path):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    written(ours, HEAD)
    written(theirs, HEAD + "policy: invited\n")
    assert [spec.policy for spec in load_catalog([ours, theirs])] == [Policy.INVITED]


def test_a_tag_without_cues_takes_those_of_its_namesake(tmp_path):
    written(tmp_path, HEAD + TAG + "    cues: [prune, drop]\n", "a.yaml")
    other = HEAD.replace("my-list", "other").replace("me__list", "other")
    written(tmp_path, other + TAG + "  - name: merging\n    cues: [merge]\n", "b.yaml")
    tags = load_catalog([tmp_path])[1].taxonomy.facets[0].tags
    assert [tag.cues for tag in tags] == [("prune", "drop"), ("merge",)]
