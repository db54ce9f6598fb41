/* Reads answers in the boxes of a page as the server reads, parses and checks them (parvis/catalogue/fields), and tells
   them in words. What the server would refuse, or take for no answer, is null. A test compares both, type by type. */
import { FUNCTIONS, digits, isDay, text as told } from "./expressions.js";

const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
const BLANKS = "[\\t\\n \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const [BLANK, ENDS] = [new RegExp(BLANKS, "g"), new RegExp(`^${BLANKS}|${BLANKS}$`, "g")];
const matches = FUNCTIONS.matches[1];

const lines = (text) => text.replace(/\r\n?/g, "\n").replace(UNWANTED, "").replace(ENDS, "");
const line = (text) => lines(text).replace(BLANK, " ");
const within = (value, { min, max }) => (min === undefined || value >= min) && (max === undefined || value <= max);

/* What stands in the boxes of that name, though they be hidden; only what is ticked. */
function all(form, name) {
  return (form.get(name) ?? []).filter((box) => !["radio", "checkbox"].includes(box.type) || box.checked).map((box) => box.value);
}
const box = (form, name) => all(form, name).at(-1) ?? "";

function fitting(text, { least, most, pattern }) {
  const { length } = [...text];
  return length && length >= least && length <= most && (!pattern || matches(text, pattern)) ? text : null;
}

/* The digits of « 1 234,5 » or « 12 % », null when they are no number. */
function written(text, sign) {
  const bare = sign && text.endsWith(sign) ? text.slice(0, -sign.length) : text;
  const plain = bare.replace(BLANK, "").replaceAll(",", ".");
  return /^[+-]?\d{1,20}(\.\d{1,20})?$/.test(plain) ? plain : null;
}

function number(text, { decimals = 0, sign, ...bounds }) {
  const plain = written(text, sign);
  const value = plain === null ? NaN : Number(plain);
  const isFine = Math.abs(value) <= Number.MAX_SAFE_INTEGER && (digits(value).split(".")[1] ?? "").length <= decimals;
  return isFine && within(value, bounds) ? value : null;
}

/* An amount stays a text, « 1234.50 »: a number would lose cents. */
function amount(text, { sign, ...bounds }) {
  const found = /^([+-]?)0*(\d+)(?:\.(\d{0,2})0*)?$/.exec(written(text, sign) ?? "");
  if (!found || found[2].length > 15) return null;
  const exact = `${found[2]}.${(found[3] ?? "").padEnd(2, "0")}`;
  const value = found[1] === "-" && Number(exact) ? `-${exact}` : exact;
  return within(Number(value), bounds) ? value : null;
}

function day(parts, bounds) {
  let given = parts.filter(Boolean);
  if (given.length === 1) given = given[0].split(/[^\p{Nd}]+/u);
  if (given[0]?.length === 4) given.reverse();
  if (given.length !== 3 || !given.every((part) => /^\d{1,4}$/.test(part)) || given[2].length !== 4) return null;
  const [date, month, year] = [given[0], given[1], given[2]].map((part, place) => String(Number(part)).padStart(place < 2 ? 2 : 4, "0"));
  const value = `${year}-${month}-${date}`;
  return isDay(value) && within(value, bounds) ? value : null;
}

function time(text, { step = 1, ...bounds }) {
  const found = /^(\d{1,2})[ ]*(?:[hH:.][ ]*(\d{2})?[ ]*(?:min|mn)?|(\d{2}))?$/.exec(text);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? found[3] ?? 0)];
  const value = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return hour < 24 && minute < 60 && (hour * 60 + minute) % step === 0 && within(value, bounds) ? value : null;
}

/* What is chosen, null when the other answer is not written. */
function chosen(form, name, { other, longest, offered }) {
  const found = all(form, name).map(line).filter(Boolean);
  if (!other || !found.includes(other)) return found;
  const written = [...line(box(form, `${name}.text`))].slice(0, 1000).join("");
  if (!written || written === other || [...written].length > longest) return null;
  const values = found.map((one) => (one === other ? written : one));
  return [...offered.filter((one) => values.includes(one)), ...values.filter((one) => !offered.includes(one))];
}

const READERS = {
  text: (form, name, options) => fitting(line(box(form, name)), options),
  lines: (form, name, options) => fitting(lines(box(form, name)), options),
  choice: (form, name, options) => chosen(form, name, options)?.[0] ?? null,
  choices: (form, name, { min = 1, max = Infinity, ...options }) => { const all = chosen(form, name, options); return all && all.length >= min && all.length <= max ? all : null; },
  yes_no: (form, name) => ({ yes: true, no: false })[line(box(form, name))] ?? null,
  tick: (form, name) => line(box(form, name)) === "yes" || null,
  number: (form, name, options) => number(line(box(form, name)), options),
  amount: (form, name, options) => amount(line(box(form, name)), options),
  date: (form, name, options) => day(["day", "month", "year"].map((part) => [...line(box(form, `${name}.${part}`))].slice(0, 40).join("")), options),
  time: (form, name, options) => time(line(box(form, name)), options),
};

/* The boxes of a form by name. */
export function boxes(form) {
  const named = new Map();
  for (const each of form.elements) if (each.name) named.set(each.name, [...(named.get(each.name) ?? []), each]);
  return named;
}

/* The answer that stands in the boxes (of boxes()) of a name, null without any. */
export function read(form, name, reader, options = {}) {
  return READERS[reader](form, name, options);
}

function grouped(value, { group, decimal, unit }) {
  const [, sign, whole, part] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(typeof value === "string" ? value : digits(value));
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, group) + (part ? decimal + part : "") + unit;
}

function everything(value) {
  if (value === null || typeof value !== "object") return told(value);
  return Object.values(value).map(everything).filter(Boolean).join(", ");
}

const WORDS = {
  text: (value) => value,
  choice: (value, { labels }) => [value].flat().map((one) => labels[one] ?? one).join(", "),
  number: grouped,
  date: (value, { months }) => `${Number(value.slice(8))} ${months[value.slice(5, 7) - 1]} ${value.slice(0, 4)}`,
  value: everything,
};

/* An answer as people read it. */
export function say(value, words) {
  return WORDS[words.as](value, words);
}
