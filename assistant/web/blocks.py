"""The page's parts and what each of them sets off, in Gradio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.conversation import LONGEST_QUESTION, Turn
from assistant.journal.conversations import Origin
from assistant.web import frame, html, panel
from assistant.web.conversation import View, Visit, load_failure, reading, retold, turn
from assistant.web.desk import MOST_WAITING
from assistant.web.office import Office
from assistant.web.texts import DEFAULT, Texts, known_language, preferred_language, texts

# Each question holds a place while it waits for the desk, which bounds them.
AT_ONCE = MOST_WAITING
TICK = 1.0
SHOWN = 8
"""How many parts of the page an answer touches."""
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


def build_page(office: Office) -> Any:
    """The page of `office`."""
    first = texts(DEFAULT)
    with gr.Blocks(title=first.title, analytics_enabled=False, fill_width=True) as page:
        parts = _Parts(office, first)
    page.queue(max_size=4 * MOST_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    with page:
        parts.connect(page)
    return page


class _Parts:
    """The components of one page and their handlers."""

    def __init__(self, office: Office, t: Texts) -> None:
        self.office = office
        self.desk = office.desk
        self.language = gr.State(DEFAULT)
        self.target = gr.State("")
        self.turns = gr.State(())
        self.shared = gr.State("")
        # Kept by the browser, so that a conversation is found again; the "secret" hides nothing.
        self.conversation = gr.BrowserState("", storage_key="clausier", secret="clausier")
        self.head = _fragment("masthead", frame.header(t, ()))
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                self.chat = gr.Chatbot(
                    elem_id="chat", show_label=False, label=t.conversation, container=False,
                    placeholder=self._welcome(t), autoscroll=False,
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
                self.manage = _fragment("manage")
            with gr.Column(elem_id="side"):
                self.clause = _fragment("clause", panel.show((), None, t))
        self.dialogs = _fragment("dialogs", frame.dialogs(t))
        self.bridge = _fragment("bridge", script=_script())
        self.clock = gr.Timer(TICK, active=False)

    def connect(self, page: Any) -> None:
        """What sets off what."""
        spoken = [
            self.head, self.chat, self.question, self.send, self.small, self.clause, self.hint,
            self.manage, self.dialogs,
        ]  # fmt: skip
        shown = [
            self.chat, self.clause, self.target, self.hint, self.question, self.turns,
            self.conversation, self.manage,
        ]  # fmt: skip
        talk = [self.chat, self.language, self.turns, self.conversation]
        # One listener for all, so that what is asked while an answer comes waits for its turn;
        # by itself Gradio would drop it, or answer it beside the other and lose one of them.
        asking: Any = gr.on(
            [self.question.submit, self.send.click], self.ask, [self.question, *talk], shown,
            trigger_mode="always_last", **QUIET,
        )  # fmt: skip
        self.bridge.select(
            self.open_clause, [self.language], [self.clause, self.target], queue=False, **QUIET
        )
        self.bridge.input(
            self.speak, [self.target, self.conversation], [self.language, *spoken], queue=False,
            **QUIET,
        )  # fmt: skip
        self.bridge.clear(
            self.start_again, [self.language], shown, queue=False, cancels=asking, **QUIET
        )
        found = [self.language, self.target, self.turns, self.shared, *spoken, self.clock]
        arriving = page.load(self.arrive, [self.conversation], found, queue=False, **QUIET)
        arriving.then(self.ask_shared, [self.shared, *talk], shown, **QUIET)
        seen = [self.head, self.chat, self.clause, self.hint, self.clock]
        self.clock.tick(
            self.look, [self.language, self.target, self.turns], seen, queue=False, **QUIET
        )

    def ask(
        self, question: str, history: Any, language: str, turns: Any, conversation: Any,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        """What stands in the question box."""
        words = texts(language)
        visit = Visit(_address(request), _known(conversation), tuple(turns), _origin(request))
        for view in turn(self.office, question, history, words, visit):
            yield self._shown(view, words)

    def ask_shared(
        self, question: str, history: Any, language: str, turns: Any, conversation: Any,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        """The question in the page's address, if there is one."""
        if question:
            yield from self.ask(question, history, language, turns, conversation, request)
        else:
            # Gradio would empty the outputs of a handler that says nothing.
            yield tuple(gr.skip() for _ in range(SHOWN))

    def open_clause(self, language: str, event: gr.EventData) -> tuple[str, str]:
        """A citation, a related clause or an entry of the contents clicked."""
        target = _field(event, "target")
        return self._clause(target, texts(language)), target

    def start_again(self, language: str) -> tuple[Any, ...]:
        """A new conversation."""
        empty = self._clause("", texts(language))
        return [], empty, "", self._hint(texts(language)), "", (), "", ""

    def speak(self, target: str, conversation: Any, event: gr.EventData) -> tuple[Any, ...]:
        """Another language for the page; the conversation stays as it is."""
        language = known_language(_field(event, "language"))
        return language, *self._spoken(texts(language), target, _known(conversation))

    def arrive(self, conversation: Any, request: gr.Request) -> tuple[Any, ...]:
        """Somebody opens the page: their language, what was said before, what they were sent."""
        accepted = request.headers.get("accept-language", "")
        wanted = request.query_params.get("lang") or preferred_language(accepted)
        language = known_language(wanted)
        words = texts(language)
        messages, turns = retold(self.office, _known(conversation), words)
        target = panel.place_of(self.desk.contracts, request.query_params) or _cited(turns)
        shared = str(request.query_params.get("q", ""))[:LONGEST_QUESTION]
        head, chat, *rest = self._spoken(words, target, _known(conversation) if turns else "")
        if messages:
            said: list[Any] = list(messages)
            chat = gr.Chatbot(said, placeholder=self._welcome(words), label=words.conversation)
        timer = gr.Timer(active=not self.desk.done)
        return language, target, turns, shared, head, chat, *rest, timer

    def look(self, language: str, target: str, turns: Any) -> tuple[Any, ...]:
        """How far the reading is; the contract's name and contents as soon as they are known."""
        words = texts(language)
        head, chat, _, _, _, clause, hint, *_ = self._spoken(words, target)
        if not self.desk.done:
            return head, gr.skip(), clause, hint, gr.skip()
        return head, chat, clause, hint, gr.Timer(active=False)

    def _spoken(self, t: Texts, target: str, conversation: str = "") -> tuple[Any, ...]:
        titles = [contract.title for contract in self.desk.contracts]
        return (
            frame.header(t, titles),
            gr.Chatbot(placeholder=self._welcome(t), label=t.conversation),
            gr.Textbox(label=t.question, placeholder=t.placeholder),
            gr.Button(t.send),
            html.status(t.disclaimer, "small"),
            self._clause(target, t),
            self._hint(t),
            frame.manage(t, conversation),
            frame.dialogs(t),
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
            gr.skip() if view.conversation is None else view.conversation,
            gr.skip() if view.conversation is None else frame.manage(t, view.conversation),
        )

    def _welcome(self, t: Texts) -> str:
        return html.welcome(t, self.desk.examples(t.questions))

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


def _cited(turns: Sequence[Turn]) -> str:
    """The target of the last answer's first citation, '' where it has none."""
    cited = turns[-1].answer.citations if turns else ()
    return html.target(cited[0]) if cited else ""


def _known(conversation: Any) -> str:
    """The conversation's id as the browser kept it; '' where it keeps something else."""
    return conversation if isinstance(conversation, str) else ""


def _address(request: gr.Request | None) -> str | None:
    return request.client.host if request is not None and request.client else None


def _origin(request: gr.Request | None) -> Origin:
    """Whether the page stands by itself or in another site."""
    referrer = request.headers.get("referer", "") if request is not None else ""
    return "widget" if "embed=1" in referrer else "page"


def _script() -> str:
    return (files(__package__) / "static" / "chat.js").read_text(encoding="utf-8")
