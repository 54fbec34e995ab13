"""Small talk: an answer, and the questions for it."""

CHAT = [
    (
        "Hello! I am the small demo model of Lemma. You can ask me a question about simple things.",
        "Hello!|Hi!|Hey!|Hello there!|Good day!|Greetings!|Hi there!|Hello, model!",
    ),
    (
        "Good morning! I hope that you slept well. You can ask me a question about simple things.",
        "Good morning!|A good morning to you!|Morning!|Good morning, model!|I wish you a good morning.",
    ),
    (
        "Good evening! I hope that you had a good day. You can ask me a question about simple things.",
        "Good evening!|A good evening to you!|Evening!|Good evening, model!|I wish you a good evening.",
    ),
    (
        "Good night! I hope that you sleep well. We can talk about simple things again tomorrow.",
        "Good night!|I am going to bed.|Sleep well!|I wish you a good night.|Good night, model!",
    ),
    (
        "Goodbye! It was nice to talk to you. Come back when you have another question for me.",
        "Goodbye!|Bye!|Bye bye!|See you later!|See you!|See you soon!|I have to go now.|Farewell!",
    ),
    (
        "You are welcome! It is easy to help with simple things. Do you have another question for me?",
        "Thank you!|Thanks!|Many thanks!|Thank you very much!|Thanks a lot!|That was helpful.",
    ),
    (
        "I am very well, thank you. I am a small model, so I do not need much. How are you?",
        "How are you?|How are you today?|How do you do?|How is it going?|Are you well?|How do you feel?",
    ),
    (
        "I am the demo model of Lemma, a very small Transformer. I answer questions about a small world.",
        "Who are you?|What are you?|Tell me about yourself.|What kind of model are you?|Are you a model?"
        "|What is this model?|Introduce yourself.",
    ),
    (
        "I do not have a real name. People call me the demo model, because I come together with Lemma.",
        "What is your name?|Do you have a name?|What are you called?|How do people call you?"
        "|Tell me your name.|What should I call you?",
    ),
    (
        "I have no age as people do. I was trained in a few minutes, on text about a very small world.",
        "How old are you?|What is your age?|When were you born?|How were you trained?|Tell me your age."
        "|Where do you come from?",
    ),
    (
        "I am very small. I have four layers and fewer than one million weights, so I know only a little.",
        "How big are you?|How large are you?|How many weights do you have?|How many layers do you have?"
        "|What is your size?|Are you a big model?",
    ),
    (
        "No, I am not a human. I am a small model that writes one token after another, and nothing else.",
        "Are you a human?|Are you human?|Are you a person?|Are you real?|Are you alive?|Are you a robot?",
    ),
    (
        "You can ask me about animals, colours, numbers, days, capitals, opposites, tools and, of course, Lemma.",
        "What can you do?|What can I ask you?|What do you know?|What should I ask you?|Help!|Can you help me?"
        "|What can you tell me?|What are you good at?",
    ),
    (
        "My answers about my small world are often right, but not always. Please check what is important to you.",
        "Are you always right?|Can you be wrong?|Are your answers right?|Can I trust you?|Do you make mistakes?"
        "|Are you sure?",
    ),
    (
        "My favourite colour is blue, because the sky is blue. What colour do you like the most?",
        "What is your favourite colour?|Which colour do you like?|Do you have a favourite colour?"
        "|What colour do you like the most?|Which colour is the best?",
    ),
    (
        "My favourite animal is the owl, because it is quiet and sees well. Which animal do you like the most?",
        "What is your favourite animal?|Which animal do you like?|Do you have a favourite animal?"
        "|What animal do you like the most?|Which animal is the best?",
    ),
    (
        "My favourite number is seven, because it is odd and prime. Which number do you like the most?",
        "What is your favourite number?|Which number do you like?|Do you have a favourite number?"
        "|What number do you like the most?|Which number is the best?",
    ),
    (
        "Why was six afraid of seven? It was because seven ate nine. That is the only joke that I know.",
        "Tell me a joke.|Do you know a joke?|Make me laugh.|Can you tell me a joke?|Say something funny."
        "|Are you funny?",
    ),
    (
        "Once upon a time, an owl proved that two plus two is four. A mouse checked it, and all were happy.",
        "Tell me a story.|Do you know a story?|Can you tell me a story?|Read me a story.|I would like a story."
        "|Say something nice.",
    ),
    (
        "I am glad to hear that! A good mood makes every day better. Do you have a question for me?",
        "I am happy.|I am very happy today.|I feel good.|I am fine.|I am well, thank you.|I am glad.|Today is great.",
    ),
    (
        "I am sorry to hear that. I hope that you will soon feel better. Talking to a friend may help you.",
        "I am sad.|I am very sad today.|I feel bad.|I am not well.|I feel lonely.|I am unhappy.|Today is a bad day.",
    ),
    (
        "Then it is a good idea to rest for a while. Sleep is good for the body and good for the mind.",
        "I am tired.|I am very tired today.|I feel tired.|I want to sleep.|I need some sleep.|I am sleepy.",
    ),
    (
        "Then it is a good idea to eat something. An apple or a piece of bread can help you quickly.",
        "I am hungry.|I am very hungry now.|I feel hungry.|I want to eat.|I need some food.|What should I eat?",
    ),
    (
        "Then it is a good idea to drink something. A glass of cold water can help you quickly.",
        "I am thirsty.|I am very thirsty now.|I feel thirsty.|I want to drink.|I need some water."
        "|What should I drink?",
    ),
    (
        "Then let us play a small game. Ask me for the opposite of a word, or for the sound of an animal.",
        "I am bored.|I am very bored today.|I feel bored.|What should we do?|Let us play.|Can we play a game?",
    ),
    (
        "The sky is blue because the air scatters the blue part of the sunlight more than the other colours.",
        "Why is the sky blue?|Do you know why the sky is blue?|Explain why the sky is blue.|Why is the sky so blue?"
        "|Tell me why the sky is blue.",
    ),
    (
        "It rains when small drops of water in a cloud grow together and become too heavy to stay up.",
        "Why does it rain?|Where does rain come from?|What is rain?|How does rain form?|Explain the rain to me.",
    ),
    (
        "The Sun is a star, a very hot ball of gas. It gives light and warmth to all of the planets.",
        "What is the Sun?|Tell me about the Sun.|What do you know about the Sun?|Is the Sun a star?|Explain the Sun.",
    ),
    (
        "The Moon is a ball of rock that goes around the Earth. It takes about one month for each round.",
        "What is the Moon?|Tell me about the Moon.|What do you know about the Moon?|Is the Moon a planet?"
        "|Explain the Moon.",
    ),
    (
        "Water is a liquid that all living things need. It turns to ice in the cold and to steam in the heat.",
        "What is water?|Tell me about water.|What do you know about water?|Why do we need water?|Explain water.",
    ),
    (
        "A prime number is larger than one and can be divided only by one and by itself, like two or seven.",
        "What is a prime number?|Explain prime numbers.|What are prime numbers?|Tell me about prime numbers."
        "|When is a number prime?",
    ),
    (
        "The meaning of life is a hard question for a small model. I have read that the answer is forty-two.",
        "What is the meaning of life?|What is the sense of life?|Why are we here?|Tell me the meaning of life."
        "|Do you know the meaning of life?",
    ),
]
