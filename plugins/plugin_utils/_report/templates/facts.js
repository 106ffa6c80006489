/* Copyright (c) 2026 The alicloud.ccc maintainers
 * GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later */

// --- The facts of a call center: a list, and tables of people and routing ---

const isRow = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isTable = (value) => Array.isArray(value) && value.every(isRow);
const labelOf = (fact, kind) => about.labels[`${kind}.${fact}`] || about.labels[fact] || fact;

// Any value as text for people.
function inWords(value) {
  if (value === null || value === undefined) return say("null");
  if (value === "") return say("empty");
  if (value === about.masked) return say("masked_value");
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (Array.isArray(value)) return value.map(inWords).join(say("and")) || say("none");
  if (isRow(value)) return Object.entries(value).map(([fact, inner]) => `${labelOf(fact)}${say("colon")}${inWords(inner)}`).join(say("and"));
  return String(value);
}

function valueOf(tag, value, address) {
  const isUnset = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  const cell = element(tag, undefined, isUnset ? "unset" : "");
  if (address && /^https?:\/\//.test(address)) {
    const made = link(address, value);
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    cell.append(made);
  } else if (typeof value === "string" && MOMENT.test(value)) {
    cell.append(momentOf(value));
  } else {
    cell.append(element("bdi", inWords(value)));
  }
  return cell;
}

// Put the call center's own id back where packing shortened it.
function restored(facts) {
  const fill = (value) => {
    if (Array.isArray(value)) value.forEach(fill);
    if (!isRow(value)) return;
    if (value.instance_id === about.same) value.instance_id = facts.instance_id;
    Object.values(value).forEach(fill);
  };
  Object.values(facts).forEach(fill);
  return facts;
}

function hasMasks(value) {
  if (value === null || typeof value !== "object") return value === about.masked;
  return Object.values(value).some(hasMasks);
}

// The API versions with which a call center was read.
const BOTH = ["2017-07-05", "2020-07-01"];
const versionsOf = (facts) => (facts.also_in ? BOTH : [facts.api_version ?? say("unknown")]);

// A line about missing facts that only another API version reports; nothing if there are none.
function unreported(facts, kind, isThere) {
  const [version, other] = versionsOf(facts);
  const missing = other ? [] : (about.unreported[kind]?.[version] ?? []).filter((fact) => !isThere(fact));
  if (!missing.length) return [];
  const line = element("p", say("unreported", { version }) + say("colon"), "unreported");
  missing.forEach((fact, place) => {
    const name = element("span", labelOf(fact, kind));
    name.title = fact;
    line.append(place ? say("and") : "", name);
  });
  return [line];
}

function factsOf(facts) {
  const made = element("div", undefined, "facts");
  const tables = new Set([...about.kinds, "admins"]);
  const shown = [...new Set([...about.first, ...about.known.instance, ...Object.keys(facts)])].filter((fact) => (
    fact in facts && fact !== "" && !tables.has(fact) && !(fact === "created_time" && facts.created_at) && !(fact === "also_in" && !facts.also_in)
  ));
  made.append(pairsOf(shown.map((fact) => [fact, fact === "api_version" ? versionsOf(facts).join(say("and")) : facts[fact], fact === "console_url" ? facts[""] : null]), ""));
  made.append(...unreported(facts, "instance", (fact) => fact in facts || fact === "created_time"));
  const users = new Map((isTable(facts.users) ? facts.users : []).map((user) => [user.user_id, nameOf(user)]));
  const flows = new Map((isTable(facts.contact_flows) ? facts.contact_flows : []).map((flow) => [flow.contact_flow_id, flow.contact_flow_name]));
  for (const kind of isTable(facts.users) ? about.kinds : ["admins", ...about.kinds]) made.append(kindOf(facts, kind, { users, flows }));
  if (hasMasks(facts)) made.append(element("p", say("masks_in_json"), "unset"));
  made.append(rawOf(facts));
  return made;
}

function pairsOf(pairs, kind) {
  const list = element("dl");
  for (const [fact, value, address] of pairs) {
    const pair = element("div");
    const name = element("dt", labelOf(fact, kind));
    name.title = fact;
    pair.append(name, valueOf("dd", value, address));
    list.append(pair);
  }
  return list;
}

// --- Tables ---

const nameOf = (user) => user.display_name || user.login_name || user.user_id || user.ram_id || "";
const some = (...values) => values.filter((value) => value !== null && value !== undefined && value !== "");
const named = (name, id) => ({ name: name || id || "", id: name && id !== name ? id : "" });
const each = (list, words) => some(...(isTable(list) ? list.map(words) : [list])).map(inWords).join(say("and")) || [];
const groupName = (group) => group.display_name || group.skill_group_name || group.skill_group_id;
const plain = (fact) => ({ facts: [fact], words: (row) => row[fact] });

// The columns of each kind: facts (the first one names the column, unless it has a label) and a function for the value.
const user = {
  who: { facts: ["display_name", "user_id", "ram_id"], words: (row) => named(row.display_name || row.login_name, some(row.user_id, row.ram_id)[0]) },
  contact: { label: "contact", facts: ["email", "phone", "extension"], words: (row) => [...new Set(some(row.email, row.phone, row.extension).map(inWords))].join(say("and")) || null },
};
const COLUMNS = {
  admins: [user.who, plain("login_name"), plain("role_name"), user.contact, plain("department"), plain("work_mode")],
  users: [
    user.who,
    plain("login_name"),
    { facts: ["roles"], words: (row) => each(row.roles, (role) => role.role_name || role.role_id) },
    { label: "groups", facts: ["skill_levels"], words: (row) => each(row.skill_levels, (level) => `${inWords(groupName(level))} (${inWords(level.skill_level)})`) },
    user.contact,
    plain("work_mode"),
    { facts: ["personal_numbers"], words: (row) => each(row.personal_numbers, (number) => number.number) },
  ],
  phone_numbers: [
    { facts: ["number"], words: (row) => row.number },
    plain("usage"),
    { facts: ["contact_flow_name", "contact_flow_id"], words: (row, { flows }) => named(row.contact_flow_name || flows.get(row.contact_flow_id), row.contact_flow_id) },
    { facts: ["skill_groups"], label: "groups", words: (row) => each(row.skill_groups, groupName) },
    { facts: ["user_id"], label: "user", words: (row, { users }) => named(users.get(row.user_id), row.user_id) },
    { facts: ["city", "province"], words: (row) => [...new Set(some(row.province, row.city).map(inWords))].join(" ") || null },
    plain("active"), plain("allow_outbound"), plain("test_only"), plain("remaining_time"), plain("trunks"),
  ],
  skill_groups: [
    { facts: ["skill_group_name", "skill_group_id"], words: (row) => named(row.skill_group_name, row.skill_group_id) },
    plain("display_name"), plain("media_type"), plain("user_count"), plain("phone_number_count"), plain("routing_strategy"),
    { facts: ["outbound_phone_numbers"], words: (row) => each(row.outbound_phone_numbers, (number) => number.number) },
  ],
  contact_flows: [
    { facts: ["contact_flow_name", "contact_flow_id"], words: (row) => named(row.contact_flow_name, row.contact_flow_id) },
    plain("type"), plain("published"),
    { facts: ["numbers"], words: (row) => each(row.numbers, inWords) },
    { facts: ["draft_id"], words: (row) => row.draft_id },
    plain("editor"), plain("updated_time"), plain("applied_version"),
  ],
  config_items: [plain("name"), plain("value"), plain("object_type")],
};

function kindOf(facts, kind, known) {
  const made = element("div", undefined, "kind");
  const heading = element("h3", labelOf(kind));
  heading.title = kind;
  made.append(heading);
  const rows = facts[kind];
  if (!isTable(rows) || !rows.length) {
    const why = !(kind in facts) ? say("kind_left_out") : rows === null ? say("kind_not_read") : inWords(rows);
    made.append(element("p", why, "unset"));
    return made;
  }
  heading.append(" ", element("span", rows.length.toLocaleString("en"), "number"));
  const there = new Set(rows.flatMap(Object.keys));
  const columns = COLUMNS[kind].filter((column) => column.facts.some((fact) => there.has(fact)));
  made.append(tableOf(
    labelOf(kind),
    columns.map((column) => [column.label ? about.texts[column.label] || labelOf(column.label) : labelOf(column.facts[0], kind), column.facts.join(", ")]),
    rows,
    (row) => columns.map((column) => cellOf(column.words(row, known))),
  ));
  made.append(...unreported(facts, kind, (fact) => there.has(fact)));
  return made;
}

function cellOf(value) {
  if (!isRow(value)) return valueOf("td", value ?? null);
  if (!value.name) return valueOf("td", null);
  const cell = element("td");
  cell.append(element("bdi", inWords(value.name)));
  if (value.id) cell.append(" ", element("bdi", inWords(value.id), "id"));
  return cell;
}

function tableOf(name, columns, rows, cells) {
  const scroll = element("div", undefined, "scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", name);
  const table = element("table");
  const head = table.createTHead().insertRow();
  for (const [label, title] of columns) {
    const cell = element("th", label);
    cell.scope = "col";
    cell.title = title;
    head.append(cell);
  }
  const body = table.createTBody();
  scroll.append(table);
  appendAll(body, rows, (row) => {
    const made = element("tr");
    made.append(...cells(row));
    return made;
  });
  return scroll;
}

// Lists whose elements are reduced to their numbers in the page.
const NUMBERS_INSIDE = ["outbound_phone_numbers", "phone_numbers"];

// Everything that the gateway returned, by the names of the facts.
function rawOf(facts) {
  const details = element("details", undefined, "raw");
  details.append(element("summary", say("all_facts")));
  onceOpened(details, () => {
    const single = Object.keys(facts).filter((fact) => fact !== "" && !(isTable(facts[fact]) && facts[fact].length));
    const list = element("dl");
    for (const fact of single) {
      const pair = element("div");
      pair.append(element("dt", fact), valueOf("dd", facts[fact]));
      list.append(pair);
    }
    details.append(list);
    for (const fact of Object.keys(facts).filter((one) => one !== "" && !single.includes(one))) {
      const columns = [...new Set(facts[fact].flatMap(Object.keys))];
      details.append(element("h3", fact), tableOf(`${labelOf(fact)} (${fact})`, columns.map((column) => [column, labelOf(column, fact)]), facts[fact], (row) => columns.map((column) => valueOf("td", row[column] ?? null))));
    }
    const rows = [facts.skill_groups, facts.contact_flows].filter(isTable).flat();
    if (rows.some((row) => NUMBERS_INSIDE.some((fact) => row[fact]?.length))) details.append(element("p", say("numbers_in_json"), "unset"));
  });
  return details;
}
