"""Proof files whose statement says something else than what was proven."""
from .suite import Edit


def number(value):
    return value.to_bytes(4, "big")


def of_statement(verifier):
    """Offsets are of docs/formats.md, section 3."""
    prompt, reply, key = len(verifier.prompt), len(verifier.reply), verifier.key
    prompt_at, reply_at = 42, 46 + 4 * prompt
    ending_at = reply_at + 4 * reply
    context_at = ending_at + 1
    tokens = verifier.prompt + verifier.reply
    ordinary = next(t for t in range(key.vocabulary) if t not in key.stops and t != tokens[0] and t != verifier.reply[0])

    yield "another model digest", [Edit(6, 32, b"\x5a" * 32)]
    yield "no model digest", [Edit(6, 32, b"\0" * 32)]
    yield "a digest that differs in its last bit", [Edit(37, 1, bytes([verifier.model[-1] ^ 1]))]
    yield "for another context", [Edit(context_at, 32, b"\0" * 31 + b"\1")]
    yield "for a context of ones", [Edit(context_at, 32, b"\xff" * 32)]
    yield "no prompt", [Edit(38, 4 + 4 * prompt, number(0))]
    yield "no reply", [Edit(reply_at - 4, 4 + 4 * reply, number(0))]
    yield "neither", [Edit(38, ending_at - 38, number(0) + number(0))]
    yield "another first prompt token", [Edit(prompt_at, 4, number(ordinary))]
    yield "another last prompt token", [Edit(reply_at - 8, 4, number(ordinary))]
    yield "another first reply token", [Edit(reply_at, 4, number(ordinary))]
    yield "another reply token in the middle", [Edit(reply_at + reply // 2 * 4, 4, number(ordinary))]
    yield "a token of the size of the vocabulary", [Edit(prompt_at, 4, number(key.vocabulary))]
    yield "a reply token of the size of the vocabulary", [Edit(reply_at, 4, number(key.vocabulary))]
    yield "the largest token that can be written", [Edit(prompt_at, 4, number(1 << 22))]
    yield "a token too large to be written", [Edit(prompt_at, 4, number((1 << 22) + 1))]
    yield "a reply token of all ones", [Edit(reply_at, 4, b"\xff" * 4)]
    yield "one prompt token less", [Edit(38, 8, number(prompt - 1))]
    yield "one reply token less", [Edit(reply_at - 4, 8, number(reply - 1))]
    yield "the first reply token said by the prompt", [
        Edit(38, 4, number(prompt + 1)), Edit(reply_at - 4, 8, verifier.r.data[reply_at:reply_at + 4] + number(reply - 1))]
    yield "the reply twice", [Edit(reply_at - 4, 4, number(2 * reply)), Edit(reply_at, 0, verifier.r.data[reply_at:ending_at])]
    yield "the other ending", [Edit(ending_at, 1, bytes([1 - verifier.ending]))]
    yield "an ending that is none", [Edit(ending_at, 1, b"\3")]
    yield "an ending of ones", [Edit(ending_at, 1, b"\xff")]
    if key.stops:
        stop = number(key.stops[0])
        yield "a stop token in the middle", [Edit(reply_at, 4, stop)]
        yield "a stop token in the prompt", [Edit(prompt_at, 4, stop)]
        yield "no stop token at the end", [Edit(ending_at - 4, 4, number(ordinary))]
    room = key.context - prompt - reply + 1
    for more in (room, room + 1):
        if more > 0:
            yield f"{more} prompt tokens more, of {room} that fit", [
                Edit(38, 4, number(prompt + more)), Edit(prompt_at, 0, number(ordinary), more)]
    for name, at in (("prompt", 38), ("reply", reply_at - 4)):
        for count in (1 << 16, 1 << 22, (1 << 22) + 1, 0xFFFFFFFF):
            yield f"a {name} of {count} tokens that are not there", [Edit(at, 4, number(count))]
    yield "a prompt of 65536 tokens that are there", [Edit(38, 4, number(prompt + 65536)), Edit(prompt_at, 0, number(0), 65536)]
