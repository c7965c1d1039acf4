// Single keys on the page of updates, as in the queue: one update is in focus, its buttons show what to press.
// Without this file the page is a list of forms.
"use strict";

(() => {
  const list = document.querySelector(".updates");
  const undo = document.querySelector("button[value=undo]");
  if (!list || localStorage.getItem("listkeeper-keys") === "off") return;
  const keys = list.dataset;
  const items = [...list.children];
  let at = Math.max(0, items.findIndex((item) => `#${item.id}` === location.hash));

  const go = (number) => {
    items[at].classList.remove("current");
    at = Math.min(Math.max(number, 0), items.length - 1);
    items[at].classList.add("current");
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "nearest" });
  };

  const acts = {
    [keys.accept]: () => items[at].querySelector("button[value=confirm]").click(),
    [keys.reject]: () => items[at].querySelector("button[value=dismiss]").click(),
    [keys.next]: () => go(at + 1),
    [keys.previous]: () => go(at - 1),
    [keys.undo]: () => undo && undo.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.target.matches("textarea, select, input") || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });

  items[at].classList.add("current");
})();
