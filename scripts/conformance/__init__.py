"""Makes and reads the conformance suite, Tests/Vectors/conformance: files of keys and proofs, and what is to be said of them.

    suite       the format of cases.json, and how a case's two files come to be
    reference   what the independent verifier says: docs/tools/proof
    key_damage, proof_damage, statement_damage      the cases
"""
