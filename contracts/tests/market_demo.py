"""The demo plays to its end, and prints what it says it prints."""

from demo.play import Play
from demo.proving import StandIn


def test_the_play_is_played():
    lines: list[str] = []
    play = Play(StandIn(), lines.append)
    for act in (play.deploy, play.serve, play.fail, play.finish):
        act()
    assert lines[-1] == "the market holds what it owes, and nothing else"
    names = [step.name for step in play.steps]
    assert names.index("the provider delivers and is paid") < names.index(
        "the user deposits the largest fee"
    )
    assert all(21_000 <= step.gas < 2**24 for step in play.steps)
    assert play.chain.balance(play.market.address) > 0
