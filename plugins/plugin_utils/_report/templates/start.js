/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// --- The address: its fragment is a place in the page or a view of the findings ---

function writeAddress() {
  const view = new URLSearchParams();
  if (state.show.size) view.set("show", [...state.show].join(","));
  if (state.by !== "rule") view.set("by", state.by);
  const query = byId("search").value.trim();
  if (query) view.set("search", query);
  history.replaceState(null, "", `#${String(view).replaceAll("%2C", ",") || "findings"}`);
}

async function readAddress() {
  let hash = location.hash.slice(1);
  try { hash = decodeURIComponent(hash); } catch { /* not a fragment of this page */ }
  if (byId("tools") && /^(show|by|search)=/.test(hash)) {
    const view = new URLSearchParams(location.hash.slice(1));
    state.show = new Set((view.get("show") || "").split(",").filter((name) => name && document.querySelector(`.chip[data-category="${CSS.escape(name)}"]`)));
    byId("search").value = view.get("search") || "";
    state.by = view.get("by") === "instance" ? "instance" : "rule";
    await applyFilter();
    byId("findings").scrollIntoView();
    return;
  }
  const place = hash && (byId(hash) || (await beyond(hash)));
  if (place) await reveal(place);
}

// Show an element that is not rendered yet.
async function beyond(hash) {
  const [, kind, number] = /^(finding|instance)-(\d+)$/.exec(hash) || [];
  if (kind === "finding" && byId("tools")) return revealFinding(Number(number));
  return kind === "instance" && byId("instance-tools") ? revealInstance(Number(number)) : null;
}

async function reveal(place) {
  if (place.closest("[hidden]")) {
    clearFilters();
    if (place.closest("#by-rule")) state.by = "rule";
    if (byId("tools")) await applyFilter();
    if (!place.isConnected) place = byId(place.id) || place;
  }
  for (let node = place; node; node = node.parentElement) {
    if (node.tagName === "DETAILS") node.open = true;
  }
  await showFacts(place);
  place.scrollIntoView();
}

// --- Print: all findings up to a limit, with everything opened ---

let closed = [];

function beforePrint() {
  for (const group of all("#findings .group")) group.render?.();
  // After a search or with groups by call center, lists have controls for more. Above the limit, they stay.
  const rest = () => all("#findings .more:not([data-rest])").filter((more) => more.fill);
  for (let lists = about.all_in_text ? rest() : []; lists.length; lists = rest()) {
    for (const more of lists) {
      const { fill: fillIt } = more;
      more.fill = null;
      fillIt();
    }
  }
  closed = all("#findings details:not([open], [data-rest])");
  for (const details of closed) details.open = true;
}

function afterPrint() {
  for (const details of closed) details.open = false;
}

// --- Start ---

async function copySnippet() {
  const button = byId("copy");
  const snippet = byId("snippet");
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    button.textContent = say("copied");
  } catch {
    getSelection().selectAllChildren(snippet);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  about = JSON.parse(byId("about").textContent);
  byId("theme").addEventListener("click", switchTheme);
  all("time").forEach(localize);
  for (const form of all("form")) form.addEventListener("submit", (event) => event.preventDefault());
  startMore();
  if (byId("tools")) startFindings();
  if (byId("instance-tools")) startInstances();
  byId("copy")?.addEventListener("click", copySnippet);
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
