"""Names of a classifier's classes."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Union

from .library import keccak256
from .statement import Provenance


class LabelsMismatch(ValueError):
    """settings.json is not the one that the key names."""


def labels_of_folder(folder: Union[str, Path], provenance: Provenance) -> tuple[str, ...]:
    """The names of the classes, by number, from a package's settings.json; none if the model has no names for them."""
    settings = (Path(folder) / "settings.json").read_bytes()
    if keccak256(settings) != provenance.settings:
        raise LabelsMismatch(f"settings.json of {folder} is not the one that the key names")
    return tuple(json.loads(settings).get("transformer", {}).get("labels", ()))
