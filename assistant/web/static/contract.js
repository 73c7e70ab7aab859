// The contract: search with a count and steps, the meaning of defined terms, the quote in view.
const paper = document.querySelector(".paper");
const form = document.querySelector(".find");
const input = document.querySelector("#find");
const told = form.querySelector("output");
const steps = [...form.querySelectorAll(".step")];
let hits = [];
let current = -1;

// One letter for one letter, so that offsets stay true.
const plain = (text) => [...text].map((char) => char.normalize("NFD")[0].toLowerCase()).join("");

function clear() {
  for (const mark of paper.querySelectorAll("mark.hit")) mark.replaceWith(...mark.childNodes);
  paper.normalize();
  hits = [];
  current = -1;
}

function textNodes() {
  const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function search() {
  clear();
  const wanted = plain(input.value.trim().replaceAll("'", "’"));
  if (wanted.length > 1) {
    for (const node of textNodes()) {
      const text = plain(node.data.replaceAll("'", "’"));
      const places = [];
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
      for (const at of places.reverse()) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const mark = document.createElement("mark");
        mark.className = "hit";
        range.surroundContents(mark);
      }
    }
    hits = [...paper.querySelectorAll("mark.hit")];
  }
  steps.forEach((step) => (step.disabled = !hits.length));
  if (hits.length) go(1);
  else told.value = wanted.length > 1 ? form.dataset.none : "";
}

function go(by) {
  hits[current]?.classList.remove("now");
  current = (current + by + hits.length) % hits.length;
  hits[current].classList.add("now");
  hits[current].scrollIntoView({ block: "center" });
  told.value = form.dataset.of.replace("{n}", current + 1).replace("{total}", hits.length);
}

let typing;
input.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(search, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (hits.length) go(1);
  else search();
});
form.querySelector(".previous").addEventListener("click", () => hits.length && go(-1));

// The meaning of a defined term, by mouse, by keyboard and by touch.
const meaning = document.querySelector("#meaning");
function explain(term) {
  meaning.textContent = term.dataset.meaning;
  meaning.hidden = false;
  const place = term.getBoundingClientRect();
  const left = Math.min(place.left, innerWidth - meaning.offsetWidth - 12);
  const below = place.bottom + meaning.offsetHeight + 12 < innerHeight;
  meaning.style.left = `${Math.max(12, left) + scrollX}px`;
  meaning.style.top = `${(below ? place.bottom + 6 : place.top - meaning.offsetHeight - 6) + scrollY}px`;
  term.setAttribute("aria-describedby", "meaning");
}
function unexplain() {
  meaning.hidden = true;
  paper.querySelectorAll("[aria-describedby]").forEach((term) => term.removeAttribute("aria-describedby"));
}
for (const [event, act] of [["mouseover", explain], ["focusin", explain], ["click", explain]])
  paper.addEventListener(event, (e) => e.target.closest?.("dfn") && act(e.target.closest("dfn")));
for (const event of ["mouseout", "focusout"]) paper.addEventListener(event, unexplain);
addEventListener("keydown", (event) => event.key === "Escape" && unexplain());

// The contents follow the reading.
const entries = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
const seen = new IntersectionObserver(
  (found) => {
    for (const { isIntersecting, target } of found) {
      if (!isIntersecting) continue;
      entries.forEach((entry) => entry.removeAttribute("aria-current"));
      entries.get(decodeURIComponent(target.id))?.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "-80px 0px -70% 0px" },
);
paper.querySelectorAll("h2 a[id]").forEach((anchor) => seen.observe(anchor));

function showWanted() {
  const wanted = paper.dataset.wanted;
  const shown = paper.querySelector("mark") ?? (wanted && document.getElementById(wanted)?.parentElement);
  shown?.scrollIntoView({ block: "center", behavior: "instant" });
}
document.fonts.ready.then(showWanted);
