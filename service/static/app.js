// Small conveniences on every page. Everything works without this file.
"use strict";

// A menu closes when the reader goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A calendar is read from its end: today comes first into sight.
for (const box of document.querySelectorAll(".calendar .picture")) box.scrollLeft = box.scrollWidth;

// On a narrow screen the open page's name stands in sight among its neighbours.
for (const place of document.querySelectorAll("#places [aria-current]")) {
  place.parentElement.scrollLeft = place.offsetLeft - place.parentElement.clientWidth / 2;
}

// Text that is there to be copied gets a button for it.
for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source); // no clipboard without HTTPS: the reader's own keys copy it
      button.textContent = "Selected";
    }
  });
}
