package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.Server;
import ai.preloop.policies.problems.ProblemException;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Where documents are sent to, one by one, as they were written. */
record Submission(Server server, String path) {

  JsonNode send(PolicySource source) {
    return answer(() -> server.post(path, source.contentType(), source.bytes()));
  }

  /** What is answered; for a document that is refused, the refusal with its findings. */
  static JsonNode answer(Supplier<Server.Answer> request) {
    try {
      return request.get().body();
    } catch (ProblemException e) {
      if (e.extensions().get("problem") instanceof JsonNode problem && problem.has("findings")) {
        return problem;
      }
      throw e;
    }
  }
}
