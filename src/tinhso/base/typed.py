"""Vietnamese typed while the input method was off: ``Nguyeenx Vawn Ans`` (Telex), ``Nguye6n4 Va8n A1n`` (VNI).

A word is composed only when the keys make a real syllable and the word as it stands is none, so that names of the
highlands and of other countries stay. It is an offer: what a person typed is never changed silently.
"""

import re
import unicodedata

_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x".split()) | {""}
_NUCLEI = frozenset(
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ uê ui uô uơ uy ưa ưi ươ ưu yê "
    "iêu oai oao oay oeo uao uây uôi uya uyê uyu ươi ươu yêu".split()
)
_FINALS = frozenset("c ch m n ng nh p t".split()) | {""}
_STOPS = frozenset("c ch p t".split())
# What stands before a final is not any nucleus: no diphthong that ends in a glide, and no ia, ua, ưa.
_OPEN_ONLY = frozenset(
    "ai ao au ay âu ây eo êu ia iu oi ôi ơi ua ui ưa ưi ưu iêu oai oao oay oeo uao uây uôi uya uyu ươi ươu yêu".split()
)
_CLOSED_ONLY = frozenset("ă â iê oă uâ uô ươ uyê yê".split())
_PARTS = re.compile(
    r"^(ngh|gh|gi(?=[aăâeêioôơuưy])|kh|ng|nh|ch|ph|qu|th|tr|[bcdđghklmnpqrstvx])?([aăâeêioôơuưy]+)(.*)$"
)
_TONE_MARKS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_WORD = re.compile(r"[^\W_]+")
_VOWELS = "aeiouy"
LONGEST_WORD = 12


def composed(text: str) -> str:
    """The text with every word that is plainly bare keystrokes composed; the same text when there is none."""
    return _WORD.sub(lambda found: _word(found[0]), text)


def is_bare_keys(text: str) -> bool:
    """Whether a name was likely typed with the input method off."""
    return composed(text) != text


def _word(word: str) -> str:
    lower = word.lower()
    if not lower.isascii() or len(lower) > LONGEST_WORD or _is_syllable(lower):
        return word
    keys = _from_vni(lower) if any(char.isdigit() for char in lower) else lower
    made = _telex(keys) if keys.isalpha() else ""
    if not made:
        return word
    return made.upper() if word.isupper() else made[0].upper() + made[1:] if word[0].isupper() else made


def _is_syllable(plain: str) -> bool:
    """Whether the word could be a syllable without accents (Linh, Xuan), so that nothing is missing."""
    found = _PARTS.match(plain)
    if not found:
        return False
    nucleus = found[2]
    bare = {_bare(one) for one in _NUCLEI}
    return nucleus in bare and (found[1] or "") in _ONSETS and found[3] in _FINALS and "oo" not in nucleus


def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _from_vni(keys: str) -> str:
    """The same keystrokes as Telex; letters with a digit that VNI does not know give nothing."""
    made: list[str] = []
    tone = ""
    for char in keys:
        if char in _VNI_TONES and made and not tone:
            tone = _VNI_TONES[char]
        elif char == "6" and _last(made, "aeo") >= 0:
            place = _last(made, "aeo")
            made.insert(place, made[place])
        elif char in "78" and _last(made, "uo" if char == "7" else "a") >= 0:
            made.insert(_last(made, "uo" if char == "7" else "a") + 1, "w")
        elif char == "9" and "d" in made:
            made.insert(made.index("d"), "d")
        else:
            made.append(char)
    return "".join(made) + tone


def _last(letters: list[str], wanted: str) -> int:
    return next((at for at in reversed(range(len(letters))) if letters[at] in wanted), -1)


def _telex(keys: str) -> str:
    """The syllable these keystrokes make; empty when they make none."""
    for tone, rest in _without_tone(keys):
        made = _shaped(rest)
        found = _PARTS.match(made)
        if found and _fits(found[1] or "", found[2], found[3], tone):
            return _marked(found[1] or "", found[2], found[3], tone)
    return ""


def _without_tone(keys: str) -> list[tuple[str, str]]:
    """(tone, the other keys): the tone key stands last, or right behind the vowels; then with no tone at all."""
    first = next((at for at, char in enumerate(keys) if char in _VOWELS + "w"), len(keys))
    places = [at for at in reversed(range(first + 1, len(keys))) if keys[at] in _TONE_MARKS]
    return [*((keys[at], keys[:at] + keys[at + 1 :]) for at in places), ("", keys)]


def _shaped(keys: str) -> str:
    """dd, aa, ee, oo and w as the letters they stand for."""
    text = "đ" + keys[2:] if keys.startswith("dd") else keys
    if keys.startswith("d") and keys.endswith("d") and len(keys) > 2:  # the stroke typed last
        text = "đ" + keys[1:-1]
    for letter, hat in _HATS.items():
        text = text.replace(letter * 2, hat, 1)
    return _hooked(text) if "w" in text else text


def _hooked(text: str) -> str:
    rest = text.replace("w", "")
    head = "qu" if rest.startswith("qu") else ""
    body = rest[len(head) :]
    closed = bool(re.search(r"[aăâeêioôơuưy][cmnpt]", body)) or bool(re.search("uo[iu]", body))
    for plain, hook in (("uo", "ươ" if closed else "uơ"), ("ua", "uă" if closed else "ưa")):
        if plain in body:
            return head + body.replace(plain, hook, 1)
    for plain, hook in (("oa", "oă"), ("a", "ă"), ("o", "ơ"), ("u", "ư")):
        if plain in body:
            return head + body.replace(plain, hook, 1)
    return text.replace("w", "ư", 1)


def _fits(onset: str, nucleus: str, final: str, tone: str) -> bool:
    if onset not in _ONSETS or nucleus not in _NUCLEI or final not in _FINALS:
        return False
    if (final and nucleus in _OPEN_ONLY) or (not final and nucleus in _CLOSED_ONLY):
        return False
    return final not in _STOPS or tone in ("s", "j", "")


def _marked(onset: str, nucleus: str, final: str, tone: str) -> str:
    """The tone on its vowel: the last one with a shape of its own, else as schoolbooks write it (hòa, thúy)."""
    if not tone:
        return onset + nucleus + final
    shaped = [at for at, char in enumerate(nucleus) if char in "ăâêôơư"]
    if shaped:
        place = shaped[-1]
    elif len(nucleus) == 1 or final:
        place = len(nucleus) - 1
    else:
        place = len(nucleus) - 2
    letter = unicodedata.normalize("NFC", nucleus[place] + _TONE_MARKS[tone])
    return onset + nucleus[:place] + letter + nucleus[place + 1 :] + final
