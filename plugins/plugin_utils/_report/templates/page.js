/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// The page can be read without scripts. They add a search, groups by call center, and the rest of long lists.
// Values only become text nodes: nothing here parses HTML. All scripts of this folder are one function in the page.
"use strict";
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// --- Theme: the system's, unless the user chooses one ---

const THEME = "alicloud.ccc.audit.theme";
// A browser may forbid storage for local files. Then the choice is lost when the page is closed.
const stored = (action) => { try { return action(window.localStorage); } catch { return null; } };

function setTheme(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
}

function switchTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
  stored((storage) => storage.setItem(THEME, root.dataset.theme));
}

// Set the theme before the body is loaded, so that the page does not flash.
root.classList.add("script");
setTheme(stored((storage) => storage.getItem(THEME)));

// --- Texts and elements ---

// Data for the script: texts, labels of facts, limits.
let about = {};

function say(name, values = {}) {
  const forms = about.texts[name];
  const form = Array.isArray(forms) ? forms[values.n === 1 ? 0 : 1] : forms;
  return form.replace(/\{(\w+)\}/g, (_all, key) => values[key].toLocaleString("en"));
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(href, text, className) {
  const made = element("a");
  made.href = href;
  if (className) made.className = className;
  made.append(element("bdi", text));
  return made;
}

const words = (input) => input.value.toLowerCase().split(/\s+/).filter(Boolean);

function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

// --- Times: in the reader's time zone, with UTC in the tooltip ---

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
let zoned = null;

function localize(time) {
  const moment = time.dateTime;
  if (!MOMENT.test(moment)) return time;
  zoned ??= new Intl.DateTimeFormat(about.texts.lang === "en" ? "en-GB" : about.texts.lang, {
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  });
  const parts = zoned.formatToParts(new Date(moment));
  const zone = parts.findIndex((part) => part.type === "timeZoneName");
  // The time zone comes last in every language. Drop the space next to its original position.
  const rest = parts.filter((_part, place) => place !== zone && place !== (zone === parts.length - 1 ? zone - 1 : zone + 1));
  time.textContent = `${rest.map((part) => part.value).join("")} ${parts[zone].value}`;
  time.title = `${moment.slice(0, 10)} ${moment.slice(11, 19)} UTC`;
  return time;
}

function momentOf(text) {
  const time = element("time", text);
  time.dateTime = text;
  return localize(time);
}

// --- Packed data in the page: deflated JSON in Base64 ---

const blocks = new Map();

function block(name) {
  if (!blocks.has(name)) {
    const holder = byId(`data-${name}`);
    blocks.set(name, holder ? JSON.parse(holder.textContent) : null);
  }
  return blocks.get(name);
}

async function unpacked(text) {
  if (!text || !window.DecompressionStream) return null;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return objects(JSON.parse(await new Response(stream).text()));
}

// A list of objects. {keys, rows} contains the keys only once.
function objects(table) {
  if (!table.rows) return table;
  const { keys } = table;
  return table.rows.map((row) => {
    const made = {};
    for (let place = 0; place < keys.length; place += 1) made[keys[place]] = row[place];
    return made;
  });
}

const loading = new Map();

// Load data only once. Null if the browser cannot unpack it.
function load(name) {
  if (!loading.has(name)) loading.set(name, unpacked(block(name)));
  return loading.get(name);
}
