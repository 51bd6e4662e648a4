package ai.preloop.activities.attempts;

import java.util.List;

/** The shapes of one operation's answers, as the provider documents them. */
interface FakeDialect {

  String whole(FakeRequest request, FakeReply reply);

  /** The frames of a stream, each with the empty line after it. */
  List<String> frames(FakeRequest request, FakeReply reply);

  /** A server-sent event without a name. */
  static String data(String json) {
    return "data: " + json.strip().replace("\n", "") + "\n\n";
  }

  /** One that is named. */
  static String event(String name, String json) {
    return "event: " + name + "\n" + data(json);
  }
}
