"""What the label of a link says about its role."""

import re
from enum import StrEnum
from functools import lru_cache

from service.lists.reading import urls

_PAPER = re.compile(
    r"^(paper|pdf|arxiv|abs|abstract|link|paper link|openreview|html|preprint|full text"
    r"|publication|proceedings|doi|url|here|acl|ieee|acm)s?$"
)
_FOREIGN = re.compile(
    r"(论文|原文|代码|链接|项目|主页|官网|博客|视频|模型|数据集?|地址)(链接|地址|主页)?|論文|コード"
)
_SUPPLEMENT = re.compile(r"supp(?:l|lement\w*)?\b|appendix\b|slides\b|poster\b")  # wherever it lies
_VAGUE = frozenset({"link", "links", "here", "url"})
_CODE = re.compile(
    r"code|git ?hub|\bgit\b|repo|implementation|pytorch|tensorflow|jax|official|star", re.IGNORECASE
)
_PROJECT = re.compile(r"project|web ?(site|page)|home ?page|^page|^site|^web$", re.IGNORECASE)
_PAGES = re.compile(r"\.github\.io|sites\.google")
_OTHER = re.compile(
    r"model|data|demo|video|blog|slides|poster|weights|ckpt|hugging|talk|colab|twitter|dataset|bench",
    re.IGNORECASE,
)
_LABEL_WORDS = frozenset(
    [
        "paper",
        "papers",
        "pdf",
        "arxiv",
        "abs",
        "abstract",
        "link",
        "links",
        "openreview",
        "html",
        "preprint",
        "full",
        "text",
        "publication",
        "proceedings",
        "doi",
        "url",
        "here",
        "acl",
        "ieee",
        "acm",
        "cvf",
        "code",
        "codes",
        "github",
        "git",
        "hub",
        "repo",
        "repository",
        "implementation",
        "official",
        "unofficial",
        "pytorch",
        "torch",
        "tensorflow",
        "jax",
        "caffe",
        "keras",
        "matlab",
        "mxnet",
        "star",
        "stars",
        "project",
        "projects",
        "page",
        "pages",
        "website",
        "websites",
        "webpage",
        "webpages",
        "site",
        "web",
        "home",
        "homepage",
        "server",
        "webserver",
        "model",
        "models",
        "weights",
        "ckpt",
        "ckpts",
        "checkpoint",
        "checkpoints",
        "demo",
        "demos",
        "data",
        "dataset",
        "datasets",
        "video",
        "videos",
        "youtube",
        "blog",
        "blogs",
        "post",
        "slides",
        "poster",
        "hugging",
        "face",
        "huggingface",
        "hf",
        "talk",
        "colab",
        "twitter",
        "tweet",
        "supp",
        "supplementary",
        "supplement",
        "appendix",
        "bibtex",
        "bibtext",
        "bib",
        "cite",
        "google",
        "scholar",
        "api",
        "leaderboard",
        "release",
        "coming",
        "soon",
        "docs",
        "documentation",
        "download",
        "more",
        "online",
        "local",
        "chinese",
        "english",
        "zh",
        "en",
        "author",
        "authors",
        "source",
        "benchmark",
        "bench",
        "and",
        "the",
        "of",
        "for",
        "a",
        "to",
        "in",
        "version",
        "v1",
        "v2",
        "v3",
        "modelscope",
        "space",
        "spaces",
        "playground",
        "media",
        "news",
        "interactive",
        "try",
        "it",
        "read",
        "me",
        "readme",
        "medium",
    ]
)


_FRAMEWORK = re.compile(r"(py ?)?torch|tensorflow|tf|jax|caffe2?|keras|matlab|mxnet")
_NO_WORD = re.compile(r"[^a-z0-9+ ]+")
_TAG = re.compile(r"</?[a-z][^<>]*>")  # `[<u>Paper</u>](...)`
_REMARK = re.compile(r"(?<=\w) ?[(（][\w .,+/&-]{1,40}[)）](?=\]*$)")  # `Code (PyTorch)`
_OWN_LINK = re.compile(r"code|github|paper|pdf|link|project( page)?|arxiv|website|homepage")


class Role(StrEnum):
    """What a link is for."""

    PAPER = "paper"
    CODE = "code"
    PROJECT = "project"
    OTHER = "other"


@lru_cache(maxsize=4096)
def words(label: str) -> str:
    """Return a label as lower-case words."""
    return _NO_WORD.sub(" ", _TAG.sub(" ", label.lower())).strip()


def is_of_its_own(label: str) -> bool:
    """Whether a label names something else than the paper, its code or its page: data, a demo, a model."""
    return role_of(label, "") is Role.OTHER and bool(words(label))


def is_vague(label: str) -> bool:
    """Whether a label says nothing but that it is a link."""
    return words(label) in _VAGUE


def bare(label: str) -> str:
    """Return a label without the brackets and emphasis around it; empty for a picture."""
    return "" if "![" in label or "<img" in label else label.strip(" []*_`\\")


def role_of(label: str, url: str) -> Role:
    """Decide what a link is for, by its address first and its label second."""
    said = words(label)
    is_vague = said in _VAGUE and url != ""
    if _SUPPLEMENT.match(said):
        return Role.OTHER
    if urls.is_paper(url) or (_PAPER.match(said) and not is_vague):
        return Role.PAPER
    says_code = _CODE.search(said) is not None or _names_repository(said, url)
    if _OTHER.search(said) and not says_code:
        return Role.OTHER
    if says_code or urls.is_code(url):
        return Role.CODE
    is_page = is_vague or _PROJECT.search(said) or _PAGES.search(url)
    return Role.PROJECT if is_page else Role.OTHER


def _names_repository(said: str, url: str) -> bool:
    """Whether the words of a label are `owner/name` of the code at an address, or its name."""
    home = urls.repository(url) or ""
    return home != "" and said in (words(home), words(home.partition("/")[2]))


def names_own_link(label: str) -> bool:
    """Whether words are the label of a link that most papers have, such as `code`."""
    return _OWN_LINK.fullmatch(words(_REMARK.sub("", label))) is not None


def names_framework(label: str) -> bool:
    """Whether a link to code is called by what the code is written with."""
    return _FRAMEWORK.fullmatch(words(label)) is not None


def names_paper(label: str) -> bool:
    """Whether a label says that its link leads to the paper."""
    return _PAPER.match(words(label)) is not None and words(label) not in _VAGUE


@lru_cache(maxsize=4096)
def is_generic(label: str) -> bool:
    """Whether a label names the kind of link rather than a paper."""
    said = words(label)
    if not said and any(c.isalpha() for c in label):
        return _FOREIGN.fullmatch(label.strip(" []()*_`:：")) is not None
    return all(word in _LABEL_WORDS for word in said.split())
