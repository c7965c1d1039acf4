// Verdicts that could not be sent: kept on this device, also when the page is closed, and sent again with the
// key of their form, so that none is lost and none counts twice. Loaded on every page of who is signed in.
"use strict";

window.unsent = (() => {
  const STORE = "listkeeper-unsent";
  const AGAIN = 3000; // milliseconds
  const GONE = [408, 429, 500, 502, 503, 504]; // the server is away or busy; the same may work later
  const person = document.body.dataset.person || "";

  const all = () => {
    try {
      return JSON.parse(localStorage.getItem(STORE) || "[]");
    } catch {
      return [];
    }
  };
  const put = (items) => localStorage.setItem(STORE, JSON.stringify(items));
  const mine = () => all().filter((item) => item.person === person);
  const drop = (key) => put(all().filter((item) => item.key !== key));

  const place = () => document.getElementById("unsent");
  const say = (...parts) => {
    const box = place();
    if (!box) return;
    box.replaceChildren();
    if (!parts.length) return;
    const line = document.createElement("p");
    line.append(...parts);
    box.append(line);
  };
  const link = (item) => {
    const made = document.createElement("a");
    made.href = item.path;
    made.textContent = item.title;
    return made;
  };

  const tell = () => {
    const items = mine();
    if (!items.length) return say();
    const words = items.length === 1 ? "One verdict" : `${items.length} verdicts`;
    return say(`No connection. ${words} of yours ${items.length === 1 ? "is" : "are"} kept on this device and sent again until ${items.length === 1 ? "it arrives" : "they arrive"}: `, link(items[0]));
  };

  // What did not work for another reason than the connection is told once, with the way to the paper.
  const refuse = (item, reason) => say("Your verdict on ", link(item), ` was not taken: ${reason}`);

  const token = () => {
    const field = document.querySelector("input[name=csrf_token]");
    return field ? field.value : "";
  };

  const send = async (item) => {
    const body = new URLSearchParams(item.fields);
    const headers = { "HX-Request": "true", "X-CSRF-Token": token() };
    const answer = await fetch(item.path, { method: "POST", body, headers }).catch(() => null);
    if (!answer || GONE.includes(answer.status)) return "away";
    if (answer.status === 401) {
      say("Sign in again, and your kept verdict on ", link(item), " is sent.");
      return "away";
    }
    drop(item.key);
    if (answer.ok) return "sent";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    refuse(item, page.body.textContent.trim());
    return "refused";
  };

  let timer = null;
  let busy = false;

  const sendAll = async () => {
    if (busy || !person) return;
    busy = true;
    clearTimeout(timer);
    let sent = null;
    let refused = false;
    for (const item of mine()) {
      const outcome = await send(item);
      if (outcome === "away") break;
      refused = refused || outcome === "refused";
      if (outcome === "sent") sent = item;
    }
    busy = false;
    const left = mine();
    if (left.length) timer = setTimeout(sendAll, AGAIN);
    if (sent && !left.length && !refused) say();
    if (sent) document.dispatchEvent(new CustomEvent("listkeeper:sent", { detail: sent }));
  };

  const keep = (item) => {
    if (!all().some((known) => known.key === item.key)) put([...all(), { ...item, person }]);
    tell();
    clearTimeout(timer);
    timer = setTimeout(sendAll, AGAIN);
  };

  window.addEventListener("online", sendAll);
  if (mine().length) {
    tell();
    sendAll();
  }
  return { keep, isKept: (key) => all().some((item) => item.key === key) };
})();
