/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// --- Elements of lists. The templates render the same HTML (parts.html.j2). ---

const SEVERITIES = ["high", "medium", "low", "info"];
// A list shows FIRST elements before "and N more", which adds up to MORE elements.
const FIRST = 20;
const MORE = 500;

// Account and region. Lines break between them, and inside them only if they are long.
function placeOf(place) {
  const made = element("bdi", undefined, "place");
  place.split(" · ").forEach((part, at) => {
    made.append(at ? " · " : "", element("span", part, part.length <= 28 ? "whole" : ""));
  });
  return made;
}

function aboutParts(item) {
  const parts = [];
  if (item.at) parts.push(link(`#instance-${item.at}`, item.name, "name"));
  else parts.push(element("bdi", item.name || item.place || say("fleet"), "name"));
  if (item.id) parts.push(" ", element("bdi", item.id, "id"));
  if (item.name && item.place) parts.push(" ", placeOf(item.place));
  return parts;
}

function aboutOf(item) {
  const line = element("p", undefined, "about");
  line.append(...aboutParts(item));
  return line;
}

function findingOf(item, { withRule = false, withAbout = true, withId = true } = {}) {
  const made = element("li", undefined, `finding ${item.severity || ""}`);
  if (withId) made.id = `finding-${item.position}`;
  if (withRule) made.append(ruleOf(item));
  if (withAbout) made.append(aboutOf(item));
  if (item.message) {
    const message = element("p", undefined, "message");
    message.append(element("bdi", item.message));
    if (item.subject) message.append(" ", element("bdi", item.subject, "id"));
    made.append(message);
  }
  if (item.reason) {
    const reason = element("p", undefined, "quiet-text small");
    reason.append(element("bdi", item.reason));
    made.append(reason);
  }
  made.append(...lifeOf(item));
  if (withId) {
    const anchor = element("a", `#${item.position}`, "anchor");
    anchor.href = `#finding-${item.position}`;
    made.append(anchor);
  }
  return made;
}

function ruleOf(item) {
  const rule = element("p", undefined, "of-rule");
  if (item.severity) rule.append(element("span", say(item.severity), `badge sign-of ${item.severity}`), " ");
  rule.append(link(`#rule-${item.rule_id}`, item.title));
  return rule;
}

function lifeOf(item) {
  if (item.until) {
    const until = element("p", undefined, "until");
    until.append(element("b", say("until", { date: item.until })), " ", element("bdi", item.accepted_reason));
    return [until];
  }
  if (item.state === "new") {
    const life = element("p", undefined, "life");
    life.append(element("b", say("is_new"), "is-new"));
    return [life];
  }
  if (!item.since) return [];
  const life = element("p", undefined, "life");
  life.append(say("open_since"), " ", momentOf(item.since));
  return [life];
}

function changedOf(item) {
  const made = element("li", undefined, "changed-item");
  made.append(aboutOf(item));
  if (!item.sentences) return made;
  appendAll(made, item.sentences, ([sentence, path]) => {
    const line = element("p", undefined, "sentence");
    line.title = path;
    line.append(element("bdi", sentence));
    return line;
  });
  return made;
}

function countsOf(counts) {
  const made = element("span", undefined, "counts");
  counts.forEach((count, place) => {
    if (!count) return;
    const severity = SEVERITIES[place];
    const one = element("span", undefined, `sign-of ${severity}`);
    one.append(element("span", say(severity) + say("colon"), "unseen"), count.toLocaleString("en"));
    made.append(one);
  });
  return made;
}

// --- Long lists and "and N more" ---

// Append the first items to a target in the page, and a control that shows the rest.
function appendAll(target, items, make, first = FIRST) {
  target.append(...items.slice(0, first).map(make));
  if (items.length > first) addMore(target, items.slice(first), make);
}

// The control is placed after a list or a table, and inside any other target.
function addMore(target, items, make) {
  const isList = target.matches("ul, tbody");
  const details = element("details", undefined, "more");
  details.append(element("summary", say("more", { n: items.length })));
  onceOpened(details, () => {
    const made = items.slice(0, MORE).map(make);
    if (isList) target.append(...made);
    else details.before(...made);
    details.remove();
    if (items.length > MORE) addMore(target, items.slice(MORE), make);
    return made;
  });
  if (isList) (target.closest("table") || target).after(details);
  else target.append(details);
}

// Call `fill` when details are opened for the first time. If that removes the focused control, focus the first new one.
function onceOpened(details, fill) {
  details.fill = fill;
  details.addEventListener("toggle", async () => {
    if (!details.open || !details.fill) return;
    const wasFocused = details.contains(document.activeElement);
    details.fill = null;
    const [first] = (await fill()) || [];
    if (!first || !wasFocused) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  });
}

// "and N more" in the templates: the rest is packed.
function startMore() {
  const makers = { fixed: (item) => findingOf(item, { withRule: true, withId: false }), changed: changedOf, added: changedOf, removed: changedOf };
  for (const details of all("details.more[data-rest]")) {
    const key = details.dataset.rest;
    onceOpened(details, async () => {
      if (key === "rule" || key === "accepted") return renderWhole(details.closest(".group"));
      if (key === "instances") return renderInstances(true);
      const rest = await load(key);
      if (!rest) return tooOld(details);
      const target = key === "unassigned" ? details.parentNode.querySelector("tbody") : details.parentNode.querySelector("ul");
      details.remove();
      const before = target.children.length;
      appendAll(target, rest, makers[key] || unassignedRow, MORE);
      return [target.children[before]];
    });
  }
}

function tooOld(details) {
  details.append(element("p", say("too_old"), "quiet-text"));
  return [];
}

function unassignedRow(number) {
  const row = element("tr");
  for (const fact of ["number", "city", "province", "account", "region"]) {
    const cell = element("td");
    cell.dataset.label = about.labels[fact];
    cell.append(element("bdi", number[fact] ?? ""));
    row.append(cell);
  }
  return row;
}
