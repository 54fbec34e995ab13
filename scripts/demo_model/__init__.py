"""The parts of scripts/train_demo_model.py, one idea per module. In the order in which they are used:

    facts                              what a fact is, and words that its sentences share
    animals, colours, arithmetic, calendar, language, geography, things (with things_tables), talk (with about_lemma, chat)
                                       the facts, topic by topic
    world                              all of them
    turns                              the split into training and held-out turns, and the sampler
    tokenizer                          byte-level BPE in GPT-2's layout
    training, measuring                the model
    vectors, page                      what is written beside it
"""
