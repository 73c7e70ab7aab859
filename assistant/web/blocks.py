"""The page's parts and what each of them sets off, in Gradio."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.web import html, panel
from assistant.web.conversation import View, load_failure, reading, turn
from assistant.web.desk import Desk
from assistant.web.texts import DEFAULT, Texts, known_language, preferred_language, texts

MOST_WAITING = 64
AT_ONCE = 8
TICK = 1.0
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def theme() -> gr.themes.Base:
    """Fonts from this machine only: Gradio's own theme may load them from Google.

    Of the fonts that Gradio brings, few hold the whole Latin alphabet; this one does.
    """
    sans: list[Any] = [
        gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)),
        "system-ui",
        "sans-serif",
    ]
    return gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])


def build_page(desk: Desk) -> Any:
    """The page around `desk`."""
    first = texts(DEFAULT)
    with gr.Blocks(title=first.title, analytics_enabled=False, fill_width=True) as page:
        parts = _Parts(desk, first)
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    with page:
        parts.connect(page)
    return page


class _Parts:
    """The components of one page and their handlers."""

    def __init__(self, desk: Desk, t: Texts) -> None:
        self.desk = desk
        self.language = gr.State(DEFAULT)
        self.target = gr.State("")
        self.turns = gr.State(())
        self.head = _fragment("masthead", html.header(t, ()))
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self.chat = gr.Chatbot(
                    elem_id="chat", show_label=False, label=t.conversation, container=False,
                    placeholder=html.welcome(t, desk.examples(t.examples)), autoscroll=False,
                    buttons=[], feedback_options=None, latex_delimiters=[], height="auto",
                    group_consecutive_messages=False,
                )  # fmt: skip
                with gr.Row(elem_id="ask"):
                    self.question = gr.Textbox(
                        elem_id="question", label=t.question, placeholder=t.placeholder, lines=1,
                        max_lines=5, autofocus=True, container=False, show_label=False,
                    )  # fmt: skip
                    self.send = gr.Button(t.send, elem_id="send", variant="primary", scale=0)
                self.hint = _fragment("hint")
                self.small = _fragment("disclaimer", html.status(t.disclaimer, "small"))
            with gr.Column(elem_id="side"):
                self.clause = _fragment("clause", panel.show((), None, t))
        self.bridge = _fragment("bridge", script=_script())
        self.clock = gr.Timer(TICK, active=False)

    def connect(self, page: Any) -> None:
        """What sets off what."""
        spoken = [
            self.head,
            self.chat,
            self.question,
            self.send,
            self.small,
            self.clause,
            self.hint,
        ]
        shown = [self.chat, self.clause, self.target, self.hint, self.question, self.turns]
        talk = [self.chat, self.language, self.turns]
        typed = {"fn": self.ask, "inputs": [self.question, *talk], "outputs": shown, **QUIET}
        asking: list[Any] = [
            self.question.submit(**typed),
            self.send.click(**typed),
            self.bridge.submit(self.ask_clicked, talk, shown, **QUIET),
        ]
        self.bridge.select(
            self.open_clause, [self.language], [self.clause, self.target], queue=False, **QUIET
        )
        self.bridge.input(self.speak, [self.target], [self.language, *spoken], queue=False, **QUIET)
        self.bridge.clear(
            self.start_again, [self.language], shown, queue=False, cancels=asking, **QUIET
        )
        page.load(self.arrive, [], [self.language, *spoken, self.clock], queue=False, **QUIET)
        seen = [self.head, self.chat, self.clause, self.hint, self.clock]
        self.clock.tick(self.look, [self.language, self.target], seen, queue=False, **QUIET)

    def ask(
        self, question: str, history: Any, language: str, turns: Any
    ) -> Iterator[tuple[Any, ...]]:
        """A typed question."""
        words = texts(language)
        for view in turn(self.desk, question, history, words, turns=turns):
            yield self._shown(view, words)

    def ask_clicked(
        self, history: Any, language: str, turns: Any, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """A question clicked: an example or a follow-up."""
        yield from self.ask(_field(event, "question"), history, language, turns)

    def open_clause(self, language: str, event: gr.EventData) -> tuple[str, str]:
        """A citation, a related clause or an entry of the contents clicked."""
        target = _field(event, "target")
        return self._clause(target, texts(language)), target

    def start_again(self, language: str) -> tuple[Any, ...]:
        """A new conversation."""
        return [], self._clause("", texts(language)), "", self._hint(texts(language)), "", ()

    def speak(self, target: str, event: gr.EventData) -> tuple[Any, ...]:
        """Another language for the page; the conversation stays as it is."""
        language = known_language(_field(event, "language"))
        return language, *self._spoken(texts(language), target)

    def arrive(self, request: gr.Request) -> tuple[Any, ...]:
        """Somebody opens the page: their language, and how far the reading is."""
        accepted = request.headers.get("accept-language", "")
        wanted = request.query_params.get("lang") or preferred_language(accepted)
        language = known_language(wanted)
        return language, *self._spoken(texts(language), ""), gr.Timer(active=not self.desk.done)

    def look(self, language: str, target: str) -> tuple[Any, ...]:
        """How far the reading is; the contract's name and contents as soon as they are known."""
        words = texts(language)
        head, chat, *_, clause, hint = self._spoken(words, target)
        if not self.desk.done:
            return head, gr.skip(), clause, hint, gr.skip()
        return head, chat, clause, hint, gr.Timer(active=False)

    def _spoken(self, t: Texts, target: str) -> tuple[Any, ...]:
        titles = [contract.title for contract in self.desk.contracts]
        return (
            html.header(t, titles),
            gr.Chatbot(
                placeholder=html.welcome(t, self.desk.examples(t.examples)), label=t.conversation
            ),
            gr.Textbox(label=t.question, placeholder=t.placeholder),
            gr.Button(t.send),
            html.status(t.disclaimer, "small"),
            self._clause(target, t),
            self._hint(t),
        )

    def _shown(self, view: View, t: Texts) -> tuple[Any, ...]:
        moved = view.target is not None
        return (
            view.messages,
            self._clause(view.target or "", t) if moved else gr.skip(),
            view.target if moved else gr.skip(),
            view.hint,
            gr.skip() if view.box is None else view.box,
            gr.skip() if view.turns is None else view.turns,
        )

    def _clause(self, target: str, t: Texts) -> str:
        return panel.show(self.desk.contracts, panel.read_target(target), t)

    def _hint(self, t: Texts) -> str:
        if not self.desk.done:
            return html.status(reading(self.desk, t), "busy")
        return "" if self.desk.ready else load_failure(self.desk, t)


def _fragment(name: str, value: str = "", script: str | None = None) -> gr.HTML:
    """A piece of the page that we write ourselves, without Gradio's styles."""
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


def _field(event: gr.EventData, name: str) -> str:
    """A text that the browser sent with an event; '' where it sent something else."""
    value = event._data.get(name) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


def _script() -> str:
    return (files(__package__) / "script.js").read_text(encoding="utf-8")
