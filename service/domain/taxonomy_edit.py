"""Changes of a taxonomy: what each makes of it, said in words before it is done."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from service.domain.taxonomy import Facet, Tag, Taxonomy, spelling_key
from service.errors import BadInput

LONGEST_WORD = 60  # characters
LONGEST_DEFINITION = 500
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class EditKind(StrEnum):
    """What can be done to a tag."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    ALIAS = "alias"
    NEW = "new"
    DEFINE = "define"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyEdit:
    """What somebody wants. `word` is the label, alias or tag; `into` the other tag; `words` what moves."""

    kind: EditKind
    facet: str
    tag: str = ""
    word: str = ""
    into: str = ""
    definition: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxonomyChange:
    """The taxonomy afterwards; `moved` maps a tag's name to the one that stands for it then."""

    after: Taxonomy
    says: str
    moved: Mapping[str, str] = field(default_factory=dict)


def decide_edit(taxonomy: Taxonomy, edit: TaxonomyEdit) -> TaxonomyChange:
    """Return what an edit makes of a taxonomy.

    Raises:
        BadInput: there is no such facet or tag, or a word is taken or cannot be used.
    """
    facet = taxonomy.facet(edit.facet)
    if facet is None:
        raise BadInput(f"This list has no facet {edit.facet[:40]!r}; reload the page.")
    tags, says, moved = _EDITS[edit.kind](facet, edit)
    changed = replace(facet, tags=tuple(tags))
    facets = tuple(changed if each.name == facet.name else each for each in taxonomy.facets)
    return TaxonomyChange(Taxonomy(facets=facets), says, moved)


_Done = tuple[Sequence[Tag], str, Mapping[str, str]]


def _rename(facet: Facet, edit: TaxonomyEdit) -> _Done:
    tag, word = _tag(facet, edit.tag), _word(edit.word)
    _check_free(facet, word, but=tag.name)
    others = tuple(s for s in tag.spellings or (tag.name,) if spelling_key(s) != spelling_key(word))
    after = replace(tag, spellings=(word, *others))
    says = f"New entries say “{word}” instead of “{tag.label}”; what stands in the list is still understood."
    return _with(facet, after), says, {}


def _merge(facet: Facet, edit: TaxonomyEdit) -> _Done:
    tag, into = _tag(facet, edit.tag), _tag(facet, edit.into)
    if tag.name == into.name:
        raise BadInput("A tag cannot be merged with itself; choose another one.")
    own = into.spellings or (into.name,)
    after = replace(
        into,
        spellings=_once((*own, *(tag.spellings or (tag.name,)), tag.name)),
        drifted=_once((*into.drifted, *tag.drifted)),
        cues=_once((*into.cues, *tag.cues)),
    )
    left = [after if t.name == into.name else t for t in facet.tags if t.name != tag.name]
    says = f"“{tag.label}” is read as “{into.label}” and is a tag of its own no more."
    return left, says, {tag.name: into.name}


def _split(facet: Facet, edit: TaxonomyEdit) -> _Done:
    tag, word = _tag(facet, edit.tag), _word(edit.word)
    taken = {spelling_key(w) for w in edit.words}
    known = (*tag.spellings, *tag.drifted)
    moving = tuple(s for s in known if spelling_key(s) in taken)
    if not moving:
        raise BadInput("Choose at least one spelling that the new tag takes with it.")
    if {spelling_key(s) for s in tag.spellings} <= taken:
        raise BadInput("One spelling must stay with the old tag; rename it if all are to change.")
    old = replace(
        tag,
        spellings=tuple(s for s in tag.spellings if spelling_key(s) not in taken),
        drifted=tuple(s for s in tag.drifted if spelling_key(s) not in taken),
    )
    _check_free(replace(facet, tags=tuple(_with(facet, old))), word, but="")
    new = Tag(name=_free_name(facet, word), spellings=_once((word, *moving)), definition=_definition(edit))
    position = [t.name for t in facet.tags].index(tag.name) + 1
    tags = _with(facet, old)
    says = f"Entries that say {', '.join(f'“{s}”' for s in moving)} are “{word}” from the next sync on."
    return [*tags[:position], new, *tags[position:]], says, {}


def _alias(facet: Facet, edit: TaxonomyEdit) -> _Done:
    tag, word = _tag(facet, edit.tag), _word(edit.word)
    _check_free(facet, word, but=tag.name)
    after = replace(tag, spellings=_once((*(tag.spellings or (tag.name,)), word)))
    return _with(facet, after), f"“{word}” in the list is read as “{tag.label}”.", {}


def _new(facet: Facet, edit: TaxonomyEdit) -> _Done:
    word = _word(edit.word)
    _check_free(facet, word, but="")
    new = Tag(name=_free_name(facet, word), spellings=(word,), definition=_definition(edit))
    says = f"“{word}” becomes a tag of {facet.title}; the model proposes it once a few papers have it."
    return [*facet.tags, new], says, {}


def _define(facet: Facet, edit: TaxonomyEdit) -> _Done:
    tag = _tag(facet, edit.tag)
    after = replace(tag, definition=_definition(edit))
    return _with(facet, after), f"“{tag.label}” is defined anew.", {}


_EDITS: Mapping[EditKind, Callable[[Facet, TaxonomyEdit], _Done]] = {
    EditKind.RENAME: _rename,
    EditKind.MERGE: _merge,
    EditKind.SPLIT: _split,
    EditKind.ALIAS: _alias,
    EditKind.NEW: _new,
    EditKind.DEFINE: _define,
}


def _tag(facet: Facet, name: str) -> Tag:
    found = facet.tag(name)
    if found is None:
        raise BadInput(f"{facet.title} has no tag {name[:40]!r}; reload the page.")
    return found


def _with(facet: Facet, tag: Tag) -> list[Tag]:
    return [tag if each.name == tag.name else each for each in facet.tags]


def _word(text: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST_WORD or not plain.isprintable() or not spelling_key(plain):
        raise BadInput(f"A tag's word has 1 to {LONGEST_WORD} visible characters, with a letter or a digit.")
    return plain


def _definition(edit: TaxonomyEdit) -> str:
    plain = " ".join(edit.definition.split())
    if len(plain) > LONGEST_DEFINITION or not all(c.isprintable() for c in plain):
        raise BadInput(f"A definition has at most {LONGEST_DEFINITION} visible characters; shorten it.")
    return plain


def _check_free(facet: Facet, word: str, *, but: str) -> None:
    for tag in facet.tags:
        words = (tag.name, *tag.spellings, *tag.drifted)
        if tag.name != but and spelling_key(word) in {spelling_key(w) for w in words}:
            raise BadInput(f"“{word}” means “{tag.label}” already; merge the two or choose another word.")


def _free_name(facet: Facet, word: str) -> str:
    plain = "-".join(re.findall(r"[a-z0-9]+", word.casefold())) or "tag"
    taken = {tag.name for tag in facet.tags}
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    return name


def _once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
