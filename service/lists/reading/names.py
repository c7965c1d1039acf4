"""Authors as lists spell them: full names, surnames first, `et al.`; written back in the same form."""

import re
from functools import lru_cache

from service.lists.reading import initials

_ET_AL = re.compile(
    r"(?:(?<![,\s])[,\s]+)?(?:(?:\b|_)et\.? ?al(?:\b|_)\.?_?|\band others\b|等|\.\.\.|…)\s*", re.IGNORECASE
)  # blanks are tried from their first on only: else a long run of them takes for ever
_SPLIT = re.compile(r"\s*(?:,\s*and\s+|,\s*&\s*|\s+and\s+|\s+&\s+|;\s*|,\s*|、|<br\s*/?>\s*)\s*")
_NEW_LINE = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_WORD = re.compile(
    r"^(?:[A-ZÀ-ÖØ-ÞŁŚŠŽİÇÖÜΑ-Ω][\w'’‘.\-ʼ`´]*|van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ter|ten|zu|st\.)[*†‡§¹²³⁴✉^\d]*$"
)
_MARKS = re.compile(r"[*†‡§✉^]+|<sup>.*?</sup>")
_INSTITUTION = re.compile(
    r"\s*\((?!(?i:preprint|under review|oral|spotlight|poster|highlight)\))[A-Z][^()\d]{1,60}\)"
)
_LINKED = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_SURNAMES_FIRST = re.compile(r"[^,;&]+,[^,;&]+(?:\s+and\s+[^,;&]+,[^,;&]+)+")
_BEHIND_SEMICOLONS = re.compile(r"[^,;&]+,[^,;&]+(?:;\s*[^,;&]+,[^,;&]+)+")
_ONE_OR_TWO = re.compile(r"[^\W\d][\w'’-]+, [^\W\d][\w'’-]+\.?")
_INITIALS = (
    r"(?:(?:van|von|de|der|den|di|da|la|le) )*[A-ZÀ-ÖØ-ÞŁŚŠŽİ][\w'’-]+(?: [A-ZÀ-ÖØ-ÞŁŚŠŽİ][\w'’-]+)?"
    r", [A-ZÀ-ÖØ-ÞŁŚŠŽİ]\.(?:[ -]?[A-ZÀ-ÖØ-ÞŁŚŠŽİ]\.){0,3}"
)  # `Rossi, A. B.`; each blank, here and between names, in one way only: else it takes for ever
_INITIALS_LAST = re.compile(rf"{_INITIALS}(?:[,;]? (?:(?:&|and) )?{_INITIALS})*")
_ONE_OF_THEM = re.compile(_INITIALS)
_FIRST_INITIAL = re.compile(r"[A-Z]\.\s?\S")
_INITIAL = re.compile(r", [A-ZÀ-Þ]\.")
_BEFORE_LAST = re.compile(r",?\s+(?:and|&)\s+(?=[^,;]*$)")
_LAST_JOINT = re.compile(r",?\s+(?:and|&)\s+")
_INITIALLED = re.compile(r"\b[A-ZÀ-Þ](?:\.|(?= ))")  # `T. A.`: no words
_MAX_WORDS = 5
_USUAL_WORDS = 3.5  # of a name, on average; more are a title with an `and` in it
_NOT_NAMES = re.compile(
    r"\b(language|vision|models?|learning|university|institute|network|video|image|efficient|transformers?|attention|lab|inc"
    r"|paper|preprint|code|benchmark|cache|decoding|encoding|inference|parallel|via|for|with|the|pruning|token|compression|reasoning|training|generation|detection"
    r"|segmentation|recognition|estimation|adaptation|optimization|representations?|diffusion|graphs?|animation"
    r"|synthesis|editing|understanding|retrieval|planning|zero-shot|few-shot|text|speech|robots?|agents?|robust"
    r"|towards?|inpainting|\w{3,}-(?:preserving|aware|based|free|guided|driven|agnostic|specific|efficient)"
    r"|\w{3,}(?:[ai]bility|ations?|fulness)"  # `Explainability, Calibration and Faithfulness`
    r"|systems?|robotics|computing|engineering|magazine|journal|transactions|letters|proceedings)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=32768)
def parse_authors(text: str) -> tuple[str, ...]:
    """Return the names in a text that is a list of authors; empty if it is none."""
    text = without_extras(text)
    shortened = _ET_AL.search(text) is not None
    if inverted := _with_initials(text):
        return inverted
    bare = _ET_AL.sub("", _MARKS.sub("", text)).strip(" .,:;")
    names = tuple(n.strip(" .") if len(n) > 3 else n for n in _SPLIT.split(bare) if n.strip(" ."))  # noqa: PLR2004 - initials
    if not names or (len(names) == 1 and not shortened) or _NOT_NAMES.search(bare):
        return ()
    if sum(len(_INITIALLED.sub("", n).split()) for n in names) > _USUAL_WORDS * len(names):
        return ()
    good = sum(_is_name(n) for n in names)
    enough = good == len(names) if len(names) < 4 else good >= 0.8 * len(names)  # noqa: PLR2004 - long lists have odd names
    return names if enough else ()


def _with_initials(text: str) -> tuple[str, ...]:
    """Return the names in `Rossi, A., Weber, T. B., & Kim, S.` as `A. Rossi`; else nothing."""
    bare = _ET_AL.sub("", text).strip(" ,;:")
    is_cut = _ET_AL.search(text) is not None or _INITIAL.search(bare) is not None
    whole = f"{bare}." if is_cut and not bare.endswith(".") else bare
    if not _INITIALS_LAST.fullmatch(whole):
        return ()
    names = (m[0].strip(" ,;").partition(", ") for m in _ONE_OF_THEM.finditer(whole))
    return tuple(f"{initials.strip()} {surname}" for surname, _, initials in names)


def without_extras(text: str) -> str:
    """Leave out the institutions behind names and the links around them."""
    return _INSTITUTION.sub("", _LINKED.sub(r"\1", text))


def is_shortened(text: str) -> bool:
    """Whether a list of authors ends with `et al.` or the like."""
    return _ET_AL.search(text) is not None


def is_one_or_two(text: str) -> bool:
    """Whether a text like `Ng, Zoe` may be one person, the surname first, or the surnames of two."""
    return _ONE_OR_TWO.fullmatch(text.strip()) is not None


def shortens_first(text: str) -> bool:
    """Whether the first author is named by the surname, or with letters, as in `A. Rossi`."""
    first = next(iter(parse_authors(text)), "")
    return _FIRST_INITIAL.match(text) is not None or (first != "" and " " not in first)


def names_surnames(text: str) -> bool:
    """Whether a list of authors has nothing but their surnames."""
    return not _puts_surnames_first(text) and all(" " not in name for name in parse_authors(text))


def _puts_surnames_first(text: str) -> bool:
    return any(form.fullmatch(text.strip(" .")) for form in (_SURNAMES_FIRST, _BEHIND_SEMICOLONS))


def respell(example: str, authors: tuple[str, ...], count: int | None = None) -> str:
    """Write authors as the example does: how many, how joined, with which `et al.`, in full or by surname.

    With `count`, so many are named before `et al.`, whatever the example does; all for less than none.
    """
    example = without_extras(example)
    shown = parse_authors(example) or (example,)
    if known := _with_initials(example):
        return _initials_last(example, authors, count if count is not None else len(known))
    if _puts_surnames_first(example):
        return _surnames_first(example, authors, count)
    in_full = [name for name in shown if " " in name]
    like = in_full[0] if len(in_full) * 2 > len(shown) else shown[0]
    bare = initials.bare(example, shown, authors) if len(shown) > 1 or is_shortened(example) else []
    names = bare or [_style(like, a, example) for a in authors]
    if count is not None:
        joined = _joined(example, names if count < 0 else names[:count])
        return joined + (" et al." if 0 < count < len(names) else "")
    tail = _ET_AL.search(example)
    if tail and len(authors) > len(shown):
        return _joined(example, names[: len(shown)]) + tail[0].rstrip() + _ending(example, tail)
    return _joined(example, names) + ("." if example.rstrip().endswith(".") and not tail else "")


def _surnames_first(example: str, authors: tuple[str, ...], count: int | None) -> str:
    """Write `Chen, Ann and Li, Bo` or `Chen, Ann; Li, Bo`."""
    words = [a.split() for a in authors]
    names = [f"{w[-1]}, {' '.join(w[:-1])}" if len(w) > 1 else w[0] for w in words]
    shown = names[:count] if count and count > 0 else names
    rest = " et al." if len(shown) < len(names) else "." if example.rstrip().endswith(".") else ""
    return ("; " if ";" in example else " and ").join(shown) + rest


def _initials_last(example: str, authors: tuple[str, ...], shown: int) -> str:
    """Write `Rossi, A., & Weber, T. B.`, or as many as are shown and `et al.`."""
    parted = [initials.parted(a) for a in authors]
    names = [f"{last}, {initials.with_stops(given, example)}" if given else last for given, last in parted]
    joint = "; " if ";" in example else ", "
    tail = _ET_AL.search(example)
    if tail and 0 < shown < len(names):
        stop = ";" if example[: tail.start()].endswith(";") else ""
        return joint.join(names[:shown]) + stop + tail[0].rstrip()
    last = _LAST_JOINT.search(_ET_AL.sub("", example))
    glue = last[0] if last else joint
    return joint.join(names[:-1]) + glue + names[-1] if len(names) > 1 else names[0]


def _ending(example: str, tail: re.Match[str]) -> str:
    rest = example[tail.end() :].strip()
    return rest if rest in (".", ",") else ""


def last_joint(text: str) -> str:
    """Return what joins the last author to the others, if it is a word or sign: `, and `, ` & `."""
    found = _BEFORE_LAST.search(text)
    return found[0] if found else ""


def _joined(example: str, names: list[str]) -> str:
    body = _ET_AL.sub("", example)
    if lines := _NEW_LINE.search(body):
        return lines[0].join(names)
    joint = "; " if ";" in body else "、" if "、" in body else ", "
    if joint == ", " and re.search(r",\S", body) and ", " not in body:
        joint = ","
    last = last_joint(body)
    if last and len(names) > 1:
        glue = last if len(names) > 2 else last.lstrip(",")  # noqa: PLR2004 - a pair takes no comma
        return joint.join(names[:-1]) + glue + names[-1]
    return joint.join(names)


def _style(like: str, name: str, example: str) -> str:
    words = name.split()
    if len(like.split()) == 1 and len(words) > 1:
        return words[-1]
    if _FIRST_INITIAL.match(like) and len(words) > 1 and not re.match(r"^[A-Z]\.", words[0]):
        given, last = initials.parted(name)
        return f"{initials.with_stops(given, example)} {last}"
    return name


def is_full_name(text: str) -> bool:
    """Whether a text is a person's name of two to four words."""
    words = text.split()
    return (
        1 < len(words) < _MAX_WORDS
        and _is_name(text)
        and not _NOT_NAMES.search(text)
        and text.replace(" ", "").isalpha()
    )


def is_name(text: str) -> bool:
    """Whether a text is a person's name of at least two words, initials included."""
    return len(text.split()) > 1 and _is_name(text) and not _NOT_NAMES.search(text)


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _MAX_WORDS and all(_WORD.match(w) for w in words) and not text.isupper()
