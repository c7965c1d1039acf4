"""Everything that carries a publication out of this machine, or brings a repository in."""
