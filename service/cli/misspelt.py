"""Names of settings with a slip in them: they would be passed over in silence."""

import os
from difflib import get_close_matches

from pydantic_settings import DotEnvSettingsSource

from service.settings import PREFIX, Settings

_NEARLY = 0.75  # of the letters of a name, from which another is taken for a slip of it


def misspelt_settings() -> dict[str, str]:
    """Return names in the environment and in `.env` that are nearly a setting's, each with the one meant."""
    known = {name.upper() for name in Settings.model_fields}
    names = {name.upper() for name in (*os.environ, *DotEnvSettingsSource(Settings).env_vars)}
    own = {name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)}
    unknown = sorted(name for name in own if name.removesuffix("_FILE") not in known)
    near = ((name, get_close_matches(name.removesuffix("_FILE"), known, 1, _NEARLY)) for name in unknown)
    return {PREFIX + name: PREFIX + meant[0] for name, meant in near if meant}
