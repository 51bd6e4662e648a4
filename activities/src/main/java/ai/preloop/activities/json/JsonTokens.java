package ai.preloop.activities.json;

import ai.preloop.activities.json.MalformedMessage.Kind;
import ai.preloop.activities.json.StrictJson.Surrogates;

/** Passes the tokens of a JSON document (RFC 8259), byte after byte, and takes no other. */
final class JsonTokens {

  private final byte[] json;
  private final int end;
  private final Surrogates surrogates;
  private int at;

  JsonTokens(byte[] json, int from, int end, Surrogates surrogates) {
    this.json = json;
    this.at = from;
    this.end = end;
    this.surrogates = surrogates;
  }

  int at() {
    return at;
  }

  boolean isAtEnd() {
    return at >= end;
  }

  /** Passes what {@link #peek} has shown. */
  void pass() {
    at++;
  }

  /** Passes a string; true when it has an escape. */
  boolean string() {
    boolean escaped = false;
    at++;
    while (true) {
      int i = at;
      while (i < end && json[i] >= 0x20 && json[i] != '"' && json[i] != '\\') {
        i++;
      }
      at = i;
      int next = peek();
      if (next == '"') {
        at++;
        return escaped;
      } else if (next == '\\') {
        escaped = true;
        escape();
      } else if (next < 0) {
        at = Utf8.next(json, at, end);
        if (at < 0) {
          at = i;
          throw notJson("invalid UTF-8");
        }
      } else {
        throw notJson("a control character in a string");
      }
    }
  }

  private void escape() {
    at++;
    int kind = peek();
    at++;
    if (kind == 'u') {
      unicodeEscape();
    } else if ("\"\\/bfnrt".indexOf(kind) < 0) {
      at--;
      throw notJson("an unknown escape");
    }
  }

  private void unicodeEscape() {
    char unit = hexUnit();
    if (surrogates == Surrogates.ANY_ESCAPED || !Character.isSurrogate(unit)) {
      return;
    }
    boolean followed = at + 6 <= end && json[at] == '\\' && json[at + 1] == 'u';
    if (Character.isHighSurrogate(unit) && followed) {
      at += 2;
      if (Character.isLowSurrogate(hexUnit())) {
        return;
      }
    }
    throw notJson("a lone surrogate");
  }

  private char hexUnit() {
    int unit = 0;
    for (int stop = at + 4; at < stop; at++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw notJson("an unknown escape");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && json[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (json[at] | 0x20) == 'e') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw unexpected();
    }
  }

  void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  int peek() {
    if (at >= end) {
      throw notJson("it ends too early");
    }
    return json[at];
  }

  void skipSpace() {
    at = JsonText.pastSpace(json, at, end);
  }

  MalformedMessage unexpected() {
    return at < end ? notJson("an unexpected character") : notJson("it ends too early");
  }

  MalformedMessage notJson(String what) {
    return new MalformedMessage(
        Kind.NOT_JSON, "The body is not JSON: " + what + " at byte " + at + ".");
  }
}
