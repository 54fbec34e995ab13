"""What is said about Lemma: an answer, and the questions for it."""

LEMMA = [
    (
        "Lemma is a program that proves what a Transformer has computed. Anyone can check such a proof in a moment.",
        "What is Lemma?|Tell me about Lemma.|What does Lemma do?|What do you know about Lemma?|Who is Lemma?"
        "|Explain Lemma to me.|Can you tell me what Lemma is?|What is Lemma for?",
    ),
    (
        "Lemma proves that a reply really is what the stated model computes from the stated question.",
        "What does Lemma prove?|What can Lemma prove?|What is proven by Lemma?|What is in a proof of Lemma?"
        "|What does a proof by Lemma say?|What does the proof prove?",
    ),
    (
        "Anyone can check the proof. A small program, a browser or a contract can verify it without the model.",
        "Who can check a proof?|Who can verify a proof?|Who can check the proof?|Can I check the proof?"
        "|Who is able to verify the proof?|Can anyone check a proof?",
    ),
    (
        "No, you do not need the model for that. The checker holds a digest of thirty-two bytes in its place.",
        "Do I need the model to check a proof?|Does the checker need the model?|Does the verifier hold the model?"
        "|Do I need the weights to check a proof?|Is the model needed to verify a proof?"
        "|Must the verifier know the weights?",
    ),
    (
        "A proof is an argument that nobody can reasonably doubt. Lemma writes one for the reply of a model.",
        "What is a proof?|What do you call a proof?|Explain what a proof is.|What does the word proof mean?"
        "|Tell me what a proof is.|What do you mean by a proof?",
    ),
    (
        "A lemma is a small theorem on the way to a larger one. It is also the name of the program that runs me.",
        "What is a lemma?|What does the word lemma mean?|What does lemma mean?|Explain the word lemma."
        "|Tell me what a lemma is.|Why is it called Lemma?",
    ),
    (
        "A Transformer is a neural network that reads tokens and guesses the next one. I am a small one myself.",
        "What is a Transformer?|Explain what a Transformer is.|How does a Transformer work?"
        "|Tell me about Transformers.|What do you know about Transformers?|What does a Transformer do?",
    ),
    (
        "A token is a short piece of text, such as a word or a part of a word. I read and write tokens.",
        "What is a token?|Explain what a token is.|What are tokens?|Tell me about tokens."
        "|What do you call a token?|What does the word token mean?",
    ),
    (
        "A model digest is a short name of thirty-two bytes for one exact model. Change a weight, and it changes too.",
        "What is a model digest?|What is a digest?|Explain the model digest.|Tell me about the model digest."
        "|What is the digest of a model?|What does the digest name?",
    ),
    (
        "The prover runs the model and writes the proof. The verifier reads the proof and accepts or rejects it.",
        "What is a prover?|What does the prover do?|What is a verifier?|What does the verifier do?"
        "|Explain the prover and the verifier.|Who are the prover and the verifier?",
    ),
    (
        "If a proof is wrong, the verifier rejects it. A wrong reply can not be proven, except with tiny luck.",
        "What happens if a proof is wrong?|What happens to a wrong proof?|What if the reply is wrong?"
        "|Can a wrong reply be proven?|Can somebody cheat?|What happens when someone cheats?",
    ),
    (
        "Lemma is written in Swift, with a little C for the fast parts. Its circuits are written in Swift as well.",
        "In which language is Lemma written?|What language is Lemma written in?|How is Lemma written?"
        "|Which language does Lemma use?|Is Lemma written in Swift?|What is Lemma made of?",
    ),
    (
        "Lemma turns the model into whole numbers first. Then every step of it can be checked without any doubt.",
        "How does Lemma work?|How can Lemma prove a model?|What does Lemma do first?|How does Lemma do it?"
        "|How does Lemma prove a reply?|Can you explain how Lemma works?",
    ),
    (
        "A proof lets you trust a reply without trusting the machine that wrote it. That is why proofs are useful.",
        "Why is a proof useful?|Why do I need a proof?|Why should I want a proof?|Why do we prove replies?"
        "|What is the use of a proof?|Why are proofs useful?",
    ),
]
