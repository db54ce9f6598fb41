/* Shows and hides questions, and says again what was answered, as one types: no reload, no word to the server. The page
   carries what it needs (parvis/catalogue/forms/page_logic.py): <div data-logic hidden> around a script of JSON, in its
   form; data-drawn names the box that tells the server which questions were shown. What the page cannot read by itself is
   asked of the server when it changes; without this module the server shows the page again. */
import { holds, text as told, value } from "./expressions.js";
import { boxes, read, say } from "./answers.js";

const isNothing = (given) => given === null || given === "" || (typeof given === "object" && !Object.keys(given).length);
const isBlank = (given) => given === null || given === "" || (typeof given === "object" && Object.values(given).every(isBlank));

/* A box inside a question that is not asked posts nothing, whatever holds it. */
export function show(field, shown) {
  field.hidden = !shown;
  if (field.matches("fieldset")) field.disabled = !shown;
  for (const box of field.querySelectorAll("input, select, textarea, button")) {
    box.disabled = !shown || (box.closest("[data-field][hidden]") !== null && field.contains(box.closest("[data-field][hidden]")));
  }
}

function label(field, words) {
  const element = field.querySelector(":scope > .label, .notice-title, h2, h3, h4");
  const first = element?.firstChild;
  if (first?.nodeType === Node.TEXT_NODE) first.data = element.children.length ? `${words} ` : words;
}

class Logic {
  constructor(element) {
    this.form = element.closest("form");
    this.drawn = this.form.elements[element.dataset.drawn];
    Object.assign(this, JSON.parse(element.textContent)); // pages, values, known, told
  }

  /* The questions asked, now that every box is read again. */
  run() {
    const scope = Object.assign(Object.create(null), this.values);
    this.asking = new Set();
    this.boxes = boxes(this.form);
    this.fields = new Map();
    for (const field of this.form.querySelectorAll("[data-field]")) {
      this.fields.set(field.dataset.field, [...(this.fields.get(field.dataset.field) ?? []), field]);
    }
    for (const { steps } of this.pages) this.blank(steps, scope);
    const asked = [];
    for (const page of this.pages) {
      const open = page.when === undefined || holds(page.when, scope);
      const keys = open ? [...page.keys, ...this.walk(page.steps, scope, "", {})] : [];
      const section = this.form.querySelector(`[data-section="${CSS.escape(page.key)}"]`);
      if (section && section.hidden === Boolean(keys.length)) show(section, Boolean(keys.length));
      asked.push(...keys);
    }
    if (this.drawn) this.drawn.value = asked.join(",");
  }

  blank(steps, scope) {
    for (const step of steps) if ("empty" in step) scope[step.key] = step.empty;
  }

  /* Goes through questions in order, as the server does; answers that count are put in counted. */
  walk(steps, scope, prefix, counted) {
    const asked = [];
    for (const step of steps) {
      const name = prefix + step.key;
      const isAsked = step.when === undefined || holds(step.when, scope);
      if (step.when !== undefined) this.toggle(name, isAsked);
      if (!isAsked) continue;
      asked.push(step.key);
      for (const words of step.texts ?? []) this.write(name, words, scope);
      if (!("empty" in step)) continue;
      const given = step.steps ? this.rows(step, name, scope) : this.answer(step, name, scope);
      if (isNothing(given)) continue;
      counted[step.key] = given;
      if (!step.steps) scope[step.key] = given;
    }
    return asked;
  }

  toggle(name, asked) {
    for (const field of this.fields.get(name) ?? []) if (field.hidden === asked) show(field, asked);
  }

  answer(step, name, scope) {
    if ("compute" in step) {
      const made = value(step.compute, scope);
      return typeof made === "string" ? made.trim() : made;
    }
    if ("fixed" in step) return step.fixed;
    if (step.read) return read(this.boxes, name, step.read, step.options);
    this.asking.add(name);
    return this.known[name] ?? null;
  }

  /* Formulas after a block read its rows with their empty values, but those that say nothing. */
  rows(step, name, scope) {
    const made = [];
    for (const row of step.repeated ? this.ranks(name).map((rank) => `${name}.${rank}`) : [name]) {
      const [own, counted] = [Object.create(scope), {}];
      this.blank(step.steps, own);
      const asked = this.walk(step.steps, own, `${row}.`, counted);
      const [marker] = this.boxes.get(`${row}._asked`) ?? [];
      if (marker) marker.value = this.shown(marker.value, step.steps, asked);
      if (!step.repeated || !isBlank(counted)) made.push([Object.assign({}, own), counted]);
    }
    scope[step.key] = step.repeated ? made.map(([own]) => own) : made[0][0];
    const counted = made.map(([, row]) => row);
    return step.repeated ? counted : counted[0];
  }

  ranks(name) {
    const inside = [...this.boxes.keys()].filter((key) => key.startsWith(`${name}.`));
    return [...new Set(inside.map((key) => key.slice(name.length + 1).split(".")[0]))].filter((rank) => /^\d+$/.test(rank));
  }

  shown(before, steps, asked) {
    const moved = new Set(steps.filter((step) => step.when !== undefined).map((step) => step.key));
    const always = before.split(",").filter((key) => key && !moved.has(key));
    return [...always, ...asked.filter((key) => moved.has(key))].join(",");
  }

  write(name, { place, parts }, scope) {
    const words = parts.map((part, rank) => this.part(part, `${name}/${place}/${rank}`, scope));
    for (const field of this.fields.get(name) ?? []) {
      if (place === "label") label(field, words.join("").trim());
      if (place === "help") field.querySelector(":scope > .help")?.replaceChildren(words.join("").trim());
      for (const span of place === "text" ? field.querySelectorAll("[data-recall]") : []) span.textContent = words[span.dataset.recall];
    }
  }

  part(part, name, scope) {
    if (typeof part === "string") return part;
    if (part.ask) return this.told[name] ?? "";
    if (!part.say) return told(part.tree, scope);
    const given = value(part.tree, scope);
    return isBlank(given) ? "" : say(given, part.say);
  }

  /* Whether the answer of this box is for the server alone to read. */
  asks(name) {
    return [...this.asking].some((one) => name === one || name.startsWith(`${one}.`));
  }

  async ask() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const answers = new FormData(this.form);
    for (const [name, given] of [...answers]) if (given instanceof File) answers.delete(name);
    const answer = await fetch(this.form.action, { method: "POST", body: answers, headers: { "X-Autosave": "1" } }).catch(() => null);
    if (!answer?.ok || turn !== this.turn) return;
    const { known, told: words } = await answer.json();
    Object.assign(this, { known: known ?? this.known, told: words ?? this.told });
    this.form.dispatchEvent(new CustomEvent("parvis:saved"));
    this.run();
  }
}

export function start(element) {
  const logic = new Logic(element);
  let timer = 0;
  const changed = (event, wait) => {
    logic.run();
    if (!logic.asks(event.target.name ?? "")) return;
    clearTimeout(timer);
    timer = setTimeout(() => logic.ask(), wait);
  };
  logic.run();
  logic.form.addEventListener("input", (event) => changed(event, 600));
  logic.form.addEventListener("change", (event) => changed(event, 0));
  logic.form.addEventListener("parvis:drawn", () => (logic.asking.size ? logic.ask() : logic.run()));
}
