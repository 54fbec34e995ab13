"""Plays the market on a local chain and prints each step's gas: contracts/environment python -m demo"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from demo.lemma import PACKAGE, Lemma
from demo.play import Play
from demo.proving import StandIn


def main() -> None:
    """Gas is of whole transactions: execution, calldata, and its floor where that is higher."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stand-in", action="store_true", help="verify by list: nothing is proven")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="the bundled model, imported")
    parser.add_argument(
        "--addresses", type=Path, default=PACKAGE.with_name("deployment.json"), help="file for them"
    )
    given = parser.parse_args()
    proving = StandIn() if given.stand_in else Lemma(given.package)
    play = Play(proving)
    for act in (play.deploy, play.serve, play.fail, play.finish):
        act()
    if isinstance(proving, Lemma):
        addresses = proving.addresses() | {"market": play.market.address}
        given.addresses.parent.mkdir(parents=True, exist_ok=True)
        given.addresses.write_text(json.dumps(addresses, indent=1) + "\n")
        print(f"addresses in {given.addresses}")


if __name__ == "__main__":
    main()
