package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.translation.Format;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which operations are the same conversation in another format. */
final class Formats {

  /** What a provider is asked in where it has several: the one that says the most first. */
  private static final List<Format> PREFERRED =
      List.of(Format.RESPONSES, Format.MESSAGES, Format.GENERATE_CONTENT, Format.CHAT_COMPLETIONS);

  private Formats() {}

  /** Empty for what is no conversation, which is not translated. */
  static Optional<Format> of(Operation operation) {
    return switch (operation) {
      case CHAT_COMPLETIONS -> Optional.of(Format.CHAT_COMPLETIONS);
      case RESPONSES -> Optional.of(Format.RESPONSES);
      case MESSAGES -> Optional.of(Format.MESSAGES);
      case GENERATE_CONTENT, STREAM_GENERATE_CONTENT -> Optional.of(Format.GENERATE_CONTENT);
      case EMBEDDINGS, COUNT_RESPONSE_TOKENS, COUNT_MESSAGE_TOKENS, COUNT_TOKENS ->
          Optional.empty();
    };
  }

  /** Empty for what counts nothing. */
  static Optional<Format> counting(Operation operation) {
    return switch (operation) {
      case COUNT_RESPONSE_TOKENS -> Optional.of(Format.RESPONSES);
      case COUNT_MESSAGE_TOKENS -> Optional.of(Format.MESSAGES);
      case COUNT_TOKENS -> Optional.of(Format.GENERATE_CONTENT);
      case CHAT_COMPLETIONS,
          RESPONSES,
          EMBEDDINGS,
          MESSAGES,
          GENERATE_CONTENT,
          STREAM_GENERATE_CONTENT ->
          Optional.empty();
    };
  }

  /** How a provider of these operations is asked to count. */
  static Optional<Operation> countedBy(Set<Operation> operations) {
    return operations.stream().filter(Operation::isCounting).findFirst();
  }

  static Operation operation(Format format, boolean streamed) {
    return switch (format) {
      case CHAT_COMPLETIONS -> Operation.CHAT_COMPLETIONS;
      case RESPONSES -> Operation.RESPONSES;
      case MESSAGES -> Operation.MESSAGES;
      case GENERATE_CONTENT ->
          streamed ? Operation.STREAM_GENERATE_CONTENT : Operation.GENERATE_CONTENT;
    };
  }

  /** In what a provider of these operations is asked for a conversation. */
  static Optional<Format> spokenBy(Set<Operation> operations) {
    return PREFERRED.stream()
        .filter(format -> operations.contains(operation(format, false)))
        .findFirst();
  }
}
