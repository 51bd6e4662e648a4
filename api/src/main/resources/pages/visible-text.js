// Pure: how texts and JSON that nobody has vouched for become something a person can see whole.

const DEFAULT_IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
const NOT_PLAIN = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const PICTURE = /\p{Extended_Pictographic}/u;
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const LATIN = /\p{Script=Latin}/u;
const LOOKS_LATIN = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const MOST_ACCENTS = 3;

const NAMES = new Map([
  [0x00, "null"], [0x07, "bell"], [0x08, "backspace"], [0x0d, "carriage return"], [0x1b, "escape"],
  [0x7f, "delete"], [0xa0, "no-break space"], [0xad, "soft hyphen"], [0x061c, "arabic letter mark"],
  [0x200b, "zero width space"], [0x200c, "zero width non-joiner"], [0x200d, "zero width joiner"],
  [0x200e, "left-to-right mark"], [0x200f, "right-to-left mark"], [0x2028, "line separator"],
  [0x2029, "paragraph separator"], [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"], [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"], [0x202e, "right-to-left override"], [0x2060, "word joiner"],
  [0x2066, "left-to-right isolate"], [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"], [0x2069, "pop directional isolate"],
  [0xfeff, "byte order mark"], [0x3164, "hangul filler"], [0x2800, "braille blank"],
]);

/**
 * Cuts a text into pieces {text} and marks {mark, name, kind}; kind is "hidden" (what has no shape
 * or moves other text), "space" (looks like a space), "lookalike" (a letter of another script
 * within a Latin word) or "line" (a plain line break or tab, kept in text).
 */
export function visibleParts(text) {
  const marks = [...hidden(text), ...lookalikes(text)].sort((a, b) => a.at - b.at);
  const parts = [];
  let from = 0;
  for (const { at, kind } of marks) {
    if (at > from) parts.push({ text: text.slice(from, at) });
    const codePoint = text.codePointAt(at);
    const character = String.fromCodePoint(codePoint);
    parts.push({ mark: character, code: code(codePoint), name: nameOf(codePoint, kind), kind });
    from = at + character.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** How many marks of each kind are in some parts: {hidden, space, lookalike}. */
export function countMarks(parts) {
  const counts = { hidden: 0, space: 0, lookalike: 0 };
  for (const part of parts) if (part.kind in counts) counts[part.kind]++;
  return counts;
}

function* hidden(text) {
  let accents = 0;
  let last = -1;
  for (const match of text.matchAll(NOT_PLAIN)) {
    const character = match[0];
    const at = match.index;
    if (character === " ") continue;
    if (character === "\n" || character === "\t") {
      yield { at, kind: "line" };
      continue;
    }
    if (/\p{M}/u.test(character) && !DEFAULT_IGNORABLE.test(character)) {
      accents = at === last ? accents + 1 : 1;
      last = at + character.length;
      if (accents > MOST_ACCENTS) yield { at, kind: "hidden" };
      continue;
    }
    if (belongsToPicture(text, at, character)) continue;
    yield { at, kind: /[\p{Zs}\u2800]/u.test(character) ? "space" : "hidden" };
  }
}

/** A joiner between two pictures, and the selector that colours one, are part of them. */
function belongsToPicture(text, at, character) {
  if (character !== "\u200d" && character !== "\ufe0f") return false;
  const before = [...text.slice(Math.max(0, at - 6), at)].filter((c) => !/\ufe0f|\p{Emoji_Modifier}/u.test(c)).at(-1);
  if (before === undefined || !PICTURE.test(before)) return false;
  const after = text.codePointAt(at + 1);
  return character === "\ufe0f" || (after !== undefined && PICTURE.test(String.fromCodePoint(after)));
}

function* lookalikes(text) {
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    if (!LATIN.test(word) || !LOOKS_LATIN.test(word)) continue;
    let at = match.index;
    for (const character of word) {
      if (LOOKS_LATIN.test(character)) yield { at, kind: "lookalike" };
      at += character.length;
    }
  }
}

function code(codePoint) {
  return "U+" + codePoint.toString(16).toUpperCase().padStart(4, "0");
}

function nameOf(codePoint, kind) {
  if (NAMES.has(codePoint)) return NAMES.get(codePoint);
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return "invisible tag character";
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return "half of a character";
  return { hidden: "hidden character", space: "unusual space", lookalike: "letter of another script", line: "" }[kind];
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const PLAIN = /[^"\\\u0000-\u001f]+/y;
const SPACE = /[ \t\r\n]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const DEEPEST = 256;

/**
 * Reads JSON into nodes that keep what was written: {type: "object", entries: [[key, node]…]},
 * {type: "array", items}, {type: "string", value}, {type: "number" | "literal", raw}; each with its
 * text's start and end. Numbers are never converted, equal keys never merged. Throws SyntaxError.
 */
export function readJson(text) {
  const reader = { text, at: 0 };
  const node = readValue(reader, 0);
  skipSpace(reader);
  if (reader.at !== text.length) fail(reader);
  return node;
}

/** The plain JavaScript value of a node, for what is not shown digit by digit. */
export function valueOf(node) {
  switch (node.type) {
    case "object": {
      const value = Object.create(null);
      for (const [key, child] of node.entries) value[key] = valueOf(child);
      return value;
    }
    case "array": return node.items.map(valueOf);
    case "string": return node.value;
    default: return JSON.parse(node.raw);
  }
}

function readValue(reader, depth) {
  skipSpace(reader);
  if (depth > DEEPEST) fail(reader);
  const start = reader.at;
  const node = readNode(reader, depth);
  return Object.assign(node, { start, end: reader.at });
}

function readNode(reader, depth) {
  switch (reader.text[reader.at]) {
    case "{": return { type: "object", entries: readList(reader, "}", () => readEntry(reader, depth)) };
    case "[": return { type: "array", items: readList(reader, "]", () => readValue(reader, depth + 1)) };
    case '"': return { type: "string", value: readString(reader) };
    default: {
      const literal = take(reader, LITERAL);
      if (literal !== null) return { type: "literal", raw: literal };
      return { type: "number", raw: take(reader, NUMBER) ?? fail(reader) };
    }
  }
}

function readEntry(reader, depth) {
  skipSpace(reader);
  const key = readString(reader);
  skipSpace(reader);
  expect(reader, ":");
  return [key, readValue(reader, depth + 1)];
}

function readList(reader, close, readItem) {
  const items = [];
  reader.at++;
  skipSpace(reader);
  if (reader.text[reader.at] === close) {
    reader.at++;
    return items;
  }
  for (;;) {
    items.push(readItem());
    skipSpace(reader);
    if (reader.text[reader.at] === close) break;
    expect(reader, ",");
  }
  reader.at++;
  return items;
}

function readString(reader) {
  expect(reader, '"');
  let value = "";
  for (;;) {
    value += take(reader, PLAIN) ?? "";
    const next = reader.text[reader.at];
    if (next === '"') break;
    if (next !== "\\") fail(reader);
    value += readEscape(reader);
  }
  reader.at++;
  return value;
}

function readEscape(reader) {
  const letter = reader.text[reader.at + 1];
  if (letter === "u") {
    const digits = reader.text.slice(reader.at + 2, reader.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail(reader);
    reader.at += 6;
    return String.fromCharCode(parseInt(digits, 16));
  }
  if (letter === undefined || !Object.hasOwn(ESCAPES, letter)) fail(reader);
  reader.at += 2;
  return ESCAPES[letter];
}

function take(reader, pattern) {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return null;
  reader.at += match[0].length;
  return match[0];
}

function skipSpace(reader) {
  take(reader, SPACE);
}

function expect(reader, character) {
  if (reader.text[reader.at] !== character) fail(reader);
  reader.at++;
}

function fail(reader) {
  throw new SyntaxError("Not JSON at character " + reader.at);
}
