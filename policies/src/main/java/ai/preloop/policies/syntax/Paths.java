package ai.preloop.policies.syntax;

import java.util.regex.Pattern;

/** The JSONPaths of findings. */
public final class Paths {

  public static final String ROOT = "$";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final int LONGEST_KEY = 64;

  private Paths() {}

  public static String key(String path, String key) {
    return PLAIN.matcher(key).matches()
        ? path + "." + key
        : path + "['" + shown(key).replace("\\", "\\\\").replace("'", "\\'") + "']";
  }

  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /** The path one step up; empty above the root. */
  public static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** A key as it may be repeated in a message: short, and without control characters. */
  public static String shown(String key) {
    var visible = key.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= LONGEST_KEY
        ? visible
        : visible.substring(0, visible.offsetByCodePoints(0, LONGEST_KEY / 2)) + "…";
  }
}
