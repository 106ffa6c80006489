/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// --- Call centers: a list with a search; facts are shown when a call center is opened ---

let instances = null;
// The facts of this many call centers are packed together.
const together = () => about.together;

async function loadInstances() {
  instances ??= await load("instances");
  return instances;
}

function instanceOf(item) {
  const made = element("li");
  const details = element("details", undefined, "instance");
  details.id = `instance-${item.position}`;
  const summary = element("summary");
  summary.append(
    element("bdi", item.name, "name"), " ", element("bdi", item.id, "id"), " ", placeOf(item.place), " ",
    element("bdi", item.status || say("unknown"), "status"), " ", countsOf(item.counts),
  );
  details.append(summary);
  made.append(details);
  return made;
}

function matchingInstances() {
  const wanted = words(byId("search-instances"));
  return instances.filter((item) => {
    item.searched ??= [item.name, item.id, item.place, item.status].join(" ").toLowerCase();
    return wanted.every((word) => item.searched.includes(word));
  });
}

async function renderInstances(whole = false) {
  if (!(await loadInstances())) {
    byId("instance-count").textContent = say("too_old");
    return [];
  }
  const shown = matchingInstances();
  const list = element("ul", undefined, "card instances");
  byId("instance-list").replaceChildren(list);
  appendAll(list, shown, instanceOf, whole ? FIRST + MORE : FIRST);
  showInstanceCount(shown.length);
  return whole ? [list.children[FIRST].querySelector("summary")] : [];
}

function showInstanceCount(shown) {
  byId("instance-count").textContent = say("instances_shown", { shown, all: about.instances });
}

async function showFacts(details) {
  if (!details.matches?.("details.instance") || !details.open || details.shown) return;
  details.shown = true;
  const position = Number(details.id.slice("instance-".length)) - 1;
  const chunk = Math.floor(position / together());
  const key = `facts ${chunk}`;
  if (!loading.has(key)) loading.set(key, unpacked(block("facts")[chunk]));
  const facts = await loading.get(key);
  if (!facts) return void details.append(element("p", say("too_old"), "facts"));
  const shown = factsOf(restored(facts[position % together()]));
  const id = details.querySelector(".id").textContent;
  // Link to the findings, if there are any.
  if (details.querySelector(".counts > span")) shown.prepend(link(`#by=instance&search=${encodeURIComponent(id)}`, say("findings_link")));
  details.append(shown);
}

async function revealInstance(position) {
  if (!(await loadInstances()) || !instances[position - 1]) return null;
  byId("search-instances").value = instances[position - 1].id;
  await renderInstances();
  return byId(`instance-${position}`);
}

function startInstances() {
  byId("search-instances").addEventListener("input", () => renderInstances());
  byId("instances").addEventListener("toggle", (event) => showFacts(event.target), true);
  showInstanceCount(about.instances);
}
