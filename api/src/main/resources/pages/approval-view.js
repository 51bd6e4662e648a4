// Builds what is seen. Everything that came from outside goes in as text, never as markup.

import { countMarks, readJson, visibleParts } from "/assets/visible-text.js";

const LONG = 20;

/** The element of that id. */
export const at = (id) => document.getElementById(id);

/** Says a sentence of ours where there is a place for it; none hides the place. */
export function say(id, text) {
  at(id).textContent = text ?? "";
  at(id).hidden = !text;
}

/** An element with classes and children; strings among the children are our own words. */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** A text that nobody has vouched for, with everything invisible in it marked. */
export function visible(text, tally) {
  const fragment = document.createDocumentFragment();
  const parts = visibleParts(text);
  for (const part of parts) fragment.append(part.mark === undefined ? part.text : marked(part));
  if (tally) for (const [kind, count] of Object.entries(countMarks(parts))) tally[kind] += count;
  return fragment;
}

function marked({ mark, code, name, kind }) {
  if (kind === "line") {
    const shown = element("span", "line-mark");
    shown.textContent = mark;
    shown.dataset.shown = mark === "\n" ? "↵" : "⇥";
    return shown;
  }
  const label = kind === "lookalike" ? mark + " " + code : code;
  const shown = element("span", "mark", label);
  shown.title = name;
  return shown;
}

/** What the marks of a tally mean, in sentences; none when there is nothing to say. */
export function warnings({ hidden, space, lookalike }) {
  const sentences = [];
  const some = (count, one, many) => (count === 1 ? "One " + one : count + " " + many);
  if (hidden > 0) sentences.push(some(hidden, "hidden character", "hidden characters") + " that can change how this reads.");
  if (space > 0) sentences.push(some(space, "unusual space", "unusual spaces") + " that may not be what it seems.");
  if (lookalike > 0) sentences.push(some(lookalike, "letter", "letters") + " of another script within Latin words.");
  return sentences;
}

/** Fills a place with a JSON text, laid out to be read; a text that is not JSON is shown as it is. */
export function showJson(place, text, tally) {
  try {
    place.replaceChildren(node(readJson(text), tally));
  } catch (unreadable) {
    if (!(unreadable instanceof SyntaxError)) throw unreadable;
    place.replaceChildren(textBlock(text, tally));
  }
}

/** A text of any length, whole: long ones scroll, and say how long they are. */
export function textBlock(text, tally) {
  const block = element("div", "text", visible(text, tally));
  const lines = text.split("\n").length;
  if (lines <= LONG && text.length <= LONG * 80) return block;
  block.classList.add("scrolls");
  block.tabIndex = 0;
  block.setAttribute("role", "region");
  block.setAttribute("aria-label", "Long text");
  const size = lines.toLocaleString("en") + " lines, " + text.length.toLocaleString("en") + " characters";
  return element("div", "long", element("p", "hint", size + "; scroll to read it all"), block);
}

function node(json, tally) {
  switch (json.type) {
    case "object": return json.entries.length === 0 ? bare("{ } (nothing in it)") : object(json, tally);
    case "array": return json.items.length === 0 ? bare("[ ] (an empty list)") : array(json, tally);
    case "string": return string(json.value, tally);
    default: return element("span", "literal", json.raw);
  }
}

function bare(words) {
  return element("span", "muted", words);
}

function object(json, tally) {
  const list = element("dl", "fields");
  for (const [key, value] of json.entries) {
    list.append(element("dt", "", key === "" ? bare("(no name)") : visible(key, tally)), element("dd", "", node(value, tally)));
  }
  return list;
}

function array(json, tally) {
  const list = element("ol", "items");
  list.start = 0;
  for (const item of json.items) list.append(element("li", "", node(item, tally)));
  return list;
}

function string(value, tally) {
  if (value === "") return bare("(empty text)");
  const block = textBlock(value, tally);
  block.classList.add("string");
  return block;
}

/** The texts of a tool's answer as texts, and the whole of it as it came. */
export function resultParts(value, exact, tally) {
  const content = Array.isArray(value?.content) ? value.content : [];
  const texts = content.filter((block) => block?.type === "text" && typeof block.text === "string");
  const whole = element("div", "card arguments");
  showJson(whole, exact, tally);
  if (texts.length === 0) return [whole];
  const details = element("details", "exact", element("summary", "", "The whole answer"), whole);
  return [...texts.map((block) => element("div", "card", textBlock(block.text))), details];
}

/** The steps that a request has been through, as {state, title, at, by, comment}. */
export function showSteps(list, steps) {
  list.replaceChildren(
    ...steps.map(({ state, title, by, at, comment }) => {
      const item = element("li", state, element("p", "step-title", title));
      const details = element("p", "muted");
      if (by) details.append("by ", visible(by), at ? " · " : "");
      if (at) details.append(time(at));
      if (details.childNodes.length > 0) item.append(details);
      if (comment) item.append(element("blockquote", "", visible(comment)));
      return item;
    }),
  );
}

/** An instant in the reader's own time, with the exact one beside it. */
export function time(instant) {
  const made = element("time", "");
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return visible(String(instant));
  made.dateTime = made.title = date.toISOString();
  made.textContent = date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
  return made;
}

/** Names and values of what is good to know, leaving out what is not there. */
export function showFacts(list, facts) {
  list.replaceChildren();
  for (const [name, value] of facts) {
    if (value === undefined || value === null || value === "") continue;
    list.append(element("dt", "", name), element("dd", "", value));
  }
}

/** "4 min 5 s", rounded so that it never shows more than there is. */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [[Math.floor(seconds / 3600), "h"], [Math.floor(seconds / 60) % 60, "min"], [seconds % 60, "s"]];
  const first = parts.findIndex(([count]) => count > 0);
  return first < 0 ? "0 s" : parts.slice(first, first + 2).map((part) => part.join(" ")).join(" ");
}
