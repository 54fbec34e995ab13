"""The verifier behind docs/tools/read_proof.py, one idea per module. In reading order:

    field, keccak, reader, transcript        elements, hash, bytes and challenges
    key, graph_rules                         the verifying key's bytes, and which graphs are allowed
    placement, weights                       boxes cut into blocks, and the weights of claims
    ledger                                   what all steps of one verification share; each step below is a part of `Verifier`
    statement, schedule, circuit             the proof's first bytes, and sizes with this statement's lengths
    lookups, walk, sumcheck, committed       the reduction, to claims on the committed vectors
    soundness, opening                       the error bound, and the opening of those claims
    verifier, report                         all steps in order, and what is printed
"""
