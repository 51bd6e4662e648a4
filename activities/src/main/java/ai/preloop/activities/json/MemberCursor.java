package ai.preloop.activities.json;

/** Walks over an object's members without keeping any. */
final class MemberCursor {

  private final byte[] json;
  private final int end;
  private int at;
  private int comma = -1;
  private int nameFrom;
  private int nameTo;
  private int valueFrom;
  private int valueTo;

  MemberCursor(JsonSlice object) {
    this.json = object.array();
    this.end = object.to();
    this.at = object.is(JsonType.OBJECT) ? object.from() + 1 : end;
  }

  boolean advance() {
    if (at >= end) {
      return false;
    }
    nameFrom = JsonText.pastSpace(json, at, end);
    if (json[nameFrom] == ',') {
      comma = nameFrom;
      nameFrom = JsonText.pastSpace(json, nameFrom + 1, end);
    }
    if (json[nameFrom] == '}') {
      at = end;
      return false;
    }
    nameTo = JsonText.endOfString(json, nameFrom);
    int colon = JsonText.pastSpace(json, nameTo, end);
    valueFrom = JsonText.pastSpace(json, colon + 1, end);
    valueTo = JsonText.endOfValue(json, valueFrom);
    at = valueTo;
    return true;
  }

  boolean isNamed(String wanted) {
    boolean plain = true;
    int length = nameTo - nameFrom - 2;
    for (int i = 0; i < length && plain; i++) {
      byte b = json[nameFrom + 1 + i];
      plain = b > 0 && b != '\\';
      if (plain && (i >= wanted.length() || b != wanted.charAt(i))) {
        return false;
      }
    }
    return plain ? length == wanted.length() : name().equals(wanted);
  }

  String name() {
    return JsonText.unescape(json, nameFrom + 1, nameTo - 1);
  }

  JsonSlice value() {
    return new JsonSlice(json, valueFrom, valueTo);
  }

  /** Where the member starts, with the comma that only it needs. */
  int removalFrom() {
    return comma < 0 ? nameFrom : comma;
  }

  int removalTo() {
    int next = JsonText.pastSpace(json, valueTo, end);
    return comma < 0 && json[next] == ',' ? next + 1 : valueTo;
  }
}
