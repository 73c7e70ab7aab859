"""Do the cues of details find the clauses of authors who never saw them?

    python benchmarks/wordings.py [TOPIC ...]

`tests/wordings` holds, for each topic that is a detail, sentences by which contracts give it and
some that come near without giving it, written without a look at the cues. Cues were widened on
those called `seen`; only those called `apart` tell what the cues are worth. With topics named,
what their cues miss and what they take wrongly is shown, of the former only.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.cues import compile_cue
from assistant.knowledge import Knowledge
from assistant.topic_schema import Topic
from corpus.folding import fold

WORDINGS = Path(__file__).parent.parent / "tests" / "wordings"
PARTS, KINDS, LANGUAGES = ("seen", "apart"), ("settle", "near"), ("fr", "nl", "en")


@dataclass(frozen=True)
class Wording:
    """A sentence, and whether a cue of the topic is found in it."""

    topic: str
    part: str
    kind: str
    language: str
    text: str
    found: bool


def wordings(topic: Topic) -> Iterator[Wording]:
    """The topic's sentences, none where there is no file of them."""
    path = WORDINGS / f"{topic.id}.yaml"
    parts = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    for part, kinds in parts.items():
        for kind, languages in kinds.items():
            for language, texts in languages.items():
                cues = [compile_cue(source) for source in topic.cues_in(language)]
                for text in texts:
                    found = any(cue.where == "sentence" and cue.matches(fold(text)) for cue in cues)
                    yield Wording(topic.id, part, kind, language, text, found)


def main() -> None:
    topics = Knowledge.read().topics
    named = [topics[name] for name in sys.argv[1:]]
    for wording in (found for topic in named for found in wordings(topic)):
        wrong = wording.found != (wording.kind == "settle")
        if wrong and wording.part == "seen":
            print(f"{wording.topic} {wording.language} {wording.kind}: {wording.text}")
    if named:
        return
    total: Counter[tuple[str, str, str]] = Counter()
    found: Counter[tuple[str, str, str]] = Counter()
    for wording in (w for topic in topics.values() for w in wordings(topic)):
        key = (wording.part, wording.kind, wording.language)
        total[key] += 1
        found[key] += wording.found
    print(f"{'sentences':<11}{'that':<8}" + "".join(f"{language:>18}" for language in LANGUAGES))
    for part in PARTS:
        for kind in KINDS:
            keys = [(part, kind, language) for language in LANGUAGES]
            told = (f"{found[key]}/{total[key]} {found[key] / total[key]:.0%}" for key in keys)
            print(f"{part:<11}{kind:<8}" + "".join(f"{figures:>18}" for figures in told))


if __name__ == "__main__":
    main()
