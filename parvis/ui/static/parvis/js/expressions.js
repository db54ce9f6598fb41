/* Evaluates the tree of an expression over answers, as the server does: parvis/catalogue/expressions is this module's
   other half, function by function, and a test compares both over 100,000 random cases. What has no value throws NONE.
   holds(tree, values), value(tree, values) (null without one), text(tree, values). */
const NONE = Symbol("no value");
const LARGEST = Number.MAX_SAFE_INTEGER;
const LONGEST = 10000;
const KINDS = { string: "t", number: "n", boolean: "b", object: "o" };
const LIGATURES = { œ: "oe", Œ: "OE", æ: "ae", Æ: "AE", "’": "'" };
const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const RADIUS = 6371008.8;

const fail = () => { throw NONE; };
const kind = (value) => (value === null ? "z" : Array.isArray(value) ? "l" : KINDS[typeof value] ?? fail());
const length = (text) => { let count = 0; for (const _ of text) count += 1; return count; };
const number = (value) => (typeof value === "number" && Math.abs(value) <= LARGEST ? value : fail());
const whole = (value) => (Number.isInteger(number(value)) ? value : fail());
const boolean = (value) => (typeof value === "boolean" ? value : fail());
const bounded = (value) => (typeof value === "number" ? number(value) : value);
const short = (made) => ((typeof made === "string" ? length(made) : made.length) > LONGEST ? fail() : made);
const isEmpty = (value) => value === null || value === "" || (typeof value === "object" && Object.values(value).every(isEmpty));

function same(one, other) {
  const shared = kind(one);
  if (shared !== kind(other)) return false;
  if (shared !== "l" && shared !== "o") return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]));
}

/* Below zero, zero or above, as one comes before the other; texts by code points. */
function order(one, other) {
  const shared = kind(one);
  if (shared !== kind(other) || !"tnb".includes(shared)) fail();
  if (shared !== "t") return one - other;
  const [left, right] = [[...one], [...other]];
  const place = left.findIndex((letter, index) => letter !== right[index]);
  if (place < 0) return left.length - right.length;
  return place < right.length ? left[place].codePointAt() - right[place].codePointAt() : 1;
}

export function digits(value) {
  const tiny = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(value);
  return tiny ? `${tiny[1]}0.${"0".repeat(tiny[4] - 1)}${tiny[2]}${tiny[3] ?? ""}` : String(value);
}

function readable(value) {
  switch (kind(value)) {
    case "t": return value;
    case "n": return digits(number(value)).replace(".", ",");
    case "b": return value ? "oui" : "non";
    case "z": return "";
    case "l": return short(value.map(readable).filter(Boolean).join(", "));
    default: return value[["label", "name", "text"].find((key) => Object.hasOwn(value, key) && typeof value[key] === "string") ?? fail()];
  }
}

function element(owner, key) {
  const found = kind(owner) + kind(key);
  if (found === "ot" && Object.hasOwn(owner, key)) return owner[key];
  if (found === "ln" && whole(key) >= 0 && key < owner.length) return owner[key];
  return fail();
}

function plus(one, other) {
  const shared = kind(one);
  if (shared === "n") return number(number(one) + number(other));
  if (shared !== kind(other) || !"tl".includes(shared)) fail();
  return short(shared === "t" ? one + other : [...one, ...other]);
}

function contained(one, other) {
  if (kind(other) === "l") return other.some((each) => same(one, each));
  return kind(other) === "o" && "tnb".includes(kind(one)) ? typeof one === "string" && Object.hasOwn(other, one) : fail();
}

const divisor = (value) => (number(value) === 0 ? fail() : value);
const OPERATIONS = {
  "+": plus,
  "-": (one, other) => number(number(one) - number(other)),
  "*": (one, other) => number(number(one) * number(other)),
  "/": (one, other) => number(number(one) / divisor(other)),
  "%": (one, other) => number(one) % divisor(other),
  "==": same,
  "!=": (one, other) => !same(one, other),
  "<": (one, other) => order(one, other) < 0,
  "<=": (one, other) => order(one, other) <= 0,
  ">": (one, other) => order(one, other) > 0,
  ">=": (one, other) => order(one, other) >= 0,
  in: contained,
  at: element,
};

function makeDay(year, month, day) {
  const made = new Date(0);
  made.setUTCFullYear(year, month, day);
  return made;
}

/* The day of « 2026-12-31 » or « 2026-12-31T10:30 », and what follows it. */
function read(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$/.exec(text) ?? fail();
  const day = makeDay(+found[1], found[2] - 1, +found[3]);
  if (found[1] === "0000" || day.getUTCMonth() !== found[2] - 1 || day.getUTCDate() !== +found[3]) fail();
  return [day, found[4] ?? ""];
}

export function isDay(text) {
  try { return read(text)[1] === ""; } catch (error) { return silent(error, false); }
}

function iso(day, time) {
  const year = day.getUTCFullYear();
  return year >= 1 && year <= 9999 ? day.toISOString().slice(0, 10) + time : fail();
}

function addMonths(text, months) {
  const [day, time] = read(text);
  if (Math.abs(whole(months)) > 4e6) fail();
  const moved = day.getUTCFullYear() * 12 + day.getUTCMonth() + months;
  const [year, month] = [Math.floor(moved / 12), moved - 12 * Math.floor(moved / 12)];
  return iso(makeDay(year, month, Math.min(day.getUTCDate(), makeDay(year, month + 1, 0).getUTCDate())), time);
}

function addDays(text, days) {
  const [day, time] = read(text);
  return Math.abs(whole(days)) > 4e6 ? fail() : iso(new Date(day.getTime() + days * 864e5), time);
}

function monthsBetween(start, end) {
  let [[first], [last]] = [read(start), read(end)];
  const sign = first <= last ? 1 : -1;
  if (sign < 0) [first, last] = [last, first];
  const months = (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
  return sign * (months - (last.getUTCDate() < first.getUTCDate()));
}

const clock = (text) => /^(?:\d{4}-\d\d-\d\dT)?([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?$/.exec(text) ?? fail();

function round(value, decimals = 0) {
  if (whole(decimals) < 0 || decimals > 10) fail();
  const shifted = Number(`${digits(Math.abs(value))}e${decimals}`);
  if (shifted > LARGEST) return value;
  const below = Math.floor(shifted);
  return Math.sign(value) * Number(`${below + (shifted - below >= 0.5)}e-${decimals}`);
}

function ordered(values, keep) {
  const found = (values.length === 1 && Array.isArray(values[0]) ? values[0] : values).filter((value) => value !== null && value !== "");
  for (const value of found) { order(found[0], value); bounded(value); }
  return found.length ? found.reduce((best, value) => (keep(order(value, best)) ? value : best)) : null;
}

function readNumber(value) {
  if (typeof value !== "string") return value;
  const written = value.replace(/\s/g, "").replaceAll(",", ".");
  return /^[+-]?\d{1,20}(\.\d{1,20})?$/.test(written) && Math.abs(written) <= LARGEST ? Number(written) : null;
}

function column(rows, key) {
  return rows.map((row) => (kind(row) === "o" && Object.hasOwn(row, key) ? row[key] : fail()));
}

function sum(values, key) {
  const given = (key === undefined ? values : column(values, key)).filter((value) => !isEmpty(value));
  return given.reduce((total, value) => number(total + number(readNumber(value))), 0);
}

function point(place) {
  return ["lat", "lon"].map((key) => (Object.hasOwn(place, key) ? number(place[key]) * Math.PI / 180 : fail()));
}

function distance(one, other) {
  const [[lat, lon], [otherLat, otherLon]] = [point(one), point(other)];
  const [halfLat, halfLon] = [Math.sin((otherLat - lat) / 2), Math.sin((otherLon - lon) / 2)];
  const part = halfLat * halfLat + Math.cos(lat) * Math.cos(otherLat) * halfLon * halfLon;
  return Math.floor(2 * RADIUS * Math.asin(Math.sqrt(Math.min(1, part))) + 0.5);
}

function replace(text, old, made) {
  if (!old) return text;
  const parts = text.split(old);
  if (length(text) + (parts.length - 1) * (length(made) - length(old)) > LONGEST) fail();
  return parts.join(made);
}

function join(values, separator) {
  return short(values.map(readable).join(separator));
}

/* Runs the states of a pattern (parvis/catalogue/expressions/patterns.py): every way at once, one letter after another. */
function matches(text, { states, start }) {
  const letters = [...short(text)];
  let taken = new Set([start]);
  for (let place = 0; ; place += 1) {
    for (const state of taken) {
      const [type, next, other] = states[state];
      if (type === "m") return true;
      if (type === "s") taken.add(next).add(other);
      if ((type === "^" && place === 0) || (type === "$" && place === letters.length)) taken.add(next);
    }
    if (place === letters.length) return false;
    const code = letters[place].codePointAt();
    const reached = new Set([start]);
    for (const state of taken) {
      const [type, ranges, negated, next] = states[state];
      if (type === "c" && ranges.some(([low, high]) => low <= code && code <= high) !== negated) reached.add(next);
    }
    taken = reached;
  }
}

/* The kinds each argument takes (function.py tells the letters), and what the function does. */
export const FUNCTIONS = {
  contains: ["t t", (text, part) => text.includes(part)],
  startsWith: ["t t", (text, part) => text.startsWith(part)],
  endsWith: ["t t", (text, part) => text.endsWith(part)],
  matches: ["t o", matches],
  lower: ["t", (text) => short(text.toLowerCase())],
  upper: ["t", (text) => short(text.toUpperCase())],
  trim: ["t", (text) => text.trim()],
  plain: ["t", (text) => short(text.replace(/[œŒæÆ’]/g, (letter) => LIGATURES[letter]).normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase())],
  replace: ["t t t", replace],
  split: ["t t", (text, separator) => (separator ? short(text.split(separator)) : fail())],
  join: ["l t", join],
  slice: ["t n n?", (text, start, end) => [...text].slice(whole(start), end === undefined ? end : whole(end)).join("")],
  number: ["tnz", readNumber],
  text: ["a", readable],
  string: ["tnb", (value) => (typeof value === "number" ? digits(value) : String(value))],
  int: ["tn", (value) => (typeof value === "number" ? Math.trunc(value) : /^-?\d{1,20}$/.test(value) ? Number(value) : fail())],
  double: ["tn", (value) => (typeof value === "number" || /^-?\d{1,20}(\.\d{1,20})?([eE][+-]?\d{1,3})?$/.test(value) ? Number(value) : fail())],
  empty: ["a", isEmpty],
  has: ["a", (part) => { try { part(); return true; } catch (error) { return silent(error, false); } }],
  coalesce: ["a a*", coalesce],
  round: ["n n?", round],
  abs: ["n", Math.abs],
  floor: ["n", Math.floor],
  ceil: ["n", Math.ceil],
  min: ["a a*", (...values) => ordered(values, (sign) => sign < 0)],
  max: ["a a*", (...values) => ordered(values, (sign) => sign > 0)],
  size: ["tlo", (value) => (typeof value === "string" ? length(value) : Object.keys(value).length)],
  count: ["l", (values) => values.filter((value) => !isEmpty(value)).length],
  column: ["l t", column],
  sum: ["l t?", sum],
  any_of: ["l a", (values, sought) => [sought].flat(kind(sought) === "l" ? 1 : 0).some((one) => values.some((value) => same(value, one)))],
  all_of: ["l a", (values, sought) => [sought].flat(kind(sought) === "l" ? 1 : 0).every((one) => values.some((value) => same(value, one)))],
  add_days: ["t n", addDays],
  add_months: ["t n", addMonths],
  add_years: ["t n", (text, years) => addMonths(text, 12 * whole(years))],
  days_between: ["t t", (start, end) => (read(end)[0] - read(start)[0]) / 864e5],
  months_between: ["t t", monthsBetween],
  years_between: ["t t", (start, end) => Math.trunc(monthsBetween(start, end) / 12)],
  year: ["t", (text) => read(text)[0].getUTCFullYear()],
  month: ["t", (text) => read(text)[0].getUTCMonth() + 1],
  day: ["t", (text) => read(text)[0].getUTCDate()],
  weekday: ["t", (text) => read(text)[0].getUTCDay() || 7],
  hour: ["t", (text) => Number(clock(text)[1])],
  minute: ["t", (text) => Number(clock(text)[2])],
  date_text: ["t", (text) => { const [day] = read(text); return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`; }],
  distance: ["o o", distance],
};
const LAZY = new Set(["has", "coalesce"]);

function silent(error, value) {
  if (error !== NONE) throw error;
  return value;
}

function coalesce(...parts) {
  for (const part of parts.slice(0, -1)) {
    try {
      const found = part();
      if (!isEmpty(found)) return found;
    } catch (error) { silent(error); }
  }
  return parts.at(-1)();
}

function call(name, trees, values) {
  const [signature, run] = FUNCTIONS[name];
  if (LAZY.has(name)) return run(...trees.map((tree) => () => evaluate(tree, values)));
  const kinds = signature.split(" ");
  const given = trees.map((tree, place) => {
    const value = evaluate(tree, values);
    const taken = kinds[Math.min(place, kinds.length - 1)];
    return taken.includes("a") || taken.includes(kind(value)) ? bounded(value) : fail();
  });
  return bounded(run(...given));
}

/* One operand that settles it is enough, wherever it stands, whatever the others. */
function connect(trees, settles, values) {
  let known = true;
  for (const tree of trees) {
    let found;
    try { found = evaluate(tree, values); } catch (error) { silent(error); }
    if (found === settles) return settles;
    known &&= typeof found === "boolean";
  }
  return known ? !settles : fail();
}

function evaluate(tree, values) {
  if (!Array.isArray(tree)) return tree;
  const [head, ...rest] = tree;
  const at = (place) => evaluate(rest[place], values);
  switch (head) {
    case "name": return rest[0] in values ? values[rest[0]] : fail();
    case "part": return element(at(0), rest[1]);
    case "list": return rest.map((part) => evaluate(part, values));
    case "||": return connect(rest, true, values);
    case "&&": return connect(rest, false, values);
    case "!": return !boolean(at(0));
    case "?": return at(boolean(at(0)) ? 1 : 2);
    default:
  }
  const operation = OPERATIONS[head];
  if (!operation) return call(head, rest, values);
  if (rest.length === 1) return -number(at(0));
  return rest.slice(1).reduce((result, part) => operation(result, evaluate(part, values)), at(0));
}

export function value(tree, values) {
  try { return bounded(evaluate(tree, values)); } catch (error) { return silent(error, null); }
}

export function holds(tree, values) {
  return value(tree, values) === true;
}

export function text(tree, values) {
  try { return readable(evaluate(tree, values)); } catch (error) { return silent(error, ""); }
}
