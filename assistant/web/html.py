"""What the conversation shows, as HTML: every word from outside is escaped here.

The chat component reads Markdown and sanitizes HTML in the browser. A message is therefore one
block element without a line break, which Markdown leaves alone, and what a button does travels
in `name` and `value`, attributes that the sanitizer keeps; `script.js` acts on them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from assistant.answer import Answer, Evidence, Related
from assistant.web.texts import Texts

Spans = Sequence[tuple[int, int]]
LONGEST_ECHO = 600
SHORT_ANSWER = 220
EXAMPLES_EACH = 2
"""Characters up to which an answer is set in bold."""
_FRENCH_SPACE = re.compile(r" (?=[?!;:»%])|(?<=«) ")


def unbroken(text: str) -> str:
    """Our own words with French punctuation kept on the line of its word; never for a quote."""
    return _FRENCH_SPACE.sub("\u00a0", text)


def button(action: str, value: str, label: str | Markup, kind: str = "", title: str = "") -> Markup:
    """A button that asks `script.js` for `action` with `value`."""
    hint = Markup(' title="{}"').format(title) if title else Markup()
    return Markup('<button type="button" name="{}" value="{}" class="{}"{}>{}</button>').format(
        action, one_line(value), kind, hint, label
    )


_SIGNS = re.compile(r"\*\*|^\| | \|$", re.MULTILINE)
_HIDDEN = Markup('<span class="sign">{}</span>')
_HASHES = re.compile(r"\s*#{1,6}\s+")


def one_line(text: str) -> Markup:
    """Escaped for an attribute, its line breaks kept as character references."""
    return Markup("&#10;").join(text.splitlines())


def marked(text: str, marks: Spans, start: int = 0, end: int | None = None) -> Markup:
    """`text[start:end]` escaped, with `marks` (offsets into `text`) in <mark>."""
    end = len(text) if end is None else end
    parts, position = [], start
    for a, b in sorted(marks):
        a, b = max(a, position), min(b, end)
        if a < b:
            parts += [shown(text[position:a]), Markup("<mark>{}</mark>").format(shown(text[a:b]))]
            position = b
    return Markup().join([*parts, shown(text[position:end])])


def shown(words: str) -> Markup:
    """A contract's words escaped; the page hides the signs of bold and the bars around a row."""
    parts, position = [], 0
    for sign in _SIGNS.finditer(words):
        parts += [escape(words[position : sign.start()]), _HIDDEN.format(sign[0])]
        position = sign.end()
    return Markup().join([*parts, escape(words[position:])])


def line_spans(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The lines of `text[start:end]` that hold more than a bullet or a rule, as spans without
    Markdown's signs of a heading."""
    position = start
    for line in text[start:end].split("\n"):
        if line.strip(" \t•◦–-=#|"):
            hashes = _HASHES.match(line)
            yield position + (hashes.end() if hashes else 0), position + len(line)
        position += len(line) + 1


def question(text: str, texts: Texts) -> str:
    """What was asked, as asked; a very long text is cut."""
    echoed = text if len(text) <= LONGEST_ECHO else text[:LONGEST_ECHO] + " …"
    lines = Markup("<br>").join(line for line in echoed.splitlines() if line.strip())
    return _message(
        Markup('<div class="asked"><span class="unseen">{} </span>{}</div>').format(
            texts.you, lines
        )
    )


def pending(text: str, detail: str = "") -> str:
    """The assistant at work."""
    more = Markup('<span class="detail">{}</span>').format(detail) if detail else Markup()
    return _message(
        Markup('<div class="reply pending"><p>{}<i class="dots"></i></p>{}</div>').format(
            text, more
        )
    )


def failure(title: str, *lines: str) -> str:
    """Something went wrong, said in words that help."""
    said = Markup().join(Markup("<p>{}</p>").format(line) for line in lines)
    head = Markup('<p class="badge">{}</p>').format(title) if title else Markup()
    return _message(Markup('<div class="reply failed">{}{}</div>').format(head, said))


def reply(
    answer: Answer,
    texts: Texts,
    titles: Mapping[str, str],
    parts: int = 3,
    number: int | None = None,
    liked: bool | None = None,
    asked: str = "",
) -> str:
    """The answer: its sentence, then the quotes with their places, then where to go from there.

    `parts` of the three are shown, the newest fading in: an answer appears in that order.
    `titles` are the contracts' titles by id; named in citations where there are several.
    `number` is that of the turn in the journal, None where it has none to be judged by;
    `asked` is the question, for an address that asks it again.
    """
    blocks = [_said(answer, texts)]
    if parts > 1:
        blocks += [_citation(item, texts, titles) for item in answer.citations]
    if parts > 2:
        foot = _related(answer, texts) + _tools(answer, texts, titles, number, liked, asked)
        blocks += [
            Markup('<div class="foot">{}</div>').format(foot) if foot else foot,
            _followups(answer, texts),
        ]
    state = "" if parts > 2 else " arriving"
    return _message(
        Markup('<div class="reply {}{}">{}</div>').format(
            answer.status, state, Markup().join(blocks)
        )
    )


def target(item: Evidence | Related) -> str:
    """Which words the clause panel is to show, as the value of a `show` button."""
    place: dict[str, object] = {"contract": item.contract, "clause": item.clause}
    if isinstance(item, Evidence):
        place |= {"start": item.start, "end": item.end}
        place["marks"] = [[item.start + a, item.start + b] for a, b in item.marks]
    return json.dumps(place, separators=(",", ":"))


def plain_answer(answer: Answer, texts: Texts, titles: Mapping[str, str]) -> str:
    """The answer with its citations as text, to paste into a letter."""
    parts = [answer.answer]
    for item in answer.citations:
        heading = "" if item.heading in item.label else f", {item.heading}"
        page = texts.page.format(page=item.page)
        title = titles.get(item.contract, item.contract)
        parts.append(f"« {item.quote} »\n— {item.label}{heading}, {page} ({title})")
    return "\n\n".join(parts)


def _said(answer: Answer, texts: Texts) -> Markup:
    badge = Markup()
    if answer.status == "not_in_contract":
        badge = Markup('<p class="badge">{}</p>').format(texts.not_in_contract)
    lines = (line for line in answer.answer.split("\n") if line.strip())
    kind = "said" if len(answer.answer) <= SHORT_ANSWER else "said long"
    said = Markup().join(
        Markup('<p class="{}">{}</p>').format(kind, unbroken(line)) for line in lines
    )
    return Markup('<div class="sentence" lang="{}">{}{}</div>').format(answer.language, badge, said)


def _citation(item: Evidence, texts: Texts, titles: Mapping[str, str]) -> Markup:
    lines = Markup().join(
        Markup("<p>{}</p>").format(marked(item.quote, item.marks, start, end))
        for start, end in line_spans(item.quote, 0, len(item.quote))
    )
    names = [item.label, item.heading if item.heading not in item.label else ""]
    names.append(titles.get(item.contract, "") if len(titles) > 1 else "")
    page = texts.page.format(page=item.page).replace(" ", "\u00a0")
    place = " · ".join([*filter(None, names), page])
    link = button("show", target(item), place, "cite", texts.show.format(place=item.label))
    return Markup(
        '<figure class="quote"><blockquote>{}</blockquote><figcaption>{}{}</figcaption></figure>'
    ).format(lines, link, in_full(item.contract, item.clause, (item.start, item.end), texts))


def in_full(contract: str, clause: str, words: tuple[int, int], texts: Texts) -> Markup:
    """The way to the whole contract, open at `words` of the clause."""
    asked: dict[str, object] = {"clause": clause, "lang": texts.code}
    if words[1] > words[0]:
        asked |= {"start": words[0], "end": words[1]}
    return Markup(
        '<a class="in-full" href="contract/{}?{}" target="_blank" rel="noopener">{}</a>'
    ).format(quote(contract, safe=""), urlencode(asked), texts.whole_contract)


def _related(answer: Answer, texts: Texts) -> Markup:
    title = texts.related if answer.citations else texts.nearest
    links = [
        button("show", target(item), item.label, "clause-link", texts.show.format(place=item.label))
        for item in answer.related
    ]
    return _list("related", title, links)


def _followups(answer: Answer, texts: Texts) -> Markup:
    title = texts.followups if answer.status == "answered" else texts.choices
    links = [button("ask", text, unbroken(text), "chip") for text in answer.followups]
    return _list("followups", title, links)


def _tools(
    answer: Answer,
    texts: Texts,
    titles: Mapping[str, str],
    number: int | None,
    liked: bool | None,
    asked: str,
) -> Markup:
    """What may be done with an answer: copied, shared, judged, handed to a person."""
    tools = []
    if answer.status == "answered":
        # The label after copying waits in the button: the browser has no other way to know it.
        label = Markup("<span>{}</span><span>{}</span>").format(texts.copy_answer, texts.copied)
        tools.append(button("copy", plain_answer(answer, texts, titles), label, "copy"))
        if asked:
            tools.append(button("link", json.dumps({"q": asked}), texts.copy_link, "share"))
    if number is not None:
        for value, kind, title in ((True, "up", texts.useful), (False, "down", texts.useless)):
            chosen = " chosen" if liked is value else ""
            name = Markup('<span class="unseen">{}</span>').format(title)
            judged = json.dumps({"turn": number, "liked": value})
            tools.append(button("rate", judged, name, f"thumb {kind}{chosen}", title))
        tools.append(button("person", "", texts.ask_person, "person"))
    return Markup('<div class="tools">{}</div>').format(Markup().join(tools)) if tools else Markup()


def _list(kind: str, title: str, links: Sequence[Markup]) -> Markup:
    if not links:
        return Markup()
    return Markup('<div class="{}"><span class="label">{}</span>{}</div>').format(
        kind, title, Markup().join(links)
    )


def _message(block: Markup) -> str:
    """One line, as Markdown ends an HTML block at an empty one.

    Every character that ends a line for anyone is taken for one: Markdown knows more than "\\n".
    """
    return " ".join(str(block).splitlines())


def welcome(texts: Texts, offered: Collection[str]) -> str:
    """The empty conversation: what this is for, and questions to start from, by subject.

    Of the examples only those `offered` are shown, and of each subject the first few.
    """
    subjects = []
    for entry in texts.examples:
        asked = [text for text in entry.questions if text in offered][:EXAMPLES_EACH]
        if asked:
            chips = Markup().join(button("ask", text, unbroken(text), "example") for text in asked)
            label = Markup('<h2 class="label">{}</h2>').format(entry.subject)
            subjects.append(Markup("<section>{}{}</section>").format(label, chips))
    return _message(
        Markup(
            '<div class="welcome"><p class="hello">{}</p><p class="introduction">{}</p>'
            '<div class="examples">{}</div></div>'
        ).format(unbroken(texts.welcome), texts.introduction, Markup().join(subjects))
    )


def status(text: str, kind: str) -> str:
    """The line under the question box; '' is an empty line."""
    return (
        str(Markup('<p class="hint {}" role="status">{}</p>').format(kind, unbroken(text)))
        if text
        else ""
    )
