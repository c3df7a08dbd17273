// The keys of the inbox. They press the buttons that the page has without them; nothing is done here that a form does not do.
"use strict";
(() => {
  const KEPT = "keys";
  const items = [...document.querySelectorAll("article.item")];
  const help = document.getElementById("keys");
  const wanted = document.getElementById("keys-on");
  const opener = document.getElementById("show-keys");

  // Single letters can be turned off (WCAG 2.1.4): whoever speaks to the machine would press them with every word.
  const kept = (value) => {
    try {
      if (value !== undefined) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  };
  wanted.checked = kept() !== "off";
  wanted.addEventListener("change", () => kept(wanted.checked ? "on" : "off"));
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());

  const current = () => document.activeElement?.closest("article.item") ?? null;

  const go = (step) => {
    const here = items.indexOf(current());
    const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), items.length - 1);
    items[next]?.focus();
  };

  const press = (verdict) => current()?.querySelector(`.acts button[value="${verdict}"]`)?.click();

  const unfold = (kind) => {
    const part = current()?.querySelector(`details.${kind}`);
    if (!part) return;
    part.open = true;
    part.querySelector("select, textarea").focus();
  };

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    r: () => press("relevant"),
    u: () => press("open"),
    x: () => unfold("dismiss"),
    a: () => unfold("assign"),
    n: () => unfold("note"),
    o: () => current()?.querySelector("a.open")?.click(),
    "/": () => document.getElementById("filter").focus(),
    "?": () => help.showModal(),
  };

  const inField = (event) => {
    const part = event.target.closest("details");
    const send = event.key === "Enter" && (event.target.matches("select") || event.ctrlKey || event.metaKey);
    if (send && event.target.form && current()) {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("button"));
    } else if (event.key === "Escape") {
      const item = current();
      if (part && item) part.open = false;
      (item ?? items[0])?.focus();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (help.open || event.defaultPrevented || event.isComposing) return;
    if (event.target.matches("input, select, textarea")) {
      inField(event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !wanted.checked || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // After a form was sent: on with the hit that the address names, or to what there is instead.
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named) (named.querySelector("#phrase") ?? named).focus();
  else if (location.hash) (items[0] ?? document.getElementById("empty"))?.focus();
})();
