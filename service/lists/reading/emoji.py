"""The characters that lists set before words, behind them and between them as pictures."""

EMOJI = r"[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]"  # for a regular expression; `\ufe0f` may follow
