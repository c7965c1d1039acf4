"""Made-up papers with every fact that a list may show."""

from dataclasses import dataclass

_FIRST = "Wei Yuki Anna Carlos Priya Lars Mei Omar Elena Jin Tom Zoe Hao Ravi Sofia Nils".split()  # noqa: SIM905
_LAST = "Zhang Tanaka Bauer Garcia Patel Hansen Liu Haddad Rossi Kim Baker Novak Chen Ng".split()  # noqa: SIM905
_HOW = "Sparse Robust Deep Fast Hierarchical Adaptive Scalable".split()  # noqa: SIM905
_WHAT = "Point Graph Motion Depth Scene Audio Policy Mesh Event".split()  # noqa: SIM905
_THING = "Clouds Networks Fields Diffusion Registration Estimation Retrieval".split()  # noqa: SIM905
_VENUES = "CVPR ICCV NeurIPS ICML ICLR ECCV AAAI EMNLP".split()  # noqa: SIM905
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
COUNT = 14


@dataclass(frozen=True)
class Paper:
    """A paper; `venue` is None for a preprint."""

    name: str
    title: str
    arxiv_id: str
    authors: tuple[str, ...]
    repo: str | None
    project: str | None
    venue: str | None
    year: int
    month: int
    day: int

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.arxiv_id}"

    @property
    def code(self) -> str | None:
        return f"https://github.com/{self.repo}" if self.repo else None

    @property
    def everybody(self) -> str:
        return ", ".join(self.authors)

    @property
    def first(self) -> str:
        return f"{self.authors[0]} et al."

    @property
    def surname(self) -> str:
        return f"{self.authors[0].split()[-1]} et al."

    @property
    def month_name(self) -> str:
        return _MONTHS[self.month - 1]

    def at(self, published: str = "{name} {year}", preprint: str = "arXiv {year}") -> str:
        """Say where it is, in the forms given for a venue and for a preprint."""
        return (published if self.venue else preprint).format(
            name=self.venue, year=self.year, yy=self.year % 100, month=self.month
        )

    def facts(self, text: str) -> dict[str, object]:
        """Return what a person would know who adds this text to the list."""
        return {
            "title": self.title,
            "arxiv_id": self.arxiv_id,
            "authors": list(self.authors),
            "published": f"{self.year}-{self.month:02d}-{self.day:02d}",
            "url": self.url,
            "code_url": self.code if self.code and self.code in text else None,
            "project_url": self.project if self.project and self.project in text else None,
            "venue": f"{self.venue} {self.year}" if self.venue else None,
        }


def made_up(index: int) -> Paper:
    """Return one of the papers, newer for higher numbers."""
    year, month, day = 2021 + index * 4 // COUNT, 1 + index * 5 % 12, 1 + index * 7 % 28
    how, what, thing = _HOW[index % 7], _WHAT[index * 4 % 9], _THING[index * 3 % 7]
    name = f"{how[:4]}{thing[:3]}{index}"
    plain = f"{how} {what} {thing} with {_HOW[index * 2 % 7]} {_WHAT[(index + 5) % 9]} Priors"
    count = (3, 5, 2, 4, 6)[index % 5]
    authors = tuple(f"{_FIRST[(index + 3 * k) % 16]} {_LAST[(index * 2 + k) % 14]}" for k in range(count))
    owner = authors[0].split()[1].lower()
    return Paper(
        name=name,
        title=(plain, f"{name}: {plain}", f"{plain} for {_WHAT[index % 9]} {thing}", f"Can {plain} Help?")[
            index % 4
        ],
        arxiv_id=f"{year % 100:02d}{month:02d}.{1000 + index * 617:05d}",
        authors=authors,
        repo=f"{owner}{index}/{name.lower()}" if index % 5 != 2 else None,
        project=f"https://{name.lower()}.github.io/" if index % 6 in (1, 3) else None,
        venue=_VENUES[index % 8] if index % 3 != 2 else None,
        year=year,
        month=month,
        day=day,
    )
