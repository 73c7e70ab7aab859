// Puts the chat on another site: <script src="https://…/widget.js" defer></script>
// Optional attributes of the script: data-label (the button's words), data-language (fr, nl, en).
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const labels = { fr: "Une question sur votre contrat ?", nl: "Een vraag over uw contract?", en: "A question about your contract?" };
  const language = script.dataset.language ?? (document.documentElement.lang || navigator.language).slice(0, 2);
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<style>
    :host { all: initial; }
    button { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; padding: 12px 20px; border: 0; border-radius: 999px;
      background: #18485d; color: #fff; font: 600 16px/1.3 system-ui, sans-serif; cursor: pointer; box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
    button:focus-visible { outline: 3px solid #ffe08a; outline-offset: 2px; }
    iframe { position: fixed; right: 20px; bottom: 84px; z-index: 2147483000; width: min(430px, calc(100vw - 24px)); height: min(680px, calc(100vh - 110px));
      border: 1px solid #dcdad3; border-radius: 14px; background: #f4f2ec; box-shadow: 0 12px 40px rgb(0 0 0 / 28%); }
    @media (max-width: 480px) { iframe { right: 12px; bottom: 76px; } button { right: 12px; bottom: 12px; } }
    [hidden] { display: none; }
  </style><button type="button" aria-expanded="false"></button>`;
  const button = root.querySelector("button");
  button.textContent = script.dataset.label ?? labels[language] ?? labels.en;
  let frame;
  function toggle(open) {
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.title = button.textContent;
      frame.src = `${home}/?embed=1${labels[language] ? `&lang=${language}` : ""}`;
      frame.allow = "clipboard-write";
      root.append(frame);
    }
    if (frame) frame.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }
  button.addEventListener("click", () => toggle(button.getAttribute("aria-expanded") !== "true"));
  root.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
  document.body.append(host);
})();
