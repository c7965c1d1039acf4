"""Outside services that know papers; each file turns one of them into `PaperRecord`s."""
