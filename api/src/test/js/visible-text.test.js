import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = readFileSync(new URL("../../main/resources/pages/visible-text.js", import.meta.url));
const { countMarks, readJson, valueOf, visibleParts } = await import(
  "data:text/javascript;base64," + source.toString("base64")
);

const codes = (text) => visibleParts(text).filter((p) => p.code).map((p) => p.code);
const back = (text) => visibleParts(text).map((p) => p.text ?? p.mark).join("");

test("leaves ordinary text whole", () => {
  for (const text of ["", "rm -rf /tmp", "naïve café", "Привет, мир", "שלום", "日本語", "👩‍👧 ❤️ 👍🏽"]) {
    assert.deepEqual(visibleParts(text), text === "" ? [] : [{ text }]);
  }
});

test("marks what turns text around", () => {
  assert.deepEqual(codes("a\u202eb\u2066c\u200fd\u061c"), ["U+202E", "U+2066", "U+200F", "U+061C"]);
  assert.equal(visibleParts("a\u202e")[1].name, "right-to-left override");
});

test("marks what has no shape", () => {
  for (const character of ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u115f", "\u180e", "\ufe0f", "\u{e0041}", "\u0000", "\u001b", "\u007f", "\u0085", "\r", "\u2028", "\ue000", "\ud800", "\uffff", "\u{e0101}"]) {
    assert.equal(countMarks(visibleParts("a" + character + "b")).hidden, 1, JSON.stringify(character));
  }
});

test("marks spaces that are not the usual one", () => {
  assert.equal(countMarks(visibleParts("a\u00a0b\u2003c\u3000d\u2800e f")).space, 4);
});

test("marks letters of another script within a Latin word", () => {
  assert.deepEqual(codes("pаypal.com"), ["U+0430"]);
  assert.deepEqual(codes("paypal и pay"), []);
});

test("keeps line breaks and tabs as lines", () => {
  assert.deepEqual(visibleParts("a\n\tb").map((p) => p.kind ?? p.text), ["a", "line", "line", "b"]);
  assert.deepEqual(countMarks(visibleParts("a\n\tb")), { hidden: 0, space: 0, lookalike: 0 });
});

test("marks accents that are piled up", () => {
  assert.equal(countMarks(visibleParts("e\u0301")).hidden, 0);
  assert.equal(countMarks(visibleParts("e" + "\u0301".repeat(10))).hidden, 7);
});

test("loses nothing, whatever comes", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let i = 0; i < 3000; i++) {
    let text = "";
    for (let j = random(40); j > 0; j--) {
      text += String.fromCodePoint([random(128), 0x2000 + random(0x70), random(0x10ffff), 0x400 + random(80)][random(4)]);
    }
    assert.equal(back(text), text);
  }
});

test("keeps numbers as they were written", () => {
  const node = readJson('[12345678901234567890, 1.10, -0, 1e400]');
  assert.deepEqual(node.items.map((n) => n.raw), ["12345678901234567890", "1.10", "-0", "1e400"]);
});

test("keeps equal keys apart and knows where each value stands", () => {
  const text = '{"a": 1, "a": {"b": [true, null]}}';
  const node = readJson(text);
  assert.deepEqual(node.entries.map(([key]) => key), ["a", "a"]);
  assert.equal(text.slice(node.entries[1][1].start, node.entries[1][1].end), '{"b": [true, null]}');
});

test("reads names that mean something to JavaScript as names", () => {
  const value = valueOf(readJson('{"__proto__": {"x": 1}, "constructor": 2}'));
  assert.deepEqual(Object.keys(value), ["__proto__", "constructor"]);
  assert.equal({}.x, undefined);
});

test("agrees with JSON.parse", () => {
  for (const text of ['{"a":[1,2,{"b":"\\u00e9\\n\\"\\\\\\/"}],"c":"\\ud83d\\ude00"}', "[]", " { } ", '""', "0", "null"]) {
    assert.equal(JSON.stringify(valueOf(readJson(text))), JSON.stringify(JSON.parse(text)));
  }
});

test("refuses what is not JSON", () => {
  for (const text of ["", "{", "[1,]", "{a:1}", "01", "1.", "nul", '"\u0001"', '"\\x"', '"\\u12g4"', "[1]2", "+1", "'a'", "[".repeat(1000), "\u00a01"]) {
    assert.throws(() => readJson(text), SyntaxError, text);
  }
});
