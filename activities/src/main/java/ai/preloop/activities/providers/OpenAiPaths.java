package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;

/** The paths of OpenAI's interface, which many others have too. */
final class OpenAiPaths {

  private OpenAiPaths() {}

  static String of(Operation operation) {
    return switch (operation) {
      case CHAT_COMPLETIONS -> "/chat/completions";
      case RESPONSES -> "/responses";
      case COUNT_RESPONSE_TOKENS -> "/responses/input_tokens";
      case EMBEDDINGS -> "/embeddings";
      case MESSAGES,
          COUNT_MESSAGE_TOKENS,
          GENERATE_CONTENT,
          STREAM_GENERATE_CONTENT,
          COUNT_TOKENS ->
          throw unspoken(operation);
    };
  }

  /** There is no such operation in the dialect of the provider. */
  static ProblemException unspoken(Operation operation) {
    return new ProblemException(
        ProblemType.UNPROCESSABLE, "The provider has no operation %s.".formatted(operation.word()));
  }
}
