/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// The page can be read without this script. It makes it searchable, groups findings by call center, and shows facts.
// Values become text nodes only: nothing here parses HTML.
"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // --- Theme: the system's, until someone chooses ---

  const THEME = "alicloud.ccc.audit.theme";
  // A browser may forbid storage to files; then the choice lasts as long as the page.
  const stored = (action) => { try { return action(window.localStorage); } catch { return null; } };

  function setTheme(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  }

  function switchTheme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    setTheme(dark ? "light" : "dark");
    stored((storage) => storage.setItem(THEME, root.dataset.theme));
  }

  // Before the body is there, so that nothing flashes.
  root.classList.add("script");
  setTheme(stored((storage) => storage.getItem(THEME)));

  // --- Small helpers ---

  let texts = {};

  function fill(name, values) {
    return texts[name].replace(/\{(\w+)\}/g, (_all, key) => values[key].toLocaleString("en"));
  }

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  const words = (input) => input.value.toLowerCase().split(/\s+/).filter(Boolean);

  function show(node, visible) {
    if (node.hidden === visible) node.hidden = !visible;
  }

  // --- Findings: search, filter, groups ---

  // From this number of shown findings on, a search does not open their groups.
  const MANY = 300;
  const state = { show: new Set(), by: "rule" };
  let findings = [];
  let groups = [];

  function readFindings() {
    findings = all(".finding").map((item) => ({
      item,
      home: item.parentNode,
      category: item.dataset.category,
      accepted: Boolean(item.closest("#accepted")),
      text: item.textContent.toLowerCase(),
    }));
    groups = all("#by-rule > .group, #accepted").map(groupOf);
  }

  function groupOf(details) {
    return { details, items: all(".finding", details), count: details.querySelector("[data-count]") };
  }

  function applyFilter() {
    const wanted = words(byId("search"));
    const counts = {};
    let shown = 0;
    for (const finding of findings) {
      const found = wanted.every((word) => finding.text.includes(word));
      if (found && !finding.accepted) counts[finding.category] = (counts[finding.category] || 0) + 1;
      const visible = found && (!state.show.size || (state.show.has(finding.category) && !finding.accepted));
      show(finding.item, visible);
      shown += visible;
    }
    for (const group of groups) {
      const visible = group.items.reduce((sum, item) => sum + !item.hidden, 0);
      show(group.details, visible > 0);
      group.count.textContent = visible.toLocaleString("en");
      if (wanted.length && visible && shown <= MANY) group.details.open = true;
    }
    const filtered = wanted.length > 0 || state.show.size > 0;
    show(byId("met"), !filtered);
    for (const chip of all(".chip")) {
      chip.setAttribute("aria-pressed", state.show.has(chip.dataset.category));
      chip.querySelector("b").textContent = (counts[chip.dataset.category] || 0).toLocaleString("en");
    }
    byId("count").textContent = fill("shown", { shown, all: findings.length });
    show(byId("clear"), filtered);
    show(byId("none"), shown === 0);
    nameToggle();
  }

  function groupBy(by) {
    state.by = by;
    const target = byId("by-instance");
    const rules = byId("by-rule");
    // Out of the page while it loses its findings, or finds them again: else each move costs as much as the page is long.
    const mark = document.createComment("");
    rules.replaceWith(mark);
    // The accepted stay where they are.
    const moving = findings.filter((finding) => !finding.accepted);
    if (by === "instance") {
      const made = new Map();
      for (const finding of moving) {
        const key = finding.item.dataset.at || finding.item.querySelector(".about").textContent;
        if (!made.has(key)) made.set(key, instanceGroup(finding.item, moving.length <= MANY));
        made.get(key).list.append(finding.item);
      }
      target.replaceChildren(...[...made.values()].map((group) => group.details));
    } else {
      for (const finding of moving) finding.home.append(finding.item);
      target.replaceChildren();
    }
    mark.replaceWith(rules);
    show(target, by === "instance");
    show(rules, by === "rule");
    groups = all(`#by-${by} > .group, #accepted`).map(groupOf);
    for (const radio of all("[name=by]")) radio.checked = radio.value === by;
    applyFilter();
  }

  function instanceGroup(first, open) {
    const details = element("details", undefined, "group card");
    const category = first.dataset.category;
    details.classList.add(category);
    details.open = open;
    const summary = element("summary");
    const about = first.querySelector(".about");
    const heading = element("h3");
    heading.append(element("bdi", about.querySelector(".name").textContent));
    summary.append(heading);
    for (const part of all(".id, .place", about)) summary.append(part.cloneNode(true));
    const count = element("span", "", "number");
    count.dataset.count = "";
    summary.append(count);
    const inside = element("div", undefined, "inside");
    if (first.dataset.at) {
      const link = element("a", texts.facts_link, "to-facts");
      link.href = `#instance-${first.dataset.at}`;
      inside.append(link);
    }
    const list = element("ul", undefined, "list");
    inside.append(list);
    details.append(summary, inside);
    return { details, list };
  }

  function shownGroups() {
    return groups.filter((group) => !group.details.hidden).map((group) => group.details);
  }

  function nameToggle() {
    byId("toggle").textContent = shownGroups().every((details) => details.open) ? texts.close_all : texts.open_all;
  }

  function toggleAll() {
    const open = !shownGroups().every((details) => details.open);
    for (const details of shownGroups()) details.open = open;
    nameToggle();
  }

  // --- Call centers: search, facts ---

  let instances = [];

  function filterInstances() {
    const wanted = words(byId("search-instances"));
    let shown = 0;
    for (const { item, text } of instances) {
      const visible = wanted.every((word) => text.includes(word));
      show(item, visible);
      shown += visible;
    }
    byId("instance-count").textContent = fill("instances_shown", { shown, all: instances.length });
  }

  function showFacts(details) {
    const template = details.querySelector("template");
    if (!details.open || !template) return;
    const { fields, tables } = JSON.parse(template.content.textContent);
    const facts = element("div", undefined, "facts");
    const list = element("dl");
    for (const [name, text, address] of fields) {
      const pair = element("div");
      pair.append(element("dt", name), valueOf("dd", text, address));
      list.append(pair);
    }
    facts.append(list, ...tables.map(factTable));
    template.replaceWith(facts);
  }

  function factTable([name, columns, rows]) {
    const block = element("div");
    block.append(element("h3", name));
    if (!rows.length) {
      block.append(element("p", texts.none, "unset"));
      return block;
    }
    const table = element("table");
    const head = table.createTHead().insertRow();
    for (const column of columns) {
      const cell = element("th", column);
      cell.scope = "col";
      head.append(cell);
    }
    const body = table.createTBody();
    for (const row of rows) body.insertRow().append(...row.map((text) => valueOf("td", text)));
    const scroll = element("div", undefined, "scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", name);
    scroll.append(table);
    block.append(scroll);
    return block;
  }

  function valueOf(tag, text, address) {
    if (!text) return element(tag, text === null ? texts.null : texts.empty, "unset");
    const cell = element(tag);
    const inner = element(address ? "a" : "bdi", text);
    if (address && /^https?:\/\//.test(address)) {
      inner.href = address;
      inner.target = "_blank";
      inner.rel = "noopener noreferrer";
    }
    cell.append(inner);
    return cell;
  }

  // --- The address: what is behind its # is a place in the page, or a view of the findings ---

  function writeAddress() {
    const view = new URLSearchParams();
    if (state.show.size) view.set("show", [...state.show].join(","));
    if (state.by !== "rule") view.set("by", state.by);
    const query = byId("search").value.trim();
    if (query) view.set("search", query);
    history.replaceState(null, "", `#${view.size ? view : "findings"}`);
  }

  function readAddress() {
    let hash = location.hash.slice(1);
    try { hash = decodeURIComponent(hash); } catch { /* not ours */ }
    const place = hash && byId(hash);
    if (place) {
      reveal(place);
    } else if (byId("tools") && /^(show|by|search)=/.test(hash)) {
      const view = new URLSearchParams(location.hash.slice(1));
      state.show = new Set((view.get("show") || "").split(",").filter((name) => name && document.querySelector(`.chip[data-category="${CSS.escape(name)}"]`)));
      byId("search").value = view.get("search") || "";
      groupBy(view.get("by") === "instance" ? "instance" : "rule");
      byId("findings").scrollIntoView();
    }
  }

  function reveal(place) {
    if (place.closest("[hidden]")) clearFilters();
    if (place.closest("#by-rule") && state.by !== "rule") groupBy("rule");
    for (let node = place; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (place.matches(".instance")) showFacts(place);
    place.scrollIntoView();
  }

  function clearFilters() {
    state.show.clear();
    for (const input of all("#search, #search-instances")) input.value = "";
    if (byId("tools")) applyFilter();
    if (byId("instance-tools")) filterInstances();
  }

  // --- Start ---

  function startFindings() {
    readFindings();
    byId("search").addEventListener("input", () => { applyFilter(); writeAddress(); });
    byId("clear").addEventListener("click", () => { clearFilters(); writeAddress(); byId("search").focus(); });
    byId("toggle").addEventListener("click", toggleAll);
    for (const chip of all(".chip")) {
      chip.addEventListener("click", () => {
        const category = chip.dataset.category;
        if (!state.show.delete(category)) state.show.add(category);
        applyFilter();
        writeAddress();
      });
    }
    for (const radio of all("[name=by]")) {
      radio.addEventListener("change", () => { groupBy(radio.value); writeAddress(); });
    }
    byId("findings").addEventListener("toggle", nameToggle, true);
    applyFilter();
  }

  function startInstances() {
    instances = all(".instances > li").map((item) => ({
      item,
      text: item.querySelector("summary").textContent.toLowerCase(),
    }));
    byId("search-instances").addEventListener("input", filterInstances);
    byId("instances").addEventListener("toggle", (event) => showFacts(event.target), true);
    filterInstances();
  }

  // In print, all findings are there. Browsers that know ::details-content need no help.
  let closed = [];

  function beforePrint() {
    closed = all("#findings details:not([open])");
    for (const details of closed) details.open = true;
  }

  function afterPrint() {
    for (const details of closed) details.open = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    texts = JSON.parse(byId("texts").textContent);
    byId("theme").addEventListener("click", switchTheme);
    for (const form of all("form")) form.addEventListener("submit", (event) => event.preventDefault());
    if (byId("tools")) startFindings();
    if (byId("instance-tools")) startInstances();
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.matches("input") && byId("tools")) {
        event.preventDefault();
        byId("search").focus();
      }
    });
    addEventListener("hashchange", readAddress);
    addEventListener("beforeprint", beforePrint);
    addEventListener("afterprint", afterPrint);
    readAddress();
  });
})();
