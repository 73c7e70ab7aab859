// What the page does by itself: buttons, copying, scrolling, focus. Buttons carry what they do
// in `name` and what with in `value`; whatever needs the server goes through `trigger`.
const narrow = window.matchMedia("(max-width: 899px)");
const find = (selector) => document.querySelector(selector);
const behavior = () =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
let panelWanted = false;

function focusQuestion() {
  // On a phone that would open the keyboard over the answer.
  if (window.matchMedia("(hover: hover)").matches) find("#question textarea")?.focus();
}

async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  // Plain http on a local network has no clipboard API.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

function scrollWithin(box, element, gap) {
  const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTo({ top: box.scrollTop + top - gap, behavior: behavior() });
}

function nameParts() {
  const head = find(".masthead");
  if (!head) return;
  document.documentElement.lang = head.lang;
  find("#chat [role=log]")?.setAttribute("aria-label", head.dataset.conversation);
  // Gradio repeats each message's HTML there, for screen readers to spell out.
  document.querySelectorAll("#chat [data-testid][aria-label]").forEach((message) =>
    message.removeAttribute("aria-label"),
  );
}

// An example or a follow-up is asked as if it were typed.
function askTyped(question) {
  const box = find("#question textarea");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  find("#send").click();
}

const actions = {
  ask: askTyped,
  show: (value) => {
    panelWanted = true;
    trigger("select", { target: value });
  },
  contents: () => trigger("select", { target: "" }),
  language: (value) => {
    const address = new URL(location.href);
    address.searchParams.set("lang", value);
    history.replaceState(null, "", address);
    trigger("input", { language: value });
  },
  new: () => {
    trigger("clear", {});
    focusQuestion();
  },
  chat: () => {
    find("#desk").scrollIntoView({ behavior: behavior() });
    focusQuestion();
  },
  copy: async (value, button) => {
    await copyText(value);
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2000);
  },
};

// What the page asks of the server beside the conversation itself.
const conversation = () => find(".manage")?.dataset.id ?? "";
function say(text) {
  const toast = find(".toast");
  toast.textContent = text;
  toast.classList.add("shown");
  setTimeout(() => toast.classList.remove("shown"), 4000);
}
async function send(path, body) {
  try {
    const headers = { "content-type": "application/json" };
    const message = JSON.stringify({ conversation: conversation(), ...body });
    const answer = await fetch(path, { method: "POST", headers, body: message });
    if (answer.ok) return true;
  } catch {
    // Said below, like a refusal.
  }
  say(find(".toast").dataset.failed);
  return false;
}

// A box that asks something: what was filled in, null where it was left.
function ask(name) {
  const box = find(`dialog[data-name="${name}"]`);
  const form = box.querySelector("form");
  form.reset();
  box.showModal();
  return new Promise((done) => {
    form.onsubmit = () => done({ said: box.dataset.said, ...Object.fromEntries(new FormData(form)) });
    box.onclose = () => done(null);
    box.querySelector(".cancel").onclick = () => box.close();
  });
}

Object.assign(actions, {
  link: async (value) => {
    const address = new URL(location.pathname, location.origin);
    for (const [name, said] of Object.entries(JSON.parse(value))) address.searchParams.set(name, said);
    await copyText(address.href);
    say(find(".toast").dataset.link);
  },
  rate: async (value, button) => {
    const rating = JSON.parse(value);
    const chosen = button.classList.contains("chosen");
    const judged = { turn: rating.turn, liked: chosen ? null : rating.liked };
    if (!(await send("chat/rate", judged))) return;
    for (const thumb of button.parentElement.querySelectorAll(".thumb")) thumb.classList.remove("chosen");
    if (chosen) return;
    button.classList.add("chosen");
    if (rating.liked) return say(find(".toast").dataset.reason);
    const filled = await ask("reason");
    if (filled?.reason && !(await send("chat/rate", { ...judged, reason: filled.reason }))) return;
    say(find(".toast").dataset.reason);
  },
  person: async () => {
    const filled = await ask("person");
    if (!filled) return;
    const { message, contact, said } = filled;
    if (await send("chat/hand-over", { message, contact })) say(said);
  },
  erase: async () => {
    const filled = await ask("erase");
    if (!filled || !(await send("chat/erase", {}))) return;
    say(filled.said);
    actions.new();
  },
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[name]");
  const action = button && actions[button.name];
  if (action) action(button.value, button);
});

// The clause: its quoted words come into view whenever another one is shown.
function showQuote() {
  const paper = find("#clause .paper");
  if (!paper) return;
  const quoted = paper.querySelector("mark, .quoted, .cited:not(:first-of-type)");
  if (quoted) scrollWithin(paper, quoted.closest("p"), 90);
  else paper.scrollTop = 0;
  if (panelWanted && narrow.matches) find("#clause").scrollIntoView({ behavior: behavior() });
  panelWanted = false;
}

// The chat: a new question goes to the top, so that its answer is read from its first word.
function followChat() {
  nameParts();
  const asked = [...document.querySelectorAll("#chat .asked")].at(-1);
  const log = find("#chat [role=log]");
  if (!asked || !log || panelWanted) return;
  if (log.scrollHeight > log.clientHeight + 1) scrollWithin(log, asked, 24);
  else if (narrow.matches) asked.scrollIntoView({ behavior: behavior(), block: "start" });
}

function onChange(selector, act) {
  let planned = false;
  new MutationObserver((changes) => {
    if (planned || !changes.some((change) => change.target.parentElement?.closest(selector))) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      act();
    });
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}

const address = new URLSearchParams(location.search);
if (address.has("embed")) document.documentElement.classList.add("embedded");
if (address.has("clause")) {
  panelWanted = true;
  setTimeout(showQuote, 600);
}

onChange("#clause", showQuote);
onChange("#chat", followChat);
onChange("#masthead", nameParts);
nameParts();
focusQuestion();
