package ai.preloop.policies.wording;

import ai.preloop.policies.documents.Action;

/** What rules do, as words that end "a call is …". */
final class Actions {

  private Actions() {}

  static String word(Action action) {
    return switch (action) {
      case ALLOW -> "allowed";
      case REQUIRE_APPROVAL -> "asked about";
      case DENY -> "refused";
    };
  }
}
