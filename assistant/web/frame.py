"""What stands around the conversation: the page's head, what may be done with it, its dialogs."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.web.html import button
from assistant.web.texts import Texts, all_texts


def header(texts: Texts, titles: Sequence[str]) -> str:
    """The page's head: the product, the contract it speaks of, the languages."""
    shown = titles[0] if len(titles) == 1 else texts.contracts.format(count=len(titles))
    subject = Markup('<p class="subject">{}</p>').format(shown if titles else texts.tagline)
    switches = Markup().join(
        Markup(
            '<button type="button" name="language" value="{0}" lang="{0}" title="{1}"'
            ' aria-label="{1}" aria-current="{2}">{3}</button>'
        ).format(code, entry.name, "true" if code == texts.code else "false", code.upper())
        for code, entry in all_texts().items()
    )
    return str(
        Markup(
            '<header class="masthead" lang="{}" data-conversation="{}">'
            '<span class="seal" aria-hidden="true">§</span><div class="names"><h1>{}</h1>{}</div>'
            '<nav class="languages" aria-label="{}">{}</nav>{}</header>'
        ).format(
            texts.code, texts.conversation, texts.title, subject, texts.languages, switches,
            button("new", "", texts.new, "new"),
        )
    )  # fmt: skip


def manage(texts: Texts, conversation: str) -> str:
    """What may be done with the whole conversation; nothing before it has begun."""
    if not conversation:
        return ""
    return str(
        Markup(
            '<p class="manage" data-id="{0}">'
            '<a href="conversation/{0}" target="_blank" rel="noopener">{1}</a>'
            '<a href="conversation/{0}.docx" download>{2}</a>{3}</p>'
        ).format(
            conversation, texts.save_print, texts.save_word, button("erase", "", texts.erase, "")
        )
    )


def dialogs(texts: Texts) -> str:
    """What the page asks in a box of its own: why an answer was useless, what a person is to know,
    whether to erase; and where it says that something was done."""
    reason = Markup('<textarea name="reason" rows="3" maxlength="500" aria-label="{0}"></textarea>')
    person = Markup(
        '<label>{}<textarea name="message" rows="4" maxlength="2000" required></textarea></label>'
        '<label>{}<input name="contact" maxlength="200" autocomplete="email"></label>'
    )
    boxes = (
        _dialog("reason", texts.reason_title, reason.format(texts.reason_title), texts.send, texts),
        _dialog(
            "person", texts.person_title, person.format(texts.person_message, texts.person_contact),
            texts.send, texts, texts.person_said,
        ),
        _dialog(
            "erase", texts.erase_title, Markup("<p>{}</p>").format(texts.erase_asked), texts.erase,
            texts, texts.erase_said,
        ),
    )  # fmt: skip
    toast = Markup(
        '<p class="toast" role="status" data-failed="{}" data-link="{}" data-reason="{}"></p>'
    ).format(texts.not_done, texts.link_copied, texts.reason_said)
    return str(Markup().join([*boxes, toast]))


def _dialog(name: str, title: str, body: Markup, does: str, texts: Texts, said: str = "") -> Markup:
    return Markup(
        '<dialog data-name="{0}" data-said="{1}" aria-labelledby="{0}-title"><form method="dialog">'
        '<h2 id="{0}-title">{2}</h2>{3}<div class="choose">'
        '<button type="button" class="cancel">{4}</button>'
        '<button type="submit" class="do">{5}</button></div></form></dialog>'
    ).format(name, said, title, body, texts.cancel, does)
