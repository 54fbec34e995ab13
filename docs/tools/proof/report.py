"""What is printed: every byte by name, and every term as an integer."""
import sys
from math import log2


def show(rows):
    """One line for each run of bytes with one name: from, to, number, name."""
    groups = []
    for start, end, *names in rows:
        label = " / ".join(names if "--all" in sys.argv else names[:2] if len(names) > 2 else names)
        if groups and groups[-1][2] == label:
            groups[-1][1], groups[-1][3] = end, groups[-1][3] + 1
        else:
            groups.append([start, end, label, 1])
    for start, end, label, count in groups:
        print(f"{start:8} {end:8} {end - start:8}  {label}" + (f"  ({count} items)" if count > 1 else ""))


def show_terms(verifier):
    print("\ncodes: dimension, µ, and in units of 2^-256, 2^-64 and 1: miss, list, mca |E|")
    for v in verifier.schedule:
        print(f"  {v['name']:10} {v['dimension']:6} {v['mu']:3}  {v['miss']:064x}  {v['list']:x}  {v['mca']:x}")
    print("\nsoundness terms, in units of 2^-256")
    for name, place, e in verifier.terms:
        print(f"  {e:39x}  {256 - log2(e) if e else 256:7.2f}  {name}{', ' if place else ''}{place}")
    print(f"  {verifier.whole:39x}  {256 - log2(verifier.whole):7.2f}  sum, times 1 + 2^-50;  at most {1 << 156:x}")
    print(f"\neffort {verifier.effort}")
    print("\nwalk: stage, node, claims before and after combining, entries of the box, (k - 1) (domain + operands), merged")
    for stage, i, found, left, sides in verifier.steps:
        if found:
            merged = "" if sides is None else f"{sides[0]:10} {sides[1]:10}  {'yes' if sides[0] < sides[1] else 'no'}"
            print(f"  {stage:3} {i:5} {found:4} {left:4} {merged:26}  {verifier.key.nodes[i]['name']}")
