/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// --- Findings: search, filter, groups ---

// A search that shows more findings than this does not open their groups.
const MANY = 300;
const state = { show: new Set(), by: "rule" };
// All findings, after they were unpacked.
let findings = null;
// Whether the groups by rule are still those of the template.
let untouched = true;

async function loadFindings() {
  findings ??= await load("findings");
  return findings;
}

const searched = (item) => (item.searched ??= [
  item.title, item.rule_id, item.name, item.id, item.place, item.message, item.subject, item.reason, item.accepted_reason,
].join(" ").toLowerCase());

const isFiltered = () => byId("search").value.trim() !== "" || state.show.size > 0;

function found() {
  const wanted = words(byId("search"));
  return findings.filter((item) => wanted.every((word) => searched(item).includes(word)));
}

function passesChips(item) {
  const severities = SEVERITIES.filter((severity) => state.show.has(severity));
  return (!severities.length || severities.includes(item.severity)) && (!state.show.has("new") || item.state === "new");
}

async function applyFilter() {
  if (untouched && !isFiltered() && state.by === "rule") {
    showCounts(about.open, {});
    return;
  }
  if (!(await loadFindings())) {
    byId("count").textContent = say("too_old");
    return;
  }
  untouched = false;
  const matching = found();
  const open = matching.filter((item) => !item.until);
  const shown = open.filter(passesChips);
  const accepted = state.show.size ? [] : matching.filter((item) => item.until);
  const open_groups = words(byId("search")).length > 0 && shown.length + accepted.length <= MANY;
  if (state.by === "rule") renderByRule(shown, open_groups);
  else renderByInstance(shown, open_groups);
  show(byId("by-rule"), state.by === "rule");
  show(byId("by-instance"), state.by === "instance");
  renderAccepted(accepted, open_groups);
  const counts = { new: 0 };
  for (const item of open) {
    counts[item.severity] = (counts[item.severity] || 0) + 1;
    counts.new += item.state === "new";
  }
  showCounts(shown.length, counts, accepted.length);
}

// Show how many findings are shown, also on the chips.
function showCounts(shown, counts, accepted = 1) {
  for (const chip of all(".chip")) {
    chip.setAttribute("aria-pressed", state.show.has(chip.dataset.category));
    chip.dataset.all ??= chip.querySelector("b").textContent;
    chip.querySelector("b").textContent = untouched ? chip.dataset.all : (counts[chip.dataset.category] || 0).toLocaleString("en");
  }
  for (const radio of all("[name=by]")) radio.checked = radio.value === state.by;
  byId("count").textContent = say("shown", { shown, all: about.open });
  show(byId("clear"), isFiltered());
  show(byId("none"), isFiltered() && shown + accepted === 0);
  nameToggle();
}

function fill(group, items, make, first) {
  const list = element("ul", undefined, "list");
  group.querySelector("[data-findings]").replaceChildren(list);
  appendAll(list, items, make, first);
  const count = group.querySelector("[data-count]");
  if (count) count.textContent = items.length.toLocaleString("en");
  show(group, items.length > 0);
}

function itemsByRule(items) {
  const made = new Map();
  for (const item of items) {
    if (!made.has(item.rule_id)) made.set(item.rule_id, []);
    made.get(item.rule_id).push(item);
  }
  return made;
}

const ruleGroups = () => all("#by-rule > .group");
const ruleIdOf = (group) => group.id.slice("rule-".length);

function renderByRule(items, open) {
  byId("by-instance").replaceChildren();
  const made = itemsByRule(items);
  for (const group of ruleGroups()) {
    fill(group, made.get(ruleIdOf(group)) || [], (item) => findingOf(item));
    if (open && !group.hidden) group.open = true;
  }
}

function renderAccepted(items, open) {
  const group = byId("accepted");
  if (!group) return;
  fill(group, items, (item) => findingOf(item, { withRule: true }));
  if (open && items.length) group.open = true;
}

// Render a group of the template again with more findings, up to a position.
async function renderWhole(group, upTo = FIRST + MORE) {
  if (!(await loadFindings())) return [];
  const isAccepted = group.id === "accepted";
  const items = findings.filter((item) => (isAccepted ? item.until : !item.until && item.rule_id === ruleIdOf(group)));
  fill(group, items, (item) => findingOf(item, { withRule: isAccepted }), upTo);
  return [group.querySelectorAll(".finding")[FIRST]];
}

// --- By call center ---

function renderByInstance(items, open) {
  // Their findings have the same ids, so remove them.
  for (const group of ruleGroups()) group.querySelector("[data-findings]").replaceChildren();
  const made = new Map();
  for (const item of items) {
    const key = item.at || JSON.stringify([item.name, item.id, item.place]);
    if (!made.has(key)) made.set(key, { first: item, items: [], counts: [0, 0, 0, 0] });
    const group = made.get(key);
    group.items.push(item);
    group.counts[SEVERITIES.indexOf(item.severity)] += 1;
  }
  const groups = [...made.values()].sort((one, other) => {
    const place = SEVERITIES.findIndex((_severity, at) => one.counts[at] !== other.counts[at]);
    return place < 0 ? 0 : other.counts[place] - one.counts[place];
  });
  const target = byId("by-instance");
  target.replaceChildren();
  const isOpen = open || items.length <= MANY;
  appendAll(target, groups, (group) => instanceGroup(group, isOpen));
}

function instanceGroup({ first, items, counts }, open) {
  const details = element("details", undefined, `group card ${SEVERITIES[counts.findIndex(Boolean)] || ""}`);
  const summary = element("summary");
  const heading = element("h3");
  heading.append(element("bdi", first.name || first.place || say("fleet")));
  summary.append(heading);
  if (first.id) summary.append(" ", element("bdi", first.id, "id"));
  if (first.name && first.place) summary.append(" ", placeOf(first.place));
  summary.append(countsOf(counts), element("span", items.length.toLocaleString("en"), "number"));
  const inside = element("div", undefined, "inside");
  if (first.at) inside.append(link(`#instance-${first.at}`, say("facts_link"), "to-facts"));
  const holder = element("div");
  holder.dataset.findings = "";
  inside.append(holder);
  details.append(summary, inside);
  // Findings of a closed group are rendered only when it is opened.
  details.render = () => {
    details.render = null;
    const list = element("ul", undefined, "list");
    holder.append(list);
    appendAll(list, items, (item) => findingOf(item, { withRule: true, withAbout: false }));
  };
  if (open) details.render();
  details.open = open;
  details.addEventListener("toggle", () => details.open && details.render && details.render());
  return details;
}

// --- Open and close ---

const groups = () => all(`#by-${state.by} > .group, #accepted`).filter((group) => !group.hidden);

function nameToggle() {
  const button = byId("toggle");
  if (button) button.textContent = say(groups().every((details) => details.open) ? "close_all" : "open_all");
}

function toggleAll() {
  const shown = groups();
  const open = !shown.every((details) => details.open);
  for (const details of shown) details.open = open;
  nameToggle();
}

function clearFilters() {
  state.show.clear();
  for (const input of all("#search, #search-instances")) input.value = "";
}

// Show a finding that the template has not rendered or a filter hides.
async function revealFinding(position) {
  if (!(await loadFindings())) return null;
  const item = findings.find((one) => one.position === position);
  if (!item) return null;
  clearFilters();
  state.by = "rule";
  await applyFilter();
  if (!byId(`finding-${position}`)) {
    const group = item.until ? byId("accepted") : ruleGroups().find((one) => ruleIdOf(one) === item.rule_id);
    const before = findings.filter((one) => one.position < position && Boolean(one.until) === Boolean(item.until) && (item.until || one.rule_id === item.rule_id));
    await renderWhole(group, Math.max(FIRST, before.length + 1));
  }
  return byId(`finding-${position}`);
}

function startFindings() {
  byId("search").addEventListener("input", () => { applyFilter(); writeAddress(); });
  byId("clear").addEventListener("click", () => { clearFilters(); applyFilter(); writeAddress(); byId("search").focus(); });
  byId("toggle").addEventListener("click", toggleAll);
  for (const chip of all(".chip")) {
    chip.addEventListener("click", () => {
      const { category } = chip.dataset;
      if (!state.show.delete(category)) state.show.add(category);
      applyFilter();
      writeAddress();
    });
  }
  for (const radio of all("[name=by]")) {
    radio.addEventListener("change", () => { state.by = radio.value; applyFilter(); writeAddress(); });
  }
  byId("findings").addEventListener("toggle", nameToggle, true);
  applyFilter();
}
