package ai.preloop.activities.offers;

/** A URI template (RFC 6570), as far as it is needed to tell which server a URI belongs to. */
final class UriTemplate {

  private UriTemplate() {}

  /** What every URI of it begins with. */
  static String beginning(String template) {
    int expression = template.indexOf('{');
    return expression < 0 ? template : template.substring(0, expression);
  }

  /**
   * Whether a URI may be of it: all that stands outside of its expressions is there, in its order.
   */
  static boolean mayGive(String template, String uri) {
    if (!uri.startsWith(beginning(template))) {
      return false;
    }
    int at = 0;
    String rest = template;
    while (!rest.isEmpty()) {
      int expression = rest.indexOf('{');
      String literal = expression < 0 ? rest : rest.substring(0, expression);
      int found = uri.indexOf(literal, at);
      if (found < 0) {
        return false;
      }
      at = found + literal.length();
      int end = expression < 0 ? -1 : rest.indexOf('}', expression);
      rest = end < 0 ? "" : rest.substring(end + 1);
    }
    return template.endsWith("}") || at == uri.length();
  }
}
