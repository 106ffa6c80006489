/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// The page can be read without scripts. They make it searchable, group findings by call center, and unpack what is long.
// Values become text nodes only: nothing here parses HTML. All files of this folder are one function in the page.
"use strict";
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

// --- Texts and elements ---

// What the page says about itself: texts, labels of facts.
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

// --- Moments: in the reader's own zone, with UTC in the tooltip ---

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
  // The zone last, in every language, without the blank next to it.
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

// --- What is packed in the page: JSON, deflated, in Base64 ---

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

// A list of objects, whose keys stand once if it is {keys, rows}.
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

// Once, whoever asks. Null for a browser that cannot unpack it.
function load(name) {
  if (!loading.has(name)) loading.set(name, unpacked(block(name)));
  return loading.get(name);
}
