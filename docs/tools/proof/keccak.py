"""Keccak-256 with the original padding: docs/protocol.md, notation."""

RC = []
lfsr = 1
for _ in range(24):
    word = 0
    for j in range(7):
        if lfsr & 1:
            word |= 1 << ((1 << j) - 1)
        lfsr = lfsr << 1 ^ (0x171 if lfsr & 0x80 else 0)
    RC.append(word)
M64 = 2**64 - 1


def permute(a):
    for rc in RC:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ (c[(x + 1) % 5] << 1 & M64 | c[(x + 1) % 5] >> 63) for x in range(5)]
        a = [a[i] ^ d[i % 5] for i in range(25)]
        x, y, current = 1, 0, a[1]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            n = (t + 1) * (t + 2) // 2 % 64
            a[x + 5 * y], current = (current << n & M64 | current >> (64 - n)), a[x + 5 * y]
        a = [a[i] ^ (~a[i // 5 * 5 + (i + 1) % 5] & a[i // 5 * 5 + (i + 2) % 5]) for i in range(25)]
        a[0] ^= rc
    return a


def keccak(data):
    data += b"\x01" + b"\0" * (-(len(data) + 1) % 136)
    data = data[:-1] + bytes([data[-1] | 0x80])
    a = [0] * 25
    for start in range(0, len(data), 136):
        for i in range(17):
            a[i] ^= int.from_bytes(data[start + 8 * i:start + 8 * i + 8], "little")
        a = permute(a)
    return b"".join(lane.to_bytes(8, "little") for lane in a[:4])
