"""Texts that tokenizers treat differently: a small corpus to train on, and hard cases."""

import random

CORPUS = """
Lemma proves that a reply really came from the language model that was named.
A Transformer layer is written once, as integer tensor algebra over named axes.
The walk is one function over a channel; prover, verifier and cost model are implementations of it.
The quick brown fox jumps over the lazy dog, it's said; don't you think they'll've seen 1234567890 of them?
He paid 3.50 for 12 apples in 2024, and 100000 people didn't. I'M sure WE'LL see, you'd say. SHE'S here.
def main(arguments):\n    for index in range(10):\n        print(index, "item")\n\treturn None\n
Le café à Orléans était fermé; naïve, Ångström, señor, über, Straße, œuvre, İstanbul, ﬁnance.
Der schnelle braune Fuchs springt über den faulen Hund. Große Fische schwimmen im Fluss.
Съешь же ещё этих мягких французских булок, да выпей чаю. Мама мыла раму.
Η γρήγορη αλεπού πηδάει πάνω από το τεμπέλικο σκυλί. Ο Σίσυφος.
日本語の文章は空白なしで書かれる。中文也没有空格。漢字とひらがなとカタカナ。
한국어 문장은 띄어쓰기가 있다. 다람쥐 헌 쳇바퀴에 타고파.
العربية تكتب من اليمين إلى اليسار. עברית נכתבת מימין לשמאל.
हिन्दी में लिखा गया वाक्य। தமிழ் மொழி. ภาษาไทยไม่มีช่องว่าง. Tiếng Việt có dấu.
👍 🙂 👩‍💻 🏳️‍🌈 → ∑ ≤ © ® ™ € £ ¥ ½ Ⅷ ² ─ █ …
""".strip().split("\n") * 3

CASES = [
    "", " ", "  ", "\n", "\t", " \n ", "a", " a", "a ", "Hello, world!", "The quick brown fox.",
    # Contractions, in any case and with other apostrophes.
    "it's don't I'm we'll you'd they've we're", "IT'S DON'T I'M WE'LL YOU'D THEY'VE WE'RE", "it’s don’t",
    "'s 's's 'S 'ſ 'tt 'RE're 'l 'll 'lL", "x'sx", "''s", " 's",
    # Digits.
    "1", "12", "123", "1234", "12345678", "a1b22c333", "3.14159", "1,000,000", "２０２４ ½ Ⅷ ² ٣٤٥ ১২ 一二三", "0x1F",
    # White space.
    "a  b", "a   b", "a\tb", "a\nb", "a\n\nb", "a\r\nb", "a \n b", "a\u00a0b", "a\u2003b", "a\u3000b", "a\u200bb",
    "  leading", "trailing  ", "\n\n\nx", "x\n\n\n", "a \r\n \r\n b", " \t\n\x0b\x0c\r\x85\u2028\u2029", "a\n b\n  c",
    # Punctuation and symbols.
    ".", "...", "?!", "a.b", "a-b_c", "$5 + 3 = 8; x^2 ~ `y` | <z> & #1 @me", "“quoted” ‘too’ «aussi» „auch“",
    "—–‐‑¿¡§¶•·…。、，！？「」『』【】〜", "᙭ ፣ ། ᠂ ؟ ، ՝ ־ ॥ 𑇉 ⹀ ⹔ 𐬹", "http://x.y/z?a=b&c=d", "a/b\\c",
    # Control and format characters, private use, noncharacters, replacement.
    "a\x00b", "a\x07b\x1bc\x7fd\x80e\x9f", "a\u00adb", "a\u200d\u200eb\ufeffc", "\ue000\uf8ff", "\ufffd", "\uffff",
    "\u0378 \u0890 \u08e2 \U000110cd \U00013430", "\U0010ffff", "\U000e0041",
    # Accents, composed and not; marks of many classes and ages.
    "café CAFÉ cafe\u0301 CAFE\u0301", "Å Å A\u030a", "ǖ ü\u0304 u\u0308\u0304", "q\u0323\u0307 q\u0307\u0323",
    "ñ n\u0303 N\u0303", "\u0301", " \u0301x", "x\u0301\u0302\u0303\u0304", "\u0344 \u0f73 \u0f75 \u0f81 \u0f71\u0f72\u0f74",
    "1ẛ̣ ḍ̇ ệ ộ", "\u1734 \u1885 \ua9bd \U000111c9 \U0001171e", "a\u0897 a\u1acf a\u08d4 a\u1dfb a\u20f0",
    # Letters whose case or form is special.
    "İstanbul ısı IĞDIR", "Straße STRASSE ẞ", "ﬁ ﬂ ﬀ ﬃ ﬅ", "ǅ Ǆ ǆ", "ΑΣ Σ ς Ὀδυσσεύς ᾳ ᾼ", "Ȿ Ɐ Ꟶ Ა 𐐀 𞤀 Ꝺ",
    "ĳ Ĳ ŉ ſ K Ω Å", "ΰ ΐ և", "Œuvre Æon Đà Łódź Ørsted Þorn",
    # Scripts.
    "日本語", "中文字符", "カタカナ ひらがな ガ カ\u3099 ｶﾞ", "漢字かな交じり文。", "豈更車 㐀 𠀀 𪜀 𫝀 𫠠 𬺰 𰀀", "한국어 각 \u1100\u1161\u11a8 \u1100\u1161",
    "\u1112\u1176 \uac00\u11a7 \uac00\u11a8 \uac01\u11a8", "العربيّة", "עִבְרִית", "हिन्दी क़ क\u093c", "தமிழ் ொ ெ\u0bbe", "ภาษาไทย", "Tiếng Việt", "ქართული ᲥᲐᲠ",
    # Emoji.
    "👍", "👍🏽", "👩‍💻", "🏳️‍🌈", "🇩🇪🇫🇷", "☺️ ☺", "a👍b", "🙂🙂",
    # Long words and runs.
    "a" * 99, "a" * 100, "a" * 101, "é" * 100, "é" * 101, "x" * 300, "ab" * 60, "=" * 50, "1" * 40, " " * 40, "\n" * 20,
    "antidisestablishmentarianism unbelievablenesses", "qzxqzx", "zzz☃zzz",
    "def main():\n    return 1\n\n\tif x:\n\t\tpass\r\n", "SELECT * FROM table WHERE id = 10;",
    "ſ 'ſ I'ſ", "ᏸ Ꮽ", "℀ ℃ ㎏ ① ⑴ Ａｂｃ ｱｲｳ", "\u2126 \u212a \u212b", "\u0958 \u2adc \ufb1d", "\U0001d15e \U0001d1bf",
]

PAIRS = [
    ("Who proves it?", "Lemma proves it."), ("", ""), ("a", ""), ("", "b"), ("one two", "three, four"),
    ("İstanbul", "日本語"), ("  ", " x "), ("[MASK] a", "b [SEP] c"), ("<|endoftext|>", "x"), ("café", "cafe\u0301"),
]


def random_texts(count, seed, pieces):
    """Texts of the pieces given, parts of the cases above, and scalars from all of Unicode."""
    generator = random.Random(seed)

    def scalar():
        while True:
            value = generator.randrange(generator.choice([0x80, 0x250, 0x3000, 0x10000, 0x20000, 0x110000]))
            if not 0xD800 <= value < 0xE000:
                return chr(value)

    def piece():
        kind = generator.randrange(5)
        if kind == 0:
            return generator.choice(pieces)
        if kind == 1:
            return scalar()
        text = generator.choice(CASES) or " "
        start = generator.randrange(len(text))
        return text[start:start + generator.randrange(1, 7)]

    return ["".join(piece() for _ in range(generator.randrange(1, 9))) for _ in range(count)]
