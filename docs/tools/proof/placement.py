"""Boxes cut into dyadic blocks, and where the blocks of a vector lie."""


def bits_for(n):
    return (n - 1).bit_length() if n > 1 else 0


def cover(n):
    """[0, n) by the binary digits of n, highest first: (offset, bits)."""
    result, offset = [], 0
    for b in reversed(range(n.bit_length())):
        if n >> b & 1:
            result.append((offset, b))
            offset += 1 << b
    return result


def blocks(shape):
    result = [()]
    for n in shape:
        result = [b + (i,) for b in result for i in cover(n)]
    return result


def place(tensors, start=0):
    """[(owner, block, offset)] and the end: blocks by size, largest first, then by declaration."""
    found = [(owner, block, sum(b for _, b in block)) for owner, shape in tensors for block in blocks(shape)]
    places, offset = [], start
    for owner, block, bits in sorted(found, key=lambda f: -f[2]):
        places.append((owner, block, offset))
        offset += 1 << bits
    return places, offset


def split(point, sizes):
    """One piece per axis; the last axis owns the lowest digits."""
    pieces, start = [], 0
    for n in reversed(sizes):
        pieces.append(tuple(point[start:start + n]))
        start += n
    return pieces[::-1]
