// The queue's conveniences: single keys, the next paper fetched ahead, a verdict kept while there is no connection.
// Without this file the queue is a page with forms.
"use strict";

(() => {
  const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio]):not([type=submit])";
  const RETRY_AFTER = 3000; // milliseconds
  const FRESH_FOR = 60000; // milliseconds that a page fetched ahead may wait

  const bench = () => document.getElementById("workbench");
  const message = (text) => {
    const place = document.getElementById("message");
    place.replaceChildren();
    if (!text) return;
    const line = document.createElement("p");
    line.className = "problem";
    line.textContent = text;
    place.append(line);
  };

  // ------------------------------------------------------------ keys

  const keysOn = () => localStorage.getItem("listkeeper-keys") !== "off";

  const openMenu = () => document.querySelector(".actions details[open]");

  const target = (key) => {
    const quoted = CSS.escape(key);
    const menu = openMenu();
    const inMenu = menu && menu.querySelector(`[data-menu-key="${quoted}"]`);
    return inMenu || document.querySelector(`[data-key="${quoted}"]`);
  };

  const press = (element) => {
    if (element.matches("summary")) {
      const menu = element.parentElement;
      menu.open = !menu.open;
      (menu.open ? menu.querySelector("button") : element).focus();
    } else if (element.matches("input[type=search], input[type=text]")) {
      element.focus();
      element.select();
    } else if (element.matches("[href='#tags']")) {
      document.querySelector("#tags input").focus();
      document.getElementById("tags").scrollIntoView({ block: "nearest" });
    } else {
      element.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.target.matches(TYPING)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const help = document.getElementById("keys");
    const asked = document.querySelector("[popovertarget=keys]").dataset.key;
    if (!keysOn() && event.key !== asked) return;
    if (help.matches(":popover-open") && event.key !== asked) return;
    const element = target(event.key);
    if (!element) return;
    event.preventDefault();
    press(element);
  });

  // A radio that is on goes off when it is pressed again: none of the tags.
  document.addEventListener("click", (event) => {
    const radio = event.target.closest("input[type=radio]");
    if (!radio || radio.dataset.was !== "on") return;
    const none = document.querySelector(`input[type=radio][name="${CSS.escape(radio.name)}"][value=""]`);
    if (none) none.checked = true;
    remember();
  });

  const remember = () => {
    for (const radio of document.querySelectorAll("#tags input[type=radio]")) {
      radio.dataset.was = radio.checked && radio.value ? "on" : "";
    }
  };
  document.addEventListener("change", () => remember());

  const switchKeys = document.getElementById("keys-on");
  switchKeys.checked = keysOn();
  switchKeys.addEventListener("change", () => {
    localStorage.setItem("listkeeper-keys", switchKeys.checked ? "on" : "off");
  });

  // ------------------------------------------------------------ swipes: right accepts, left rejects

  const FAR = 80; // pixels to the side, and no more than half as many up or down
  let finger = null;

  document.addEventListener("touchstart", (event) => {
    const calm = event.target.closest && event.target.closest(".focus") && !event.target.closest("pre, input, .actions");
    finger = calm && event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });

  document.addEventListener("touchend", (event) => {
    if (!finger) return;
    const { clientX, clientY } = event.changedTouches[0];
    const [across, down] = [clientX - finger.clientX, clientY - finger.clientY];
    finger = null;
    if (Math.abs(across) < FAR || Math.abs(down) > FAR / 2 || String(getSelection())) return;
    const choice = across > 0 ? "[form=accept]" : "button[value='reject:out of scope']";
    const button = document.querySelector(choice);
    if (button) button.click();
  }, { passive: true });

  // ------------------------------------------------------------ the next paper, ahead of time

  const ahead = new Map();

  const fetchAhead = async () => {
    const link = document.querySelector("#workbench a[rel=next]");
    if (!link) return;
    const path = link.getAttribute("href");
    const headers = { "HX-Request": "true", "X-Listkeeper-Ahead": "1" };
    const answer = await fetch(path, { headers }).catch(() => null);
    if (answer && answer.ok && !answer.redirected) {
      ahead.set(path, { text: await answer.text(), at: Date.now() });
    }
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { verb, path } = event.detail.requestConfig;
    const kept = verb === "get" && ahead.get(path);
    if (verb === "post") ahead.clear();
    if (!kept || Date.now() - kept.at > FRESH_FOR) return;
    event.preventDefault();
    goTo(path, kept.text);
  });

  const goTo = (path, text) => {
    ahead.delete(path);
    history.pushState({ htmx: true }, "", path);
    htmx.swap("#workbench", text, { swapStyle: "outerHTML" });
    settle();
    claim();
  };

  // ------------------------------------------------------------ who is on what

  const CLAIM_EVERY = 120000; // milliseconds; a claim lasts five minutes

  const claim = () => {
    const form = document.getElementById("accept");
    const token = form && form.querySelector("input[name=csrf_token]");
    if (!token || document.hidden || document.querySelector(".claim")) return;
    const path = new URL(form.action);
    const body = new URLSearchParams({ csrf_token: token.value });
    fetch(`${path.pathname}/claim${path.search}`, { method: "POST", body }).catch(() => null);
  };
  setInterval(claim, CLAIM_EVERY);

  // ------------------------------------------------------------ after every swap

  const settle = () => {
    remember();
    const title = document.getElementById("paper-title");
    if (title) {
      title.focus({ preventScroll: true });
      document.querySelector(".focus").scrollTop = 0;
      window.scrollTo(0, 0);
    }
    const here = document.querySelector("#lines [aria-current]");
    const lines = document.getElementById("lines");
    if (here && lines) lines.scrollTop = here.offsetTop - lines.clientHeight / 3;
    fetchAhead();
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, elt } = event.detail; // a page fetched ahead comes without a target and settles itself
    if (target && (target.id === "workbench" || elt === bench())) settle();
  });

  // ------------------------------------------------------------ no connection

  // A verdict that cannot be sent is kept, and the next paper is shown if it is here already.
  const keepVerdict = (form, submitter) => {
    const fields = [...new FormData(form).entries()].filter(([name]) => name !== "csrf_token");
    if (submitter && submitter.name) fields.push([submitter.name, submitter.value]);
    const path = form.getAttribute("hx-post");
    const key = form.querySelector("input[name=request_key]").value;
    window.unsent.keep({ key, path, fields, title: form.dataset.title || "a paper" });
    const next = document.querySelector("#workbench a[rel=next]");
    const kept = next && ahead.get(next.getAttribute("href"));
    if (kept) goTo(next.getAttribute("href"), kept.text);
  };

  const lost = (event) => {
    const { verb, elt, triggeringEvent } = event.detail.requestConfig;
    if (verb === "post" && elt.matches("form.verdict")) {
      keepVerdict(elt, triggeringEvent && triggeringEvent.submitter);
    } else {
      message("No connection to the server; try again in a moment.");
    }
  };

  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (![502, 503, 504].includes(xhr.status) || requestConfig.verb !== "post") return;
    event.detail.shouldSwap = false;
    lost(event);
  });

  // A kept verdict has arrived: the page shows the queue as it is now, unless somebody has gone on.
  document.addEventListener("listkeeper:sent", (event) => {
    const form = document.getElementById("accept");
    const here = form && form.getAttribute("hx-post");
    const isHere = here === event.detail.path;
    const path = isHere ? here.replace(/\/\d+(?=\?|$)/, "") : location.pathname + location.search;
    htmx.ajax("GET", path, { target: "#workbench", swap: "outerHTML" });
  });

  document.addEventListener("htmx:beforeOnLoad", () => message(""));

  settle();
})();
