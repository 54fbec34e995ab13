"""Plays the market and prints each step's gas: contracts/environment python -m demo"""

from demo.play import Play
from demo.proving import StandIn


def main() -> None:
    """Gas is of whole transactions: execution, calldata, and its floor where that is higher."""
    play = Play(StandIn())
    for act in (play.deploy, play.serve, play.fail, play.finish):
        act()


if __name__ == "__main__":
    main()
