# ruff: noqa: RUF001, SIM905  # letters that look alike are what this file is about, and words read better
"""TeX in titles and abstracts, written as people would write it without TeX: letters, signs, small formulas.

Only what has a character of its own is replaced; a formula that needs more stays as its author wrote it,
without the dollar signs.
"""

import re
import unicodedata

_LOWER = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega"
).split()
_UPPER = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
_SYMBOLS = {
    **{
        name: unicodedata.lookup(f"GREEK SMALL LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
        for name in _LOWER
    },
    **{
        name: unicodedata.lookup(f"GREEK CAPITAL LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")
        for name in _UPPER
    },
    "varepsilon": "ε", "varphi": "φ", "vartheta": "ϑ", "ell": "ℓ", "infty": "∞", "times": "×", "cdot": "·",
    "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠",
    "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡", "propto": "∝", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "mapsto": "↦", "in": "∈", "notin": "∉",
    "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "nabla": "∇",
    "partial": "∂", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "ll": "≪", "gg": "≫", "circ": "∘",
    "deg": "°", "star": "⋆", "ast": "∗", "oplus": "⊕", "otimes": "⊗", "dagger": "†", "langle": "⟨",
    "rangle": "⟩", "ldots": "…", "dots": "…", "cdots": "⋯", "textasciitilde": "~", "sharp": "♯",
    "lesssim": "≲", "gtrsim": "≳", "uparrow": "↑", "downarrow": "↓", "checkmark": "✓", "S": "§",
    "log": "log", "exp": "exp", "min": "min", "max": "max", "arg": "arg", "sin": "sin", "cos": "cos",
    "quad": " ", "qquad": " ", "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ",
    "aa": "å", "AA": "Å", "oe": "œ", "OE": "Œ", "i": "ı",
}  # fmt: skip
_DECORATIONS = set(
    "mathrm mathbf mathcal mathbb mathit mathsf mathtt mathfrak textbf textit textsc textsf texttt textrm "
    "text emph underline boldsymbol operatorname bm rm bf it sc tt em left right big Big bigl bigr".split()
)
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
            ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327",
            "r": "\u030a"}  # fmt: skip
_RAISED = dict(zip("0123456789+-=()nit", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵗ", strict=True))
_LOWERED = dict(zip("0123456789+-=()aeoxhklmnpstij", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ", strict=True))

# As in Markdown: a formula has no blanks at its ends and no digit after it, so that prices are none.
_FORMULA = re.compile(r"(?<!\\)\$\$?(?!\s)([^$\n]{1,200}?)(?<![\s\\])\$\$?(?!\d)")
_LETTER_ACCENT = re.compile(r"\\([uvHcr])(?:\{\\?(\w)\}|\s+\\?(\w))")
_SIGN_ACCENT = re.compile(r"\\(['`^\"~=.])\s*(?:\{\\?(\w)\}|\\?(\w))")
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\\[A-Za-z]+|\S))")
_URL = re.compile(r"\\url\s*\{([^{}]*)\}")
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_CITATION = re.compile(r"\s*~?\\cite[a-z]*\*?\s*\{[^{}]*\}")
_COLOURED = re.compile(r"\\textcolor\s*\{[^{}]*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?(\s*)")
_MARKS = re.compile(r"\\([%&#$_{}])")


def readable(text: str) -> str:
    """Return text without TeX where there is a plain way to write the same."""
    if "$" not in text and "\\" not in text and "{" not in text:
        return text
    text = _HREF.sub(
        _link, _URL.sub(lambda match: _address(match[1]), _COLOURED.sub("", _CITATION.sub("", text)))
    )
    found = _SIGN_ACCENT.sub(_accented, _LETTER_ACCENT.sub(_accented, text))
    found = _FORMULA.sub(lambda match: _formula(match[1]), found)
    found = _COMMAND.sub(_command, found)
    found = _MARKS.sub(r"\1", re.sub(r"(?<!\\)[{}]", "", found))
    return unicodedata.normalize("NFC", found.replace("---", "—").replace("``", "“").replace("''", "”"))


def _address(text: str) -> str:
    return re.sub(r"\\([%&#$_~])", r"\1", text).strip()


def _link(match: re.Match[str]) -> str:
    """The words of a link and where it leads, once where both are one."""
    where, words = _address(match[1]), _address(match[2])
    is_address = where.removesuffix("/").endswith(words.removesuffix("/"))
    return where if is_address else f"{words} ({where})"


def _accented(match: re.Match[str]) -> str:
    letter = match[2] or match[3]
    return unicodedata.normalize("NFC", ("i" if letter == "ı" else letter) + _ACCENTS[match[1]])


def _formula(text: str) -> str:
    """Small formulas in one line; what is left of a larger one stays as it was written."""
    found = _SCRIPT.sub(_script, _COMMAND.sub(_command, text))
    return re.sub(r"(?<!\\)[{}]", "", found).replace("~", " ").replace("\\,", " ").strip()


def _script(match: re.Match[str]) -> str:
    letters = _RAISED if match[1] == "^" else _LOWERED
    inside = match[2] if match[2] is not None else match[3]
    if inside == "∘" and match[1] == "^":
        return "°"
    if inside and all(c in letters for c in inside):
        return "".join(letters[c] for c in inside)
    return f"{match[1]}{inside}"


def _command(match: re.Match[str]) -> str:
    name, space = match[1], match[2]
    if name in _DECORATIONS:
        return ""
    return _SYMBOLS[name] + space if name in _SYMBOLS else match[0]
